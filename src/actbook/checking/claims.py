"""The equations of a page against each other: identities, derivatives and rounded decimals.

Values are Arb balls: two that do not overlap are different numbers, so a refusal is never an
artefact of rounding. Floating-point code is held against the formulas in `agreement.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from flint import arb, ctx

from actbook.checking import quotients
from actbook.checking.conditions import NONE, Conditions
from actbook.checking.corners import Slope, absent, derivatives, differentiated, slopes
from actbook.checking.places import Place, number, places
from actbook.checking.sides import sides
from actbook.checking.written_digits import alike
from actbook.formula.balls import Contradiction, Undecided, Undefined, ball, exact
from actbook.formula.expression import Expression, Reference, Symbol, symbols
from actbook.formula.symbolic import identical
from actbook.latex.formula import Chain, Member
from actbook.reading import subjects
from actbook.reading.definitions import expand
from actbook.reading.page import Equation, Page
from actbook.reading.scope import Reading
from actbook.verdict import Subject, Verdict

#: How far the slopes on both sides of a kink, which are taken beside it, may be from those at it.
_BESIDE = 2.0**-90


@dataclass(frozen=True)
class Claim:
    """A member of a chain and the member it should equal, both expanded.

    `order` is that of the derivative which the chain's left side names, `orders` are then the
    function and its derivatives up to that one.
    `jumps` says that a derivative stands in it somewhere else: breakpoints are left out. `slopes`
    are those that are named at a point, where they may not exist. The derivatives are `by` one
    name.
    """

    subject: Subject = field(compare=False)
    name: str
    against: str
    member: Member
    expression: Expression
    truth: Expression
    order: int
    orders: tuple[Expression, ...]
    jumps: bool
    slopes: tuple[Slope, ...] = ()
    by: str = "x"


@dataclass(frozen=True)
class Truth:
    """What a claim should give at a place: one number, or at a kink any between two slopes."""

    low: arb
    high: arb

    @property
    def kink(self) -> bool:
        return self.low is not self.high


class Wrong(Exception):
    """The claim is false; the message says where, with both numbers."""


def claims(page: Page, reading: Reading, equation: Equation, chain: Chain) -> Iterator[Claim]:
    """What a chain claims of each of its members after the first."""
    first = chain.members[0].expression
    name = equation.left
    against, mixed = f"${name}$", False
    order, by, each = differentiated(first)
    orders = tuple(expand(one, reading.definitions, reading.own) for one in each)
    match first:
        case Reference(symbol, primes, (Symbol("x"), *_), _, along) if (
            symbol in reading.definitions
        ):
            slope = primes or along
            mixed = bool(slope) and not order
            against = "SymPy's derivative of the definition" if slope else "the definition"
    truth = expand(first, reading.definitions, reading.own)
    defined = [d for symbol, d in reading.definitions.items() if symbol in reading.own]
    defining = {(definition.line, definition.column) for definition in defined}
    previous = truth
    for member in chain.members[1:]:
        expression = expand(member.expression, reading.definitions, reading.own)
        subject = subjects.formula(page, equation, member.line, member.column)
        jumps = mixed or (
            not order and any(True for e in (first, member.expression) for _ in derivatives(e))
        )
        named = slopes(reading, (first, member.expression), {})
        if member.approximate:
            before = f"${name}$" if previous is truth else "the member before"
            yield Claim(subject, name, before, member, expression, previous, 0, (), jumps, named)
        else:
            # What a definition says is no claim; `defined.py` looks whether it says one thing.
            if (member.line, member.column) not in defining:
                whole = (expression, truth, order, orders, jumps, named, by)
                yield Claim(subject, name, against, member, *whole)
            previous = expression


def check(page: Page, claim: Claim, under: Conditions = NONE) -> list[Verdict]:
    """The verdicts on one claim about numbers: against its equal, and against a quotient."""
    if wrong := absent(page, claim.slopes, under):
        return [_verdict(claim, claim.against, "fails", wrong, 1)]
    names = symbols(claim.expression) | symbols(claim.truth)
    undefined: dict[int, Place] = {}
    kinks: set[int] = set()
    tried, rounded = [], False
    try:
        others = () if claim.jumps else (claim.truth, claim.expression)
        required = under.expressions()
        names = names.union(*map(symbols, required))
        function = claim.orders[0] if claim.orders else claim.truth
        for place in places(page, names, function, *others, *required):
            if (place.kink is not None and claim.jumps) or not under.hold(place.values):
                continue
            try:
                truth = _truth(claim, place)
            except Undecided:
                continue
            if truth is not None and truth.kink and place.kink is not None:
                kinks.add(place.kink)
            value = _value(claim, place, truth, undefined)
            if value is not None and truth is not None:
                rounded |= _compare(claim, place, value, truth)
                tried.append(place)
        for kink in undefined.keys() - kinks:
            raise Wrong(f"no case applies{undefined[kink].at}, where the derivative exists")
    except Wrong as wrong:
        return [_verdict(claim, claim.against, "fails", str(wrong), len(tried))]
    if not tried:
        said = "has no value at any point that was tried"
        return [_verdict(claim, claim.against, "unknown", said, 0)]
    verdicts = [_agreement(claim, tried, rounded)]
    if claim.order == 1 and claim.orders:
        right, said, points = quotients.check(claim.orders[0], claim.expression, tried, claim.by)
        status = "holds" if right else "fails"
        verdicts.append(_verdict(claim, "difference quotient", status, said, points))
    return verdicts


def _truth(claim: Claim, place: Place) -> Truth | None:
    """What the claim should give, or None where that has no value. Undecided if Arb cannot tell."""
    try:
        if claim.order and place.kink is not None:
            return _sides(claim.orders or (claim.truth,), place, claim.by)
        value = ball(claim.truth, place.values)
    except (Undefined, Contradiction):
        return None
    return Truth(value, value)


def _sides(orders: Sequence[Expression], place: Place, by: str) -> Truth:
    found = sides(orders, place.values, by)
    if (value := found.value) is not None:
        return Truth(value, value)
    return Truth(*sorted(found.last))


def _value(
    claim: Claim, place: Place, truth: Truth | None, undefined: dict[int, Place]
) -> arb | None:
    """The claimed value, or None where neither it nor the truth exists or Arb cannot tell."""
    try:
        value = ball(claim.expression, place.values)
    except Undecided:
        return None
    except Contradiction as error:
        raise Wrong(f"{error}{place.at}") from None
    except Undefined as error:
        if claim.order and place.kink is not None:
            undefined.setdefault(place.kink, place)
        elif truth is not None:
            right = number(truth.low)
            raise Wrong(
                f"the formula has no value{place.at} ({error}), {claim.against} gives {right}"
            ) from None
        return None
    if truth is None and not claim.order:
        raise Wrong(f"the formula gives {number(value)}{place.at}, {claim.against} has no value")
    return value


def _compare(claim: Claim, place: Place, value: arb, truth: Truth) -> bool:
    """Whether the two agree to the digits written alone, without which Wrong is raised."""
    if claim.member.approximate:
        if (decimals := claim.member.decimals) is None:
            raise Wrong("`\\approx` is followed by a decimal, which claims the rounding")
        mantissa, _, exponent = decimals.partition("e")
        unit = Fraction(10) ** (int(exponent or 0) - len(mantissa.partition(".")[2]))
        with ctx.workprec(300):
            if not abs(truth.low - value) <= exact(unit / 2):
                raise Wrong(f"{decimals} is not {number(truth.low, value)} rounded")
    elif truth.kink:
        with ctx.workprec(300):
            slack = _BESIDE * (1 + abs(value))
            outside = value + slack < truth.low or value - slack > truth.high
        if outside:
            sides = f"{number(truth.low)} and {number(truth.high)}"
            raise Wrong(
                f"the formula gives {number(value)}{place.at}, outside the slopes {sides} there"
            )
    elif not value.overlaps(truth.low):
        if alike(claim.expression, claim.truth, place.values):
            return True
        gives = f"the formula gives {number(value, truth.low)}{place.at}"
        raise Wrong(f"{gives}, {claim.against} gives {number(truth.low, value)}")
    return False


def _agreement(claim: Claim, tried: list[Place], rounded: bool) -> Verdict:
    if claim.member.decimals is not None:
        said = f"{number(_truth(claim, tried[0]).low, 0)} rounds to {claim.member.decimals}"  # type: ignore[union-attr]
        return _verdict(claim, claim.against, "proved", said, len(tried))
    constant = symbols(claim.expression) | symbols(claim.truth) <= {"pi", "e"}
    said = (
        "equal to "
        + ("the digits written" if rounded else "30 digits")
        + ("" if constant else f" at {len(tried):,} points")
    )
    if identical(claim.expression, claim.truth):
        said = f"SymPy reduces the difference to 0; {said}"
        return _verdict(claim, claim.against, "proved", said, len(tried))
    return _verdict(claim, claim.against, "holds", said, len(tried))


def _verdict(claim: Claim, against: str, status: str, evidence: str, points: int) -> Verdict:
    return Verdict(
        subject=claim.subject,
        claim=f"${claim.name}$",
        against=against,
        status=status,  # type: ignore[arg-type]
        evidence=evidence,
        points=points,
    )
