"""What readers are shown of a page, and that it reaches them whole."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import markdown
import pytest
import yaml
from pages import HEADER, bibliography, page, result

from actbook.execution.cache import Cache
from actbook.execution.execute import Output
from actbook.result import Entry, Glance
from actbook.verdict import Diagnostic, Verdict
from actbook.weaving import remembered
from actbook.weaving.navigation import titled
from actbook.weaving.references import Bibliography
from actbook.weaving.weave import Link, Woven, refused, summary, weave

START = "# Ramp\n\nThe ramp is simple.\n\n"
CELL = "```python\nprint(1)\n```\n"
PRINTED = (Output("stdout", "1\n"),)
EQUATION = "$$\n\\operatorname{ramp}(x) = \\max(0, x)\n$$\n"
FIRST = HEADER.count("\n") + START.count("\n") + 1
EXTENSIONS = [
    *("admonition", "attr_list", "md_in_html", "tables", "toc", "actbook.weaving.rawhtml"),
    *("pymdownx.superfences", "pymdownx.tabbed", "pymdownx.details"),
]
TABBED = {"pymdownx.tabbed": {"alternate_style": True}}

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
        ["<code>cross&#95;<wbr>entropy(<wbr>x, dim&#61;<wbr>1)</code>", "Not `cross_entropy`."],
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
        ["&#91;1&#93;</a><a", 'href="#ref-second2002"', '<li value="2" id="ref-first2001">'],
        ["[@"],
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
    shown = woven.markdown.partition("The ramp is simple.")[2]
    assert [part for part in present if part not in shown] == []
    assert [part for part in absent if part in shown] == []


def test_inline_values_are_escaped_in_their_places(tmp_path):
    body = START + "It is `{python} a` or `{python} b`, not `b`.\n"
    woven = weave(page(body), result(inlines=("*1* | <b>", "-2e-05")), bibliography(tmp_path))
    assert (
        "It is &#42;1&#42; &#124; &lt;b&gt; or −2&#160;×&#160;10<sup>−5</sup>, not `b`."
        in woven.markdown
    )


def test_a_value_that_could_not_be_computed_shows_its_code(tmp_path):
    woven = weave(
        page(START + "It is `{python} a`.\n"), result(inlines=("",)), bibliography(tmp_path)
    )
    assert "It is `{python} a`." in woven.markdown


def test_the_opening_follows_the_first_paragraph(tmp_path):
    row = Glance("Range", r"$[0,\, \infty)$", Verdict(8, "range", "formula", "proved", "it is $x$"))
    shown = result(PRINTED, glance=(row,), portrait="<div><svg></svg></div>")
    woven = weave(page(f"{START}More.\n\n{CELL}"), shown, bibliography(tmp_path)).markdown
    places = [
        woven.index(part)
        for part in ("is simple.", "ramp.ipynb", "<div><svg", "At a glance", "More.")
    ]
    assert places == sorted(places)


def verdict(status, line=FIRST + 1):
    return Verdict(
        line, "ramp(x)", "NumPy: f(x)", status, "said", points=1234, worst=0.456, at="x = 1"
    )


@pytest.mark.parametrize(
    ("statuses", "mark"),
    [
        (["proved", "proved"], "✓</span> proved"),
        (["proved", "holds"], "✓</span> holds"),
        (["holds", "unknown", "proved"], "?</span> unknown"),
        (["unknown", "fails", "proved"], "✗</span> fails"),
    ],
)
def test_an_equation_is_as_good_as_its_weakest_check(tmp_path, statuses, mark):
    checked = result(verdicts=tuple(map(verdict, statuses)))
    woven = weave(page(START + EQUATION), checked, bibliography(tmp_path)).markdown
    summary_line = re.search(r"<details[^>]*><summary>(.*?)</summary>", woven)
    assert summary_line is not None
    assert mark in summary_line[1]
    assert "<td>1,234</td><td>0.46</td>" in woven
    assert "said, worst at x = 1</td>" in woven


def test_a_check_of_code_is_shown_at_the_formula_it_was_held_against(tmp_path):
    code = replace(verdict("holds", 7), claim="$\\operatorname{ramp}(x)$", against="needle")
    twice = f"{START}{EQUATION}\n{EQUATION}"
    woven = weave(page(twice), result(verdicts=(code,)), bibliography(tmp_path)).markdown
    first, second = woven.partition("## Checks")[0].split('class="actbook-equation"')[1:]
    assert "needle" in first
    assert "needle" not in second


def test_a_definition_that_nothing_is_held_against_says_so(tmp_path):
    other = EQUATION.replace("ramp}(x)", "ramp}(-x)")
    woven = weave(page(START + EQUATION + "\n" + other), result(), bibliography(tmp_path)).markdown
    assert re.findall("definition|not checked", woven) == ["definition", "not checked"]


def test_a_check_of_a_component_is_shown_at_the_formula_of_the_components(tmp_path):
    equation = EQUATION.replace("ramp}(x)", "ramp}(x)_i")
    code = Verdict(7, "$\\operatorname{ramp}(x)_{i}$", "needle", "holds", "said")
    woven = weave(page(START + equation), result(verdicts=(code,)), bibliography(tmp_path)).markdown
    assert "needle" in woven.partition("## Checks")[0]
    alone = weave(page(START + equation), result(), bibliography(tmp_path)).markdown
    assert "definition</span>" in alone


def test_each_variant_has_a_table_of_its_own(tmp_path):
    header = HEADER.replace("facts:", "variants: {hard: {title: Hard ramp, symbol: hr}}\nfacts:")
    said = Verdict(8, "range", "formula", "proved", "it is $x$")
    rows = (Glance("Range", "$1$", said), Glance("Range", "$2$", said, "hard"))
    shown = weave(page(START, header), result(glance=rows), bibliography(tmp_path)).markdown
    assert re.findall("<caption>(.*?)</caption>", shown) == ["At a glance", "Hard ramp"]


def test_marks_lead_to_their_rows_in_the_report(tmp_path):
    row = Glance("Range", "$1$", Verdict(8, "range", "formula", "proved", "it is $x$"))
    checked = result(glance=(row,), verdicts=(verdict("proved"),))
    woven = weave(page(START + EQUATION), checked, bibliography(tmp_path), (), "../checks/#a-ramp")
    assert 'href="../checks/#a-ramp-8">In the report' in woven.markdown
    assert woven.markdown.count(f'href="../checks/#a-ramp-{FIRST + 1}">In the report') == 2
    without = weave(page(START + EQUATION), checked, bibliography(tmp_path)).markdown
    assert "In the report" not in without


@pytest.mark.parametrize(
    ("evidence", "listed"),
    [
        ("fine; limits: for lists it fails; NaN gives 0", ["for lists it fails", "NaN gives 0"]),
        ("fine; limit: the formula gives 1, f gives 2", ["the formula gives 1, f gives 2"]),
        ("fine, within the limits: none", []),
    ],
)
def test_what_code_does_not_take_is_listed(tmp_path, evidence, listed):
    code = replace(verdict("holds", 7), evidence=evidence, at=None)
    woven = weave(page(START + EQUATION), result(verdicts=(code,)), bibliography(tmp_path)).markdown
    shown = woven.partition("Limits of this code")[2].partition("</div>")[0]
    assert re.findall("</code>: (.*?)</li>", shown) == listed
    failing = result(verdicts=(replace(code, status="fails"),))
    assert "Limits of" not in weave(page(START), failing, bibliography(tmp_path)).markdown


def test_evidence_of_a_chain_says_which_member_is_meant(tmp_path):
    chain = EQUATION.replace("\\max(0, x)", "\\max(0, x) = \\frac{x + |x|}{2}")
    column = chain.split("\n")[1].index("\\frac") + 1
    both = (replace(verdict("proved"), column=29), replace(verdict("proved"), column=column))
    woven = weave(page(START + chain), result(verdicts=both), bibliography(tmp_path)).markdown
    evidence, whole = woven.partition("## Checks")[::2]
    assert "<mfrac" in evidence.rpartition("<tr>")[2]
    assert "<mfrac" in whole.rpartition("<tr>")[2]


def test_the_page_counts_its_checks(tmp_path):
    checked = result(verdicts=(verdict("proved"), verdict("proved"), verdict("holds", 7)))
    woven = weave(page(START + EQUATION), checked, bibliography(tmp_path)).markdown
    assert "3 checks: 2 proved, 1 holds" in woven
    assert f'<a href="#eq-{FIRST}">' in woven.partition("## Checks")[2]


def test_an_equation_links_to_the_functions_it_uses(tmp_path):
    links = [Link("\\sigma", "Sigmoid", "../sigmoid/"), Link("\\sig", "Other", "../other/")]
    body = START + EQUATION.replace("\\max(0, x)", "\\sigma(x)")
    checked = result(verdicts=(verdict("holds"),))
    woven = weave(page(body), checked, bibliography(tmp_path), links).markdown
    assert '<a href="../sigmoid/">Sigmoid</a>' in woven
    assert "../other/" not in woven


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


class Tags(HTMLParser):
    """The path of tags at which a word stands, and whether every tag is closed in its order."""

    def __init__(self, word):
        super().__init__()
        self.word, self.open, self.path = word, [], None

    def handle_starttag(self, tag, attrs):
        if tag not in ("input", "br", "hr"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.word in data:
            self.path = list(self.open)


@pytest.mark.parametrize(
    ("body", "around"),
    [
        (CELL, []),
        (
            f'=== "A"\n\n{CELL}'.replace("\n```", "\n    ```").replace("print", "    print"),
            ["div"] * 3,
        ),
        (
            f'!!! note "N"\n\n{CELL}'.replace("\n```", "\n    ```").replace("print", "    print"),
            ["div"],
        ),
        (
            f"- item\n\n{CELL}".replace("\n```", "\n    ```").replace("print", "    print"),
            ["ul", "li"],
        ),
    ],
    ids=["alone", "in a tab", "in an admonition", "in a list"],
)
def test_outputs_reach_html_whole(tmp_path, body, around):
    printed = (Output("stdout", 'needle *a* _b_ `c` $d$ [e](f) <g>\n\n    === "h"\n- i'),)
    woven = weave(page(START + body), result(printed), bibliography(tmp_path))
    html = markdown.markdown(woven.markdown, extensions=EXTENSIONS, extension_configs=TABBED)
    tags = Tags("needle")
    tags.feed(html)
    assert tags.path == [*around, "div", "pre"]
    assert "needle *a* _b_ `c` $d$ [e](f) &lt;g&gt;&#10;&#10;    === &quot;h&quot;&#10;- i" in html


def test_weaving_imports_no_library_of_numbers_or_figures():
    code = (
        "import sys, actbook.weaving.weave, actbook.weaving.downloads, actbook.weaving.gallery\n"
        "print([m for m in ('torch', 'numpy', 'sympy', 'matplotlib', 'flint') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_bibliography_of_the_book_can_be_set():
    path = Path(__file__).parent.parent / "docs" / "references.bib"
    keys = re.findall(r"^@\w+\{([^,]+),", path.read_text("utf-8"), re.MULTILINE)
    book = Bibliography(path)
    set_ = [book.reference(key) for key in keys]
    assert len(set_) > 50
    assert [reference.key for reference in set_ if re.search(r"[{}]", reference.title)] == []


def test_references_are_remembered_until_the_bibliography_or_the_engine_changes(tmp_path):
    path, cache = bibliography(tmp_path).path, Cache(tmp_path / "cache")
    key = re.findall(r"^@\w+\{([^,]+),", path.read_text("utf-8"), re.MULTILINE)[0]

    def known(engine):
        with remembered.bibliography(path, cache, engine) as found:
            before = dict(found.known)
            reference = found.reference(key)
        assert before in ({}, {key: reference})
        return bool(before)

    assert [known("one"), known("one"), known("two")] == [False, True, False]
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    assert not known("one")


def test_a_page_is_woven_once_until_something_of_it_changes(tmp_path, monkeypatch):
    cited, cache, done = bibliography(tmp_path), Cache(tmp_path / "cache"), []

    def weave(page, *rest):
        done.append(page.text)
        return Woven(page.text)

    monkeypatch.setattr(remembered, "weave", weave)
    first, other = page("# One"), page("# Other")
    known, failed = replace(result(), key="known"), result()
    for which, outcome in ((first, known), (first, known), (other, known), (first, failed)):
        found = remembered.woven(which, outcome, cited, [], "", cache)
        assert found.markdown == which.text
    link = Link("f", "F", "../f/")
    remembered.woven(first, known, cited, [link], "", cache)
    assert done == [first.text, other.text, first.text, first.text]


def test_a_title_and_a_summary_of_any_characters_reach_the_site_builder(tmp_path):
    one = replace(page("# One\n\nThe mean $\\mathbb{E}[x]$ 😀."), title='Any: "title" 😀')
    entry = Entry("activations/one.md", "one", one.text, one, result())
    header = titled(entry, Woven("body"), bibliography(tmp_path)).split("---\n")[1]
    found = yaml.safe_load(header)
    assert found["title"] == 'Any: "title" 😀'
    assert "😀" in found["description"]
