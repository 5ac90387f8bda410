"""What a page wishes of its figure: the span, curves at other parameters, and words for it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from actbook.reading.fields import Field, near
from actbook.reading.page import Parameter


def figure(
    field: Field | None, arguments: Sequence[Parameter], parameters: Field | None
) -> dict[str, Any]:
    """The wishes of the field `figure`; `parameters` is the field of the function's. The span, that
    of the first of the `arguments`, is called x."""
    if field is None:
        return {}
    x = arguments[0].name if arguments else "x"
    wishes = field.mapping("figure", (x, "parameters", "alt"))
    if x in wishes and len(wishes[x].texts(f"`{x}` of figure")) != 2:
        raise wishes[x].refuse(f"`{x}` of figure is the span that is drawn, as [-5, 5]")
    # Ends that have to be computed, as -2*pi, are left to who draws the figure.
    ends = [_number(end.value) for end in wishes[x].value] if x in wishes else []
    if len(ends) == 2 and ends[0] >= ends[1]:
        raise wishes[x].refuse(f"`{x}` of figure is an empty span: the lower end comes first")
    if "alt" in wishes:
        wishes["alt"].text("`alt` of figure")
    if "parameters" in wishes:
        known = (*(a.name for a in arguments[1:]), *(parameters.value if parameters else ()))
        _curves(wishes["parameters"], known)
    return {"x" if key == x else key: wish.plain() for key, wish in wishes.items()}


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _curves(field: Field, known: tuple[str, ...]) -> None:
    curves = field.value
    if not isinstance(curves, list) or not all(isinstance(c.value, dict) for c in curves):
        raise field.refuse(
            "`parameters` of figure is a list of mappings, as [{alpha: 0.5}, {alpha: 2}]"
        )
    for curve in curves:
        for name, value in curve.mapping("a curve").items():
            value.text(f"`{name}` of a curve")
            if name not in known:
                suggestion = near(name, known) if known else ": the page has none"
                raise value.refuse(f"the figure names `{name}`, which is no parameter{suggestion}")
