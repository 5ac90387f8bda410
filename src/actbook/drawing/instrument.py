"""What makes a figure explorable: its functions as lists of steps, for `assets/actbook-plot.js`.

A step is a number, the name of a value (`x`, a parameter), or an operation on earlier steps:
`["exp", 3]`, `["*", 0, 4]`. f, f′ and f″ share one list, in which a common part stands once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from actbook.checking.points import contains, parameter_values
from actbook.drawing.panel import limits_of
from actbook.drawing.portrait import Portrait
from actbook.drawing.sampled import extrema
from actbook.formula.expression import Apply, Expression, Symbol, children, evaluate, rebuild
from actbook.formula.program import Step, Tracer
from actbook.formula.stated import Piece, read_set, read_value
from actbook.formula.substitution import substitute
from actbook.formula.symbolic import derivative, from_sympy
from actbook.latex.names import FUNCTIONS, letter
from actbook.reading.definitions import Definition, defaults
from actbook.reading.page import Function, Page, Parameter


class Steps(Tracer):
    """The steps of several expressions in the same `names`, each step once: a tracer without
    blocks, as a script has none."""

    def __init__(self, *names: str) -> None:
        super().__init__(len(names))
        self._names = names

    def of(self, expression: Expression) -> int:
        """The place of the step that has an expression's value.

        ValueError where the expression has numbers that are no doubles.
        """
        found: Step = evaluate(expression, self, dict(zip(self._names, self.inputs, strict=True)))
        return found.place

    def number(self, value: Fraction) -> Step:
        try:
            float(value)
        except OverflowError:
            raise ValueError(f"{value} is beyond all doubles") from None
        return super().number(value)

    def apply(self, operator: str, arguments: Sequence[Step]) -> Step:
        """A logarithm beside 1 keeps what the sum would lose."""
        if operator == "log":
            parts = {step.place: step for step in self._known.values()}
            terms = parts.get(arguments[0].place)
            if terms is not None and terms.what == "+" and len(terms.parts) == 2:
                one = self.number(Fraction(1)).place
                if one in terms.parts:
                    rest = next((place for place in terms.parts if place != one), one)
                    return self._step("apply", "log1p", (rest,))
        return super().apply(operator, arguments)

    def cases(self, branches: Sequence[tuple[Callable[[], Step], Sequence[Step]]]) -> Step:
        """Each branch as the place of its value, then those of its conditions."""
        arms = ((value().place, *(c.place for c in given)) for value, given in branches)
        return self._step("cases", "cases", tuple(arms))

    @property
    def written(self) -> list[Any]:
        """The steps in their order, as JSON has them."""
        return [*self._names, *map(_written, self._known.values())]


def _written(step: Step) -> Any:
    if step.kind == "number":
        double = float(step.what)
        return int(double) if double.is_integer() and abs(double) < 1e15 else double
    return [step.what, *step.parts]


def instrument(page: Page, definitions: Mapping[str, Definition], shown: Portrait) -> str:
    """The JSON that the figure of a page's own function and its variants is explored with.

    ValueError where a formula cannot be written as steps.
    """
    own = page.functions[0]
    spelled = {
        FUNCTIONS[symbol]: definition.expression
        for symbol, definition in definitions.items()
        if symbol in FUNCTIONS and definition.function not in page.functions
    }
    functions = [
        {
            "key": page.slug + (f".{function.name}" if function.name else ""),
            "form": form(function, own),
            **program(definitions[function.symbol], spelled),
        }
        for function in page.functions
        if not function.vector and function.symbol in definitions
    ]
    wishes = [
        {name: float(read_value(value, {}).value) for name, value in wish.items()}
        for wish in page.figure.get("parameters", [])
    ]
    found = {
        "argument": letter(own.arguments[0].symbol),
        "span": shown.span,
        "limits": [limits_of(shown, panel) for panel in ("f", "derivative")],
        "wishes": wishes,
        "functions": functions,
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def form(function: Function, own: Function) -> str:
    """The name of a variant that is another form of the page's function, whose symbol it has with
    an index; empty for functions that are only of use to it."""
    if function is own or not function.symbol.startswith(f"{own.symbol}_"):
        return ""
    return function.title.removeprefix(own.title).lstrip(" ,:–—-") or function.title


def program(definition: Definition, spelled: Mapping[str, Expression]) -> dict[str, Any]:
    """A function as the steps of f, f′ and, where it can be written, f″, with what its figure
    needs beside them: its parameters with their domains, and its stated extrema.

    `spelled` are the elementary functions that other pages spell out, with how they do.
    """
    function, given = definition.function, defaults(definition.function)
    fixed = {p.name: given[p.name] for p in function.parameters if p.constant}
    formula = folded(substitute(definition.bounded, fixed), spelled)
    steps = Steps("x", *(p.name for p in function.chosen))
    found: dict[str, Any] = {
        "title": function.title,
        "f": steps.of(formula),
        "slope": steps.of(derivative(formula)),
        "bend": _second(formula, steps),
        "parameters": list(_parameters(function, steps, fixed)),
        "extrema": list(_extrema(function, steps, fixed)),
    }
    return {**found, "steps": [letter(function.arguments[0].symbol), *steps.written[1:]]}


def folded(expression: Expression, spelled: Mapping[str, Expression]) -> Expression:
    """The expression with elementary functions called by name where they are spelled out: doubles
    have a tanh where they have no powers of e."""
    node = rebuild(expression, lambda part: folded(part, spelled))
    for name, pattern in spelled.items():
        bound: set[Expression] = set()
        if _matches(pattern, node, bound) and len(bound) == 1:
            return Apply(name, tuple(bound))
    return node


def _matches(pattern: Expression, node: Expression, bound: set[Expression]) -> bool:
    """Whether an expression is a pattern in x with something in the place of x, which is added to
    `bound` wherever it stands."""
    if pattern == Symbol("x"):
        bound.add(node)
        return True
    own, others = children(pattern), children(node)
    if not own or len(own) != len(others):
        return pattern == node
    same = rebuild(pattern, lambda _: None) == rebuild(node, lambda _: None)
    return same and all(_matches(a, b, bound) for a, b in zip(own, others, strict=True))


def _second(expression: Expression, steps: Steps) -> int | None:
    try:
        return steps.of(derivative(expression, 2))
    except (ValueError, TypeError, KeyError):
        return None


def _parameters(
    function: Function, steps: Steps, fixed: Mapping[str, Expression]
) -> Iterator[dict[str, Any]]:
    """Each parameter with its default and the ends of the part of its domain that holds it, which
    may depend on the constants and the parameters before it."""
    values = parameter_values(function.parameters)[0]
    for place, parameter in enumerate(function.chosen):
        before = [earlier.name for earlier in function.chosen[:place]]
        piece = _piece(parameter, [*fixed, *before], values)
        low, high = (substitute(from_sympy(e.value), fixed) for e in (piece.lower, piece.upper))
        yield {
            "name": parameter.name,
            "symbol": letter(parameter.symbol),
            "default": values[parameter.name],
            "low": steps.of(low),
            "high": steps.of(high),
            "closed": [piece.lower_closed, piece.upper_closed],
        }


def _piece(parameter: Parameter, names: Sequence[str], values: Mapping[str, float]) -> Piece:
    domain = read_set(parameter.domain, names)
    default = values[parameter.name]
    return next(piece for piece in domain if contains([piece], default, values))


def _extrema(
    function: Function, steps: Steps, fixed: Mapping[str, Expression]
) -> Iterator[tuple[str, int, int]]:
    for name, *point in extrema(function):
        x, value = (steps.of(substitute(from_sympy(one), fixed)) for one in point)
        yield name, x, value
