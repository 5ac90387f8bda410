"""A formula as a program: steps that are found once and run in any algebra.

A program is traced: the tree is evaluated in an algebra in which an operation writes down a step,
one that occurs twice only once. What a case does is a block of its own, run where the algebra asks
for it.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache, partial
from typing import Any, Literal, TypeAlias

from actbook.formula.expression import Algebra, Expression, evaluate

Kind = Literal["input", "number", "constant", "apply", "relation", "cases"]


@dataclass(frozen=True, eq=False)
class Step:
    """An operation whose value is put at `place`; `parts` are the places of its operands, or the
    blocks of cases with the places of their conditions."""

    place: int
    kind: Kind
    what: Any
    parts: tuple[Any, ...]


@dataclass(frozen=True, eq=False)
class Block:
    """Steps in their order, and the place of the last value."""

    steps: tuple[Step, ...]
    result: int


@dataclass(frozen=True, eq=False)
class Program:
    """A block, whose inputs have the first places, among so many places."""

    block: Block
    places: int

    def run(self, algebra: Algebra, inputs: Sequence[Any]) -> Any:
        """The value in an algebra."""
        return _run(self.block, algebra, [*inputs, *[None] * (self.places - len(inputs))])


def _run(block: Block, algebra: Algebra, found: list[Any]) -> Any:
    apply = algebra.apply
    for step in block.steps:
        kind, what, parts = step.kind, step.what, step.parts
        if kind == "apply":
            value = apply(what, [found[part] for part in parts])
        elif kind == "number":
            value = algebra.number(what)
        elif kind == "constant":
            value = algebra.constant(what)
        elif kind == "relation":
            value = algebra.relation(what, found[parts[0]], found[parts[1]])
        else:
            value = algebra.cases(
                [
                    (partial(_run, arm, algebra, found), [found[c] for c in conditions])
                    for arm, conditions in parts
                ]
            )
        found[step.place] = value
    return found[block.result]


def first(branches: Sequence[tuple[Callable[[], Any], Sequence[Any]]]) -> Callable[[], Any] | None:
    """The value of the first branch that applies, "otherwise" last, None where none does."""
    ordered = sorted(branches, key=lambda branch: not branch[1])
    return next((value for value, conditions in ordered if all(conditions)), None)


class Tracer:
    """The algebra whose values are steps."""

    def __init__(self, inputs: int) -> None:
        self.inputs = [Step(place, "input", None, ()) for place in range(inputs)]
        self._count = inputs
        self._known: ChainMap[Any, Step] = ChainMap()

    def _step(self, kind: Kind, what: Any, parts: tuple[Any, ...]) -> Step:
        step = self._known.get((kind, what, parts))
        if step is None:
            step = self._known[kind, what, parts] = Step(self._count, kind, what, parts)
            self._count += 1
        return step

    def number(self, value: Fraction) -> Step:
        return self._step("number", value, ())

    def constant(self, name: str) -> Step:
        return self._step("constant", name, ())

    def apply(self, operator: str, arguments: Sequence[Step]) -> Step:
        return self._step("apply", operator, tuple([part.place for part in arguments]))

    def relation(self, operator: str, left: Step, right: Step) -> Step:
        return self._step("relation", operator, (left.place, right.place))

    def cases(self, branches: Sequence[tuple[Callable[[], Step], Sequence[Step]]]) -> Step:
        arms = [(self._block(value), tuple(c.place for c in given)) for value, given in branches]
        return self._step("cases", None, tuple(arms))

    def _block(self, value: Callable[[], Step]) -> Block:
        # A block may use what was computed before it, but nobody what is computed in it.
        self._known = self._known.new_child()
        result = value()
        block = Block(tuple(self._known.maps[0].values()), result.place)
        self._known = self._known.parents
        return block

    def program(self, value: Callable[[], Step]) -> Program:
        """The program of what a function computes from the `inputs`."""
        return Program(self._block(value), self._count)


#: What is known of a symbol before it has a value: the length of a vector, or an index.
Shape: TypeAlias = tuple[str, int | None, int | None]


def run(formula: Expression, algebra: Algebra, values: Mapping[str, Any]) -> Any:
    """What `evaluate` gives, by a program that is kept for the next values."""
    shapes: list[Shape] = []
    inputs: list[Any] = []
    for name, value in values.items():
        vector, index = isinstance(value, list), isinstance(value, int)
        shapes.append((name, len(value) if vector else None, value if index else None))
        inputs += value if vector else [] if index else [value]
    return compiled(formula, tuple(shapes)).run(algebra, inputs)


@lru_cache(maxsize=512)
def compiled(formula: Expression, shapes: tuple[Shape, ...]) -> Program:
    """The program of an expanded formula; its inputs are the numbers in the values of the symbols,
    those of indices left out."""
    sizes = [(1 if length is None else length) * (index is None) for _, length, index in shapes]
    tracer = Tracer(sum(sizes))
    inputs, values = iter(tracer.inputs), dict[str, Any]()
    for name, length, index in shapes:
        if length is not None:
            values[name] = [next(inputs) for _ in range(length)]
        else:
            values[name] = next(inputs) if index is None else index
    return tracer.program(lambda: evaluate(formula, tracer, values))
