"""Signs on whole tails, and the sums of monomials that they are read off."""

from __future__ import annotations

import pytest
import sympy
from flint import arb, ctx
from proofs import NOWHERE, read

from actbook.proving.enclosure import enclosed
from actbook.proving.interval import Interval
from actbook.proving.limits import ending
from actbook.proving.scale import LEVELS, Indeterminate, Monomial, Scale
from actbook.proving.sums import Sums

T = sympy.Symbol("t", positive=True)
#: expression in x for x tending to oo, its sign, its leading term
ENDINGS = [
    ("x - 1000000", None, None),
    ("x**2 - 3*x - 1", 1, "x**2"),
    ("exp(-x) - exp(-2*x)*x**5", 1, "exp(-x)"),
    ("1 - tanh(x)", 1, "exp(-2*x)"),
    ("erf(x) - 1", -1, "exp(-x**2)/x"),
    ("atan(x) - pi/2", -1, "1/x"),
    ("atan(exp(x)) - pi/2", -1, "exp(-x)"),
    ("tanh(exp(x)) - 1", -1, "exp(-2*exp(x))"),
    ("log(1 + exp(x)) - x", 1, "exp(-x)"),
    ("tanh(log(1 + exp(x))) - 1", -1, "exp(-2*x)"),
    ("log(x) - x**(1/100)", None, None),
    ("log(log(x))*exp(-x) + exp(-2*x)", None, None),
    ("sqrt(x**2 + 1) - x", 1, "1/x"),
    ("asinh(x) - log(2*x)", 1, "x**(-2)"),
    ("exp(x*tanh(x)) - exp(x)", -1, "x*exp(-x)"),
    ("exp(-exp(x + 1/x))*exp(x)", 1, None),
    ("sin(x)", None, None),
    ("x + 2*sin(x)", 1, "x"),
    ("2**x - x**2", 1, "exp(x*log(2))"),
    ("x**x - exp(x)", 1, "exp(x*log(x))"),
    ("sinh(x)/cosh(x) - 1", -1, "exp(-2*x)"),
    ("exp(sqrt(2)*x) - exp(x*sqrt(2))", 0, None),
    ("Abs(x - 100) - x", None, None),
]


@pytest.mark.parametrize(("text", "sign", "lead"), ENDINGS, ids=[e[0] for e in ENDINGS])
def test_the_term_that_dominates_decides_the_sign(text: str, sign: int, lead: str) -> None:
    found = ending(read(text.replace("x", "t").replace("et", "ex"), {"t": T}), T, NOWHERE)
    assert (None if found is None else found.sign) == sign
    if lead is not None and found is not None:
        assert (
            sympy.simplify(found.lead - read(lead.replace("x", "t").replace("et", "ex"), {"t": T}))
            == 0
        )


@pytest.mark.parametrize("text", [e[0] for e in ENDINGS if e[2]])
def test_the_quotient_by_that_term_is_between_its_bounds(text: str) -> None:
    expression = read(text.replace("x", "t").replace("et", "ex"), {"t": T})
    found = ending(expression, T, NOWHERE)
    assert found is not None
    low, high = found.between
    assert low <= high
    with ctx.workprec(4000):
        for step in (1, 1.03, 1.2, 1.5):
            t = arb(found.start * step)
            value = enclosed(expression / found.lead, {T: Interval(t, t)})
            assert low - 1e-12 <= float(value.lower) <= high + 1e-12, step


#: powers of t, log(t) and log(log(t)), and a rate of exp by t
MONOMIALS = [
    ((-1, 0, 0), 0),
    ((-1, 3, 0), 0),
    ((-1, 3, 1), 0),
    ((2, 0, 0), -1),
    ((9, 0, 0), -1),
    ((0, -1, 0), 0),
    ((0, -2, 1), 0),
    ((5, 2, 0), -1),
]


@pytest.mark.parametrize(("powers", "rate"), MONOMIALS)
def test_a_monomial_is_nowhere_above_its_bound(powers: tuple[int, ...], rate: int) -> None:
    p, q, r = map(sympy.Integer, powers)
    monomial = Monomial((p, q, r), frozenset({(LEVELS[0], sympy.Integer(rate))} if rate else ()))
    bound = Sums(Scale(NOWHERE), 4, arb(64)).bound(monomial)
    largest = max(sympy.lambdify(T, monomial.written(T))(64 + step / 8) for step in range(300))
    assert largest <= float(bound) * (1 + 1e-12) <= 300 * largest


@pytest.mark.parametrize("powers", [(1, -1, 0), (0, 0, 0), (0, 1, -5), (0, -1, 2)])
def test_what_is_not_seen_to_vanish_has_no_bound(powers: tuple[int, ...]) -> None:
    p, q, r = map(sympy.Integer, powers)
    with pytest.raises(Indeterminate):
        Sums(Scale(NOWHERE), 4, arb(4)).bound(Monomial((p, q, r)))
