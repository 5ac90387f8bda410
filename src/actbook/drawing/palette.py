"""The colours of figures in both schemes, as the style sheet has them."""

from __future__ import annotations

import re
from importlib.resources import files

_VARIABLE = re.compile(r"(--actbook-[\w-]+):\s*([^;]+);")


def light() -> dict[str, str]:
    """Variables and their colours in the light scheme, which the style sheet has first."""
    found = dict(_VARIABLE.findall(_sheet().partition("}")[0]))
    # A colour that follows the theme says after a comma what it is without one.
    return {name: re.sub(r"var\([^,]+, *(.+)\)", r"\1", value) for name, value in found.items()}


def dark() -> dict[str, str]:
    """The same in the dark scheme; what follows the theme is left out."""
    return dict(_VARIABLE.findall(_sheet().partition("@media screen")[2].partition("}")[0]))


def _sheet() -> str:
    return (files("actbook") / "assets" / "actbook-figures.css").read_text("utf-8")
