"""The table of functions has what is stated of each, and orders it by size."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from pages import HEADER, at, page, result

from actbook.result import Cost, Entry, Glance, Result
from actbook.verdict import Verdict
from actbook.weaving.ranges import ranges

HARD = "variants: {hard: {title: Hard <ramp>, symbol: hr}, bare: {title: Bare, symbol: br}}\nfacts:"
PAGE = page("# Ramp\n", HEADER.replace("facts:", HARD))
PROVED = Verdict(at(PAGE, 9), "range", "formula", "proved", "so it is")
ROWS = (
    Glance("Range", r"$[0,\, \infty)$", PROVED, "", "range", 0.0),
    Glance("Kinks", "none if $a = 1$", PROVED, "", "kinks", 0),
    Glance("Kinks", "$0$ if $a = 2$", PROVED, "", "kinks", 1),
    Glance("Parity", "neither", PROVED, "", "parity"),
    Glance("Monotonicity", "none", replace(PROVED, status="holds"), "hard", "monotonic"),
)


def shown(*rows: Glance, costs: tuple[Cost, ...] = ()) -> list[list[str]]:
    """The cells of each row."""
    found: Result = replace(result(glance=rows or ROWS), costs=costs)
    entry = Entry(PAGE.path, PAGE.slug, PAGE.text, PAGE, found)
    html = ranges({"ramp.md": entry}, lambda _: "../ramp/")
    assert html.startswith('<div class="actbook-') and "\n" not in html
    body = html.partition("<tbody>")[2]
    return [re.findall("<td.*?</td>", row) for row in re.findall("<tr[ >].*?</tr>", body)]


def test_each_function_of_which_something_is_stated_has_a_row() -> None:
    own, hard = shown()
    assert own[0] == '<td data-sort="ramp"><a href="../ramp/">Ramp</a></td>'
    assert "Hard &lt;ramp&gt;" in hard[0]


def test_values_are_sorted_by_their_size() -> None:
    own, _ = shown()
    assert own[1].startswith('<td data-sort="0.0">')
    kinks = next(cell for cell in own if "none if" in cell)
    assert kinks.startswith('<td data-sort="0">') and "<br>" in kinks


def test_what_is_not_proved_has_a_mark() -> None:
    own, hard = shown()
    assert "*" not in "".join(own)
    assert 'title="tried, not proved">*' in "".join(hard)


@pytest.mark.parametrize(
    ("value", "present", "absent"),
    [
        (r"$\frac{1}{e} \approx 0.3679$", "0.37", "<mfrac"),
    ],
)
def test_values_are_short(value: str, present: str, absent: str) -> None:
    ((_, cell, *_),) = shown(replace(ROWS[0], value=value, brief="$0.37$"))
    assert present in cell
    assert absent not in cell


def test_costs_are_sorted_by_what_is_dear() -> None:
    cheap, dear = Cost("", "9 divisions", 0, 9), Cost("hard", "1 exp", 1, 0)
    own, hard = shown(costs=(cheap, dear))
    keys = [float(re.search('data-sort="(.*?)"', row[-1])[1]) for row in (own, hard)]  # type: ignore[index]
    assert keys[0] < keys[1]
    assert "9 divisions" in own[-1] and "1 exp" in hard[-1]
