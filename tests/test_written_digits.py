"""Long decimals stand for what rounds to them, short ones for themselves."""

from __future__ import annotations

import pytest
from formulas import page
from verdicts import failures, verdicts

LONG = r"1.0507009873554804934193349852946 \cdot 1.6732632423543772848170429916717\, x"
FEW = r"1.0507009873554805 \cdot 1.6732632423543773 \, x"
DECIMALS = {
    "the product": (LONG, "1.7580993408473768599402175208123 x", True),
    "the product, first": ("1.7580993408473768599402175208123 x", LONG, True),
    "another order": (LONG, "x \\cdot 1.7580993408473768599402175208123", True),
    "under a function": (f"e^{{{LONG}}}", "e^{1.7580993408473768599402175208123 x}", True),
    "a digit too much": (LONG, "1.7580993408473768599402175208124 x", False),
    "a digit too little": (LONG, "1.7580993408473768599402175208122 x", False),
    "fewer digits, rounded up": (LONG, "1.7580993408473768599402175209 x", False),
    "fewer digits, rounded": (LONG, "1.7580993408473768599402175208 x", True),
    "few digits": (LONG, "1.7580993408 x", False),
    "few digits, rounded": (LONG, "1.75809934085 x", False),
    "digits of a double": (FEW, "1.758099340847376902 x", False),
    "a short decimal": ("0.3333333333 x", r"\frac{x}{3}", False),
    "a fraction": (r"\frac{x}{3}", "0.3333333333333333 x", True),
}


@pytest.mark.parametrize(("first", "second", "same"), DECIMALS.values(), ids=DECIMALS)
def test_formulas_are_the_same_to_the_digits_written(first: str, second: str, same: bool) -> None:
    found = verdicts(page("symbol: f", f"f(x) = {first}", f"f(x) = {second}"))
    assert (failures(found) == []) is same
    said = [verdict.evidence for verdict in found if "digits written" in verdict.evidence]
    assert bool(said) is same
