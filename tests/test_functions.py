"""Every record of an elementary function is held against itself: what it says in one place about a
function has to be what it says in all others."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

import mpmath
import numpy as np
import pytest
import scipy.special
import sympy
from flint import arb, ctx
from formulas import tree

from actbook.formula.balls import Undefined, ball, exact
from actbook.formula.expression import Apply, Symbol
from actbook.formula.functions import (
    ABBREVIATIONS,
    ELEMENTARY,
    Abbreviation,
    Elementary,
    Stretch,
    Wave,
)
from actbook.formula.rounding import SLACK, rounding
from actbook.formula.stated import read_set

_SIZES = [Fraction(n, 64) for n in (1, 20, 63, 65, 100, 190, 600)]
POINTS = sorted({Fraction(0), *(side * size for size in _SIZES for side in (1, -1))})
#: What computes doubles of functions that Python's `math` does not have.
DOUBLES: dict[str, Callable[[float], float]] = {
    "abs": abs,
    "sign": np.sign,
    "lambertw": lambda x: scipy.special.lambertw(x).real,
    "erfi": lambda x: float(mpmath.erfi(x)),  # SciPy's own is off by dozens of ulps
}
X = sympy.Symbol("x", real=True)


def faults(record: Elementary) -> Iterator[str]:
    """What is wrong with a record."""
    for check in (_names, _values, _slopes, _shape, _far, _rounding):
        yield from check(record)


def _names(record: Elementary) -> Iterator[str]:
    for latex in record.latex:
        if tree(f"{latex}(x)") != Apply(record.name, (Symbol("x"),)):
            yield f"{latex} is read as another function"


def _inside(record: Elementary, x: Fraction) -> bool:
    """Whether a function is defined around x."""
    pieces = [piece for s in record.stretches for piece in read_set(s.domain, ())]
    return not pieces or bool(pieces[0].lower.value < x and x < pieces[-1].upper.value)


def _smooth(record: Elementary) -> list[Fraction]:
    """The points inside the domain, but for 0, where some functions jump or bend."""
    return [x for x in POINTS if x and _inside(record, x)]


def _real(record: Elementary, x: Any) -> Any:
    value = getattr(mpmath, record.mpmath or record.name)(x)
    return value.real if not mpmath.im(value) else mpmath.nan


def _ball(record: Elementary, x: Fraction) -> arb:
    return getattr(arb, record.arb or record.name)(exact(x))


def _close(a: Any, b: Any, digits: int) -> bool:
    return bool(abs(a - b) <= mpmath.mpf(10) ** -digits * max(1, abs(a)))


def _mp(value: Any) -> Any:
    text = value.mid().str(50, radius=False) if isinstance(value, arb) else str(value)
    return mpmath.mpf(text)


def _values(record: Elementary) -> Iterator[str]:
    head = getattr(sympy, record.sympy or record.name)
    for x in POINTS:
        value = _ball(record, x)
        if not _inside(record, x):
            if value.is_finite() and _at_end(record, x) is False:
                yield f"there is a value at {x}, outside its domain"
            continue
        real = _real(record, mpmath.mpf(x.numerator) / x.denominator)
        if not value.is_finite() or not _close(_mp(value), real, 40):
            yield f"Arb has another value at {x} than mpmath"
        if not _close(_mp(sympy.N(head(sympy.Rational(x)), 50)), real, 40):
            yield f"SymPy has another value at {x} than mpmath"


def _at_end(record: Elementary, x: Fraction) -> bool:
    ends = [p for s in record.stretches for p in read_set(s.domain, ())]
    return any(x == end.value for p in ends for end in (p.lower, p.upper))


def _slopes(record: Elementary) -> Iterator[str]:
    slope = sympy.diff(getattr(sympy, record.sympy or record.name)(X), X)
    for x in _smooth(record):
        at = mpmath.mpf(x.numerator) / x.denominator
        quotient = mpmath.diff(lambda t: _real(record, t), at, h=mpmath.mpf(10) ** -20)
        said = _mp(arb(record.slope(exact(x), _ball(record, x))))
        if not _close(abs(said), abs(quotient), 8):
            yield f"the slope at {x} is not that of the difference quotient"
        if record.shape and not _close(
            _mp(sympy.N(slope.subs(X, sympy.Rational(x)), 50)), quotient, 8
        ):
            yield f"SymPy's derivative at {x} is not the difference quotient"


def _shape(record: Elementary) -> Iterator[str]:
    if isinstance(record.shape, Wave):
        yield from _waves(record, record.shape)
    for stretch in record.stretches:
        yield from _stretch(record, stretch)


def _waves(record: Elementary, wave: Wave) -> Iterator[str]:
    for k in (-1, 0, 1, 2):
        with ctx.workprec(200):
            at = arb.pi() * (k + exact(wave.shift))
            value = getattr(arb, record.name)(at)
        if not (value.contains((-1) ** k) or (wave.poles and not value.is_finite())):
            yield f"{at.str(5)} is no extremum or pole of that kind"


def _stretch(record: Elementary, stretch: Stretch) -> Iterator[str]:
    (domain,), (image,) = read_set(stretch.domain, ()), read_set(stretch.image, ())
    inside = [x for x in POINTS if domain.lower.value < x and x < domain.upper.value]
    with ctx.workprec(600):
        for a, b in pairwise(_ball(record, x) for x in inside):
            if not (b < a if stretch.falls else a < b):
                yield "it is not monotone as stated"
    ends = [(domain.lower, domain.lower_closed, 1), (domain.upper, domain.upper_closed, -1)]
    goals = [image.upper, image.lower] if stretch.falls else [image.lower, image.upper]
    for (end, closed, side), goal in zip(ends, goals, strict=True):
        near = -side * mpmath.mpf(10) ** 40 if not end.value.is_finite else _mp(end.value.n(50))
        near += side * mpmath.mpf(10) ** -39 if end.value.is_finite else 0
        value, far = _real(record, near), 40
        reached = abs(value) > far if not goal.value.is_finite else _close(value, goal.value, 15)
        if not reached:
            yield f"{goal.text} is not its limit at {end.text}"
        if end.value.is_Rational and closed != _ball(record, Fraction(str(end.value))).is_finite():
            yield f"whether {end.text} belongs to its domain is wrong"


def _far(record: Elementary) -> Iterator[str]:
    for side in (1, -1):
        at = sympy.Integer(5 * side)
        if record.far is not None and record.ends[side > 0] in ("oo", "-oo"):
            far = _mp(sympy.N(record.far(sympy, at, side), 50))
            if not _close(far, _real(record, 5 * side), 40):
                yield f"it is another function far out, at {at}"


def _rounding(record: Elementary) -> Iterator[str]:
    double = DOUBLES.get(record.name) or getattr(math, record.name)
    formula = Apply(record.name, (Symbol("x"),))
    for x in _smooth(record):
        # A tenth more than x is not a double, and rounds once before the function is called.
        argument = x * Fraction(11, 10)
        if not _inside(record, argument):
            continue
        with ctx.workprec(200):
            bound = rounding(formula, {"x": argument}, of_inputs=1)
            off = abs(arb(float(double(float(argument)))) - _ball(record, argument))
            if not off <= SLACK * 2.0**-53 * bound + 2.0**-1022:
                yield f"a double at {float(argument)} is off by more than its rounding"


@pytest.mark.parametrize("record", ELEMENTARY.values(), ids=ELEMENTARY)
def test_a_record_agrees_with_itself(record: Elementary) -> None:
    with mpmath.workdps(60), ctx.workprec(240):
        assert list(faults(record)) == []


TANH, SQRT, COS = ELEMENTARY["tanh"], ELEMENTARY["sqrt"], ELEMENTARY["cos"]
BROKEN = {
    "a name of another function": (replace(TANH, latex=(r"\sinh",)), "is read as another function"),
    "another function of Arb": (replace(TANH, arb="sinh"), "Arb has another value"),
    "another function of SymPy": (replace(TANH, sympy="sinh"), "SymPy has another value"),
    "another function of mpmath": (replace(TANH, mpmath="sinh"), "Arb has another value"),
    "a slope without its square": (replace(TANH, slope=lambda a, f: 1 - f), "the slope at"),
    "a slope that hides rounding": (replace(COS, slope=lambda a, f: 0), "the slope at"),
    "the wrong direction": (
        replace(TANH, shape=(Stretch("(-oo, oo)", "(-1, 1)", falls=True),)),
        "not monotone as stated",
    ),
    "a limit that is not reached": (
        replace(TANH, shape=(Stretch("(-oo, oo)", "(-1, 2)"),)),
        "2 is not its limit at oo",
    ),
    "a domain that is too small": (
        replace(SQRT, shape=(Stretch("[1, oo)", "[1, oo)"),)),
        "outside its domain",
    ),
    "an end that does not belong to the domain": (
        replace(SQRT, shape=(Stretch("(0, oo)", "(0, oo)"),)),
        "whether 0 belongs to its domain",
    ),
    "a domain that is too large": (
        replace(SQRT, shape=(Stretch("(-oo, oo)", "(-oo, oo)"),)),
        "Arb has another value",
    ),
    "another function far out": (
        replace(TANH, far=lambda sympy, u, side: side * (1 - sympy.exp(-2 * side * u))),
        "another function far out",
    ),
    "extrema elsewhere": (replace(COS, shape=Wave(Fraction(1, 2))), "is no extremum"),
}


@pytest.mark.parametrize(("record", "said"), BROKEN.values(), ids=BROKEN)
def test_a_record_is_refused_for(record: Elementary, said: str) -> None:
    with mpmath.workdps(60), ctx.workprec(240):
        assert any(said in fault for fault in faults(record))


#: What abbreviations stand for, by mpmath.
MEANINGS: dict[str, Callable[[Any], Any]] = {
    r"\coth": mpmath.coth,
    r"\sec": mpmath.sec,
    r"\csc": mpmath.csc,
    r"\cot": mpmath.cot,
    r"\operatorname{sech}": mpmath.sech,
    r"\operatorname{csch}": mpmath.csch,
    r"\operatorname{arcoth}": mpmath.acoth,
    r"\operatorname{arsech}": mpmath.asech,
    r"\operatorname{arcsch}": mpmath.acsch,
    r"\operatorname{gd}": lambda x: 2 * mpmath.atan(mpmath.tanh(x / 2)),
}


@pytest.mark.parametrize("record", ABBREVIATIONS, ids=lambda record: record.latex[0])
def test_an_abbreviation_has_the_value_of(record: Abbreviation) -> None:
    for latex, x in product(record.latex, (Fraction(4, 5), Fraction(5, 4))):
        truth = MEANINGS[record.latex[0]](mpmath.mpf(x.numerator) / x.denominator)
        with pytest.raises(Undefined) if mpmath.im(truth) else nullcontext():
            assert math.isclose(ball(tree(f"{latex}(x)"), {"x": x}), float(truth), rel_tol=1e-14)
