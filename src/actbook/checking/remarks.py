"""What the sentences of a page claim, checked as display formulas are.

An equation or a rounding goes the way of those; of an inequality both sides are compared as balls.
Each is tried where its sentence says that it holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from actbook.checking import claims, matrix_claims, vector_claims
from actbook.checking.closest import broken
from actbook.checking.conditions import Conditions, Valued, constant, holds
from actbook.checking.corners import absent, derivatives, parts, slopes
from actbook.checking.places import Place, number, places
from actbook.checking.spoken import Claim
from actbook.formula.balls import Contradiction, Undecided, Undefined, ball
from actbook.formula.computable import unsound
from actbook.formula.expression import Apply, Expression, Relation, symbols
from actbook.formula.substitution import substitute
from actbook.latex.formula import Chain
from actbook.reading import subjects
from actbook.reading.definitions import expand
from actbook.reading.page import Equation, Page
from actbook.reading.scope import Reading
from actbook.verdict import Status, Subject, Verdict

_ADVICE = 'if it is no claim, mark it {unchecked="why"}'
_SOME = "if it is meant for some values only, say for which in a formula beside it, as in for x > 0"
_SIGNS = {"<=": "≤", ">=": "≥", "!=": "≠"}


def check(page: Page, reading: Reading, claim: Claim) -> list[Verdict]:
    """The verdicts on a claim, all at the place where its formula begins."""
    try:
        found = list(_verdicts(page, reading, claim))
    except (ValueError, KeyError, TypeError, IndexError, NotImplementedError) as error:
        found = [_verdict(page, claim, "unknown", f"not decided: {error}", 0)]
    subject = subjects.sentence(page, claim.remark)
    return [_placed(subject, claim, verdict) for verdict in found]


def _placed(subject: Subject, claim: Claim, verdict: Verdict) -> Verdict:
    remark = claim.remark
    said = verdict.evidence
    if verdict.status == "fails":
        limited = any(not constant(part) for part in parts(claim.said))
        said = "; ".join([said, *([_SOME] if limited else []), _ADVICE])
    elif remark.conditions:
        said += f", for {' and '.join(f'${latex}$' for latex in remark.conditions)}"
    latex = " ".join(remark.latex.split())
    return replace(verdict, subject=subject, claim=f"${latex}$", evidence=said)


def _verdicts(page: Page, reading: Reading, claim: Claim) -> Iterator[Verdict]:
    sides = expanded(reading, claim)
    if wrong := next(filter(None, map(unsound, sides)), None):
        yield _verdict(page, claim, "fails", wrong, 0)
    elif wrong := absent(page, slopes(reading, parts(claim.said), claim.under.given), claim.under):
        yield _verdict(page, claim, "fails", wrong, 1)
    elif _vectors(page) or not isinstance(claim.said, Chain):
        yield _compared(page, claim, sides)
    else:
        remark = claim.remark
        equation = Equation(remark.latex, remark.line, remark.column, 0, 0, "", None)
        if matrix_claims.concerns(page, claim.said):
            yield from matrix_claims.check(page, equation, claim.said)
            return
        for one in claims.claims(page, reading, equation, claim.said):
            yield from claims.check(page, _restricted(one, claim.under), claim.under)


def _vectors(page: Page) -> bool:
    return any(function.vector for function in page.functions)


def expanded(reading: Reading, claim: Claim) -> list[Expression]:
    """The sides of a claim, with the functions in them and the names that have a value replaced."""
    whole = [expand(part, reading.definitions, reading.own) for part in parts(claim.said)]
    return [substitute(part, claim.under.given) for part in whole]


def _restricted(claim: claims.Claim, under: Conditions) -> claims.Claim:
    """A claim with the names that have a value replaced by it."""
    fixed = "x" in under.given
    orders = () if fixed else tuple(substitute(each, under.given) for each in claim.orders)
    return replace(
        claim,
        expression=substitute(claim.expression, under.given),
        truth=substitute(claim.truth, under.given),
        order=0 if fixed else claim.order,
        orders=orders,
    )


def _compared(page: Page, claim: Claim, sides: Sequence[Expression]) -> Verdict:
    """The verdict on comparisons, which hold wherever both sides have a value."""
    valued: Valued = vector_claims.component if _vectors(page) else ball
    relations = _comparisons(claim, sides)
    tried: list[Place] = []
    undecided: list[Place] = []
    for place in _places(page, claim, relations):
        try:
            wrong = next((r for r in relations if not holds(r, place.values, valued)), None)
        except Undefined as error:
            if all(map(constant, sides)):
                return _verdict(page, claim, "fails", f"a side has no value: {error}", len(tried))
            continue
        except (Undecided, IndexError):
            undecided.append(place)
            continue
        except Contradiction as error:
            return _verdict(page, claim, "fails", f"{error}{place.at}", len(tried))
        if wrong is not None:
            false = _false(wrong, place, valued)
            return _verdict(page, claim, "fails", false, len(tried) + 1)
        tried.append(place)
    if not tried:
        return _verdict(page, claim, "unknown", "could be decided at no point that was tried", 0)
    points = len(tried)
    if all(map(constant, sides)):
        return _verdict(page, claim, "proved", "both sides are numbers, enclosed in balls", points)
    if not _vectors(page) and "x" in tried[0].values:
        for relation in relations:
            if (found := broken(relation, [*tried, *undecided], claim.under)) is not None:
                return _verdict(page, claim, "fails", _between(relation, *found), points)
    return _verdict(page, claim, "holds", f"right at {points:,} points, in ball arithmetic", points)


def _comparisons(claim: Claim, sides: Sequence[Expression]) -> list[Relation]:
    if isinstance(claim.said, Chain):
        first, *others = sides
        return [Relation("=", first, other) for other in others]
    pairs = zip(sides[::2], sides[1::2], strict=True)
    return [Relation(r.operator, *pair) for r, pair in zip(claim.said, pairs, strict=True)]


def _places(page: Page, claim: Claim, relations: Sequence[Relation]) -> Iterator[Place]:
    """Where comparisons are tried: not where pieces meet, if a derivative stands in them."""
    sides = [side for relation in relations for side in (relation.left, relation.right)]
    required = claim.under.expressions()
    if _vectors(page):
        for place in vector_claims.places(page, *sides, *required):
            if claim.under.hold(place.values, vector_claims.component):
                yield place
        return
    slopes = any(True for part in parts(claim.said) for _ in derivatives(part))
    names = frozenset[str]().union(*map(symbols, (*sides, *required)))
    edges = [Apply("-", (relation.left, relation.right)) for relation in relations]
    whole = edges[0] if len(edges) == 1 else Apply("max", tuple(edges))
    for place in places(page, names, whole, *required):
        if not (slopes and place.kink is not None) and claim.under.hold(place.values):
            yield place


def _false(relation: Relation, place: Place, valued: Valued) -> str:
    left, right = (valued(side, place.values) for side in (relation.left, relation.right))
    sign = _SIGNS.get(relation.operator, relation.operator)
    return f"{number(left, right)} {sign} {number(right, left)} is false{place.at}"


def _between(relation: Relation, place: Place, same: bool) -> str:
    if same:
        return f"both sides are {number(ball(relation.left, place.values))}{place.at}"
    return _false(relation, place, ball)


def _verdict(page: Page, claim: Claim, status: Status, evidence: str, points: int) -> Verdict:
    against = "the other side" if len(parts(claim.said)) == 2 else "each other"
    subject = subjects.sentence(page, claim.remark)
    return Verdict(subject, "", against, status, evidence, points)
