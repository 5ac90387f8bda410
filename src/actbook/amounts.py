"""How numbers, errors and scores are written, in tables as in sentences.

Errors are rounded up, for what is said to be the worst must not be exceeded; scores down.
"""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal


def counted(number: int, noun: str) -> str:
    """`1 page`, `2 pages`, `1,200 pages`."""
    return f"{number:,} {noun}{'s' * (number != 1)}"


def ulps(error: float) -> str:
    """An error in units in the last place, with two decimals; a large one with two digits."""
    if not math.isfinite(error):
        return "infinitely many"
    if error >= 1000:
        return f"{Context(2, ROUND_CEILING).create_decimal(str(error)):.1e}"
    exact = Decimal(str(error)).quantize(Decimal("0.01"), ROUND_CEILING)
    return f"{exact}" if error else "0"


def scientific(value: float) -> str:
    """A number as LaTeX, in four digits; a small or large one with a power of ten."""
    digits, _, power = f"{value:.4g}".partition("e")
    if value and not 1e-3 <= abs(value) < 1e5:
        digits, _, power = f"{value:.3e}".partition("e")
    return rf"{digits} \cdot 10^{{{int(power)}}}" if power else digits


def reached(part: float) -> str:
    """A part of all in per cent, rounded down: only all is 100%."""
    return f"{(Decimal(str(part)) * 100).quantize(Decimal('0.01'), ROUND_FLOOR)}%"


def share(part: float) -> str:
    """A part of what is allowed in per cent, rounded up."""
    return f"{math.ceil(Decimal(str(part)) * 100)}%" if math.isfinite(part) else "more than 100%"
