"""The tables of sweeps say what was found at all numbers of float32, and where and with what."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pages import page, result

from actbook.result import Entry
from actbook.swept import Origin, Swept
from actbook.weaving import sweeps

ORIGIN = Origin("2026-11-28", "CPU <1>", "AVX2", {"PyTorch": "2.13.0"})
SWEPT = Swept(
    *("Ramp", "PyTorch", "0", ORIGIN, "PyTorch 2 on CPU <1>", 4278190080),
    *((1200, 34, 0, 0, 0, 0), 1.2345678, "-0x1.8p+1", "0x1p+0", "1", 1.2346, 6.04e-5),
)
SWEEPS = {
    "the worst error and where it is": ({}, "<td>1.24<br>"),
    "its place": ({}, "at&#160;−3</span>"),
    "how many are above an edge": ({}, "<td>1,200</td><td>34</td>"),
    "the bound of the reference": ({}, "at most 0.0001 ulp"),
    "where, with what and when": ({}, "Recorded 2026-11-28 with PyTorch 2 on CPU &lt;1&gt;."),
    "how it is renewed": ({}, "<code>actbook sweep docs/activations/ramp.md</code>"),
    "how many inputs there are": ({}, "Each of the 4,278,190,080 finite ones"),
    "other mistakes": ({"wrong": (("nan", 1234, "0x1p+1"),)}, "<td>NaN: 1,234, as at 2</td>"),
    "a limit that is missed": (
        {"infinite": (("-inf", "nan", "0.0"),)},
        "<td>NaN at −∞, not 0</td>",
    ),
}


@pytest.mark.parametrize(("changes", "html"), SWEEPS.values(), ids=SWEEPS)
def test_the_table_of_sweeps_shows(changes: dict[str, Any], html: str) -> None:
    shown = sweeps.table(page("# Ramp\n"), [replace(SWEPT, **changes)])
    assert html in shown and "\n" not in shown


def test_code_that_rounds_correctly_everywhere_is_said_to() -> None:
    exact = replace(SWEPT, above=(0,) * 6, worst_ulp=0.0, at="", result="", value="")
    assert "correctly rounded everywhere" in sweeps.table(page("# Ramp\n"), [exact])


def test_without_sweeps_there_is_no_table() -> None:
    assert sweeps.table(page("# Ramp\n"), []) == ""


def test_the_table_of_the_book_has_a_row_for_each_sweep() -> None:
    exact = replace(SWEPT, library="NumPy", above=(0,) * 6, worst_ulp=0.0, at="")
    found = replace(result(), sweeps=(SWEPT, exact))
    entry = Entry("docs/activations/ramp.md", "ramp", "", page("# Ramp\n"), found)
    html = sweeps.overview({"ramp.md": entry}, lambda _: "../ramp/")
    assert html.count("<tr") == 3
    assert '<td data-sort="ramp"><a href="../ramp/">Ramp</a></td><td>PyTorch</td>' in html
    assert '<td data-sort="1.2345678">' in html
    assert '<td data-sort="1200">0.01%</td>' in html
    assert "2 sweeps, of which 1 found every result correctly rounded." in html
