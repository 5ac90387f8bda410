"""The accuracy of implementations by format, and the kinks of a function, as HTML tables."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from actbook.port import KinkRow
from actbook.result import Ends, NumericsRow
from actbook.verdict import ACCURATE
from actbook.weaving.templates import Row, part, show, typeset


def table(rows: Sequence[NumericsRow]) -> Markup:
    """The accuracy of a page's implementations, with what its words mean; empty without rows."""
    if not rows:
        return Markup("")
    several = len({row.function for row in rows}) > 1
    lines = [Row(_line(row, several)) for row in rows]
    # What the numbers hold for, as kernels of other processors round differently.
    named = list(dict.fromkeys(row.measured_with for row in rows if row.measured_with))
    return show("numerics", rows=lines, accurate=f"{ACCURATE:g}", named=named)


def kinks(rows: Sequence[KinkRow]) -> Markup:
    """The one-sided derivatives at a page's kinks, and autograd's; empty without kinks."""
    if not rows:
        return Markup("")
    several = len({row.function for row in rows}) > 1
    labels = list(dict.fromkeys(label for row in rows for label, _ in row.autograd))
    headings = ["Function", "Kink at x =", "f′ from the left", "f′ from the right"]
    headings += [f"Autograd, {label}" for label in labels]
    lines = []
    for row in rows:
        autograd = (dict(row.autograd).get(label, "") for label in labels)
        numbers = map(typeset, (row.at, row.left, row.right, *autograd))
        lines.append(Row([row.function * several, *numbers]))
    return part("table", [[heading] for heading in headings], lines, "Kinks", "actbook-numerics")


def _line(row: NumericsRow, several: bool) -> list[str]:
    return [
        row.function * several,
        row.library,
        row.dtype,
        part("worst", row.worst_ulp, row.at, row.cause),
        part("worst", row.worst_ulp_derivative, row.at_derivative, row.cause_derivative),
        _ends(row.saturates, ("x ≤ ", "x ≥ ")),
        _ends(row.lost),
        _ends(row.overflows),
        _ends(row.overflows_derivative),
        f"all {row.points:,}" if row.exhaustive else f"{row.points:,} sampled",
    ]


def _ends(ends: Ends, signs: tuple[str, str] = ("", "")) -> str:
    known = [(sign, end) for sign, end in zip(signs, ends, strict=True) if end is not None]
    return part("lines", [sign + typeset(f"{end + 0.0:.6g}") for sign, end in known])
