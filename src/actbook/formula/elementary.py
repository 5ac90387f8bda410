"""What is known of an elementary function, in one record: the nouns of `functions.py`.

A record is plain data, for a site that is up to date is built without SymPy and Arb.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from actbook.formula.expression import Expression


@dataclass(frozen=True)
class Stretch:
    """An interval on which a function is monotone, and its image, both as a page's facts have them.

    The image has its ends where the domain has its own, the other way round if the function
    `falls`.
    """

    domain: str
    image: str
    falls: bool = False


@dataclass(frozen=True)
class Wave:
    """A function of period 2π that is monotone between the points (k + shift) π, which are poles
    or extrema, 1 for even k and -1 for odd."""

    shift: Fraction
    poles: bool = False


@dataclass(frozen=True)
class Elementary:
    """A function of one real argument, by the `name` that the tree knows it under.

    `latex` are its names in formulas, the first for messages. `slope` gives |f′| at a, from a and
    f(a). `shape` is None for what is not continuous. SymPy, Arb and mpmath know it as `name` but
    where another one is given. `mistaken` are functions that an author may write for it.
    `far` makes, of the module SymPy, an argument u and a side, the same function in others whose
    limits are known, for u that tends to +∞ (side 1) or -∞ (side -1).
    """

    name: str
    latex: tuple[str, ...]
    shape: tuple[Stretch, ...] | Wave | None
    slope: Callable[[Any, Any], Any]
    sympy: str = ""
    arb: str = ""
    mpmath: str = ""
    mistaken: tuple[str, ...] = ()
    far: Callable[[Any, Any, int], Any] | None = None

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """Where it is monotone, ascending; nothing for a wave or for what is not continuous."""
        return self.shape if isinstance(self.shape, tuple) else ()

    @property
    def ends(self) -> tuple[str, str]:
        """The ends of its domain."""
        ends = [end for stretch in self.stretches for end in stretch.domain[1:-1].split(", ")]
        return (ends[0], ends[-1]) if ends else ("-oo", "oo")

    @property
    def total(self) -> bool:
        """Whether it has a value at every real number."""
        if isinstance(self.shape, Wave):
            return not self.shape.poles
        return self.ends == ("-oo", "oo")


@dataclass(frozen=True)
class Abbreviation:
    """A function that stands for a formula in others."""

    latex: tuple[str, ...]
    meaning: Callable[[Expression], Expression]
