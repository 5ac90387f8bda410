"""Data that looks like HTML, Markdown or a script is text wherever it comes in, and only that."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import markdown
import matplotlib
import pytest
import yaml
from matplotlib.figure import Figure
from pages import HEADER, at, page, result

from actbook import markup
from actbook.drawing.figures import svg
from actbook.port import KinkRow
from actbook.reading.page import Page
from actbook.result import (
    Entry,
    Glance,
    Kind,
    NumericsRow,
    Output,
    Record,
    RecordedCell,
    Result,
)
from actbook.swept import Origin
from actbook.verdict import Diagnostic, Verdict
from actbook.weaving import gallery, notebooks, overview
from actbook.weaving import report as reporting
from actbook.weaving.evidence import Link
from actbook.weaving.gallery import Card
from actbook.weaving.navigation import navigation, titled
from actbook.weaving.references import Bibliography
from actbook.weaving.weave import refused, weave

STRINGS = [
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "</pre></div><svg onload=alert(1)>",
    '" onmouseover="alert(1)" x="',
    "' onfocus='alert(1)' autofocus='",
    "[a](javascript:alert(1))",
    "<javascript:alert(1)>",
    "![a](x){onerror=alert(1)}",
    "a\n\n<img src=x onerror=alert(1)>\n\n[b](javascript:alert(1))",
    "a\r[b](javascript:alert(1)) {onclick=alert(1)}",
    "a\n\n    ```\n<script>alert(1)</script>",
    "\ue001<img src=x onerror=alert(1)>\ue000",
    "\x02wzxhzdk:0\x03 \x02klzzwxh:0000\x03 [c]: javascript:alert(1)",
    "*a* `b` | c | {: onclick=alert(1) } --> ]]> &lt;script&gt;",
    "$x$ $\\text{<img src=x onerror=alert(1)>}$ $\\href{javascript:alert(1)}{x}$",
]
TAME = "needle"
EXTENSIONS = [
    *("admonition", "attr_list", "footnotes", "md_in_html", "tables", "toc"),
    *("pymdownx.details", "pymdownx.highlight", "pymdownx.superfences", "pymdownx.tabbed"),
    "actbook.weaving.rawhtml",
]
TABBED = {"pymdownx.tabbed": {"alternate_style": True}}
CELL = "```python\nprint(1)\n```\n"
CONTAINERS = {
    "alone": CELL,
    "tab": f'=== "A"\n\n{textwrap.indent(CELL, "    ")}',
    "tab in a tab": f'=== "A"\n\n    === "B"\n\n{textwrap.indent(CELL, "        ")}',
    "admonition": f'!!! note "N"\n\n{textwrap.indent(CELL, "    ")}',
    "details": f'??? note "N"\n\n{textwrap.indent(CELL, "    ")}',
    "list": f"- item\n\n{textwrap.indent(CELL, '    ')}",
    "numbers": f"1. item\n\n{textwrap.indent(CELL, '    ')}",
    "HTML": f"<details markdown>\n<summary>s</summary>\n\n{CELL}\n</details>\n",
}
START = "# Ramp\n\nThe ramp is simple.\n\n"
#: Tags that formulas in the strings may make of them, and breaks of a long name.
_SET = re.compile(r"m\w+|wbr|sup")


class _Active(HTMLParser):
    """The elements of a page, with all attributes that can do something."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.wrong: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not _SET.fullmatch(tag) and "actbook-math" not in str(attrs):
            self.tags.append(tag)
        if tag in ("script", "iframe", "object", "img", "style", "base", "form"):
            self.wrong.append(tag)
        for name, value in attrs:
            target = name in ("href", "src", "xlink:href", "action")
            outside = target and re.match(r"\s*(?!https?:)[\w\s]+:", value or "")
            if name.startswith("on") or name == "autofocus" or outside:
                self.wrong.append(f"{tag} {name}={value}")


def rendered(text: str) -> str:
    return markdown.markdown(text, extensions=EXTENSIONS, extension_configs=TABBED)


def harmless(shown: str, tame: str) -> None:
    """The page has the elements that it has with tame data, and nothing that acts."""
    found, wanted = _Active(shown), _Active(tame)
    assert found.wrong == wanted.wrong == []
    assert found.tags == wanted.tags


def of(body: str, given: Result, folder: Path, header: str = HEADER) -> str:
    woven = weave(page(START + body, header), given, Bibliography(folder / "none.bib"))
    return rendered(woven.markdown)


@pytest.mark.parametrize("body", CONTAINERS.values(), ids=CONTAINERS)
@pytest.mark.parametrize("string", STRINGS)
def test_outputs_are_text_in_every_container(tmp_path: Path, body: str, string: str) -> None:
    kinds: tuple[Kind, ...] = ("stdout", "stderr", "value", "warning", "error")

    def shown(text: str) -> str:
        return of(body, result(tuple(Output(kind, text) for kind in kinds)), tmp_path)

    harmless(shown(string), shown(TAME))


@pytest.mark.parametrize("body", CONTAINERS.values(), ids=CONTAINERS)
@pytest.mark.parametrize("string", STRINGS)
def test_rich_outputs_act_nowhere(tmp_path: Path, body: str, string: str) -> None:
    kinds = ("text/html", "text/markdown", "text/latex", "image/svg+xml", "image/png", "image/jpeg")
    given = result(tuple(Output("display", string, ((kind, string),)) for kind in kinds))
    found = _Active(of(body, given, tmp_path))
    assert [wrong for wrong in found.wrong if wrong != "img"] == []
    assert "actbook-output" in of(body, given, tmp_path)


@pytest.mark.parametrize("string", STRINGS)
def test_computed_values_are_text_in_a_sentence(tmp_path: Path, string: str) -> None:
    value = "`{python} a`"
    body = f"It is {value}.\n\n- {value}\n\n| a |\n| - |\n| {value} |\n\n## At {value}\n"

    def shown(text: str) -> str:
        return of(body, result(inlines=(text,) * 4), tmp_path)

    harmless(shown(string), shown(TAME))


def _fields(text: str) -> Iterator[tuple[str, Result]]:
    """A page with the text in what its checks found, and in what is recorded."""
    plain = Verdict(at(page(START), 8), text, text, "proved", text, at=text)
    yield "# Facts", result(glance=(Glance(text, text, plain),), verdicts=(plain,))
    yield "# Problem", result(problems=(Diagnostic(text, 1, text),))
    numbers = NumericsRow(text, text, text, 2.0, text, 3, False, measured_with=text)
    kink = KinkRow(text, text, text, text, ((text, text),))
    yield "# Numbers", replace(result(), numerics=(numbers,), kinks=(kink,))


@pytest.mark.parametrize("string", STRINGS)
def test_what_checks_found_is_text(tmp_path: Path, string: str) -> None:
    for (_, wild), (_, tame) in zip(_fields(string), _fields(TAME), strict=True):
        harmless(of("", wild, tmp_path), of("", tame, tmp_path))


@pytest.mark.parametrize("string", STRINGS)
def test_what_is_recorded_and_not_executed_is_text(tmp_path: Path, string: str) -> None:
    def shown(text: str) -> str:
        origin = Origin("2030-01-02", text, text, {text: text})
        record = Record(origin, (RecordedCell(("a",), "0", 2.0, (), {"a": 1}, {}),), ())
        body = CELL.replace("python\n", 'python record="a"\n')
        given = replace(result(()), record=record)
        return of(body, given, tmp_path, HEADER.split("symbol")[0] + "---\n")

    harmless(shown(string), shown(TAME))


@pytest.mark.parametrize("string", [s for s in STRINGS if "\n" not in s and "\r" not in s])
def test_titles_families_and_addresses_are_text(tmp_path: Path, string: str) -> None:
    bibliography = Bibliography(tmp_path / "none.bib")

    def shown(text: str) -> str:
        one: Page = replace(page(START), title=text, family=text)
        entry = Entry("docs/activations/ramp.md", "ramp", one.text, one, result())
        entries = {"activations/ramp.md": entry}
        index = "<!-- gallery -->\n\n<!-- ranges -->\n\n<!-- checked -->\n"
        made = overview.filled(index, entries, lambda source: source, bibliography)
        report = reporting.report(entries, lambda source: source, None)
        woven = weave(one, result(), bibliography, [Link("ramp", text, text)])
        header = yaml.safe_load(titled(entry, woven, bibliography).split("---\n")[1])
        # The theme writes these as they are.
        names = [*header.values(), *_names(navigation(entries, entries, {"index.md": "Gallery"}))]
        return rendered(made) + rendered(report) + "".join(f"<p>{name}</p>" for name in names)

    harmless(shown(string), shown(TAME))


def _names(nav: object) -> Iterator[str]:
    if isinstance(nav, list):
        for one in nav:
            yield from _names(one)
    elif isinstance(nav, dict):
        for name, inner in nav.items():
            yield name
            yield from _names(inner)


@pytest.mark.parametrize("field", ["title", "journal", "url", "doi", "eprint", "note", "author"])
@pytest.mark.parametrize("string", [s for s in STRINGS if "{" not in s])
def test_references_are_text_and_link_to_the_web_alone(
    tmp_path: Path, field: str, string: str
) -> None:
    def shown(text: str) -> str:
        fields = {"title": "T", "journal": "J", "year": "2001", "author": "First, Ann", field: text}
        written = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
        path = tmp_path / "references.bib"
        path.write_text(f"@article{{first2001,\n{written}\n}}\n", encoding="utf-8")
        woven = weave(page(START + "See [@first2001].\n"), result(), Bibliography(path))
        return rendered(woven.markdown)

    found = _Active(shown(string))
    assert found.wrong == [] and not set(found.tags) & {"svg", "table"}


@pytest.mark.parametrize("url", ["javascript:alert(1)", " java\nscript:x", "data:text/html,x"])
def test_an_address_that_is_none_of_the_web_is_no_link(tmp_path: Path, url: str) -> None:
    assert markup.address(url) is None
    assert markup.address("https://example.org/a") == "https://example.org/a"
    assert markup.address("a/b") is None and markup.address("//a.example") is None


@pytest.mark.parametrize("string", STRINGS)
def test_a_page_that_cannot_be_read_is_text(string: str) -> None:
    def shown(text: str) -> str:
        return rendered(refused("# Ramp\n", [Diagnostic("a.md", 1, text)]))

    harmless(shown(string), shown(TAME))


@pytest.mark.parametrize("string", [s for s in STRINGS if "\x02" not in s and "$" not in s])
def test_a_figure_runs_nothing_and_asks_for_nothing(string: str) -> None:
    figure = Figure()
    axes = figure.subplots()
    with matplotlib.rc_context({"text.parse_math": False}):
        (line,) = axes.plot([0, 1], label=string)
        line.set_url(f"javascript:{string}")
        line.set_gid(string)
        axes.set_title(string, url="https://elsewhere.example/x")
        shown = svg(figure, string, "page-1")
    found = _Active(shown)
    assert found.wrong == [] and "a" not in found.tags
    assert "elsewhere" not in shown and "javascript:" + string not in shown
    assert not re.search(r"url\((?!#)", shown)


def test_a_card_of_the_gallery_escapes_what_is_no_html() -> None:
    card = Card("<b>", "<i>", "f", "<u>", "<svg></svg>", "a/")
    shown = rendered(gallery.gallery([card, replace(card, family="other")]))
    assert "&lt;b&gt;" in shown and "&lt;i&gt;" in shown and "&lt;u&gt;" in shown


def test_text_in_a_notebook_is_shielded_from_its_markdown() -> None:
    entry = Entry("a/b.py", "b", "", None, result(problems=(Diagnostic("a", 1, STRINGS[5]),)))
    text, _ = notebooks.rendered(entry, Bibliography(Path("x")), lambda target: target)
    assert "[a](javascript" not in text.replace("\\", "")
