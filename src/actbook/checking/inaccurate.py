"""A result of code that is inaccurate, with all that is needed to find out why, and the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import mpmath
import numpy as np
from flint import arb

from actbook.checking.formats import Format, error
from actbook.formula.expression import Expression
from actbook.verdict import CauseKind

#: How many other x a cause has to explain.
OTHERS = 24
#: Longer parts of formulas are told as parts.
_LONGEST = 90
#: A precision at which no difference of doubles loses all its digits.
BITS = 1400


@dataclass(frozen=True)
class Cause:
    """Why a result is inaccurate, in a word and in words with LaTeX between `$`."""

    kind: CauseKind
    words: str

    def __str__(self) -> str:
        return self.words if self.kind == "unexplained" else f"{self.kind}, since {self.words}"


@dataclass(frozen=True)
class Inaccurate:
    """A result of code in a format beside the true value, and how to have others.

    `forms` are the expanded formulas in which the page writes the function, `names` the LaTeX of
    the parameters.
    """

    forms: Sequence[Expression]
    parameters: Mapping[str, float]
    names: Mapping[str, str]
    form: Format
    x: float
    result: float
    truth: arb
    results: Callable[[list[float]], Any]
    truths: Callable[[list[float]], Sequence[arb | None]]

    def error(self, x: float) -> float:
        """The error of the code at an x, in ulps; 0 where there is no true value."""
        (truth,) = self.truths([x])
        (found,) = np.asarray(self.results([x]), dtype=float).tolist()
        return 0.0 if truth is None else error(found, truth, self.form)


def part(latex: str) -> str:
    return f"${latex}$" if len(latex) <= _LONGEST else "a longer part of the formula"


def real(value: arb) -> Any:
    """The middle of a ball as a number of mpmath, exactly."""
    mantissa, exponent = value.mid().man_exp()
    return mpmath.ldexp(int(mantissa), int(exponent))
