"""The nouns of a page. `parse.py` reads them from Markdown."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from actbook.latex.pieces import left


@dataclass(frozen=True)
class Parameter:
    """An argument or parameter of a function, or a variable that equations quantify over.

    `symbol` is its LaTeX (`\\alpha`), `default` an exact expression as text (None for a variable),
    `domain` a set as text: `(0, oo)`. A variable with a `shape` is a matrix, (rows, columns).
    """

    name: str
    symbol: str
    default: str | None
    domain: str
    line: int
    shape: tuple[int, int] | None = None
    unit: str | None = None

    @property
    def constant(self) -> bool:
        """Whether it has one value only, which nobody chooses."""
        return self.domain == f"{{{self.default}}}"


#: What functions are of by default. Formulas that were read call every first argument x.
X = Parameter("x", "x", None, "(-oo, oo)", 0)


@dataclass(frozen=True)
class Implementation:
    """An expression in `x` and the parameters that calls real code, under the name readers see.

    `library` names the package that it is called with where its modules do not tell, `differs` is
    how it differs from the function, in words, where it does."""

    label: str
    code: str
    line: int
    library: str | None = None
    differs: str | None = None

    @property
    def call(self) -> ast.Call | None:
        """The call of a function that is given a name: `torch.relu(x)`, not `torch.exp(-x)`."""
        match ast.parse(self.code, mode="eval").body:
            case ast.Call(args=[ast.Name(), *_]) as found:
                return found
        return None


@dataclass(frozen=True)
class Fact:
    """A front-matter fact. `value` is as YAML gives it, but that an extremum is at x; `where`
    restricts the parameters. Of a function of several arguments it may be one `along` an argument.
    `unproved` is the page's reason for a fact that no check decides."""

    name: str
    value: Any
    where: str | None
    line: int
    unproved: str | None = None
    along: str | None = None

    @property
    def part(self) -> str:
        """What it is restricted to, in words."""
        return " for ".join(filter(None, (self.along and f"along {self.along}", self.where)))


@dataclass(frozen=True)
class Function:
    """A function that a page defines: the page's own, then its variants.

    `name` is empty for the page's own function and the key of a variant. `symbol` is its LaTeX,
    `\\operatorname{ELU}`; `vector` says that x is a vector. The `parameters` begin with the
    `arguments` behind the first: what is said of it is said for all their values.
    """

    name: str
    title: str
    symbol: str
    parameters: tuple[Parameter, ...]
    implementations: tuple[Implementation, ...]
    facts: tuple[Fact, ...]
    vector: bool
    line: int
    arguments: tuple[Parameter, ...] = (X,)

    @property
    def call(self) -> str:
        """The function at its arguments, as formulas write it."""
        return f"{self.symbol}({', '.join(argument.symbol for argument in self.arguments)})"

    @property
    def slope(self) -> str:
        """Its derivative by the first argument, as formulas write it."""
        at, first = self.call.removeprefix(self.symbol), self.arguments[0].symbol
        if len(self.arguments) == 1:
            return f"{self.symbol}'{at}"
        return rf"\frac{{\partial {self.symbol}}}{{\partial {first}}}{at}"

    @property
    def chosen(self) -> tuple[Parameter, ...]:
        """The parameters that are no constants."""
        return tuple(parameter for parameter in self.parameters if not parameter.constant)


@dataclass(frozen=True)
class Cell:
    """A fenced code block that is executed.

    `line` is the line of its first line of code, `fence` and `end` the lines of its fences,
    `indent` how far they are indented. `options` are those of the info string.
    """

    source: str
    line: int
    fence: int
    end: int
    indent: str
    options: Mapping[str, str]


@dataclass(frozen=True)
class Equation:
    """A display formula. `start` and `end` are the lines of its `$$`; (`line`, `column`) is where
    its LaTeX starts. `unchecked` is the page's reason for not checking it. `given` are the formulas
    of the sentence behind it that says what its letters stand for, each with its place."""

    latex: str
    line: int
    column: int
    start: int
    end: int
    indent: str
    unchecked: str | None
    given: tuple[tuple[str, int, int], ...] = ()

    @property
    def whole(self) -> str:
        """Its LaTeX with what its letters stand for."""
        return ", ".join([self.latex, *(latex for latex, *_ in self.given)])

    @cached_property
    def left(self) -> str:
        """Its LaTeX up to the first `=` or `\\approx` that stands in no brackets."""
        return left(self.latex)


@dataclass(frozen=True)
class Inline:
    """A computed value in a sentence: `` `{python} expression` `` from `column` to `end`.

    It is evaluated after the first `after` cells of the page.
    """

    expression: str
    line: int
    column: int
    end: int
    after: int


#: What a relation within a sentence is there for. A `claim` is checked. A `name` says for which
#: values something is or introduces a letter, a `condition` does so after a word such as "where", a
#: `quotation` is somebody's words, `computed` has a computed value for a side, and `unchecked` is
#: what the author says is no claim.
Role = Literal["claim", "name", "condition", "quotation", "computed", "unchecked"]


@dataclass(frozen=True)
class Remark:
    """A relation within a sentence, `$A = B$`; its `$` stands at (`line`, `column`).

    `conditions` are the relations that the sentence puts on a claim, None where it does so in words
    that are not understood. `reason` is the author's for not checking it.
    """

    latex: str
    line: int
    column: int
    role: Role
    conditions: tuple[str, ...] | None = ()
    reason: str | None = None


@dataclass(frozen=True)
class WrittenNumber:
    """A decimal, a percentage or a large number that a sentence gives as it is written.

    `cited` are the keys of the references in the sentence: without one, nothing vouches for it.
    """

    written: str
    line: int
    cited: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """One Markdown file, read. Lines count from 1 in `text`, whose line ends are all newlines.

    `figure` holds the wishes for the figure of f and f′: `x` (span), `parameters` (a list of
    mappings: curves at other values) and `alt`. `body` is the first line after the front matter.
    `literal` holds the first and last line of each listing: code that is shown as it stands.
    `metadata` is what the front matter has for the site's theme, as YAML gives it, `used_in` names
    where the function is used, each with the key of the reference that says so.
    """

    path: str
    slug: str
    text: str
    title: str
    aliases: tuple[str, ...]
    family: str | None
    functions: tuple[Function, ...]
    variables: tuple[Parameter, ...]
    figure: Mapping[str, Any]
    sources: tuple[str, ...]
    body: int
    cells: tuple[Cell, ...]
    equations: tuple[Equation, ...]
    inlines: tuple[Inline, ...]
    remarks: tuple[Remark, ...] = ()
    written: tuple[WrittenNumber, ...] = ()
    literal: tuple[tuple[int, int], ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)
    used_in: Mapping[str, str] = field(default_factory=dict)

    @property
    def stated(self) -> tuple[Equation, ...]:
        """What its sentences claim, with their conditions, as if each were a display formula."""
        return tuple(
            Equation(
                " ".join([r.latex, *(r.conditions or ())]), *(r.line, r.column, 0, 0), "", None
            )
            for r in self.remarks
            if r.role == "claim"
        )
