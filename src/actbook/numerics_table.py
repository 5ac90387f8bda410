"""The accuracy of implementations by format, and the kinks of a function, as HTML tables."""

from __future__ import annotations

import math
from collections.abc import Sequence

from actbook.evidence import text
from actbook.result import Ends, KinkRow, NumericsRow

_EXPLANATION = (
    "One ulp, a unit in the last place, is the distance between neighbouring numbers of the format "
    "at the true value; a correctly rounded result is within half an ulp. True values come from "
    "the formula in interval arithmetic, at the parameters’ defaults; f′ is from automatic "
    "differentiation. “All” numbers are all finite numbers of the format."
)
_HEADINGS = (
    ("Function", ""),
    ("Code", ""),
    ("Format", ""),
    ("Worst error of f", "in units in the last place, over the finite results"),
    ("at x =", ""),
    ("Worst error of f′", "in units in the last place, over the finite results"),
    ("at x =", ""),
    ("Equal to the limit", "from there outwards every result tried is exactly the limit"),
    ("f off by half, first at", "next to zero: an error above half a value of normal size"),
    ("f infinite or NaN, first at", "next to zero"),
    ("f′ infinite or NaN, first at", "next to zero"),
    ("Numbers tried", ""),
)


def table(rows: Sequence[NumericsRow]) -> str:
    """The accuracy of a page's implementations, with what its words mean; empty without rows."""
    if not rows:
        return ""
    several = len({row.function for row in rows}) > 1
    lines = [_line(row, several) for row in rows]
    return f"<p>{_EXPLANATION}</p>" + _table("Accuracy by format", _HEADINGS, lines)


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
        cells = [row.function * several, row.at, row.left, row.right]
        lines.append([text(c) for c in (*cells, *(given.get(label, "") for label in labels))])
    return _table("Kinks", [(heading, "") for heading in headings], lines)


def _line(row: NumericsRow, several: bool) -> list[str]:
    return [
        text(row.function) * several,
        text(row.library),
        text(row.dtype),
        "" if row.worst_ulp is None else _ulps(row.worst_ulp),
        text(row.at or ""),
        "" if row.worst_ulp_derivative is None else _ulps(row.worst_ulp_derivative),
        text(row.at_derivative or ""),
        _ends(row.saturates, ("x ≤ ", "x ≥ ")),
        _ends(row.lost),
        _ends(row.overflows),
        _ends(row.overflows_derivative),
        f"all {row.points:,}" if row.exhaustive else f"{row.points:,}",
    ]


def _ulps(error: float) -> str:
    """An error, rounded up: what is said to be the worst must not be exceeded."""
    if error >= 1000:
        return _power(error)
    return f"{math.ceil(error * 100) / 100:.2f}" if error else "0"


def _power(value: float) -> str:
    exponent = math.floor(math.log10(value))
    leading = math.ceil(value / 10**exponent * 10) / 10
    return f"{leading:.1f}&nbsp;×&nbsp;10<sup>{exponent}</sup>"


def _ends(ends: Ends, signs: tuple[str, str] = ("", "")) -> str:
    parts = [f"{sign}{_end(end)}" for sign, end in zip(signs, ends, strict=True) if end is not None]
    return "<br>".join(parts)


def _end(value: float) -> str:
    return f"{value + 0.0:.6g}".replace("-", "−")


def _table(label: str, headings: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]]) -> str:
    """A table that scrolls within itself, without the columns that are empty."""
    kept = [i for i in range(len(headings)) if any(row[i] for row in rows)]
    head = "".join(
        f'<th scope="col" title="{text(headings[i][1])}">{text(headings[i][0])}</th>'
        if headings[i][1]
        else f'<th scope="col">{text(headings[i][0])}</th>'
        for i in kept
    )
    body = "".join("<tr>" + "".join(f"<td>{row[i]}</td>" for i in kept) + "</tr>" for row in rows)
    # Focusable, because only what has the focus can be scrolled by keyboard.
    return (
        f'<div class="actbook-scroll" tabindex="0" role="region" aria-label="{text(label)}">'
        '<table class="actbook-table actbook-numerics" data-search-exclude>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
