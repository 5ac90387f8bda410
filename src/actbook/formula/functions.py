"""The elementary functions, one record each: what LaTeX calls them, and what is known of them.

All that knows functions reads these records: the reader of formulas, SymPy's side, balls, rounding,
intervals, limits, cost and mutation testing. They are plain data, for a site that is up to date is
built without SymPy and Arb.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from actbook.formula.expression import Apply, Expression, Number


@dataclass(frozen=True)
class Stretch:
    """An interval on which a function is monotone, and its image, both as a page's facts have them.

    The image has its ends where the domain has its own, the other way round if the function
    `falls`.
    """

    domain: str
    image: str
    falls: bool = False


@dataclass(frozen=True)
class Wave:
    """A function of period 2π that is monotone between the points (k + shift) π, which are poles
    or extrema, 1 for even k and -1 for odd."""

    shift: Fraction
    poles: bool = False


@dataclass(frozen=True)
class Elementary:
    """A function of one real argument, by the `name` that the tree knows it under.

    `latex` are its names in formulas, the first for messages. `slope` gives |f′| at a, from a and
    f(a). `shape` is None for what is not continuous. SymPy, Arb and mpmath know it as `name` but
    where another one is given.
    `far` makes, of the module SymPy, an argument u and a side, the same function in others whose
    limits are known, for u that tends to +∞ (side 1) or -∞ (side -1).
    """

    name: str
    latex: tuple[str, ...]
    shape: tuple[Stretch, ...] | Wave | None
    slope: Callable[[Any, Any], Any]
    sympy: str = ""
    arb: str = ""
    mpmath: str = ""
    far: Callable[[Any, Any, int], Any] | None = None

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """Where it is monotone, ascending; nothing for a wave or for what is not continuous."""
        return self.shape if isinstance(self.shape, tuple) else ()

    @property
    def ends(self) -> tuple[str, str]:
        """The ends of its domain."""
        ends = [end for stretch in self.stretches for end in stretch.domain[1:-1].split(", ")]
        return (ends[0], ends[-1]) if ends else ("-oo", "oo")

    @property
    def total(self) -> bool:
        """Whether it has a value at every real number."""
        if isinstance(self.shape, Wave):
            return not self.shape.poles
        return self.ends == ("-oo", "oo")


@dataclass(frozen=True)
class Abbreviation:
    """A function that stands for a formula in others."""

    latex: tuple[str, ...]
    meaning: Callable[[Expression], Expression]


def _on(domain: str, image: str, falls: bool = False) -> tuple[Stretch]:
    """A function that is monotone all over its domain."""
    return (Stretch(domain, image, falls),)


def _from_zero(image: str) -> tuple[Stretch, ...]:
    """An even function that rises to the right of 0."""
    return Stretch("(-oo, 0]", image, falls=True), Stretch("[0, oo)", image)


def _bell(sign: int) -> Callable[[Any, Any], Any]:
    """The derivative of erf, with -a² for a² if `sign` is negative."""
    return lambda a, f: (sign * a * a).exp() * (2 / math.sqrt(math.pi))


_HALF, _LINE = Fraction(1, 2), "(-oo, oo)"
_RECORDS = (
    Elementary("exp", (r"\exp",), _on(_LINE, "(0, oo)"), lambda a, f: f),
    Elementary("log", (r"\ln", r"\log"), _on("(0, oo)", _LINE), lambda a, f: 1 / a, mpmath="ln"),
    Elementary("sqrt", (), _on("[0, oo)", "[0, oo)"), lambda a, f: 1 / (2 * f) if f > 0 else 0),
    Elementary(
        "abs", (), _from_zero("[0, oo)"), lambda a, f: 1, sympy="Abs", arb="__abs__", mpmath="fabs"
    ),
    Elementary(
        "sign", (r"\operatorname{sign}", r"\operatorname{sgn}"), None, lambda a, f: 0, arb="sgn"
    ),
    Elementary("floor", (r"\operatorname{floor}",), None, lambda a, f: 0),
    Elementary("ceil", (r"\operatorname{ceil}",), None, lambda a, f: 0, sympy="ceiling"),
    Elementary("sin", (r"\sin",), Wave(_HALF), lambda a, f: a.cos()),
    Elementary("cos", (r"\cos",), Wave(Fraction(0)), lambda a, f: a.sin()),
    Elementary("tan", (r"\tan",), Wave(_HALF, poles=True), lambda a, f: 1 + f * f),
    Elementary(
        "asin", (r"\arcsin",), _on("[-1, 1]", "[-pi/2, pi/2]"), lambda a, f: 1 / (1 - a * a).sqrt()
    ),
    Elementary(
        "acos",
        (r"\arccos",),
        _on("[-1, 1]", "[0, pi]", falls=True),
        lambda a, f: 1 / (1 - a * a).sqrt(),
    ),
    Elementary(
        "atan",
        (r"\arctan",),
        _on(_LINE, "(-pi/2, pi/2)"),
        lambda a, f: 1 / (1 + a * a),
        far=lambda sympy, u, side: side * sympy.pi / 2 - sympy.atan(1 / u),
    ),
    Elementary(
        "sinh",
        (r"\sinh",),
        _on(_LINE, _LINE),
        lambda a, f: a.cosh(),
        far=lambda sympy, u, side: (sympy.exp(u) - sympy.exp(-u)) / 2,
    ),
    Elementary(
        "cosh",
        (r"\cosh",),
        _from_zero("[1, oo)"),
        lambda a, f: a.sinh(),
        far=lambda sympy, u, side: (sympy.exp(u) + sympy.exp(-u)) / 2,
    ),
    Elementary(
        "tanh",
        (r"\tanh",),
        _on(_LINE, "(-1, 1)"),
        lambda a, f: 1 - f * f,
        far=lambda sympy, u, side: side * (1 - 2 / (sympy.exp(2 * side * u) + 1)),
    ),
    Elementary(
        "asinh",
        (r"\operatorname{arcsinh}", r"\operatorname{arsinh}"),
        _on(_LINE, _LINE),
        lambda a, f: 1 / (1 + a * a).sqrt(),
        far=lambda sympy, u, side: side * sympy.log(side * u + sympy.sqrt(u**2 + 1)),
    ),
    Elementary(
        "acosh",
        (r"\operatorname{arccosh}", r"\operatorname{arcosh}"),
        _on("[1, oo)", "[0, oo)"),
        lambda a, f: 1 / (a * a - 1).sqrt(),
        far=lambda sympy, u, side: sympy.log(u + sympy.sqrt(u**2 - 1)),
    ),
    Elementary(
        "atanh",
        (r"\operatorname{arctanh}", r"\operatorname{artanh}"),
        _on("(-1, 1)", _LINE),
        lambda a, f: 1 / (1 - a * a),
    ),
    Elementary(
        "erf",
        (r"\operatorname{erf}",),
        _on(_LINE, "(-1, 1)"),
        _bell(-1),
        # Not evaluated: SymPy would write erfc(-u) as what it came from.
        far=lambda sympy, u, side: side - side * sympy.erfc(side * u, evaluate=False),
    ),
    Elementary(
        "erfc",
        (r"\operatorname{erfc}",),
        _on(_LINE, "(0, 2)", falls=True),
        _bell(-1),
        far=lambda sympy, u, side: 1 - side + side * sympy.erfc(side * u, evaluate=False),
    ),
    Elementary("erfi", (r"\operatorname{erfi}",), _on(_LINE, _LINE), _bell(1)),
    Elementary(
        "lambertw",
        (r"\operatorname{W}", "W"),
        _on("[-exp(-1), oo)", "[-1, oo)"),
        lambda a, f: 1 / (f.exp() * (1 + f)),
        sympy="LambertW",
    ),
)
ELEMENTARY = {record.name: record for record in _RECORDS}


def _over(a: Expression) -> Expression:
    return Apply("/", (Number(Fraction(1)), a))


def _reciprocal(name: str) -> Callable[[Expression], Expression]:
    return lambda a: _over(Apply(name, (a,)))


def _of_reciprocal(name: str) -> Callable[[Expression], Expression]:
    return lambda a: Apply(name, (_over(a),))


ABBREVIATIONS = (
    Abbreviation((r"\coth",), _reciprocal("tanh")),
    Abbreviation((r"\sec",), _reciprocal("cos")),
    Abbreviation((r"\csc",), _reciprocal("sin")),
    Abbreviation((r"\cot",), _reciprocal("tan")),
    Abbreviation((r"\operatorname{sech}",), _reciprocal("cosh")),
    Abbreviation((r"\operatorname{csch}",), _reciprocal("sinh")),
    Abbreviation((r"\operatorname{arcoth}", r"\operatorname{arccoth}"), _of_reciprocal("atanh")),
    Abbreviation((r"\operatorname{arsech}", r"\operatorname{arcsech}"), _of_reciprocal("acosh")),
    Abbreviation((r"\operatorname{arcsch}", r"\operatorname{arccsch}"), _of_reciprocal("asinh")),
    Abbreviation((r"\operatorname{gd}",), lambda a: Apply("atan", (Apply("sinh", (a,)),))),
)
