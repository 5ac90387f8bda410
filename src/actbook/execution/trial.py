"""A page's program with another set of seeds, and with assertions that are counted, not raised."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Any

#: The name that a page assigns its seed to.
SEED = "seed"
_CLAIM = "__claim__"


@dataclass
class Trial:
    """One execution of a page to see which of its assertions hold.

    `seed` stands for the number that the page assigns to `seed`; None leaves that alone. `claims`
    are the assertions that were reached, by their lines: a claim holds if it does each time.
    """

    seed: int | None = None
    claims: dict[int, bool] = field(default_factory=dict)

    def prepared(self, tree: ast.Module, namespace: dict[str, Any]) -> ast.Module:
        """The tree of a cell, with the assertions counted and the seed replaced."""
        namespace[_CLAIM] = self._claim
        changed: ast.Module = _Counting().visit(tree)
        for statement in changed.body if self.seed is not None else ():
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)]) if name == SEED:
                    statement.value = ast.copy_location(ast.Constant(self.seed), statement.value)
        return ast.fix_missing_locations(changed)

    def _claim(self, line: int, holds: object) -> None:
        self.claims[line] = self.claims.get(line, True) and bool(holds)


class _Counting(ast.NodeTransformer):
    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        call = ast.Call(ast.Name(_CLAIM, ast.Load()), [ast.Constant(node.lineno), node.test], [])
        return ast.copy_location(ast.Expr(call), node)
