"""Evidence in words: the one place that makes sentences of it.

Numbers are told in the parameters of the page, and 17 digits stand for what has no shorter name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

import sympy

from actbook.facts import evidence, statements
from actbook.facts.evidence import Case, Evidence, Proof, Refutation
from actbook.facts.statements import Number, Statement
from actbook.proving.region import Region, Span
from actbook.proving.root import number
from actbook.proving.sets import digits, shown_number, shown_set
from actbook.proving.variation import Stretch, VariationTable

#: Of how many pieces the course of a function is told.
PIECES = 6


def words(found: Evidence) -> str:
    """The evidence of a verdict as one sentence."""
    match found:
        case Proof(cases):
            return _proof(cases)
        case Refutation(stated, case):
            return f"stated {stated}, but {sentence(case, with_region=True)}"
        case evidence.Sampled(samples, proof):
            shown = "; ".join(map(str, samples))
            how = "holds" if assumed(proof) else "proved"
            return f"{how} for {shown}, not for all: {words(proof)}"
        case evidence.Tried(points, reason):
            return f"no counterexample at {points} points; no proof, as to {reason}"
        case evidence.Open(reason):
            return f"no proof was found, as to {reason}"
        case evidence.InVectors(lengths, (*_, Refutation() as refutation)):
            return f"{words(refutation)}, in vectors of {lengths[-1]} components"
        case evidence.InVectors(lengths, proofs):
            how = "holds" if any(map(assumed, proofs)) else "proved"
            shown = " and ".join(map(str, lengths))
            return f"{how} for the first component of vectors of {shown} components"
        case evidence.Misread(said):
            return said
    raise TypeError(f"{found} has no words")


def assumed(proof: Proof | Refutation) -> bool:
    """Whether a proof takes numbers to be equal of which only the digits are known."""
    return isinstance(proof, Proof) and any(case.region.alike for case in proof.cases)


def _proof(cases: tuple[Case, ...]) -> str:
    first, *others = cases
    if not others:
        # A region of single values may be but a sample.
        return sentence(first, with_region=not first.region.spans)
    more = f"{len(others)} more case{'s' if len(others) > 1 else ''} of the parameters"
    alike = {value: known for case in others for value, known in case.region.alike.items()}
    taken = [f"; {words}" for words in _taken(alike)] if not first.region.alike else []
    return f"{sentence(first, with_region=True)}; likewise in {more}{''.join(taken)}"


def sentence(case: Case, with_region: bool) -> str:
    """What is said of one case, with the parameter values that it is said for."""
    said = "; ".join(text for found in case.statements for text in told(found, case.region))
    region = f", for {case.region}" if with_region and case.region.values else ""
    return "; ".join([said + region, *_taken(case.region.alike)])


def _taken(alike: Mapping[sympy.Expr, int]) -> Iterator[str]:
    """What was taken to be equal."""
    for value, known in alike.items():
        near = digits(_one_side(value))
        yield (f"two numbers near {near} are taken to be equal, as they agree to {known:,} digits")


def _one_side(value: sympy.Expr) -> sympy.Expr:
    """One of two numbers whose difference is given and is almost 0: its positive terms."""
    return sympy.Add(*(term for term in value.args if value.is_Add and number(term).sign == 1))


def told(found: Statement, region: Region) -> Iterator[str]:
    """A statement in words: one sentence, or several about the pieces of a course."""

    def of(value: Number) -> str:
        return shown(value, region)

    match found:
        case statements.Course(order, table):
            yield from _course(table, derivative(order), region)
        case statements.Values(order, pieces):
            yield f"{derivative(order)} takes the values {shown_set(pieces, region)}"
        case statements.Value(at, None):
            yield f"f is not defined at {of(at)}"
        case statements.Value(at, value) if value is not None:
            yield f"f({of(at)}) is {of(value)}"
        case statements.Tends(at, value):
            yield f"f tends to {of(value)} at {of(at)}"
        case statements.Sides(order, at, left, right):
            ends = ["nothing" if end is None else of(end) for end in (left, right)]
            yield (
                f"at {of(at)} {derivative(order)} tends to {ends[0]} from the left"
                f" and to {ends[1]} from the right"
            )
        case statements.Attained(which, value, places):
            at = " and ".join(shown_set([place], region) for place in places)
            yield f"the {which} value is {of(value)}, at x in {at}"
        case statements.Unattained(which, value):
            end = of(value)
            yield f"no value is the {which}: they come to {end} without attaining it"
        case statements.Steepest(sympy.oo):
            yield "f′ is not bounded"
        case statements.Steepest(value):
            yield f"the largest |f′| is {of(value)}"
        case statements.Kinks(places):
            at = ", ".join(map(of, places))
            yield f"f′ does not exist at {at}" if at else "f′ exists everywhere"
        case _:
            yield from _shape(found, region)


def _shape(found: Statement, region: Region) -> Iterator[str]:
    def of(value: Number) -> str:
        return shown(value, region)

    match found:
        case statements.Continuous():
            yield "f is continuous"
        case statements.Smooth(order):
            known = {-1.0: "f is not continuous", float("inf"): "it is C^oo"}
            yield known.get(order) or f"it is C^{order:.0f}"
        case statements.OneFormula():
            yield "one formula, smooth on the whole line"
        case statements.Mirrored(side):
            yield f"f(-x) = {'' if side > 0 else '-'}f(x), by SymPy"
        case statements.Unlike(side, at, value, approach):
            name = f"f(x) {'-' if side > 0 else '+'} f(-x)"
            if approach is None and at in (sympy.oo, -sympy.oo):
                yield f"{name} tends to {of(value)} at {of(at)}"
            elif approach is None:
                yield f"{name} is {of(value)} at {of(at)}"
            else:
                where = "from the right" if approach > 0 else "from the left"
                yield f"{name} tends to {of(value)} at {of(at)} {where}"
        case statements.Lopsided(at):
            yield f"the formula changes at {of(at)}, not at {of(-at)}"
        case statements.OneSided(at):
            place, mirrored = (
                (f"on {region.told_span(at)}", f"on {region.told_span(at.mirrored)}")
                if isinstance(at, Span)
                else (f"at {of(at)}", f"at {of(-at)}")
            )
            yield f"f is defined {place}, not {mirrored}"
        case statements.Asymmetric(side, why):
            reasons = "; ".join(text for part in why for text in told(part, region))
            yield f"not {'even' if side > 0 else 'odd'}: {reasons}"
        case statements.Shape(several):
            yield f"it is {' and '.join(several)}"
        case statements.Nowhere():
            yield "f has real values on no interval"
        case _:
            yield from _measured(found)


def _measured(found: Statement) -> Iterator[str]:
    """What was found at points."""
    none = Region({}, {})
    match found:
        case statements.Rise(lower, upper, rise):
            places = f"{shown(lower, none)} and {shown(upper, none)}"
            yield f"f changes by {rise:.6g} between {places}"
        case statements.OffChord(at, value, side):
            where = "above" if side > 0 else "below"
            yield f"f({shown(at, none)}) is {shown(value, none)}, {where} the chord"
        case statements.Returned(at, got, to, known):
            exactness = "" if to is None else f", which is {to} to {known} digits"
            yield f"autograd returns {got!r} at {at!r}{exactness}"
        case statements.Norm(largest, at, tried):
            yield (
                f"the largest singular value of the Jacobian that was met is {largest:.9g}, at"
                f" {at}; {tried} vectors tried"
            )
        case _:
            raise TypeError(f"{found} has no words")


def _course(table: VariationTable, name: str, region: Region) -> Iterator[str]:
    """How a function runs along the line."""
    for stretch in table.stretches[:PIECES]:
        yield f"{name} {_stretch(stretch, region)}"
    rest = len(table.stretches) - PIECES
    if rest > 0:
        yield f"and so on over {rest} more pieces"
    if table.period is not None:
        first, last = table.stretches[0].start, table.stretches[-1].end
        rise = sympy.simplify(last - first) if table.drift else sympy.Integer(0)
        more = f", by {shown(rise, region)} more" if table.drift else ""
        yield f"and so on with period {shown(table.period, region)}{more}"


def _stretch(stretch: Stretch, region: Region) -> str:
    lower, upper, start, end = (
        shown(value, region) for value in (stretch.lower, stretch.upper, stretch.start, stretch.end)
    )
    if stretch.direction == 0:
        return f"is {start} on ({lower}, {upper})"
    verb = "rises" if stretch.direction > 0 else "falls"
    return f"{verb} from {start} to {end} on ({lower}, {upper})"


def derivative(order: int) -> str:
    return ("f", "f′", "f″")[order] if order < 3 else f"the derivative of order {order}"


def shown(value: Number, region: Region) -> str:
    """A number in the parameters of the page."""
    if isinstance(value, Fraction):
        return str(value) if abs(value) >= 1 or value == 0 else f"{float(value):g}"
    return f"{value:.15g}" if isinstance(value, float) else shown_number(value, region)
