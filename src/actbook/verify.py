"""Check the certificates of a book by other means: one file, Python's standard library alone.

    python verify.py SITE_OR_FILE…          # the folder of a built site, or certificates

A certificate states what the book calls proved: facts of functions of one variable, identities and
roundings. Nothing of the engine's reasoning is taken over. From the *tree* of the formula and the
*text* of the fact this file proves each statement again: it differentiates by its own rules,
decides equality by a normal form (quotients of polynomials in exponentials, roots, logarithms, erf
and W) and signs by the coefficients of that form or by intervals of integers, rounded outwards.

Trusted: that trees are what the page's LaTeX says, that the texts of facts, the words of a claim
and the domains of letters are the page's, that a certificate is of the page that it names, Python's
integers, parser and fractions, and the mathematics in the comments below. As on the page 0^0 is 1,
and a lone decimal stands for all that rounds to it. Hints (`cuts`,
`splits`: where to cut the line and the domains of parameters) are not trusted: wrong ones can only
make it fail. Each statement ends as "checked", as "refused" if it is found to be false, or is
listed with a reason as "not independently checked".

In the order of this file: intervals; trees; the normal form; signs; limits; stated values and
regions of parameters; the course of a function; facts; identities; the report.
"""

from __future__ import annotations

import ast
import json
import math
import re
import sys
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

BITS = 192
ONE = 1 << BITS


class Unknown(Exception):
    """What this file can neither prove nor refute."""


class Beginning(Unknown):
    """A derivative is asked for where a case begins."""


class Refuted(Exception):
    """A statement that was found to be false."""


# --- Intervals: pairs of integers (a, b), for [a / 2^BITS, b / 2^BITS], rounded outwards ----------


def near(q):
    """A rational number."""
    q = Fraction(q)
    return (q.numerator << BITS) // q.denominator, -((-q.numerator << BITS) // q.denominator)


def plus(x, y):
    return x[0] + y[0], x[1] + y[1]


def times(x, y):
    found = [a * b for a in x for b in y]
    return min(found) >> BITS, -(-max(found) >> BITS)


def over(x, y):
    if y[0] <= 0 <= y[1]:
        raise Unknown("a denominator that may be 0")
    found = [(a << BITS, b) for a in x for b in y]
    return min(a // b for a, b in found), max(-(-a // b) for a, b in found)


def power(x, n):
    if n < 0:
        return over((ONE, ONE), power(x, -n))
    if n % 2 == 0 and x[0] < 0:  # an even power does not see the sign
        x = (0 if x[1] >= 0 else -x[1], max(-x[0], x[1]))
    result = (ONE, ONE)
    for _ in range(n):
        result = times(result, x)
    return result


def series(total, left_out):
    """A sum with a bound of what it leaves out, in units of the last place."""
    return total[0] - left_out, total[1] + left_out


@lru_cache(1 << 16)
def exp_at(a):
    """Taylor's series of a part of the argument, squared again and again."""
    if a < -200 << BITS:
        return 0, 1
    if a > 3000 << BITS:
        raise Unknown("an exponential too large to compute")
    halvings = max(0, abs(a).bit_length() - BITS + 12)
    x, term, total = (a >> halvings, (a >> halvings) + 1), (ONE, ONE), (ONE, ONE)
    for n in range(1, 24):
        term = times(times(term, x), near(Fraction(1, n)))
        total = plus(total, term)
    total = series(total, 2)  # |x| < 2^-11, so that the next terms are below 2^-250
    for _ in range(halvings):
        total = times(total, total)
    return max(total[0], 0), total[1]


def exp(x):
    return exp_at(x[0])[0], exp_at(x[1])[1]


def rational_sum(terms):
    total = near(sum(terms, Fraction(0)))
    return series(total, 2)


# ln 2 = 2 artanh(1/3); Machin's formula: pi = 16 arctan(1/5) - 4 arctan(1/239).
LN2 = rational_sum(Fraction(2, (2 * k + 1) * 3 ** (2 * k + 1)) for k in range(70))
PI = rational_sum(
    Fraction(c * (-1) ** k, (2 * k + 1) * n ** (2 * k + 1))
    for c, n in ((16, 5), (-4, 239))
    for k in range(50)
)


@lru_cache(1 << 12)
def log_at(a):
    """With a = m 2^k and y near ln m: k ln 2 + y + 2 artanh(t), t = (z - 1)/(z + 1), z = m/e^y."""
    k = a.bit_length() - BITS - 1
    m = (a >> k, (a >> k) + 1) if k > 0 else (a << -k, a << -k)
    y = near(Fraction(math.log(m[0] / ONE)))
    z = over(m, exp(y))
    t = over((z[0] - ONE, z[1] - ONE), (z[0] + ONE, z[1] + ONE))
    total = plus(y, times(near(k), LN2))
    for n in range(1, 10, 2):
        total = plus(total, times(near(Fraction(2, n)), power(t, n)))
    return series(total, 4)  # |t| < 2^-40


def log(x):
    if x[0] <= 0:
        raise Unknown("a logarithm of what may not be positive")
    return log_at(x[0])[0], log_at(x[1])[1]


def root(x, n):
    if x[0] < 0:
        raise Unknown("a root of what may be negative")
    if n == 2:
        return math.isqrt(x[0] << BITS), math.isqrt(x[1] << BITS) + 1
    part = near(Fraction(1, n))
    low, high = (exp(times(log_at(a), part)) if a else (0, 0) for a in x)
    return low[0], high[1]


@lru_cache(1 << 12)
def erf_at(a):
    """2 x e^(-x^2) / sqrt(pi) times the sum of (2 x^2)^n / (1 3 5 … (2n + 1))."""
    if a < 0:
        low, high = erf_at(-a)
        return -high, -low
    x = (a, a)
    if a >= 5 * ONE:  # 1 - t < erf(x) < 1 - t (1 - 1/(2 x^2)), with t = e^(-x^2) / (x sqrt(pi))
        t = over(exp(times((-a, -a), x)), times(x, root(PI, 2)))
        return ONE - t[1], ONE - times(t, plus((ONE, ONE), over((-ONE // 2,) * 2, times(x, x))))[0]
    square = times(x, x)
    term = over(times((2 * a, 2 * a), exp((-square[1], -square[0]))), root(PI, 2))
    total, n = (0, 0), 0
    while True:
        total = plus(total, term)
        n += 1
        ratio = over((2 * square[0], 2 * square[1]), near(2 * n + 1))
        term = times(term, ratio)
        if 2 * ratio[1] < ONE and term[1] < 4:  # the rest is less than a geometric series
            return total[0], min(total[1] + 2 * term[1] + 2, ONE)


def erf(x):
    return erf_at(x[0])[0], erf_at(x[1])[1]


def sine(x, quarter):
    """sin(x + quarter pi/2): 1 is the slope's bound, so that the middle gives all of x."""
    x = plus(x, times(PI, near(Fraction(quarter, 2))))
    middle, reach = (x[0] + x[1]) // 2, (x[1] - x[0]) // 2 + 1
    turn = (middle + PI[0]) // (2 * PI[0])
    t = plus((middle, middle), times(PI, near(-2 * turn)))
    if max(-t[0], t[1]) > 4 * ONE:  # so far out that pi has too few digits
        return -ONE, ONE
    total, term = (0, 0), t
    for n in range(1, 40):
        total = plus(total, term)
        term = times(times(term, times(t, t)), near(Fraction(-1, 2 * n * (2 * n + 1))))
    return series(total, reach + 4)  # |t| < 4, and 4^81 / 81! < 2^-200


@lru_cache(1 << 8)
def lambert_at(a):
    """The w > 0 with w e^w = a > 0: Newton's points, then a check of the signs on both sides."""
    if a <= 0:
        raise Unknown("W of what may not be positive")
    q = a / ONE
    w = math.log1p(q)
    for _ in range(60):
        w -= (w - q * math.exp(-w)) / (1 + w)
    middle = near(Fraction(w))[0]
    for _ in range(3):
        value = times((middle, middle), exp_at(middle))[0] - a
        middle -= over((value, value), times(exp_at(middle), (middle + ONE, middle + ONE)))[0]
    low, high = middle - (1 << 40), middle + (1 << 40)
    if not (times((low, low), exp_at(low))[1] < a < times((high, high), exp_at(high))[0]):
        raise Unknown("a value of W")
    return low, high


def lambert(x):
    return lambert_at(x[0])[0], lambert_at(x[1])[1]


X = "x"

# --- Trees: nested tuples; a function that is not here is rewritten in those that are ------------


def num(q):
    return ("num", Fraction(q))


def add(*terms):
    result = terms[0]
    for term in terms[1:]:
        result = ("+", result, term)
    return result


def mul(a, b):
    return ("*", a, b)


def sub(a, b):
    return ("+", a, mul(num(-1), b))


def div(a, b):
    return mul(a, ("^", b, Fraction(-1)))


def raised(a, b):
    """A fraction is a power for all bases that have one, another number is one of exp."""
    r = number_of(b) if symbols(b) <= {"pi"} else None
    if r and not r[1] and r[0].keys() <= {frozenset()}:
        return ("^", a, r[0].get(frozenset(), Fraction(0)))
    return ("exp", mul(b, ("log", a)))


def cases(*branches):
    return ("cases", branches, False)


def extreme(a, b, sign):
    return cases((a, ((sign, a, b),)), (b, ((sign + "=", b, a),)))


E = ("exp", num(1))
REWRITTEN = {
    "+": add,
    "-": sub,
    "*": mul,
    "/": div,
    "^": raised,
    "neg": lambda a: mul(num(-1), a),
    "sqrt": lambda a: ("^", a, Fraction(1, 2)),
    "sinh": lambda a: div(sub(("exp", a), ("exp", mul(num(-1), a))), num(2)),
    "cosh": lambda a: div(add(("exp", a), ("exp", mul(num(-1), a))), num(2)),
    "tanh": lambda a: sub(num(1), div(num(2), add(("exp", mul(num(2), a)), num(1)))),
    "erfc": lambda a: sub(num(1), ("erf", a)),
    "tan": lambda a: div(("sin", a), ("cos", a)),
    "abs": lambda a: extreme(a, mul(num(-1), a), ">"),
    "sign": lambda a: cases(
        (num(1), ((">", a, num(0)),)),
        (num(-1), (("<", a, num(0)),)),
        (num(0), (("=", a, num(0)),)),
    ),
}
KEPT = {"exp": "exp", "log": "log", "erf": "erf", "sin": "sin", "cos": "cos", "lambertw": "W"}


def applied(name, arguments):
    if name in ("max", "min"):
        first, *others = arguments
        for other in others:
            first = extreme(first, other, ">" if name == "max" else "<")
        return first
    if name in KEPT and len(arguments) == 1:
        return (KEPT[name], *arguments)
    if name not in REWRITTEN:
        raise Unknown(f"the function {name}")
    return REWRITTEN[name](*arguments)


def load(data):
    """A tree of a certificate."""
    match data:
        case {"number": str(text)}:
            return num(Fraction(text))
        case {"constant": "e"}:
            return E
        case {"constant": "pi"}:
            return ("sym", "pi")
        case {"symbol": str(name)} if re.fullmatch(r"[A-Za-z]\w*", name) and name != "pi":
            return ("sym", name)
        case {"apply": str(name), "to": list(arguments)}:
            return applied(name, [load(each) for each in arguments])
        case {"cases": list(branches)}:
            return cases(*((load(b["value"]), tuple(map(condition, b["if"]))) for b in branches))
        case {"derivative": body, "order": int(order), "at": at}:
            tree = made = load(body)
            if order < 0:
                raise Unknown("a derivative of negative order")
            for _ in range(order):
                made = diff(made, X)
            made = add(made, mul(num(0), tree))  # it has no value where the body has none
            return substituted(made, {name: load(value) for name, value in at.items()})
    raise Unknown("a part of the tree that is not about numbers")


def condition(data):
    if data["compare"] not in SIGNS:
        raise Unknown("a comparison")
    return data["compare"], load(data["left"]), load(data["right"])


#: What a comparison says of the sign of the difference of its sides.
SIGNS = {"<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (1, 0), "=": (0,), "==": (0,), "!=": (-1, 1)}


def diff(tree, x):
    """The derivative; of cases that inside each of them, so that where one begins it has no value:
    that is what the mark of `cases` says."""
    match tree:
        case ("num", _):
            return num(0)
        case ("sym", name):
            return num(int(name == x))
        case ("+", a, b):
            return add(diff(a, x), diff(b, x))
        case ("*", a, b):
            return add(mul(diff(a, x), b), mul(a, diff(b, x)))
        case ("^", a, q):
            return num(0) if q == 0 else mul(mul(num(q), ("^", a, q - 1)), diff(a, x))
        case ("exp", a):
            return mul(tree, diff(a, x))
        case ("log", a):
            return div(diff(a, x), a)
        case ("erf", a):
            bell = ("exp", mul(num(-1), mul(a, a)))
            return div(mul(mul(num(2), bell), diff(a, x)), ("^", ("sym", "pi"), Fraction(1, 2)))
        case ("sin", a):
            return mul(("cos", a), diff(a, x))
        case ("cos", a):
            return mul(mul(num(-1), ("sin", a)), diff(a, x))
        case ("cases", branches, _):
            return ("cases", tuple((diff(v, x), c) for v, c in branches), True)
    raise Unknown(f"the derivative of {tree[0]}")


def substituted(tree, values):
    match tree:
        case ("sym", name):
            return values.get(name, tree)
        case ("num", _):
            return tree
        case ("^", a, q):
            return ("^", substituted(a, values), q)
        case ("cases", branches, strict):
            made = tuple(
                (
                    substituted(v, values),
                    tuple((o, substituted(a, values), substituted(b, values)) for o, a, b in c),
                )
                for v, c in branches
            )
            return ("cases", made, strict)
    return (tree[0], *(substituted(part, values) for part in tree[1:]))


def decided(tree, sign):
    """A tree without cases; `sign` tells that of a difference, at a point or all over a piece."""
    match tree:
        case ("num", _) | ("sym", _):
            return tree
        case ("^", a, q):
            return ("^", decided(a, sign), q)
        case ("cases", branches, strict):
            chosen, otherwise = [], []
            for value, conditions in branches:
                sides = [decided(sub(a, b), sign) for _, a, b in conditions]
                for each in sides:
                    defined(each, sign)
                signs = [sign(each) for each in sides]
                if strict and 0 in signs:
                    raise Beginning("a derivative where a case begins")
                if not conditions:
                    otherwise.append(value)
                elif all(s in SIGNS[o] for s, (o, _, _) in zip(signs, conditions, strict=True)):
                    chosen.append(value)
            found = [decided(value, sign) for value in chosen or otherwise[:1]]
            if not found:
                raise Unknown("no case applies")
            if any(not vanishes(sub(found[0], other)) for other in found[1:]):
                raise Unknown("two cases apply")
            return found[0]
    return (tree[0], *(decided(part, sign) for part in tree[1:]))


# --- The normal form: (numerator, denominators) ---------------------------------------------------
#
# A polynomial is {monomial: coefficient}; a monomial is a frozenset of (atom, exponent) of which
# each atom comes once. Denominators are {polynomial: exponent}, each polynomial as a frozenset of
# its items. Atoms: ("v", name), where a name that begins with "+" is a positive variable; ("pi",);
# ("exp", m), e to the power of a monomial; ("log", p), the logarithm of |p|; ("root", p, n) with
# p >= 0; and ("erf" | "sin" | "cos" | "W" | "value", quotient). Exponents are fractions where an
# atom is positive, else integers. Two expressions with equal forms are equal wherever both have a
# value: no step assumes more than that what is written has one.

ZERO, UNIT, NONE = {}, {frozenset(): Fraction(1)}, {}


def frozen(r):
    return frozenset(r[0].items()), frozenset(r[1].items())


def thawed(key):
    return dict(key[0]), dict(key[1])


def joined(m, n):
    result = dict(m)
    for atom, e in n:
        result[atom] = result.get(atom, 0) + e
        if not result[atom]:
            del result[atom]
    return frozenset(result.items())


def p_add(p, q, factor=1):
    result = dict(p)
    for m, c in q.items():
        result[m] = result.get(m, 0) + factor * c
        if not result[m]:
            del result[m]
    return result


def p_mul(p, q):
    result = {}
    if len(p) * len(q) > 40_000:
        raise Unknown("an expression too large")
    for m, c in p.items():
        for n, d in q.items():
            key = joined(m, n)
            result[key] = result.get(key, 0) + c * d
    return {m: c for m, c in result.items() if c}


def p_pow(p, n):
    result = UNIT
    for _ in range(n):
        result = p_mul(result, p)
    return result


def constant(q):
    return ({frozenset(): Fraction(q)} if q else ZERO), NONE


def of_atom(atom, e=1):
    return {frozenset({(atom, Fraction(e))}): Fraction(1)}, NONE


def content(p):
    """(c, m, p') with p = c m p', where p' has no common monomial and one chosen coefficient 1."""
    least = dict(next(iter(p)))
    for m in p:
        here = dict(m)
        least = {a: min(least.get(a, 0), here.get(a, 0)) for a in {*least, *here}}
    common = frozenset((a, e) for a, e in least.items() if e)
    back = frozenset((a, -e) for a, e in common)
    rest = {joined(m, back): c for m, c in p.items()}
    chosen = rest[min(rest, key=lambda m: (len(m), hash(m)))]
    return chosen, common, {m: c / chosen for m, c in rest.items()}


def r_mul(r, s):
    dens = dict(r[1])
    for base, e in s[1].items():
        dens[base] = dens.get(base, 0) + e
    return reduced((p_mul(r[0], s[0]), dens))


def r_add(r, s):
    dens = {base: max(r[1].get(base, 0), s[1].get(base, 0)) for base in {*r[1], *s[1]}}
    total = ZERO
    for n, own in (r, s):
        for base, e in dens.items():
            n = p_mul(n, p_pow(dict(base), e - own.get(base, 0)))
        total = p_add(total, n)
    return reduced((total, dens if total else NONE))


def r_neg(r):
    return {m: -c for m, c in r[0].items()}, r[1]


def r_inv(r):
    if not r[0]:
        raise Unknown("a division by 0")
    c, m, rest = content(r[0])
    result = {frozenset((a, -e) for a, e in m): 1 / c}
    for base, e in r[1].items():
        result = p_mul(result, p_pow(dict(base), e))
    return reduced((result, NONE if rest == UNIT else {frozenset(rest.items()): 1}))


def reduced(r):
    """Roots with exponents from 0 to below n: root^(k n + e) is p^k root^e; cos^2 is 1 - sin^2."""
    whole = [
        (m, a, math.floor(e / a[2]))
        for m in r[0]
        for a, e in m
        if a[0] == "root" and not 0 <= e < a[2]
    ]
    turned = [(m, a) for m in r[0] for a, e in m if a[0] == "cos" and e >= 2]
    if turned:
        m, atom = turned[0]
        rest = {n: d for n, d in r[0].items() if n != m}
        sine_ = {
            frozenset({(("sin", atom[1]), Fraction(2))}): Fraction(-1),
            frozenset(): Fraction(1),
        }
        term = p_mul({joined(m, frozenset({(atom, Fraction(-2))})): r[0][m]}, sine_)
        return reduced((p_add(rest, term), r[1]))
    if not whole:
        return r
    m, atom, k = whole[0]
    c = r[0][m]
    rest = {n: d for n, d in r[0].items() if n != m}
    term = {joined(m, frozenset({(atom, Fraction(-k * atom[2]))})): c}, r[1]
    inside = dict(atom[1]), NONE
    for _ in range(abs(k)):
        term = r_mul(term, inside if k > 0 else r_inv(inside))
    return r_add((rest, r[1]), term)


def r_pow(r, q):
    if q.denominator == 1:
        result = constant(1)
        for _ in range(abs(int(q))):
            result = r_mul(result, r)
        return result if q >= 0 else r_inv(result)
    return r_root(r, q)


def primes(q):
    """The prime factors of a positive rational, with their exponents; large ones stay whole."""
    found = {}
    for n, side in ((q.numerator, 1), (q.denominator, -1)):
        for d in range(2, 2000):
            while n % d == 0:
                n, found[d] = n // d, found.get(d, 0) + side
        if n > 1:
            found[n] = found.get(n, 0) + side
    return found


def r_root(r, q):
    """(A B)^q = A^q B^q where A > 0 is known; what may be negative stays under the root."""
    if not r[0]:
        return r if q > 0 else r_inv(r)
    c, m, rest = content(r[0])
    inside, result = rest, constant(1)
    if c < 0:
        c, inside = -c, {n: -d for n, d in rest.items()}
    for p, e in primes(c).items():
        result = r_mul(result, root_atom({frozenset(): Fraction(p)}, e * q))
    for atom, e in m:
        if positive(atom):
            result = r_mul(
                result,
                root_atom(dict(atom[1]), e * q / atom[2])
                if atom[0] == "root"
                else of_atom(atom, e * q),
            )
        else:
            inside = p_mul(inside, {frozenset({(atom, e)}): Fraction(1)})
    for base, e in r[1].items():
        if sign_of(dict(base)) != 1:
            raise Unknown("a root of a quotient of unknown signs")
        result = r_mul(result, root_atom(dict(base), -e * q))
    return result if inside == UNIT else r_mul(result, root_atom(inside, q))


def root_atom(p, q):
    n = Fraction(q).denominator
    atom = ("root", frozenset(p.items()), n)
    return reduced(of_atom(atom, q * n)) if n > 1 else r_pow((p, NONE), Fraction(q))


def r_log(r):
    """ln of a product that is positive is the sum of ln |factor|."""
    if not r[0]:
        raise Unknown("a logarithm of 0")
    c, m, rest = content(r[0])
    total = ZERO
    for p, e in primes(abs(c)).items():
        total = p_add(total, log_atom({frozenset(): Fraction(p)}), e)
    for atom, e in m:
        if atom[0] == "exp":
            total = p_add(total, {atom[1]: Fraction(1)}, e)
        elif atom[0] == "root":
            total = p_add(total, log_atom(dict(atom[1])), e / atom[2])
        else:
            total = p_add(total, log_atom({frozenset({(atom, Fraction(1))}): Fraction(1)}), e)
    if rest != UNIT:
        total = p_add(total, log_atom(rest))
    for base, e in r[1].items():
        total = p_add(total, log_atom(dict(base)), -e)
    return total, NONE


def log_atom(p):
    return {frozenset({(("log", frozenset(p.items())), Fraction(1))}): Fraction(1)}


def r_exp(r):
    """e^(c m + …) is a product; e^(ln p) is p where p > 0, and e^W(a) is a / W(a)."""
    if r[1]:
        r = of_atom(("value", frozen(r)))
    result = constant(1)
    for m, c in r[0].items():
        (atom, e), *others = m or [((None,), 0)]
        single = e == 1 and not others
        if single and atom[0] == "log" and (side := sign_of(dict(atom[1]))):
            size = {n: side * d for n, d in atom[1]}
            result = r_mul(result, r_pow((size, NONE), c))
        elif single and atom[0] == "W" and c.denominator == 1:
            quotient = r_mul(thawed(atom[1]), r_inv(of_atom(atom)))
            result = r_mul(result, r_pow(quotient, c))
        else:
            result = r_mul(result, of_atom(("exp", m), c))
    return result


@lru_cache(1 << 14)
def form(tree):
    """The normal form of a tree without cases."""
    match tree:
        case ("num", q):
            return constant(q)
        case ("sym", "pi"):
            return of_atom(("pi",))
        case ("sym", name):
            return of_atom(("v", name))
        case ("+", a, b):
            return r_add(form(a), form(b))
        case ("*", a, b):
            return r_mul(form(a), form(b))
        case ("^", a, q):
            return r_pow(form(a), q)
        case ("exp", a):
            return r_exp(form(a))
        case ("log", a):
            return r_log(form(a))
        case ("erf" | "sin" | "cos" | "W" as name, a):
            return of_function(name, form(a))
    raise Unknown(f"{tree[0]} in an expression")


TURNED = ("sin", 1), ("cos", 1), ("sin", -1), ("cos", -1)


def of_function(name, r):
    """erf and sin are odd, cos is even: the argument has the coefficient +1 that `content` chose.
    sin(a + k pi/2) is one of ±sin(a), ±cos(a)."""
    turns = 2 * r[0].get(frozenset({(("pi",), Fraction(1))}), Fraction(0)) if not r[1] else 0
    if name in ("sin", "cos") and turns and turns.denominator == 1:
        other, side = TURNED[(int(turns) + (name == "cos")) % 4]
        rest = p_add(r[0], {frozenset({(("pi",), Fraction(1))}): turns / 2}, -1)
        return r_mul(constant(side), of_function(other, (rest, NONE)))
    if not r[0]:
        return constant(int(name == "cos"))
    side = -1 if name != "W" and content(r[0])[0] < 0 else 1
    made = of_atom((name, frozen(r_neg(r) if side < 0 else r)))
    return r_neg(made) if side < 0 and name != "cos" else made


def vanishes(tree):
    return not form(tree)[0]


# --- Values and signs of forms --------------------------------------------------------------------


def variables(r):
    """The names in a form."""
    found = set()
    for p in (r[0], *map(dict, r[1])):
        for m in p:
            for atom, _ in m:
                found |= names_of(atom)
    return found


@lru_cache(1 << 14)
def names_of(atom):
    match atom:
        case ("v", name):
            return frozenset({name})
        case ("pi",):
            return frozenset()
        case ("o", _):
            return frozenset({"o"})
        case ("exp", m):
            return frozenset().union(*(names_of(a) for a, _ in m))
        case ("log" | "root", p, *_):
            return frozenset(variables((dict(p), NONE)))
    return frozenset(variables(thawed(atom[1])))


def interval(p, box, known):
    """The values of a polynomial where each variable is in its interval of `box`."""
    total = (0, 0)
    for m, c in p.items():
        total = plus(total, times(near(c), of_monomial(m, box, known)))
    return total


def of_monomial(m, box, known):
    result = (ONE, ONE)
    for item in m:
        if item not in known:
            known[item] = of_power(*item, box, known)
        result = times(result, known[item])
    return result


def of_power(atom, e, box, known):
    match atom:
        case ("exp", m):
            return exp(times(near(e), of_monomial(m, box, known)))
        case ("v", name):
            if name not in box:
                raise Unknown("a number that depends on parameters")
            value = box[name]
        case ("pi",):
            value = PI
        case ("log", p):
            inside = interval(dict(p), box, known)
            value = log(inside if inside[0] > 0 else (-inside[1], -inside[0]))
        case ("root", p, n):
            value = root(interval(dict(p), box, known), n)
        case (name, key):
            inside = value_of(thawed(key), box, known)
            functions = {"erf": erf, "W": lambert, "value": lambda x: x}
            value = functions[name](inside) if name in functions else sine(inside, name == "cos")
    if e.denominator == 1:
        return power(value, int(e))
    return exp(times(near(e), log(value)))


def value_of(r, box, known=None):
    """The values of a form where each variable is in its interval of `box`."""
    known = {} if known is None else known
    result = interval(r[0], box, known)
    for base, e in r[1].items():
        result = over(result, power(interval(dict(base), box, known), e))
    return result


def positive(atom):
    match atom:
        case ("v", name):
            return name.startswith("+")
        case ("exp", _) | ("pi",):
            return True
        case ("root", p, _):
            return sign_of(dict(p)) == 1
        case ("W", key) if not names_of(atom):
            return value_of(thawed(key), {})[0] > 0
    return False


@lru_cache(1 << 14)
def number(item):
    return of_power(*item, {}, {})


def certain(x):
    return 1 if x[0] > 0 else -1 if x[1] < 0 else None


def sign_of(p, depth=0):
    """The sign that a polynomial has for all values of its variables, by its coefficients in what
    is positive; None where they do not tell."""
    if not p:
        return 0
    c, common, rest = content(p)
    side = 1 if c > 0 else -1
    for atom, e in common:  # what all terms have counts by itself
        if not positive(atom):
            if names_of(atom):
                return None
            value = certain(number((atom, e)))
            if value is None:
                return None
            side *= value
    groups = {}
    for m, c in rest.items():
        value, kept = near(c), []
        for atom, e in m:
            if not names_of(atom):
                value = times(value, number((atom, e)))
            else:
                kept.append((atom, e))
        key = frozenset(kept)
        groups[key] = plus(groups.get(key, (0, 0)), value)
    signs = {certain(v) for v in groups.values()}
    plain = {key: all(positive(a) for a, _ in key) for key in groups}
    even = all(ok or all(positive(a) or e % 2 == 0 for a, e in key) for key, ok in plain.items())
    if len(signs) == 1 and None not in signs and even and any(plain.values()):
        return side * signs.pop()
    return None if depth > 2 else by_squares(p, depth)


def by_squares(p, depth):
    """The sign of P + Q sqrt(B), where those of P and Q differ: that of P^2 - Q^2 B times P's."""
    for atom in {a for m in p for a, _ in m if a[0] == "root" and a[2] == 2}:
        parts = {0: {}, 1: {}}
        for m, c in p.items():
            here = dict(m)
            parts[int(here.pop(atom, 0))][frozenset(here.items())] = c
        signs = [sign_of(part, depth + 1) for part in parts.values()]
        if signs[0] and signs[1] and sign_of(dict(atom[1])) == 1:
            if signs[0] == signs[1]:
                return signs[0]
            squares = [p_mul(part, part) for part in parts.values()]
            rest = reduced((p_add(squares[0], p_mul(squares[1], dict(atom[1])), -1), NONE))
            side = sign_of(rest[0], depth + 1) if not rest[1] else None
            return side and side * signs[0]
    return None


def sign(r):
    """The sign of a form for all values of its variables."""
    side = sign_of(r[0])
    if side is None:
        raise Unknown("a sign")
    for base, e in r[1].items() if side else ():
        one = sign_of(dict(base))
        if not one:
            raise Unknown("the sign of a denominator")
        side *= one**e
    return side


# --- Limits: the term that outgrows all others ----------------------------------------------------
#
# V tends to infinity. A growth is (the exponent, the power of V, side, the rest); `side` is -1 for
# a term with a factor ("o", atom) that tends to 0 at an unknown rate. Atoms are replaced by what
# they tend to: erf(w) = 1 - e^(-w^2) (1/sqrt(pi) + o)/w, ln(T + t) = ln T + o and (T + t)^(1/n) =
# T^(1/n) (1 + (1/n + o) t/T) where T outgrows t.

V = ("v", "+v")
ROOT_PI = of_atom(("pi",), Fraction(1, 2))


def growth(m):
    """(exponent as a polynomial, power of V, side, the rest as a monomial)"""
    exponent, rank, side, rest = {}, Fraction(0), 0, []
    for atom, e in m:
        if atom == V:
            rank = e
        elif atom[0] == "o":
            if e < 0:
                raise Unknown("how fast a part tends to 0")
            side = -1
        elif V[1] not in names_of(atom):
            rest.append((atom, e))
        elif atom[0] == "exp":
            exponent = p_add(exponent, {atom[1]: Fraction(1)}, e)
        else:
            raise Unknown(f"how {atom[0]} grows")
    return exponent, rank, side, frozenset(rest)


def by_rank(p):
    """A polynomial in V by its powers, from the highest."""
    found = {}
    for m, c in p.items():
        exponent, rank, side, rest = growth(m)
        if exponent or side:
            raise Unknown("how an exponent grows")
        found.setdefault(rank, {})[rest] = c
    return sorted(found.items(), reverse=True)


def faster(a, b):
    """The sign of a - b, of two growths."""
    difference = p_add(a[0], b[0], -1)
    for rank, p in by_rank(difference) if difference else ():
        if rank <= 0:
            break
        return sign((p, NONE))
    return (a[1] > b[1]) - (a[1] < b[1])


def leading(p):
    """The growth of a polynomial and the coefficient of that growth, which is 0 where all that is
    known is that it tends to 0; what does not grow in an exponent is part of it."""
    best, terms = None, []
    for m, c in p.items():
        here = growth(m)
        order = 1 if best is None else faster(here, best)
        if order > 0:
            best, terms = here, []
        if order >= 0:
            terms.append((here, c))
    plain = [(g, c) for g, c in terms if not g[2]]
    total = constant(0)
    for g, c in plain:
        still = {}
        for rank, q in by_rank(g[0]) if g[0] else ():
            if rank < 0:
                raise Unknown("an exponent that tends to 0")
            if rank == 0:
                still = q
        total = r_add(total, r_mul(({g[3]: c}, NONE), r_exp((still, NONE))))
    return best, total


def tending(r):
    """A form with each atom as what it tends to."""
    result = polynomial_tending(r[0])
    for base, e in r[1].items():
        result = r_mul(result, r_pow(r_inv(polynomial_tending(dict(base))), Fraction(e)))
    return result


def polynomial_tending(p):
    total = constant(0)
    for m, c in p.items():
        term = constant(c)
        for atom, e in m:
            known = atom[0] in ("v", "pi", "exp", "o") or V[1] not in names_of(atom)
            term = r_mul(term, of_atom(atom, e) if known else r_pow(atom_tending(atom), e))
        total = r_add(total, term)
    return total


def atom_tending(atom):
    if atom[0] in ("log", "root"):
        inside = polynomial_tending(dict(atom[1]))
        if inside[1]:
            raise Unknown(f"how {atom[0]} grows")
        best, c = leading(inside[0])
        side = sign_not_0(c)
        rank = of_atom(V, best[1]) if best[1] else constant(1)
        exponent = {
            m: d
            for k, q in by_rank(best[0])
            for n, d in q.items()
            for m in [joined(n, frozenset({(V, k)}) if k else frozenset())]
            if k > 0
        }
        top = r_mul(c, r_mul(rank, r_exp((exponent, NONE))))
        if atom[0] == "log":
            if best[1]:
                raise Unknown("a logarithm beside powers")
            size = c if side > 0 else r_neg(c)
            return r_add((p_add(exponent, r_log(size)[0]), NONE), of_atom(("o", atom)))
        n = Fraction(1, atom[2])
        rest = r_mul(r_add(inside, r_neg(top)), r_inv(top))
        first = r_add(constant(n), of_atom(("o", atom)))
        return r_mul(r_root(top, n), r_add(constant(1), r_mul(first, rest)))
    if atom[0] != "erf":
        raise Unknown(f"the limit of {atom[0]}")
    inside = tending(thawed(atom[1]))
    size, side = limit_of(inside)
    if size is not None:
        raise Unknown("erf near a number")
    w = thawed(atom[1]) if side > 0 else r_neg(thawed(atom[1]))
    first = r_add(r_inv(ROOT_PI), of_atom(("o", atom)))
    tail = r_mul(r_mul(r_exp(r_neg(r_mul(w, w))), first), r_inv(w))
    return r_add(constant(side), tail if side < 0 else r_neg(tail))


def sign_not_0(r):
    side = sign(r)
    if not side:
        raise Unknown("which term is the largest")
    return side


def limit_of(r):
    """The limit of what `tending` made, as a form; or None and the sign of an infinite one."""
    if not r[0]:
        return r, 0
    best, c = leading(r[0])
    for base, e in r[1].items():
        below, d = leading(dict(base))
        sign_not_0(d)
        best = p_add(best[0], below[0], -e), best[1] - e * below[1], 0
        c = r_mul(c, r_pow(r_inv(d), Fraction(e)))
    order = faster(best, ({}, Fraction(0), 0))
    if order > 0:
        return None, sign_not_0(c)
    return (c if order == 0 else constant(0)), 0


def limit(tree, x, side):
    """The limit of a tree without cases where x tends to infinity, or to minus that."""
    return limit_of(tending(form(substituted(tree, {x: mul(num(side), ("sym", V[1]))}))))


# --- The course of one derivative on a piece of the line ------------------------------------------
#
# An end of a piece is a tree without x, None for an infinite one, or a `Zero`, a box that holds one
# zero. Where parameters remain, only coefficients decide; else boxes do, and far out a bound.

WIDTH = Fraction(1, 512)  # of the smallest boxes, as a part of where the search began
FAR = (6, 12, 24, 48)  # how far out boxes are tried before the rest is bounded


class Zero:
    """A box with the one zero of a form in x, whose signs at its ends differ."""

    def __init__(self, r, x, low, high, rises):
        self.r, self.x, self.low, self.high, self.rises = r, x, low, high, rises

    def refined(self, width=Fraction(1, 1 << 120)):
        while self.high - self.low > width:
            middle = (self.low + self.high) / 2
            found = certain(value_of(self.r, {self.x: near(middle)}))
            if found is None:
                break
            if (found > 0) == self.rises:
                self.high = middle
            else:
                self.low = middle
        return near(self.low)[0], near(self.high)[1]


def piece_in(low, high, v=("sym", V[1])):
    """An expression in a positive variable that runs through a piece of the line."""
    if high is None:
        return v if low is None else add(low, v)
    if low is None:
        return sub(high, v)
    return div(add(low, mul(high, v)), add(num(1), v))


def far_sign(r):
    """The sign of a form for all V > 0: of powers of V by their coefficients, of which the constant
    one outweighs all that is multiplied with an e^(-c V^j) that tends to 0."""
    side = 1
    for p, e in ((r[0], 1), *((dict(base), e) for base, e in r[1].items())):
        found = sign_of(p)
        if found is None:
            bounds, total = {}, constant(0)
            for m, c in p.items():
                term = constant(c)
                for atom, k in m:
                    inner = atom[0] == "erf" and V[1] in names_of(atom)
                    term = r_mul(
                        term, r_pow(erf_far(atom, bounds), k) if inner else of_atom(atom, k)
                    )
                total = r_add(total, term)
            found = far_terms(total[0], bounds)
            for base, k in total[1].items():
                found *= far_terms(dict(base), bounds) ** k
        side *= found**e
    return side


def far_terms(p, bounds):
    c, common, p = content(p)
    if not all(positive(atom) for atom, _ in common):
        raise Unknown("a sign far out")
    side = 1 if c > 0 else -1
    terms = [(growth(m), c) for m, c in p.items()]
    top = terms[0][0]
    for g, _ in terms:
        top = g if faster((g[0], 0), (top[0], 0)) > 0 else top
    powers, left_out = {Fraction(0): (0, 0)}, 0
    for (exponent, k, _, rest), c in terms:
        value = times(near(c), of_monomial(rest, bounds, {}))
        less = p_add(exponent, top[0], -1)
        if not less:
            powers[k] = plus(powers.get(k, (0, 0)), value)
        else:
            left_out += times(greatest(k, by_rank(less)), (max(-value[0], value[1]),) * 2)[1]
    powers[0] = plus(powers[0], (-left_out, left_out))
    signs = {certain(v) for v in powers.values() if v != (0, 0)}
    if len(signs) != 1 or None in signs or min(powers) < 0:
        raise Unknown("a sign far out")
    return side * signs.pop()


def greatest(k, exponent):
    """A bound of V^k e^(-c V^j - …), all factors negative: that without …, which is largest where
    c j V^j = k, (k / (c j e))^(k / j)."""
    factors = [(j, certain(interval(q, {}, {})), interval(q, {}, {})) for j, q in exponent]
    if k < 0 or any(j < 0 or (j and s != -1) for j, s, _ in factors):
        raise Unknown("a sign far out")
    still = [value for j, _, value in factors if not j]
    j, _, c = factors[0]
    if not j:
        raise Unknown("a sign far out")
    scale = exp(still[0]) if still else (ONE, ONE)
    if not k:
        return scale
    peak = log(over(near(k), times((-c[1], -c[1]), near(j))))
    return times(scale, exp(times(near(k / j), plus(peak, (-ONE, -ONE)))))


def erf_far(atom, bounds):
    """erf(w) = 1 - g e^(-w^2) / (w sqrt(pi)) with 1 - 1/(2 w^2) < g < 1, for the least w > 0,
    which is that at V = 0 where only powers of V with positive coefficients are in w."""
    w = thawed(atom[1])
    side = 1 if sign(w) > 0 else -1
    w = w if side > 0 else r_neg(w)
    rising = [{m: c} for m, c in w[0].items() if V in dict(m)]
    still = all((a == V and e > 0) or V[1] not in names_of(a) for m in w[0] for a, e in m)
    if w[1] or not still or not rising or any(sign_of(term) != 1 for term in rising):
        raise Unknown("erf far out")
    least = interval(w[0], {V[1]: (0, 0)}, {})
    if least[0] < 2 * ONE:
        raise Unknown("erf far out")
    bounds[f"+g{len(bounds)}"] = ONE - over((ONE // 2,) * 2, times(least, least))[1], ONE
    g = of_atom(("v", f"+g{len(bounds) - 1}"))
    tail = r_mul(r_mul(r_exp(r_neg(r_mul(w, w))), g), r_inv(r_mul(w, ROOT_PI)))
    return r_add(constant(side), tail if side < 0 else r_neg(tail))


def chart(trees, x, low, high):
    """The signs of a derivative between its zeros, [(low, high, sign)]: `trees` are it and the next
    ones. In a box whose sign is not seen the next derivative has one, so that it holds one zero."""
    whole = without_boxes(trees[0], x, low, high)
    if whole is not None:
        return [(low, high, whole)]
    r = stripped(form(trees[0]), x)
    starts = [None if end is None else value_of(form(end), {}) for end in (low, high)]
    for far in FAR:
        ends = [
            Fraction(s * far) if e is None else Fraction(e[0 if s < 0 else 1], ONE)
            for s, e in zip((-1, 1), starts, strict=True)
        ]
        lower, upper = ends  # what is searched begins at a finite end, however far out that is
        ends = [
            min(lower, upper - far) if low is None else lower,
            max(upper, lower + far) if high is None else upper,
        ]
        try:
            tails = [
                far_sign(form(substituted(trees[0], {x: piece_in(*beyond)})))
                for beyond, end in (((None, num(ends[0])), low), ((num(ends[1]), None), high))
                if end is None
            ]
            break
        except Unknown:
            if far == FAR[-1]:
                raise
    boxes = signs_in_boxes(r, x, *ends)
    found = []
    for i, (a, b, s) in enumerate(boxes):
        if s is None and i == 0 and low is not None:
            s = near_end(trees, x, low, a, b, 1)
        elif s is None and i == len(boxes) - 1 and high is not None:
            s = near_end(trees, x, high, a, b, -1)
        elif s is None:  # the next derivative has one sign: at most one zero
            slope = certain_in(trees, 1, x, a, b)
            if not found or found[-1][2] != -slope:
                raise Unknown(f"a sign near {float(a):.6g}")
            found[-1][1] = zero = Zero(r, x, a, b, slope > 0)
            found.append([zero, high, slope])
            continue
        if not found:
            found.append([low, high, s])
        elif found[-1][2] != s:
            raise Unknown(f"a sign near {float(a):.6g}")
    sides = [found[at][2] for at, end in ((0, low), (-1, high)) if end is None and found]
    if not found or sides != tails:
        raise Unknown("a sign far out")
    return found


def near_end(trees, x, end, a, b, side):
    """The sign beside an end where a derivative is 0, and the next ones up to one that is not."""
    for order, tree in enumerate(trees):
        if not vanishes(substituted(tree, {x: end})):
            slope = certain_in(trees, order, x, a, b)
            return slope * side**order
    raise Unknown("a sign beside an end")


def certain_in(trees, order, x, a, b):
    """The sign of a derivative in a box, by smaller ones."""
    if order >= len(trees):
        raise Unknown("a sign in a box")
    r, parts = stripped(form(trees[order]), x), 32
    edges = [a + (b - a) * i / parts for i in range(parts + 1)]
    found = {
        certain(value_of(r, {x: (near(low)[0], near(high)[1])})) for low, high in pairwise(edges)
    }
    if len(found) != 1 or None in found:
        raise Unknown(f"a sign near {float(a):.6g}")
    return found.pop()


def stripped(r, x):
    """A form without the positive factors that hold parameters."""
    (c, m, rest), dens = content(r[0]), {}
    side = Fraction(1 if c > 0 else -1)
    kept = frozenset((a, e) for a, e in m if not (positive(a) and x not in names_of(a)))
    for base, e in r[1].items():
        if x in variables((dict(base), NONE)):
            dens[base] = e
        else:
            side *= sign((dict(base), NONE)) ** e
    found = p_mul(rest, {kept: side * abs(c)}), dens
    if variables(found) - {x}:
        raise Unknown("a sign for all parameters")
    return found


def signs_in_boxes(r, x, low, high):
    """[(a, b, sign)] from low to high; None where boxes of the smallest size have none. Those that
    are side by side and alike are one."""
    whole, found = max(high - low, Fraction(1, 1 << 20)), []

    def search(a, b):
        try:
            s = certain(value_of(r, {x: (near(a)[0], near(b)[1])}))
        except Unknown:
            s = None
        if s is None and b - a > WIDTH * min(whole, 4):
            middle = (a + b) / 2
            search(a, middle)
            search(middle, b)
        elif found and found[-1][2] == s:
            found[-1][1] = b
        else:
            found.append([a, b, s])

    steps = 16
    for i in range(steps):
        search(low + whole * i / steps, low + whole * (i + 1) / steps)
    return found


def without_boxes(tree, x, low, high):
    """The sign on a whole open piece by coefficients, on both sides of 0 for the whole line; None
    where they do not tell."""
    direct = form(tree)
    if x not in variables(direct):
        return sign(direct)
    try:
        if low is None and high is None:
            halves = {without_boxes(tree, x, *ends) for ends in ((None, num(0)), (num(0), None))}
            middle = sign(form(substituted(tree, {x: num(0)})))
            return middle if halves == {middle} else None
        return sign(form(substituted(tree, {x: piece_in(low, high)})))
    except Unknown:
        return None


def constant_sign(tree, x, low, high):
    """The sign on a whole open piece; Unknown where it is not seen or changes."""
    found = chart([tree], x, low, high)
    if len(found) != 1:
        raise Unknown("a sign that changes")
    return found[0][2]


# --- Stated values, and regions of parameters -----------------------------------------------------
#
# A value is ("exact", form), ("infinite", ±1), ("near", decimal, half a unit of its last digit) or
# ("box", interval, zero): what a derivative is at a `Zero`.

CALLS = {"exp": "exp", "log": "log", "ln": "log", "sqrt": "sqrt", "W": "lambertw", "erf": "erf"}
CALLS |= {
    "LambertW": "lambertw",
    "Min": "min",
    "Max": "max",
    "Abs": "abs",
    "abs": "abs",
    "erfc": "erfc",
}
CALLS |= {name: name for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")}
OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "^"}


def read(text, names):
    """An expression of front matter, as Python would read it, in the parameters `names`."""
    text = text.strip()

    def of(node):
        match node:
            case ast.Constant(value=int() | float()):
                return num(Fraction(ast.get_source_segment(text, node)))
            case ast.Name(id=name) if name in names:
                return names[name]
            case ast.Name(id="pi"):
                return ("sym", "pi")
            case ast.Name(id="e" | "E"):
                return E
            case ast.UnaryOp(op=ast.USub(), operand=a):
                return mul(num(-1), of(a))
            case ast.BinOp(left=a, op=operator, right=b) if type(operator) in OPERATORS:
                return applied(OPERATORS[type(operator)], [of(a), of(b)])
            case ast.Call(func=ast.Name(id=name), args=arguments) if name in CALLS:
                return applied(CALLS[name], [of(each) for each in arguments])
        raise Unknown(f"the value {text}")

    return of(ast.parse(text, mode="eval").body)


def value(text, names):
    """A stated number. A lone decimal stands for what rounds to it."""
    text = str(text).strip()
    if text in ("oo", "-oo"):
        return "infinite", -1 if text[0] == "-" else 1
    if lone := re.fullmatch(r"-?\d*\.(\d+)", text):
        return "near", Fraction(text), Fraction(1, 2 * 10 ** len(lone[1]))
    return "exact", number_of(read(text, names))


def parts_of(text):
    """[(low, closed, high, closed)] of a set, as texts: `(-oo, -1) U {0} U [1, oo)`."""
    found = []
    for part in re.split(r"\s+U\s+", text.strip()):
        inner, depth, pieces = part[1:-1], 0, [""]
        for character in inner:
            depth += (character in "([") - (character in ")]")
            if character == "," and not depth:
                pieces.append("")
            else:
                pieces[-1] += character
        if part[0] == "{" and part[-1] == "}":
            found += [(one, True, one, True) for one in pieces]
        elif part[0] in "([" and part[-1] in ")]" and len(pieces) == 2:
            found.append((pieces[0], part[0] == "[", pieces[1], part[-1] == "]"))
        else:
            raise Unknown(f"the set {text}")
    return found


def regions(parameters, where, splits):
    """The parameters' domains in parts, in each of which a parameter is an expression in positive
    variables: an open interval from a to b is (a + b t)/(1 + t) for t > 0."""
    found = [{}]
    if not all(re.fullmatch(r"[A-Za-z]\w*", name) for name in parameters) or {X, "pi", "oo"} & {
        *parameters
    }:
        raise Unknown("the name of a parameter")
    for name, domain in parameters.items():
        found = [
            {**part, name: tree}
            for part in found
            for tree in trees_over(name, domain, part, splits.get(name, ()))
        ]
    return [part for part in found if all(satisfied(one, part) for one in where)]


def trees_over(name, domain, names, cuts):
    for low, low_closed, high, high_closed in parts_of(domain):
        ends = [None if t.strip() in ("oo", "-oo") else read(t, names) for t in (low, high)]
        if low == high:
            yield ends[0]
            continue
        yield from (e for e, closed in zip(ends, (low_closed, high_closed), strict=True) if closed)
        pieces = [tuple(ends)]
        for text in cuts:
            for a, b in list(pieces):
                try:
                    cut = read(text, names)
                    inside = all(
                        e is None or sign(form(sub(*pair))) > 0
                        for e, pair in ((a, (cut, a)), (b, (b, cut)))
                    )
                except Unknown:  # a hint that does not help
                    continue
                if inside:
                    pieces.remove((a, b))
                    pieces += [(a, cut), (cut, b)]
                    yield cut
        for a, b in pieces:
            free = a is None and b is None
            yield ("sym", name) if free else piece_in(a, b, ("sym", f"+p_{name}"))


def comparisons(text):
    """The conditions of a `where`, [(left, operator, right)] as texts."""
    found = []
    for part in re.split(r"\s+and\s+|,", text or ""):
        pieces = re.split(r"\s*(<=|>=|==|!=|<|>|=)\s*", part.strip())
        found += list(zip(pieces[:-2:2], pieces[1::2], pieces[2::2], strict=True))
        if len(pieces) < 3 and part.strip():
            raise Unknown(f"the condition {text}")
    return found


def satisfied(one, names):
    left, operator, right = one
    return sign(form(sub(read(left, names), read(right, names)))) in SIGNS[operator]


def compare(a, b):
    """The sign of a - b, of two values."""
    if "infinite" in (a[0], b[0]):
        sides = [v[1] if v[0] == "infinite" else 0 for v in (a, b)]
        return (sides[0] > sides[1]) - (sides[0] < sides[1])
    if a[0] == b[0] == "exact":
        return sign(r_add(a[1], r_neg(b[1])))
    if a[0] == b[0] == "box" and a[2] is b[2]:
        return 0
    x, y = enclosed(a), enclosed(b)
    if x[0] <= y[1] and y[0] <= x[1]:
        raise Unknown("which of two numbers is larger")
    return 1 if x[0] > y[1] else -1


def enclosed(a):
    return value_of(a[1], {}) if a[0] == "exact" else a[1]


def is_stated(found, said):
    """Whether a value is the one that is stated."""
    if said[0] != "near":
        return compare(found, said) == 0
    if found[0] == "infinite":
        return False
    x, (low, high) = enclosed(found), (near(said[1] - said[2]), near(said[1] + said[2]))
    if low[1] <= x[0] and x[1] <= high[0]:
        return True
    if x[1] < low[0] or high[1] < x[0]:
        return False
    raise Unknown("how a number rounds")


# --- The course of a function ---------------------------------------------------------------------

HIGHEST = 5  # up to this order derivatives are compared where pieces meet


class Course:
    """A function of x in one region of the parameters: smooth pieces between `cuts`, and its values
    there. With a `scale` s > 0 it is looked at as a function of x / s."""

    def __init__(self, tree, cuts, scale=("num", Fraction(1))):
        self.scale = scale
        self.tree = substituted(tree, {X: mul(scale, ("sym", X))})
        self.cuts = ordered(div(cut, scale) for cut in cuts)
        ends = [None, *self.cuts, None]
        self.spans = list(pairwise(ends))
        self.pieces = []
        for span in self.spans:
            smooth = decided(self.tree, lambda d, span=span: constant_sign(d, X, *span))
            defined(smooth, lambda d, span=span: constant_sign(d, X, *span))
            self.pieces.append([smooth])
        self.here = [("exact", self.at(cut)) for cut in self.cuts]
        self.known = {}

    def at(self, place):
        """The function at a number, as a form."""
        number_of(place)
        return number_of(substituted(self.tree, {X: place}))

    def derivative(self, piece, order):
        """By x and not by x / s."""
        known = self.pieces[piece]
        while len(known) <= order:
            known.append(div(diff(known[-1], X), self.scale))
        return known[order]

    def stretches(self, order):
        """[(piece, low, high, direction, value at low, value at high)] of a derivative."""
        if order not in self.known:
            self.known[order] = [
                (i, a, b, s, self.end(i, order, a, -1), self.end(i, order, b, 1))
                for i, span in enumerate(self.spans)
                for a, b, s in chart([self.derivative(i, order + k) for k in (1, 2, 3)], X, *span)
            ]
        return self.known[order]

    def end(self, piece, order, place, side):
        """What a derivative comes to at an end of a stretch."""
        tree = self.derivative(piece, order)
        if place is None:
            found, infinite = limit(tree, X, side)
            return ("exact", found) if found is not None else ("infinite", infinite)
        if isinstance(place, Zero):
            return "box", value_of(form(tree), {X: place.refined()}), place
        return "exact", form(substituted(tree, {X: place}))

    def smooth_to(self, joint):
        """The largest k such that the function is C^k at a cut; -1 where it is not continuous."""
        left, right = self.pieces[joint][0], self.pieces[joint + 1][0]
        if compare(self.end(joint, 0, self.cuts[joint], 1), self.here[joint]):
            return -1
        if vanishes(sub(left, right)) and analytic(substituted(left, {X: self.cuts[joint]})):
            return math.inf
        for order in range(HIGHEST + 1):
            sides = [self.end(joint + k, order, self.cuts[joint], 0) for k in (0, 1)]
            if compare(*sides):
                return order - 1
        raise Unknown("how smooth it is")

    def image(self, order):
        """The set of values of f or of f', as parts, each with the place of single values."""
        parts = []
        for _, a, _, s, start, end in self.stretches(order):
            if s == 0:
                parts.append((start, True, start, True, None))
                continue
            low, high = (start, end) if s > 0 else (end, start)
            parts.append((low, False, high, False, None))
            parts += [(v, True, v, True, p) for p, v in ((a, start),) if isinstance(p, Zero)]
        for joint, cut in enumerate(self.cuts):
            if order == 0:
                parts.append((self.here[joint], True, self.here[joint], True, cut))
            elif self.smooth_to(joint) >= order:
                v = self.end(joint, order, cut, 1)
                parts.append((v, True, v, True, cut))
        return parts


def number_of(tree):
    """The form of a number, cases and all, that has a value."""
    plain = decided(tree, lambda d: sign(form(d)))
    defined(plain, lambda part: sign(form(part)))
    return form(plain)


def ordered(cuts):
    """Different numbers, ascending, without those whose place among the others is not known: where
    a cut that is needed is left out, the signs of a piece are not found."""
    found = []
    for cut in cuts:
        try:
            signs = [sign(form(sub(cut, other))) for other in found]
        except Unknown:
            continue
        if 0 not in signs:
            found.insert(sum(s > 0 for s in signs), cut)
    return found


def defined(tree, sign_of_part):
    """Unknown unless no denominator is 0, and what is in logarithms and under roots is positive."""
    if tree[0] in ("log", "W") or (tree[0] == "^" and (tree[2] < 0 or tree[2].denominator > 1)):
        s = sign_of_part(tree[1])
        whole = tree[0] == "^" and tree[2].denominator == 1
        if (s < 0 and not whole) or (s == 0 and not (tree[0] == "^" and tree[2] > 0)):
            raise Unknown("where it is defined")
    for part in tree[1:]:
        if isinstance(part, tuple):
            defined(part, sign_of_part)


def analytic(tree):
    """Whether a number is made by functions that are analytic there, as a root of 0 is not."""
    if tree[0] in ("log", "W") or (tree[0] == "^" and tree[2].denominator > 1):
        return sign(form(tree[1])) > 0 and analytic(tree[1])
    return all(analytic(part) for part in tree[1:] if isinstance(part, tuple))


def union(parts):
    """Intervals [(low, closed, high, closed)] that have no number in common, ascending."""
    found = []
    for low, low_closed, high, high_closed in (part[:4] for part in parts):
        apart = []
        for other in found:
            below, above = compare(other[2], low), compare(high, other[0])
            if (
                below < 0
                or above < 0
                or (below == 0 and not (other[3] or low_closed))
                or (above == 0 and not (other[1] or high_closed))
            ):
                apart.append(other)
                continue
            side = compare(low, other[0])
            if side >= 0:
                low_closed = other[1] or (low_closed and side == 0)
                low = other[0]
            side = compare(high, other[2])
            if side <= 0:
                high_closed = other[3] or (high_closed and side == 0)
                high = other[2]
        at = sum(compare(other[0], low) < 0 for other in apart)
        found = [*apart[:at], (low, low_closed, high, high_closed), *apart[at:]]
    return found


# --- Facts: each raises Refuted where it is false -------------------------------------------------


def same(found, said, what):
    if found != said:
        raise Refuted(f"{what}: it is {found}, not {said}")


def set_of_values(order):
    def check(course, said, names):
        found = union(course.image(order))
        stated = [
            (value(a, names), a_closed, value(b, names), b_closed)
            for a, a_closed, b, b_closed in parts_of(said)
        ]
        if not any(v[0] == "near" for part in stated for v in part[::2]):
            stated = union(stated)
        if len(found) != len(stated) or not all(
            is_stated(f[0], s[0]) and is_stated(f[2], s[2]) and f[1::2] == s[1::2]
            for f, s in zip(found, stated, strict=True)
        ):
            raise Refuted(f"the set of values is not {said}")

    return check


def moves(course, order):
    """The directions of all stretches of f or f', and of the jumps between them."""
    found = {s for _, _, _, s, _, _ in course.stretches(order)} - {0}
    for joint, cut in enumerate(course.cuts):
        steps = [course.end(joint, order, cut, 1), course.end(joint + 1, order, cut, -1)]
        if order == 0:
            steps.insert(1, course.here[joint])
        jumps = {compare(b, a) for a, b in pairwise(steps)}
        found |= jumps - {0}
    return found, any(s == 0 for _, _, _, s, _, _ in course.stretches(order))


def monotonic(course, said, names):
    signs, flat = moves(course, 0)
    words = {
        (True, True): "none",
        (True, False): "non-decreasing" if flat else "strictly increasing",
        (False, True): "non-increasing" if flat else "strictly decreasing",
    }
    if not signs and said in ("non-decreasing", "non-increasing"):
        return
    same(words.get((1 in signs, -1 in signs), "constant"), said, "monotony")


def convexity(course, said, names):
    if any(course.smooth_to(joint) < 0 for joint in range(len(course.cuts))):
        return same("neither", said, "convexity")
    signs, flat = moves(course, 1)
    strictly = "" if flat else "strictly "
    words = {
        (True, True): "neither",
        (True, False): f"{strictly}convex",
        (False, True): f"{strictly}concave",
    }
    if not signs and said in ("convex", "concave"):
        return None
    return same(words.get((1 in signs, -1 in signs), "straight"), said, "convexity")


def parity(course, said, names):
    if said == "neither":
        for side in (1, -1):
            if not any(unlike(course, side, w) for w in (1, 2, Fraction(1, 2), 9, None)):
                raise Unknown("where f(x) and f(-x) differ")
        return
    side = {"even": 1, "odd": -1}[said]
    both = Course(course.tree, [*course.cuts, *(mul(num(-1), cut) for cut in course.cuts)])
    if not all(vanishes(add(*pair)) for pair in zip(both.cuts, both.cuts[::-1], strict=True)):
        raise Unknown("which pieces are mirrored")
    for here, mirror in zip(both.pieces, both.pieces[::-1], strict=True):
        difference = sub(here[0], mul(num(side), mirrored(mirror[0])))
        if not vanishes(difference):
            if any(unlike(course, side, w) for w in (1, 2, Fraction(1, 2))):
                raise Refuted(f"it is not {said}")
            raise Unknown("whether f(x) is like f(-x)")
    for a, b in zip(both.here, both.here[::-1], strict=True):
        if compare(a, ("exact", r_mul(constant(side), b[1]))):
            raise Refuted(f"it is not {said} at a break")


def mirrored(tree):
    return substituted(tree, {X: mul(num(-1), ("sym", X))})


def unlike(course, side, place):
    """Whether f(x) is not `side` times f(-x) at a place, or far out, for all parameters."""
    try:
        if place is None:
            difference = sub(course.pieces[-1][0], mul(num(side), mirrored(course.pieces[0][0])))
            found, infinite = limit(difference, X, 1)
            return infinite != 0 if found is None else sign(found) != 0
        a, b = course.at(num(place)), course.at(num(-place))
        return sign(r_add(a, r_mul(constant(-side), b))) != 0
    except Unknown:
        return False


def smoothness(course, said, names):
    orders = [course.smooth_to(joint) for joint in range(len(course.cuts))]
    least = min(orders, default=math.inf)
    words = {-1: "discontinuous", math.inf: "C^oo"}
    same(words.get(least, f"C^{least}"), said, "smoothness")


def kinks(course, said, names):
    if not isinstance(said, list):
        raise TypeError("kinks that are no list")
    stated = [value(text, names) for text in said]
    true = [
        ("exact", form(mul(course.scale, cut)))
        for joint, cut in enumerate(course.cuts)
        if course.smooth_to(joint) < 1
    ]
    matched = [[is_stated(place, one) for one in stated] for place in true]
    if not (
        all(map(any, matched))
        and len(true) == len(stated)
        and all(map(any, zip(*matched, strict=True)))
    ):
        raise Refuted("these are not the kinks")


def limits(course, said, names):
    for key, text in said.items():
        piece, side = (-1, 1) if key == "oo" else (0, -1)
        if key not in ("oo", "-oo"):
            raise Unknown("a limit at a number")
        found = course.end(piece, 0, None, side)
        if not is_stated(found, value(text, names)):
            raise Refuted(f"the limit at {key} is not {text}")


def lipschitz(course, said, names):
    if any(course.smooth_to(joint) < 0 for joint in range(len(course.cuts))):
        return same("none", said, "the Lipschitz constant")
    found = union(course.image(1))
    ends = [negative(found[0][0]), found[-1][2]]
    largest = ends[0] if compare(*ends) > 0 else ends[1]
    if largest[0] == "infinite" or said == "none":
        return same("none" if largest[0] == "infinite" else "a number", said, "the constant")
    if not is_stated(largest, value(said, names)):
        raise Refuted(f"the Lipschitz constant is not {said}")
    return None


def negative(v):
    match v:
        case ("exact", r):
            return "exact", r_neg(r)
        case ("infinite", side):
            return "infinite", -side
    return "box", (-v[1][1], -v[1][0]), object()


def extremum(side):
    def check(course, said, names):
        parts = course.image(0)
        found = union(parts)
        end, closed = found[0][:2] if side < 0 else found[-1][2:]
        if not closed:
            return same("none", said, "the extremum")
        if said == "none" or not is_stated(end, value(said["value"], names)):
            raise Refuted(f"the extremum is not {said}")
        place = value(said["x"], names)
        if place[0] == "exact":
            here = course.at(div(read(str(said["x"]), names), course.scale))
            if compare(("exact", here), end):
                raise Refuted(f"the extremum is not at {said['x']}")
            return None
        for low, *_, where in parts:
            if where is not None and compare(low, end) == 0 and is_at(course, where, place):
                return None
        raise Unknown(f"whether the extremum is at {said['x']}")

    return check


def is_at(course, where, place):
    if isinstance(where, Zero):
        scale = value_of(form(course.scale), {})
        return is_stated(("box", times(where.refined(), scale), where), place)
    return is_stated(("exact", form(mul(course.scale, where))), place)


def values(course, said, names):
    for key, text in said.items():
        here = course.at(div(read(str(key), names), course.scale))
        if not is_stated(("exact", here), value(text, names)):
            raise Refuted(f"f({key}) is not {text}")


FACTS = {
    "range": set_of_values(0),
    "derivative_range": set_of_values(1),
    "monotonic": monotonic,
    "convexity": convexity,
    "parity": parity,
    "smoothness": smoothness,
    "kinks": kinks,
    "limits": limits,
    "lipschitz": lipschitz,
    "minimum": extremum(-1),
    "maximum": extremum(1),
    "values": values,
}


def proved(function, fact):
    """Prove a fact of a function for all its parameters; Refuted or Unknown where it cannot be."""
    if fact["name"] not in FACTS:
        raise Unknown("a kind of fact that is not checked here")
    reason = Unknown("no parameters")
    for splits in ({}, function["splits"]):
        try:
            parts = regions(function["parameters"], comparisons(fact["where"]), splits)
            for names in parts:
                proved_in(function, fact, names)
            if parts:
                return
        except Unknown as error:
            reason = error
    raise reason


def proved_in(function, fact, names):
    """In one region, with the line and the parameters as they are, cut at 0 too, and scaled."""
    scales = [text.format(p) for p in names for text in ("1/{}", "{}", "sqrt({})")]
    reason = None
    for scale, more in [("1", ()), ("1", ("0",)), *((s, ("0",)) for s in scales)]:
        try:
            FACTS[fact["name"]](course_of(function, names, scale, more), fact["stated"], names)
            return
        except Unknown as error:
            reason = reason or error
    raise reason


def course_of(function, names, scale, more):
    """The course of a function, made once; what it cannot be made for is told again."""
    known, key = function["courses"], (frozenset(names.items()), scale, more)
    if key not in known:
        try:
            cuts = [read(str(text), names) for text in (*function["cuts"], *more)]
            positive_scale = read(scale, names)
            if sign(form(positive_scale)) != 1:
                raise Unknown("a scale")
            known[key] = Course(substituted(function["tree"], names), cuts, positive_scale)
        except Unknown as error:
            known[key] = error
    if isinstance(known[key], Unknown):
        raise known[key]
    return known[key]


# --- Identities and roundings ---------------------------------------------------------------------


def equal(claim):
    """Prove that two sides are equal wherever both have values, between the cuts, at them and at
    ends that belong to the domain, and that both have one somewhere. What is a derivative is
    compared between the cuts only."""
    variables_ = {n: d for n, d in claim["variables"].items() if n != X}
    domain = claim["variables"].get(X, "(-oo, oo)")
    sides = load(claim["left"]), load(claim["right"])
    difference = sub(*sides)
    for names in regions(variables_, (), {}):
        if not any(valued(sub(*sides), names, q) for q in SAMPLES):
            raise Unknown("where both sides have a value")
        for low, low_closed, high, high_closed in parts_of(domain):
            cuts = ordered(read(str(text), names) for text in claim["cuts"])
            ends = [None if t.strip() in ("oo", "-oo") else read(t, names) for t in (low, high)]
            here = substituted(difference, names)
            for span in pairwise([ends[0], *cuts, ends[1]]) if low != high else ():
                zero_in(decided(here, lambda d, span=span: constant_sign(d, X, *span)), span)
            closed = [
                e for e, has in zip(ends, (low_closed, high_closed), strict=True) if e and has
            ]
            # what is the same between the ends is the same at them, but for cases
            for cut in (*cuts, *(closed if low == high or "cases" in str(here) else ())):
                try:
                    zero_in(decided(substituted(here, {X: cut}), lambda d: sign(form(d))), None)
                except Beginning:
                    continue


SAMPLES = (Fraction(7, 5), Fraction(1, 3), Fraction(-1, 2), Fraction(-3), Fraction(20, 3))


def valued(tree, names, q):
    """Whether a tree has a value where all that is left open is q, or 1/|q|."""
    here = substituted(tree, names)
    free = symbols(here) - {"pi"}
    try:
        number_of(substituted(here, {n: num(1 / abs(q) if n[0] == "+" else q) for n in free}))
    except Unknown:
        return False
    return True


def symbols(tree):
    if tree[:1] == ("sym",):
        return {tree[1]}
    return set().union(*(symbols(part) for part in tree if isinstance(part, tuple)))


def zero_in(tree, span):
    """Refuted where a sample differs, Unknown where the form is not 0."""
    if vanishes(tree):
        return
    if span and span != (None, None) and vanishes(substituted(tree, {X: piece_in(*span)})):
        return
    box = {name: near(Fraction(7, 5)) for name in variables(form(tree))}
    if (not span or span == (None, None)) and certain(value_of(form(tree), box)):
        raise Refuted(f"the sides differ, by {value_of(form(tree), box)[0] / ONE:.3g}")
    raise Unknown("the sides have different normal forms")


def rounds(claim):
    """Prove that a number rounds to the digits written."""
    if not re.fullmatch(r"-?\d*\.?\d*([eE][+-]?\d+)?", claim["decimals"]):
        raise Unknown("what is no decimal number")
    mantissa, _, exponent = claim["decimals"].lower().partition("e")
    unit = Fraction(10) ** (int(exponent or 0) - len(mantissa.partition(".")[2]))
    said = "near", Fraction(claim["decimals"]), unit / 2
    for names in regions(claim["variables"], (), {}):
        if not is_stated(("exact", number_of(substituted(load(claim["value"]), names))), said):
            raise Refuted(f"it does not round to {claim['decimals']}")


# --- The report -----------------------------------------------------------------------------------


def statements(certificate):
    """[(kind, what is stated, what proves it)] of a certificate."""
    if certificate["certificate"] != 1:
        raise ValueError("a version that this file does not know")
    for f in certificate["functions"]:
        function = {**f, "courses": {}}
        try:
            function["tree"] = load(f["tree"])
        except (Unknown, *FAILED, *DAMAGED) as error:
            function["tree"] = error
        for fact in f["facts"]:
            where = f" for {fact['where']}" if fact["where"] else ""
            what = f"{fact['name']} of {f['symbol']}{where}: {json.dumps(fact['stated'])}"

            def run(function=function, fact=fact):
                if isinstance(function["tree"], Exception):
                    raise function["tree"]
                proved(function, fact)

            yield fact["name"], what, run
    for kind, check in (("identities", equal), ("roundings", rounds)):
        for claim in certificate[kind]:
            yield kind, claim["claim"], lambda check=check, claim=claim: check(claim)
    for one in certificate["unchecked"]:
        yield one["kind"], one["claim"], lambda one=one: not_here(one["reason"])


def not_here(reason):
    raise Unknown(reason)


def without_statement(site, certificates):
    """What the site's data calls proved of functions, and no certificate states."""
    told = {
        (certificate["page"], f["symbol"], fact["name"], fact["where"], json.dumps(fact["stated"]))
        for certificate in certificates
        for f in certificate["functions"]
        for fact in f["facts"]
    }
    for page in json.loads((site / "actbook.json").read_text("utf-8"))["pages"]:
        for fact in page["facts"]:
            stated = json.dumps(texts(fact["stated"]))
            key = (page["slug"], fact["function"], fact["name"], fact["where"], stated)
            if fact["verdict"] == "proved" and key not in told:
                yield fact["name"], f"{fact['name']} of {fact['function']}: {stated}"


def texts(stated):
    """A stated value as certificates have it, with text for numbers."""
    if isinstance(stated, dict):
        return {key: texts(part) for key, part in stated.items()}
    return [texts(part) for part in stated] if isinstance(stated, list) else str(stated)


FAILED = ArithmeticError, MemoryError, RecursionError, SyntaxError, ValueError
DAMAGED = AttributeError, LookupError, TypeError


def once(pairs):
    """An object of JSON, in which no key comes twice."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key that comes twice")
    return dict(pairs)


def broken(error):
    raise Refuted(f"damaged: {type(error).__name__} {error}")


def outcome(run):
    """("checked" | "refused" | "not independently checked", why)"""
    try:
        run()
        return "checked", ""
    except Refuted as error:
        return "refused", str(error)
    except Unknown as error:
        return "not independently checked", str(error)
    except FAILED as error:
        return "not independently checked", f"{type(error).__name__}: {error}"
    except DAMAGED as error:
        return "refused", f"damaged: {type(error).__name__} {error}"


def main(arguments, say=print):
    """Check sites and files. The status is 1 if anything is refused, 2 if nothing is found."""
    counts, files = {}, 0
    for path in map(Path, arguments):
        known = []
        for file in sorted(path.rglob("*.certificate.json")) if path.is_dir() else [path]:
            files += 1
            try:
                read_ = json.loads(file.read_text("utf-8"), object_pairs_hook=once)
                made = list(statements(read_))
                known.append(read_)
            except (OSError, *FAILED, *DAMAGED) as error:
                made = [("file", str(file), lambda error=error: broken(error))]
            tell(file.name.partition(".")[0], made, counts, say)
        if known and (path / "actbook.json").exists():
            left = without_statement(path, known)
            made = [(*one, lambda: not_here("no certificate states it")) for one in left]
            tell("actbook.json", made, counts, say)
    for kind, by in sorted(counts.items()):
        told = ", ".join(f"{len(each)} {found}" for found, each in sorted(by.items()))
        say(f"{kind}: {told}")
    total = {w: sum(len(by.get(w, ())) for by in counts.values()) for w in OUTCOMES}
    say("; ".join(f"{n} {w}" for w, n in total.items()))
    return 2 if not files else int(total["refused"] > 0)


def tell(name, made, counts, say):
    """Say what is not checked, and count all."""
    for kind, what, run in made:
        found, why = outcome(run)
        counts.setdefault(kind, {}).setdefault(found, []).append(what)
        if found != "checked":
            say(f"{name}: {found}: {what} ({why})")


OUTCOMES = ("checked", "not independently checked", "refused")

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["site"]))
