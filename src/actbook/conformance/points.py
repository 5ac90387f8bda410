"""Points with what is true there, and the formats that they are numbers of."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


def power(exponent: int) -> Fraction:
    """A power of two."""
    return Fraction(2**exponent) if exponent >= 0 else Fraction(1, 2**-exponent)


@dataclass(frozen=True)
class Half:
    """f or f′ at a point: the digits, the number that it rounds to, and what good code may be off
    by, None where nothing bounds that."""

    truth: Fraction
    rounded: float
    slack: float | None

    @property
    def near(self) -> float:
        """The double next to it, or infinity."""
        return float(self.truth) if abs(self.truth) < 2**1023 else self.rounded


@dataclass(frozen=True)
class Point:
    """A number of a format, with what is true there, and why it is asked."""

    x: float
    why: str
    f: Half
    slope: Half | None


@dataclass(frozen=True)
class Form:
    """A binary format: its digits, and the exponents of its smallest and largest normal numbers."""

    name: str
    digits: int
    lowest: int
    highest: int

    def off(self, found: float, truth: Fraction) -> float:
        """An error in units in the last place of the true value."""
        size = abs(truth)
        binade = size.numerator.bit_length() - size.denominator.bit_length()
        binade -= size < power(binade)
        unit = max(min(binade, self.highest), self.lowest) - self.digits + 1
        return float(abs(Fraction(found) - truth) / power(unit))

    def allowed(self, x: float, half: Half) -> Fraction:
        """How far good code may be off."""
        least = max(Fraction(1), abs(Fraction(x))) * power(self.lowest)
        return Fraction(half.slack or 0) * power(-self.digits) + least
