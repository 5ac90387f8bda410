"""A site whose data are injection strings, in a browser: nothing runs, nothing is asked for, and no
element is made by data. It is built without the policy that would stop the most of it anyway."""

from __future__ import annotations

import html
import json
import subprocess
import sys
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import markdown
import pytest
from browsing import FAR, browsing, serving

HOST = "https://injected.example"
STRINGS = [
    f'needle <img src="{HOST}/a" onerror="alert(1)">',
    "needle <script>alert(1)</script><ScRiPt src=//injected.example/s></sCrIpT>",
    "needle </pre></div></textarea></title></script><svg/onload=alert(1) id=injected>",
    'needle " onmouseover="alert(1)" autofocus onfocus="alert(1)" data-injected="',
    "needle ' onfocus='alert(1)' autofocus data-injected='",
    f"needle [a](javascript:alert(1)) ![b]({HOST}/b) [c]: javascript:alert(1)",
    f"needle <style>*{{background:url({HOST}/c)}}</style><base href={HOST}/>",
    f'needle <meta http-equiv=refresh content="0;url={HOST}/d"><iframe srcdoc="<b id=injected>" '
    f'src="{HOST}/e"></iframe><object data={HOST}/o></object>',
    f"needle {{: onclick=alert(1) .injected #injected style=background:url({HOST}/f) }}",
    "needle {{ config }} {% raw %} <!-- injected --> ]]> <![CDATA[<b id=injected>]]>",
    r"needle $\href{javascript:alert(1)}{x}$ $\text{<img src=x onerror=alert(1)>}$",
    'needle <math href="javascript:alert(1)"><mtext><b id=injected></math>'
    '<a id=injected href="data:text/html,<script>alert(1)</script>">x</a>',
    f"needle <{HOST}/auto> `` ` `` | &lt;b id=injected&gt; &#60;b id=injected&#62;",
]
CONFIG = """site_name: injected
site_url: https://book.example/
theme: {name: material, font: false, features: [search.suggest, search.highlight]}
plugins:
  - search
  - tags
  - mkdocs-jupyter: {execute: false, include: ["notebooks/*.ipynb"]}
  - actbook: {content_security_policy: false}
extra: {generator: false}
markdown_extensions: [admonition, attr_list, md_in_html, tables, pymdownx.details,
  pymdownx.highlight, pymdownx.superfences, pymdownx.tabbed: {alternate_style: true}]
"""
CELL = """\
```python
import sys, warnings
print(text)
print(text, file=sys.stderr)
warnings.warn(text)
display(Shown("text/html"), Shown("text/markdown"), Shown("image/svg+xml"), Shown("text/latex"))
Shown("text/plain")
```
"""
PAGE = """---
title: {json}
symbol: s{letter}
aliases: [{json}]
family: {json}
description: {json}
tags: [{json}]
implementations: {{{json}: 2 * x}}
facts: {{lipschitz: 2}}
figure: {{alt: {json}}}
sources: [key{number}]
---

# S{number}

Words [@key{number}].

$$ \\operatorname{{s{letter}}}(x) = 2x $$

$$ \\int_0^1 x = \\text{{one}} $$ {{unchecked="{plain}"}}

```python
text = {python}

class Shown:
    def __init__(self, kind):
        self.kind = kind
    def __repr__(self):
        return text
    def _repr_mimebundle_(self, include=None, exclude=None):
        return {{self.kind: text}}
```

{containers}

```python raises=ValueError
raise ValueError(text)
```

```python run=no reason="{plain}"
x
```

```python alt="{plain}"
import matplotlib
import matplotlib.pyplot as plt
matplotlib.rcParams["text.parse_math"] = False
fig, ax = plt.subplots()
line, = ax.plot([0, 1], label=text, url="javascript:alert(1)", gid=text)
ax.set_title(text, url={python})
ax.set_xticks([0, 1], [text, text])
ax.annotate(text, (0, 0), gid="injected")
ax.legend()
```

## At `{{python}} text`

| a | b |
| - | - |
| `{{python}} text` | 1 |
"""
NOTEBOOK = """# ---
# title: {json}
# sources: [key{number}]
# ---

# %% [markdown]
# # N{number}
#
# Words [@key{number}].

# %%
text = {python}
print(text)
display({{"text/html": text, "text/plain": text}}, raw=True)

# %% [markdown]
# It is `{{python}} text`.
"""
#: What data must not make, wherever it is.
MADE = """() => [...document.querySelectorAll("*")].filter((e) => {
  const led = (name) => ["src", "srcset", "data", "action", "href", "xlink:href"].includes(name)
  const elsewhere = (value) =>
    URL.canParse(value, location) && new URL(value, location).host.includes("injected")
  const wrong = ({ name, value }) => name.startsWith("on") || name === "autofocus" ||
    (led(name) && /^\\s*(javascript|vbscript|data:text)/i.test(value)) ||
    (led(name) && elsewhere(value) && !e.closest(".actbook-rich")) ||
    (name === "style" && value.includes("injected"))
  const named = e.id === "injected" || e.classList.contains("injected")
  return named || "injected" in (e.dataset ?? {}) ||
    [...e.attributes].some(wrong) || (e.tagName === "META" && e.httpEquiv) ||
    (["BASE", "IFRAME", "OBJECT", "EMBED", "STYLE"].includes(e.tagName) &&
      e.outerHTML.includes("injected"))
}).map((e) => e.outerHTML.slice(0, 200))"""


FIELDS = ("title", "journal", "author", "url", "doi", "eprint", "note", "publisher", "pages")


def containers() -> Iterator[str]:
    inner = textwrap.indent(CELL, "    ")
    yield CELL
    yield f'=== "A"\n\n{inner}\n=== "B"\n\n    - item\n\n{textwrap.indent(inner, "    ")}'
    yield f'!!! note "N"\n\n{inner}'
    yield f'??? note "N"\n\n{inner}'
    yield f"1. item `{{python}} text`\n\n{inner}"
    yield f"<details markdown>\n<summary>s</summary>\n\n{CELL}\n</details>"


def written(folder: Path) -> None:
    """The sources of the site: a page, a notebook and an entry of the bibliography a string."""
    docs = folder / "docs"
    for name in ("functions", "notebooks"):
        (docs / name).mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(CONFIG)
    (docs / "index.md").write_text(
        "# Home\n\n<!-- gallery -->\n\n<!-- ranges -->\n\n<!-- checked -->\n\n"
        '<div class="actbook-compare"></div>\n'
    )
    entries = []
    for number, string in enumerate(STRINGS):
        given = {
            "json": json.dumps(string),
            "python": repr(string),
            "plain": string.translate(str.maketrans('"{}', "'()")),
            "number": number,
            "letter": "abcdefghijklmnop"[number],
        }
        page = PAGE.format(containers="\n\n".join(containers()), **given)
        (docs / "functions" / f"s{number}.md").write_text(page)
        (docs / "notebooks" / f"n{number}.py").write_text(NOTEBOOK.format(**given))
        text = str(given["plain"]).replace("\\", "").replace("$", "").replace("%", "")
        lines = ",\n".join(f"  {field} = {{{text}}}" for field in FIELDS)
        entries.append(f"@article{{key{number},\n{lines},\n  year = {{2001}}\n}}\n")
    (docs / "references.bib").write_text("\n".join(entries))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("injected")
    written(folder)
    command = [sys.executable, "-m", "mkdocs", "build"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing() as browser:
        yield browser


def done(browser: Any, base: str, pages: Iterable[str], search: str = "") -> list[str]:
    """What data did in the pages at `base`, and in what a search of the first one finds."""
    wrong: list[str] = []
    context = browser.new_context()
    context.set_default_timeout(FAR)
    tab = context.new_page()

    def fired(dialog: Any) -> None:
        wrong.append(f"{tab.url} fires")
        dialog.dismiss()

    def asked(request: Any) -> None:
        if not request.url.startswith((base, "data:", "about:")):
            wrong.append(f"{tab.url} asks for {request.url}")

    tab.on("dialog", fired)
    tab.on("request", asked)
    for page in pages:
        try:
            tab.goto(base + page)
            tab.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
            wrong += [f"{page} has {made}" for made in tab.evaluate(MADE)]
        except Exception as error:  # Playwright's, of a page that leads elsewhere by itself
            wrong.append(f"{page} ends in {error}")
    if search:
        tab.goto(base)
        tab.click("[data-md-component=search-query]")
        tab.keyboard.type(search)
        tab.wait_for_selector(".md-search-result__item", state="attached")
        wrong += [f"the search has {made}" for made in tab.evaluate(MADE)]
    context.close()
    return wrong


def test_no_string_in_no_field_does_anything(site: Path, browser: Any) -> None:
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    assert len(pages) > 2 * len(STRINGS)
    with serving(site) as base:
        assert done(browser, base, pages, search="needle") == []


def test_whoever_let_a_string_through_would_be_seen(tmp_path: Path, browser: Any) -> None:
    for number, string in enumerate(STRINGS):
        written = markdown.markdown(f"{string}\n\n## {string}", extensions=["attr_list"])
        shown = [f"<p>{string}</p>", written]
        shown += [f'<p title="{string}"></p>', f"<p title='{string}'></p>"]
        (tmp_path / f"{number}.html").write_text("<!doctype html><body>" + "\n".join(shown))
    with serving(tmp_path) as base:
        seen = [bool(done(browser, base, [f"{n}.html"])) for n in range(len(STRINGS))]
    # What only a template acts on is nothing to a browser.
    assert [s for s, found in zip(STRINGS, seen, strict=True) if not found] == [
        s for s in STRINGS if "config" in s
    ]


def test_readers_see_the_strings_as_they_are(site: Path) -> None:
    """Nothing of this would be a test if the strings were not there."""
    for number, string in enumerate(STRINGS):
        page = (site / "functions" / f"s{number}" / "index.html").read_text("utf-8")
        shown = html.unescape(page)
        assert shown.count(string) > 20, string
        assert "{{ config }}" not in string or "{{ config }}" in page


def test_data_files_are_what_they_say(site: Path) -> None:
    book = json.loads((site / "actbook.json").read_text("utf-8"))
    assert {page["title"] for page in book["pages"]} >= set(STRINGS)
    for path in site.rglob("*.ipynb"):
        assert json.loads(path.read_text("utf-8"))["nbformat"] == 4
