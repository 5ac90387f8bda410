"""How much of a formula has room in half the plate, by about how wide it is."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

from actbook.latex import abbreviations, pieces
from actbook.reading.page import Equation
from actbook.weaving import mathml

#: A formula of this width, in letters, has room in half the plate.
_HALF = 30
#: The widths of signs that are not one letter wide: relations and operators have room about them.
_WIDTHS = {
    **dict.fromkeys("=≈+−<>≤≥", 2.0),
    **dict.fromkeys("()[]{}|,", 0.7),
    "\N{FUNCTION APPLICATION}": 0,
}


def shortened(equation: Equation) -> str:
    """A formula with all its members where there is room for them, else with the first; and what
    its letters stand for."""
    signs = pieces.relations(equation.latex, ("=", "\\approx"))
    given = "".join(rf" \quad {latex}" for latex, *_ in equation.given)
    whole = len(signs) < 2 or (r"\begin{aligned}" not in equation.latex and fits(equation.latex))
    if whole or abbreviations.introduced(equation.latex, ()):
        return equation.latex + given
    return f"{equation.left} {pieces.member(equation.latex, signs[0].end)}{given}"


def fits(latex: str) -> bool:
    """Whether half the plate has room for a formula."""
    return width(latex) <= _HALF


def width(latex: str) -> float:
    """About how wide a formula is, in letters."""
    return _wide(ElementTree.fromstring(mathml.display(latex)))


def _wide(element: ElementTree.Element) -> float:
    if not len(element):
        text = "".join((element.text or "").split())
        return sum(_WIDTHS.get(sign, 1.0) for sign in text)
    widths = [_wide(child) for child in element]
    match element.tag:
        case "mfrac" | "mtable" | "munder" | "mover" | "munderover":
            return max(widths)
        case "msub" | "msup" | "msubsup":
            return widths[0] + 0.7 * max(widths[1:])
        case "mtr":
            return sum(widths) + len(widths) - 1
    return sum(widths)
