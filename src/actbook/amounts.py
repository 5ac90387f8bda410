"""How errors are written, in tables as in sentences: rounded up, for what is said to be the worst
must not be exceeded."""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, Context, Decimal


def ulps(error: float) -> str:
    """An error in units in the last place, with two decimals; a large one with two digits."""
    if not math.isfinite(error):
        return "infinitely many"
    if error >= 1000:
        return f"{Context(2, ROUND_CEILING).create_decimal_from_float(error):.1e}"
    exact = Decimal(error).quantize(Decimal("0.01"), ROUND_CEILING)
    return f"{exact}" if error else "0"


def share(part: float) -> str:
    """A part of what is allowed, in per cent."""
    return f"{math.ceil(Decimal(part) * 100)}%" if math.isfinite(part) else "more than 100%"
