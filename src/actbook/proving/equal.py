"""Whether an exact number is 0, by identities: digits prove nothing.

A `Root` is replaced by what it is in closed form, where its equation can be solved, or by another
root that is the same or its mirror image. What then has to vanish is a quotient of polynomials in
kernels, or an algebraic number. R. M. Corless et al., On the Lambert W function, Advances in
Computational Mathematics 5, 1996, has the one identity of W, W(a) exp(W(a)) = a.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations
from typing import Any

import sympy

from actbook.formula.balls import exact
from actbook.proving.forms import cancels, large
from actbook.proving.root import Root, number

#: SymPy fails in many ways on what it does not know.
FAILURES = (
    *(ValueError, TypeError, ArithmeticError, AttributeError, LookupError, RuntimeError),
    sympy.polys.polyerrors.BasePolynomialError,
)
#: Algebraic numbers of more operations have minimal polynomials that take too long.
OPERATIONS = 40


@cache
def vanishing(value: sympy.Expr) -> bool:
    """Whether a number without parameters is shown to be 0. False says nothing."""
    if value.is_zero:
        return True
    if large(value):
        return False
    steps = (cancels, _expanded, _logarithms, _algebraic)
    forms = (one for form in map(_rewritten, _forms(value)) for one in (form, _by_equations(form)))
    return any(_succeeds(step, form) for form in forms for step in steps)


def _succeeds(step: Callable[[sympy.Expr], bool], value: sympy.Expr) -> bool:
    try:
        return step(value)
    except FAILURES:
        return False


def _expanded(value: sympy.Expr) -> bool:
    return bool(sympy.expand(sympy.expand_log(value, factor=True)).is_zero)


def _logarithms(value: sympy.Expr) -> bool:
    """Whether a sum of rational multiples of logarithms is 0: whether their product is 1."""
    terms = [term.as_coeff_Mul(rational=True) for term in sympy.Add.make_args(value)]
    if not all(isinstance(term, sympy.log) and term.args[0].is_algebraic for _, term in terms):
        return False
    common = sympy.ilcm(*(factor.q for factor, _ in terms))
    # All of these are positive, so that 1 is the only power of 1.
    return vanishing(sympy.Mul(*(term.args[0] ** (common * k) for k, term in terms)) - 1)


def _algebraic(value: sympy.Expr) -> bool:
    if not value.is_algebraic or value.count_ops() > OPERATIONS:
        return False
    t = sympy.Dummy("t")
    return bool(sympy.minimal_polynomial(value, t) == t)


def _rewritten(value: sympy.Expr) -> sympy.Expr:
    """The value in exp, log and W alone, as far as it can be, and with less of W."""
    value = value.rewrite([sympy.sinh, sympy.cosh, sympy.tanh], sympy.exp)
    value = value.rewrite([sympy.asinh, sympy.acosh, sympy.atanh], sympy.log)
    value = value.replace(sympy.erfc, lambda a: 1 - sympy.erf(a))
    return _without_lambert(value).replace(
        lambda node: isinstance(node, sympy.log) and isinstance(node.args[0], sympy.LambertW),
        lambda node: sympy.log(node.args[0].args[0]) - node.args[0],
    )


def _by_equations(value: sympy.Expr) -> sympy.Expr:
    """The value with a function of each root as the equation of that root has it, in which it
    stands to the first power."""
    for root in sorted((s for s in value.free_symbols if isinstance(s, Root)), key=str):
        equation = _rewritten(root.zero.expression.xreplace({root.zero.x: root}))
        for part in sorted(equation.atoms(sympy.Function), key=str):
            kernel = sympy.Dummy(real=True)
            line = sympy.expand(equation.xreplace({part: kernel}))
            slope = sympy.diff(line, kernel)
            single = root in part.free_symbols and kernel not in slope.free_symbols
            if single and number(slope).sign:
                value = value.xreplace({part: -line.xreplace({kernel: sympy.Integer(0)}) / slope})
                break
    return value


def _without_lambert(value: sympy.Expr) -> sympy.Expr:
    """The value with each exp(k W(a) + …) as (a / W(a))^k exp(…), by W's equation."""

    def rewritten(node: Any) -> Any:
        terms = [term.as_coeff_Mul(rational=True) for term in sympy.Add.make_args(node.exp)]
        known = [(k, w) for k, w in terms if isinstance(w, sympy.LambertW) and w.args[0] != 0]
        rest = node.exp - sympy.Add(*(k * w for k, w in known))
        powers = ((w.args[0] / w) ** k for k, w in known if len(w.args) == 1)
        return sympy.Mul(sympy.exp(rest), *powers) if known else node

    return value.replace(lambda node: isinstance(node, sympy.exp), rewritten)


def _forms(value: sympy.Expr) -> Iterator[sympy.Expr]:
    """The value with as few roots as possible, then with those in closed form that have one, which
    takes longer to find."""
    roots = sorted((s for s in value.free_symbols if isinstance(s, Root)), key=str)
    known: dict[Root, sympy.Expr] = {}
    for a, b in combinations(roots, 2):
        if a not in known and b not in known and (side := _same(a, b)):
            known[b] = side * a
    yield value.xreplace(known)
    closed = {r: form for r in roots if r not in known and (form := closed_form(r)) is not None}
    if closed:
        yield value.xreplace(known).xreplace(closed)


@cache
def closed_form(root: Root) -> sympy.Expr | None:
    """What SymPy finds for a root and is shown to be it: a zero of its expression between its ends,
    where it is the only one."""
    zero = root.zero
    if large(zero.expression) or any(isinstance(s, Root) for s in zero.expression.free_symbols):
        return None
    return next(filter(lambda z: _is_zero(zero.expression, zero.x, z, root), _solved(root)), None)


def _solved(root: Root) -> Iterator[sympy.Expr]:
    try:
        yield from sympy.solve(root.zero.expression, root.zero.x)
    except (*FAILURES, NotImplementedError):
        return


def _is_zero(expression: sympy.Expr, x: sympy.Symbol, at: sympy.Expr, root: Root) -> bool:
    return _between(at, root) and vanishing(expression.subs(x, at))


def _between(value: sympy.Expr, root: Root) -> bool:
    """Whether a number is certain to lie where the root is the only zero."""
    try:
        found = number(value)
    except ValueError:  # a part that has no enclosure, an imaginary one say
        return False
    lower, upper = exact(root.zero.lower).upper(), exact(root.zero.upper).lower()
    return bool(found.defined and lower < found.lower and found.upper < upper)


def _same(a: Root, b: Root) -> int:
    """1 where b is a, -1 where it is -a, else 0: a zero of the one's expression that lies where
    the other's has a single one."""
    x = a.zero.x
    other = b.zero.expression.subs(b.zero.x, x)
    for side in (1, -1):
        if _between(side * b, a):
            mirrored = other.subs(x, side * x)
            if any(vanishing(a.zero.expression - sign * mirrored) for sign in (1, -1)):
                return side
    return 0
