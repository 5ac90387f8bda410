"""Formula trees to LaTeX, in any of the ways that a person might write them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from actbook.formula.expression import (
    Aggregate,
    Apply,
    Cases,
    Expression,
    Indexed,
    Number,
    Reference,
    Relation,
    Symbol,
)
from actbook.latex.names import FUNCTIONS

#: How tightly a piece of LaTeX holds together.
SUM, TERM, FACTORS, POWER, ATOM = range(5)
BRACKETS = [("(", ")"), ("\\left(", "\\right)"), ("[", "]"), ("\\{", "\\}"), ("\\bigl(", "\\bigr)")]
SIGNS = {
    **{"<": ["<", "\\lt "], "<=": ["\\le ", "\\leq "], "=": ["="]},
    **{">": [">", "\\gt "], ">=": ["\\ge ", "\\geqslant "], "!=": ["\\ne ", "\\neq "]},
}
SYMBOLS = {"alpha": "\\alpha", "lambda_": "\\lambda_1", "pi": "\\pi"}
Choose = Callable[[Sequence[Any]], Any]


class Printer:
    """Prints with the choices that `choose` makes among equally good spellings."""

    def __init__(self, choose: Choose) -> None:
        self.choose = choose

    def __call__(self, expression: Expression, tight: int = SUM) -> str:
        text, own = self.printed(expression)
        if own >= tight:
            return text
        left, right = self.choose(BRACKETS)
        return f"{left}{text}{right}"

    def space(self) -> str:
        return self.choose([" ", "\\,", "~", "\n  ", " \\; "])

    def printed(self, expression: Expression) -> tuple[str, int]:
        match expression:
            case Number(value):
                return decimal(value), ATOM
            case Symbol(name):
                return SYMBOLS.get(name, name), ATOM
            case Indexed(base, Symbol(index)):
                return f"{base}_{self.choose([index, f'{{{index}}}'])}", ATOM
            case Reference(symbol, order, arguments):
                first, *parameters = map(self, arguments)
                marks = self.choose(["'" * order, "^{" + "\\prime" * order + "}" if order else ""])
                tail = f"; {', '.join(parameters)}" if parameters else ""
                return f"{symbol}{marks}({first}{tail})", ATOM
            case Cases(branches):
                return self.cases(branches), ATOM
            case Aggregate(operator, index, lower, upper, body):
                return self.aggregate(operator, index, lower, upper, body), SUM
            case Apply(operator, arguments):
                return self.apply(operator, arguments)
        raise TypeError(expression)

    def apply(self, operator: str, arguments: tuple[Expression, ...]) -> tuple[str, int]:
        match operator, arguments:
            case (("+" | "-"), (a, b)):
                return f"{self(a)}{self.space()}{operator} {self(b, TERM)}", SUM
            case "neg", (a,):
                return f"-{self(a, TERM)}", SUM
            case "*", (a, b):
                return self.product(a, b)
            case "/", (a, b):
                return self.quotient(a, b)
            case "^", (a, b):
                return f"{self(a, ATOM)}^{self.script(b)}", POWER
            case (("max" | "min"), _):
                left, right = self.choose(BRACKETS)
                return f"\\{operator}{left}{', '.join(map(self, arguments))}{right}", ATOM
            case _, (a,):
                return self.function(operator, a)
        raise TypeError(operator)

    def product(self, a: Expression, b: Expression) -> tuple[str, int]:
        left, right = self(a, FACTORS), self(b, POWER)
        mixed = isinstance(a, Number) and isinstance(b, Apply) and b.operator == "/"
        if right[0].isdigit() or mixed or self.choose([True, False]):
            dot = self.choose(["\\cdot", "\\times"])
            return f"{self(a, TERM)} {dot} {self(b, FACTORS)}", TERM
        return f"{left}{self.space()}{right}", FACTORS

    def quotient(self, a: Expression, b: Expression) -> tuple[str, int]:
        if self.choose([True, False]):
            return f"{self(a, FACTORS)}/{self(b, POWER)}", TERM
        command = self.choose(["\\frac", "\\dfrac", "\\tfrac"])
        return f"{command}{self.script(a)}{self.script(b)}", ATOM

    def script(self, expression: Expression) -> str:
        """What TeX raises or divides: one character needs no braces."""
        text = self(expression)
        single = len(text) == 1 or text == "\\alpha"
        return f" {text}" if single and self.choose([True, False]) else f"{{{text}}}"

    def function(self, operator: str, argument: Expression) -> tuple[str, int]:
        match operator:
            case "abs":
                left, right = self.choose([("\\lvert ", "\\rvert "), ("\\left|", "\\right|")])
                return f"{left}{self(argument)}{right}", ATOM
            case "sqrt":
                return f"\\sqrt{self.script(argument)}", ATOM
            case "exp" if self.choose([True, False]):
                base = self.choose(["e", "\\mathrm{e}"])
                return f"{base}^{self.script(argument)}", POWER
        name = self.choose([name for name, known in FUNCTIONS.items() if known == operator])
        if isinstance(argument, Symbol) and self.choose([True, False]):
            return f"{name} {self(argument)}", SUM
        left, right = self.choose(BRACKETS)
        return f"{name}{left}{self(argument)}{right}", ATOM

    def cases(self, branches: Sequence[tuple[Expression, tuple[Relation, ...]]]) -> str:
        if [value for value, _ in branches] == [Number(Fraction(1)), Number(Fraction(0))]:
            (_, conditions), (_, rest) = branches
            if conditions and not rest:
                return f"\\mathbf{{1}}[{self.conditions(conditions)}]"
        rows = [
            f"{self(value)}{self.choose(['', ','])} & "
            + (self.conditions(conditions) if conditions else "\\text{otherwise}")
            for value, conditions in branches
        ]
        return "\\begin{cases} " + " \\\\\n ".join(rows) + " \\end{cases}"

    def conditions(self, conditions: Sequence[Relation]) -> str:
        relations = [
            f"{self(part.left)} {self.choose(SIGNS[part.operator])}{self(part.right)}"
            for part in conditions
        ]
        return self.choose(["", "\\text{if } "]) + self.choose([", ", "\\text{ and }"]).join(
            relations
        )

    def aggregate(
        self,
        operator: str,
        index: str,
        lower: Expression | None,
        upper: Expression | None,
        body: Expression,
    ) -> str:
        command = {"+": "\\sum", "*": "\\prod", "max": "\\max", "min": "\\min"}[operator]
        text = self(body, TERM if operator == "+" else POWER)
        if lower is None or upper is None:
            return f"{command}_{self.choose([index, f'{{{index}}}'])} {text}"
        return f"{command}_{{{index}={self(lower)}}}^{self.script(upper)} {text}"


def decimal(value: Fraction) -> str:
    """A number with a finite decimal expansion."""
    if value.denominator == 1:
        return str(value.numerator)
    digits = next(n for n in range(1, 400) if (value * 10**n).denominator == 1)
    return f"{int(value)}.{str(int(value % 1 * 10**digits)).zfill(digits)}"
