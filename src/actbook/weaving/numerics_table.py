"""The accuracy of implementations by format, and the kinks of a function, as HTML tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from actbook import amounts
from actbook.result import Ends, KinkRow, NumericsRow
from actbook.verdict import ACCURATE, CauseKind
from actbook.weaving import markup, tables
from actbook.weaving.evidence import text
from actbook.weaving.tables import Column, Row

_EXPLANATION = (
    "One ulp, a unit in the last place, is the distance between neighbouring numbers of the format "
    "at the true value; a correctly rounded result is within half an ulp. Errors are rounded up, "
    "and where one is above {accurate} ulp its cause is told. True values come from "
    "the formula in interval arithmetic, at the parameters’ defaults; f′ is from automatic "
    "differentiation. “All” numbers are all finite numbers of the format."
)
_NAMED: Mapping[CauseKind, str] = {"unexplained": "cause unknown"}
_COLUMNS = (
    Column("Function"),
    Column("Code"),
    Column("Format"),
    Column("Worst error of f, ulp", "in units in the last place, over the finite results"),
    Column("Worst error of f′, ulp", "in units in the last place, over the finite results"),
    Column("Equal to the limit", "from there outwards every result tried is exactly the limit"),
    Column("f off by half, first at", "next to zero: an error above half a value of normal size"),
    Column("f infinite or NaN, first at", "next to zero"),
    Column("f′ infinite or NaN, first at", "next to zero"),
    Column("Numbers tried"),
)


def table(rows: Sequence[NumericsRow]) -> str:
    """The accuracy of a page's implementations, with what its words mean; empty without rows."""
    if not rows:
        return ""
    several = len({row.function for row in rows}) > 1
    lines = [Row(_line(row, several)) for row in rows]
    shown = tables.table(_COLUMNS, lines, "Accuracy by format", "actbook-numerics")
    explained = f"<p>{_EXPLANATION.format(accurate=f'{ACCURATE:g}')}</p>"
    return f"{explained}{shown}{_measured_with(rows)}"


def _measured_with(rows: Sequence[NumericsRow]) -> str:
    """What the numbers hold for, as kernels of other processors round differently."""
    named = dict.fromkeys(row.measured_with for row in rows if row.measured_with)
    if not named:
        return ""
    said = f"Measured with {'; '.join(map(text, named))}. Elsewhere they may differ."
    return f'<p class="actbook-measured">{said}</p>'


def kinks(rows: Sequence[KinkRow]) -> str:
    """The one-sided derivatives at a page's kinks, and autograd's; empty without kinks."""
    if not rows:
        return ""
    several = len({row.function for row in rows}) > 1
    labels = list(dict.fromkeys(label for row in rows for label, _ in row.autograd))
    headings = ["Function", "Kink at x =", "f′ from the left", "f′ from the right"]
    headings += [f"Autograd, {label}" for label in labels]
    lines = []
    for row in rows:
        given = dict(row.autograd)
        cells = [row.at, row.left, row.right]
        numbers = (*cells, *(given.get(label, "") for label in labels))
        lines.append(Row([text(row.function) * several, *map(_typeset, numbers)]))
    return tables.table(list(map(Column, headings)), lines, "Kinks", "actbook-numerics")


def _line(row: NumericsRow, several: bool) -> list[str]:
    return [
        text(row.function) * several,
        text(row.library),
        text(row.dtype),
        _worst(row.worst_ulp, row.at, row.cause),
        _worst(row.worst_ulp_derivative, row.at_derivative, row.cause_derivative),
        _ends(row.saturates, ("x ≤ ", "x ≥ ")),
        _ends(row.lost),
        _ends(row.overflows),
        _ends(row.overflows_derivative),
        f"all {row.points:,}" if row.exhaustive else f"{row.points:,}",
    ]


def _worst(error: float | None, at: str | None, cause: CauseKind | None) -> str:
    """The worst error, and under it where it was met and why."""
    if error is None:
        return ""
    place = f'<br><span class="actbook-at">at&#160;{_typeset(at)}</span>' if at else ""
    why = f'<br><span class="actbook-at">{_NAMED.get(cause, cause)}</span>' if cause else ""
    return f"{_typeset(amounts.ulps(error))}{place}{why}"


def _ends(ends: Ends, signs: tuple[str, str] = ("", "")) -> str:
    parts = [f"{sign}{_end(end)}" for sign, end in zip(signs, ends, strict=True) if end is not None]
    return "<br>".join(parts)


def _end(value: float) -> str:
    return _typeset(f"{value + 0.0:.6g}")


def _typeset(number: str) -> str:
    return markup.typeset(number, text)
