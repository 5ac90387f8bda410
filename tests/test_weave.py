"""What readers are shown of a page, and that it reaches them whole."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from pages import HEADER, at, bibliography, page, result, unmarked

from actbook.result import Glance, Output, Record, RecordedCell, Trials
from actbook.swept import Origin
from actbook.verdict import Diagnostic, Verdict
from actbook.weaving import downloads
from actbook.weaving.references import Bibliography
from actbook.weaving.weave import refused, summary, weave

START = "# Ramp\n\nThe ramp is simple.\n\n"
CELL = "```python\nprint(1)\n```\n"
PRINTED = (Output("stdout", "1\n"),)
EQUATION = "$$\n\\operatorname{ramp}(x) = \\max(0, x)\n$$\n"
FIRST = HEADER.count("\n") + START.count("\n") + 1

# Title, body after START, outputs of its cells, what must be in the Markdown, what must not.
CASES = [
    ("output follows its cell", CELL, [PRINTED], [f'{CELL}\n<div class="actbook-output"><pre'], []),
    (
        "the fence keeps only options about looks",
        '```python title="a.py" hl_lines="1 2" limit=9 hide=output\n1\n```\n',
        [()],
        ['```python title="a.py" hl_lines="1 2"\n1\n```'],
        ["limit", "hide="],
    ),
    ("hide=code", CELL.replace("n\n", "n hide=code\n", 1), [PRINTED], ["<pre"], ["print(1)"]),
    ("hide=output", CELL.replace("n\n", "n hide=output\n", 1), [PRINTED], ["print(1)"], ["<pre"]),
    ("hide=all", CELL.replace("n\n", "n hide=all\n", 1), [PRINTED], [], ["<pre", "print(1)"]),
    (
        "a cell that is not executed says why",
        '```python run=no reason="takes <days>"\nslow()\n```\n',
        [()],
        ["Not executed here: takes &lt;days&gt;", "```python\nslow()"],
        ["run=no"],
    ),
    (
        "what is printed is escaped, and stays on one line",
        CELL,
        [(Output("stdout", "<b>&\n\n```python\n\x1b[31mred\x1b[0m"),)],
        ["&lt;b&gt;&amp;&#10;&#10;```python&#10;red</pre>"],
        ["<b>"],
    ),
    (
        "kinds of output are told apart",
        CELL,
        [tuple(Output(kind, "x") for kind in ("stdout", "stderr", "value", "warning", "error"))],
        [f'<pre class="actbook-{k}"' for k in ("stdout", "stderr", "value", "warning", "error")],
        [],
    ),
    (
        "search passes over a figure, which is put on one line",
        CELL,
        [(Output("figure", "<svg>\n<text>a</text></svg>"),)],
        ["<svg data-search-exclude> <text>a</text></svg>"],
        [],
    ),
    (
        "an output is indented as its cell",
        '=== "A"\n\n    ```python\n    1\n    ```\n',
        [(Output("value", "1"),)],
        ['\n\n    <div class="actbook-output">'],
        [],
    ),
    ("prices are no formulas", "From $5 to $10, or US$3.\n", [], ["From $5 to $10, or US$3."], []),
    ("code is no formula", "`$x$` and\n\n```text\n$y$\n```\n", [], ["`$x$`", "\n$y$\n"], ["<math"]),
    (
        "a long name in a table breaks between its words",
        "| a |\n| - |\n| `cross_entropy(x, dim=1)` |\n\nNot `cross_entropy`.\n",
        [],
        ["<code>cross_<wbr>entropy(<wbr>x, dim=<wbr>1)</code>", "Not `cross_entropy`."],
        [],
    ),
    ("an escaped dollar is one", r"Pay \$5 or 3\$.", [], ["Pay &#36;5 or 3&#36;."], ["<math"]),
    (
        "formulas are set",
        "For $x > 0$ only.\n",
        [],
        ["For <span", "<math", "</math></span> only."],
        ["$"],
    ),
    ("a formula may run over a line's end", "So $x\n> 0$ here.\n", [], ["<math"], ["$"]),
    ("a formula ends with its paragraph", "A $x\n\nB y$ C.\n", [], ["A $x\n\nB y$ C."], ["<math"]),
    (
        "references are numbered as they are cited",
        "See [@second2002; @first2001] and [@second2002].\n",
        [],
        ["[1]</a><a", 'href="#ref-second2002"', '<li value="2" id="ref-first2001">'],
        ["[@"],
    ),
    (
        "a cell keeps its classes, its id and its looks",
        "``` { .python .no-copy #first hl_lines=1 hide=output linenums=1 }\nx = 1\n```\n",
        [],
        ['```{ .python .no-copy #first hl_lines="1" linenums="1" }\nx = 1'],
        ["hide"],
    ),
    ("a reference links to its DOI", "See [@first2001].\n", [], ["https://doi.org/10.1000/1"], []),
    (
        "an equation that is not checked says why",
        EQUATION.replace("\n$$\n", '\n$$ {unchecked="it is <vague>"}\n'),
        [],
        ["not checked</span>: it is &lt;vague&gt;"],
        ["<details"],
    ),
]


@pytest.mark.parametrize(
    ("body", "outputs", "present", "absent"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_woven(tmp_path, body, outputs, present, absent):
    woven = weave(page(START + body), result(*outputs), bibliography(tmp_path))
    assert woven.problems == ()
    shown = unmarked(woven.markdown).partition("The ramp is simple.")[2]
    assert [part for part in present if part not in shown] == []
    assert [part for part in absent if part in shown] == []


def test_the_notes_of_a_cell_follow_its_code_and_its_outputs_them(tmp_path):
    cell = "``` { .python .annotate }\nprint(1)  # (1)!\n```\n\n1.  A note.\n\n    More.\n\n"
    given = result((Output("stdout", "needle\n"),))
    shown = weave(page(f"{START}{cell}The rest.\n"), given, bibliography(tmp_path)).markdown
    places = [shown.index(part) for part in ("# (1)!", "A note", "More", "needle", "The rest")]
    assert places == sorted(places)
    plain = cell.replace("  # (1)!", "")
    shown = weave(page(f"{START}{plain}The rest.\n"), given, bibliography(tmp_path)).markdown
    assert shown.index("needle") < shown.index("A note")


def test_inline_values_are_escaped_in_their_places(tmp_path):
    body = START + "It is `{python} a` or `{python} b`, not `b`.\n"
    woven = weave(page(body), result(inlines=("*1* | <b>", "-2e-05")), bibliography(tmp_path))
    assert "It is *1* | &lt;b&gt; or −2&#160;×&#160;10<sup>−5</sup>, not `b`." in unmarked(
        woven.markdown
    )


def test_a_value_that_could_not_be_computed_shows_its_code(tmp_path):
    woven = weave(
        page(START + "It is `{python} a`.\n"), result(inlines=("",)), bibliography(tmp_path)
    )
    assert "It is `{python} a`." in woven.markdown


def test_the_opening_follows_the_first_paragraph(tmp_path):
    row = Glance(
        "Range",
        r"$[0,\, \infty)$",
        Verdict(at(page(START), 8), "range", "formula", "proved", "it is $x$"),
    )
    shown = result(PRINTED, glance=(row,), portrait="<div><svg></svg></div>")
    woven = weave(page(f"{START}More.\n\n{CELL}"), shown, bibliography(tmp_path)).markdown
    places = [
        woven.index(part)
        for part in ("# Ramp", "is simple.", "<div><svg", "<table", "ramp.ipynb", "More.")
    ]
    assert places == sorted(places)


def test_a_failing_page_says_so_at_its_top_and_at_the_place_and_shows_the_rest(tmp_path):
    problem = Diagnostic("docs/activations/ramp.md", FIRST + 1, "NameError: <x>")
    broken = result((), problems=(problem,))
    body = START + CELL.replace("n\n", "n hide=all\n", 1) + "\nThe rest.\n"
    woven = weave(page(body), broken, bibliography(tmp_path)).markdown
    message = f"docs/activations/ramp.md:{FIRST + 1}: NameError: &lt;x&gt;"
    assert woven.count(message) == 2
    assert woven.index(message) < woven.index("# Ramp")
    assert "print(1)" in woven
    assert "The rest." in woven


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("a\nb [@nobody1999]\n", FIRST + 1, "`nobody1999` is not in references.bib"),
        ("b [@incomplete2003]\n", FIRST, "`incomplete2003` in references.bib is incomplete"),
        ("a $\\frac{1}$ b\n", FIRST, "character"),
    ],
)
def test_what_cannot_be_set_is_a_diagnostic(tmp_path, body, line, message):
    woven = weave(page(START + body), result(), bibliography(tmp_path))
    assert [problem.line for problem in woven.problems] == [line]
    assert message in woven.problems[0].message
    assert message in woven.markdown


def test_an_unknown_source_is_a_diagnostic_at_its_line(tmp_path):
    header = HEADER.replace("facts:", "sources: [first2001, nobody1999]\nfacts:")
    woven = weave(page(START, header), result(), bibliography(tmp_path))
    assert [(p.line, p.message) for p in woven.problems] == [
        (7, "`nobody1999` is not in references.bib")
    ]


def test_a_page_that_cannot_be_read_is_shown_as_it_is_written():
    shown = refused("# Ramp\n````\ntext", [Diagnostic("a.md", 2, "never closed")])
    assert shown.startswith("# Ramp\n")
    assert "a.md:2: never closed" in shown
    assert "\n`````markdown\n# Ramp\n````\ntext\n`````" in shown


def test_the_summary_stands_in_a_link(tmp_path):
    body = "# Ramp\n\nA **bold** [link](x.md), $x$ and `code` [@first2001].\n"
    shown = summary(page(body), result(), bibliography(tmp_path))
    assert re.sub("<span.*</span>", "x", shown) == "A bold link, x and code."


def test_weaving_imports_no_library_of_numbers_or_figures():
    code = (
        "import sys, actbook.weaving.weave, actbook.weaving.downloads, actbook.weaving.gallery\n"
        "print([m for m in ('torch', 'numpy', 'sympy', 'matplotlib', 'flint') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_readers_see_when_and_where_a_result_was_recorded_and_how_far_it_holds():
    cell = RecordedCell(("runs",), "0", 41.2, PRINTED, {"runs": 1}, {})
    versions = {"Python": "3.11.0", "PyTorch": "1.0.0"}
    trials = (Trials("a > b", (5, 5), (20, 20)), Trials("b > c", (5, 5), (19, 20)))
    record = Record(Origin("2030-01-02", "Some <CPU>", "AVX2", versions), (cell,), trials)
    body = CELL.replace("python\n", 'python record="runs"\n')
    read = page(START + body, HEADER.split("symbol")[0] + "---\n")
    woven = weave(read, replace(result(PRINTED), record=record), Bibliography(Path("none.bib")))
    shown = re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), woven.markdown)
    for words in (
        "Recorded 2030-01-02, 41 s on Some &lt;CPU&gt; (AVX2)",
        "5 of 5 processors and 19 of 20 sets of seeds",
        "PyTorch 1.0.0, built with",
        "actbook record --check docs/activations/ramp.md",
    ):
        assert words in shown
    assert "actbook-recorded" not in weave(read, result(PRINTED), Bibliography(Path("x"))).markdown


def test_a_script_starts_from_its_seeds_where_a_record_stands_in_for_a_cell():
    body = '```python record="a"\na = 1\n```\n\n```python\nimport torch\ntorch.rand(1)\n```\n'
    read = page(START + body, HEADER.split("symbol")[0] + "---\n")
    text = downloads.script(read, (), Bibliography(Path("none.bib")))
    assert text.count("torch.manual_seed(0)") == 2
    plain = page(START + body.replace(' record="a"', ""), HEADER.split("symbol")[0] + "---\n")
    assert downloads.script(plain, (), Bibliography(Path("x"))).count("torch.manual_seed(0)") == 1


def test_readers_see_where_a_function_is_used_and_who_says_so(tmp_path):
    used = HEADER.replace("symbol:", "used_in: {The <first>: first2001, Lost: nobody1999}\nsymbol:")
    woven = weave(page(START, used), result(), bibliography(tmp_path))
    shown = unmarked(woven.markdown)
    assert 'Used in The &lt;first&gt; <a class="actbook-cite" href="#ref-first2001"' in shown
    assert "Lost" not in shown and 'id="ref-first2001"' in shown
    assert [p.message for p in woven.problems] == ["`nobody1999` is not in references.bib"]
