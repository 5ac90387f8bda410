"""The first screen of a function is the function: names, formulas, facts and figure."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from pages import HEADER, at, bibliography, page, result

from actbook.reading import subjects
from actbook.result import Gap, Glance
from actbook.verdict import Verdict
from actbook.weaving.weave import weave

NAMED = HEADER.replace("family:", "aliases: [hinge, <slope>]\nfamily:").replace(
    "NumPy: np.maximum(x, 0)", "PyTorch: torch.relu(x)"
)
BODY = """# Ramp

The ramp is simple.

## Definition

$$
\\operatorname{ramp}(0) = 0
$$

$$
\\begin{aligned}
\\operatorname{ramp}(x) &= \\max(0, x) \\\\
&= \\frac{x + |x|}{2}
\\end{aligned}
$$

## Derivative

$$
\\operatorname{ramp}'(x) = \\begin{cases}
0 & \\text{if } x < 0 \\\\ 1 & \\text{if } x > 0 \\end{cases}
$$
"""
FACTS = (("Range", "range"), ("Monotonicity", "monotonic"), ("Parity", "parity"))


def plate(
    tmp_path, body=BODY, header=NAMED, glance=None, portrait="<div><svg></svg></div>", gaps=()
):
    """What stands before the first section, and behind it."""
    read = page(body, header)
    said = Verdict(
        at(read, header[: header.index("range:")].count("\n") + 1), "f", "f", "proved", "so"
    )
    rows = tuple(Glance(label, f"said of {fact}", said, "", fact) for label, fact in FACTS)
    checked = result(glance=rows if glance is None else glance, portrait=portrait, verdicts=(said,))
    checked = replace(checked, gaps=gaps)
    woven = weave(read, checked, bibliography(tmp_path)).markdown
    return woven.partition("## Definition")[::2]


def test_names_definition_derivative_facts_and_figure_come_in_that_order(tmp_path):
    opening, _ = plate(tmp_path)
    names = ("# Ramp", "hinge", "&lt;slope&gt;", "torch.relu", "1 of 1 checked: 1 proved")
    rest = ("The ramp", '"actbook-f"', '"actbook-slope"', "<dt>Range", "<svg", "All 3 facts")
    places = [opening.index(part) for part in (*names, *rest)]
    assert places == sorted(places)


def test_the_first_equations_that_give_the_function_and_its_derivative_are_set(tmp_path):
    opening, rest = plate(tmp_path)
    value, slope = re.findall('<div class="actbook-formula">(.*?)</div>', opening)
    assert "max" in value and "<mfrac" not in value and "<mtr" not in value
    assert slope.count("<mtr") == 2
    assert "<mfrac" in rest  # the whole of it stands in its section


def test_facts_that_people_come_for_are_seen_and_all_are_folded(tmp_path):
    seen, _, folded = (
        plate(tmp_path)[0].partition("<details")[2].partition("<dl>")[2].partition("<details")
    )
    assert re.findall("<dt>(.*?)</dt>", seen) == ["Range", "Monotonicity"]
    assert re.findall('<th scope="row">(.*?)</th>', folded) == [label for label, _ in FACTS]


@pytest.mark.parametrize(
    ("lowest", "shown"), [("$0$ at $x = 0$", "Minimum"), ("not attained", "Monotonicity")]
)
def test_a_minimum_stands_for_monotonicity(tmp_path, lowest, shown):
    said = Verdict(at(page(BODY), 8), "f", "f", "proved", "so")
    rows = [Glance("M", lowest, said, "", "minimum"), Glance("M", "none", said, "", "monotonic")]
    opening, _ = plate(tmp_path, header=HEADER, glance=tuple(rows))
    assert re.findall("<dt>(.*?)</dt>", opening) == [shown]


def test_variants_of_which_something_is_stated_can_be_chosen_without_a_script(tmp_path):
    header = NAMED.replace(
        "facts:",
        "variants: {hard: {title: 'Ramp, hard', symbol: hr}, o: {title: O, symbol: op}}\nfacts:",
    )
    read = page(BODY, header)
    said = Verdict(
        subjects.fact(read.functions[0], read.functions[0].facts[0]), "f", "f", "proved", "so"
    )
    rows = (Glance("Range", "1", said, "", "range"), Glance("Range", "2", said, "hard", "range"))
    opening, _ = plate(tmp_path, header=header, glance=rows)
    assert re.findall('<label for="(.*?)">(.*?)</label>', opening) == [
        ("actbook-form-1", "Ramp"),
        ("actbook-form-2", "hard"),
    ]
    assert opening.count("checked>") == 1
    assert "<label" not in plate(tmp_path)[0]


def test_code_to_copy_stands_with_the_parameters_of_the_formula(tmp_path):
    header = NAMED.replace("PyTorch: torch.relu(x)", "NumPy: ramp(x)").replace(
        "facts:", "parameters: {a: {symbol: '\\alpha', default: 2.0, domain: '(0, oo)'}}\nfacts:"
    )
    cell = "\n```python\nimport numpy as np\n\ndef ramp(x):\n    return np.maximum(x, 0)\n```\n"
    opening, _ = plate(tmp_path, body=BODY + cell, header=header)
    code = re.search("<pre><code>(.*?)</code>", opening)[1]
    assert re.sub("<.*?>", "", code).startswith("import numpy as np&#10;&#10;def ramp(x):&#10;")
    assert '<label for="actbook-code-1">NumPy</label>' in opening
    said = re.sub("<.*?>", "", re.search('<p class="actbook-over">(.*?)</p>', opening)[1])
    assert said == "for α in (0, ∞), 2 by default"


def test_a_gap_is_a_third_choice_with_its_figure(tmp_path):
    header = NAMED.replace(
        "facts:", "variants: {soft: {title: 'Ramp, soft form', symbol: ramp_s}}\nfacts:"
    )
    gaps = (Gap("soft", "<div><svg id='g'></svg></div>", (1.5, -2.5e-4), (0.5, 0.125)),)
    opening, _ = plate(tmp_path, header=header, gaps=gaps)
    labels = re.findall('<label for="actbook-form-.">(.*?)</label>', opening)
    assert labels == ["Ramp", "soft form", "gap"]
    assert opening.count("data-gap") == 1 and "<svg data-search-exclude id='g'>" in opening
    shown = " ".join(re.sub("<.*?>", "", opening).split())
    assert "−2.500⋅10−4 at x=1.5" in shown.replace(" = ", "=").replace(" ⋅ ", "⋅")


def test_no_anchor_stands_twice(tmp_path):
    woven = "".join(plate(tmp_path))
    anchors = re.findall(' id="(.*?)"', woven)
    named = [anchor for anchor in anchors if "fact-range" not in anchor]
    assert len(named) == len(set(named))
    assert re.findall('<dd id="(.*?)" data-fact="(.*?)"', woven)[0] == ("fact-range", "range")


def test_a_page_without_a_function_has_no_plate(tmp_path):
    read = page("# Ramp\n\nThe ramp is simple.\n", "---\ntitle: Ramp\n---\n")
    woven = weave(read, replace(result(), portrait=""), bibliography(tmp_path)).markdown
    assert "actbook-plate" not in woven and "actbook-masthead" not in woven
