"""The tables of accuracy and kinks say what was measured, and nothing where nothing was."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from actbook.port import KinkRow
from actbook.result import NumericsRow
from actbook.weaving import numerics_table

ROW = NumericsRow("Ramp", "NumPy", "float32", 0.4966, "1.5 < 2", 3400, False)
SHOWN = {
    "an error, rounded up": ({}, "<td>0.50<br>"),
    "no error": ({"worst_ulp": 0.0, "at": None}, "<td>0</td>"),
    "a large error": ({"worst_ulp": 16628216.7}, "<td>1.7&#160;×&#160;10<sup>7</sup><br>"),
    "a very small error": ({"worst_ulp": 1e-9}, "<td>0.01<br>"),
    "where it was met, escaped": ({}, '<span class="actbook-at">at&#160;1.5 &lt; 2</span></td>'),
    "a tiny place": ({"at": "-9.88131e-324"}, "at&#160;−9.88131&#160;×&#160;10<sup>−324</sup>"),
    "both ends of a saturation": (
        {"saturates": (-103.5, 16.6355)},
        "<td>x ≤ −103.5<br>x ≥ 16.6355</td>",
    ),
    "one end": ({"overflows": (None, 2.0**127)}, "<td>1.70141&#160;×&#160;10<sup>38</sup></td>"),
    "zero without its sign": ({"saturates": (-0.0, None)}, "x ≤ 0"),
    "that these are a sample": ({}, "<td>3,400 sampled</td>"),
    "that these are all": ({"exhaustive": True}, "<td>all 3,400</td>"),
}


@pytest.mark.parametrize(("changes", "html"), SHOWN.values(), ids=SHOWN)
def test_the_table_shows(changes: dict[str, Any], html: str) -> None:
    assert html in numerics_table.table([replace(ROW, **changes)])


def test_the_table_says_once_what_was_measured_with() -> None:
    rows = [replace(ROW, measured_with=name) for name in ("A 1 (AVX2)", "B <2>", "A 1 (AVX2)")]
    shown = numerics_table.table(rows)
    assert "Measured with A 1 (AVX2); B &lt;2&gt;. Elsewhere they may differ." in shown
    assert shown.count("AVX2") == 1
    assert "Measured with" not in numerics_table.table([ROW])


def test_columns_without_entries_are_left_out() -> None:
    alone = numerics_table.table([ROW])
    assert "Function" not in alone and "infinite" not in alone
    assert "<td>Step</td>" in numerics_table.table([ROW, replace(ROW, function="Step")])


def test_kinks_are_shown_with_each_library() -> None:
    row = KinkRow("Ramp", "0", "0", "1", (("PyTorch", "0"), ("Other", "1")))
    html = numerics_table.kinks([row])
    assert "Autograd, PyTorch" in html and "Autograd, Other" in html
    assert "<td>0</td><td>0</td><td>1</td><td>0</td><td>1</td>" in html


def test_without_rows_there_is_no_table() -> None:
    assert numerics_table.table([]) == numerics_table.kinks([]) == ""


def test_a_table_is_one_line_and_can_be_focused() -> None:
    html = numerics_table.table([ROW])
    assert "\n" not in html
    assert 'tabindex="0"' in html
