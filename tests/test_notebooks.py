"""Notebooks: as they are rendered, as they are downloaded, and in a site."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from xml.etree import ElementTree

import nbformat
import pytest
from pages import bibliography

from actbook import book, notebooks
from actbook.execution.cache import Cache
from actbook.execution.execute import Output, Outputs
from actbook.result import Entry, Result
from actbook.verdict import Diagnostic
from actbook.weaving import ipynb

SCRIPT = """# ---
# title: First
# sources: [first2001]
# ---

# %% [markdown]
# # First
#
# A paragraph with $x^2$, a [page](../activations/ramp.md#definition) and a work [@second2002].
#
# ## Then
#
# $$ (x + 1)^2 = x^2 + 2x + 1 $$

# %%
#| alt: A line that rises.
import matplotlib.pyplot as plt

print("<needle>", 6 * 7)
plt.plot([1, 2], [1, 3])

# %%
#| hide: code
40 + 2

# %%
#| raises: ZeroDivisionError
1 / 0
"""
SMALL = SCRIPT.replace("# sources: [first2001]\n", "").replace(" [@second2002]", "")
FIGURE = (
    '<svg class="actbook-figure" viewBox="0 0 20 10" role="img" aria-label="A" fill="currentColor"'
    ' style="--actbook-width:26px"><path d="M0 0L1 1" style="stroke:var(--actbook-series-1);'
    'fill:var(--actbook-background)"/></svg>'
)
OUTPUTS = Outputs(
    cells=(
        (Output("stdout", "<needle> 42\n"), Output("figure", FIGURE)),
        (Output("value", "42"), Output("warning", "UserWarning: old")),
        (Output("error", "ZeroDivisionError: division by zero"),),
    ),
    inlines=(),
    problems=(),
    seconds=(12.3, 0.1, 0.0),
)
RESULT = Result(OUTPUTS, (), "", "", (), ())


def entry(script=SCRIPT, result=RESULT):
    path = "docs/notebooks/first.py"
    return Entry(path, "first", script, notebooks.read(script, path), result)


def cells(text):
    book = json.loads(text)
    nbformat.validate(book)
    return book["cells"]


def code(found):
    return [cell for cell in found if cell["cell_type"] == "code"]


def prose(found):
    return "\n".join(cell["source"] for cell in found if cell["cell_type"] == "markdown")


@pytest.fixture
def rendered(tmp_path):
    text, wrong = notebooks.rendered(
        entry(), bibliography(tmp_path), lambda target: f"../{target}", [("Script", "first.py")]
    )
    assert wrong == ()
    return cells(text)


@pytest.fixture
def downloaded(tmp_path):
    files = dict(notebooks.downloads("notebooks/first", entry(), bibliography(tmp_path)))
    assert files["notebooks/first/first.py"] == SCRIPT
    return cells(files["notebooks/first.ipynb"])


def test_the_rendered_text_is_set_as_a_page_is(rendered):
    text = prose(rendered)
    assert "$" not in text and text.count("<math") == 2
    assert "](../../activations/ramp.md#definition)" in text
    assert '<a class="actbook-cite" href="#ref-second2002"' in text
    assert '<a href="first.py" download="first.py">Script</a>' in text
    assert text.index("Script</a>") < text.index("## Then")
    assert text.count('<li value="') == 2


def test_the_rendered_cells_show_what_readers_are_to_see(rendered):
    first, second, third = code(rendered)
    assert first["source"].startswith("import matplotlib")
    assert first["metadata"]["seconds"] == 12 and "seconds" not in second["metadata"]
    assert [cell["metadata"]["transient"]["remove_source"] for cell in (first, second, third)] == [
        False,
        True,
        False,
    ]
    assert first["outputs"][1]["data"]["image/svg+xml"] == FIGURE


def test_the_download_is_markdown_with_latex_and_options(downloaded):
    text = prose(downloaded)
    assert "$x^2$" in text and "$$\n(x + 1)^2 = x^2 + 2x + 1\n$$" in text and "<" not in text
    assert "a work [1]" in text and "2. Ann First. On Ramps &lt;and&gt;" in text
    assert code(downloaded)[0]["source"].startswith("#| alt: A line that rises.\nimport")
    assert code(downloaded)[2]["metadata"] == {"tags": ["raises-exception"]}


def test_the_download_has_every_output(downloaded):
    kinds = [[output["output_type"] for output in cell["outputs"]] for cell in code(downloaded)]
    assert kinds == [["stream", "display_data"], ["execute_result", "stream"], ["error"]]
    first, second, third = code(downloaded)
    assert first["outputs"][0] == {
        "output_type": "stream",
        "name": "stdout",
        "text": "<needle> 42\n",
    }
    assert second["outputs"][0]["data"] == {"text/plain": "42"}
    assert (third["outputs"][0]["ename"], third["outputs"][0]["evalue"]) == (
        "ZeroDivisionError",
        "division by zero",
    )


def test_a_figure_outside_a_page_is_an_image_of_its_own():
    root = ElementTree.fromstring(ipynb.image(FIGURE))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert (root.get("width"), root.get("height")) == ("20pt", "10pt")
    style = root[0].get("style", "")
    assert "var(" not in ipynb.image(FIGURE) and "#3261a6" in style and "#fff" in style


def test_a_link_that_leads_nowhere_is_named_with_its_line(tmp_path):
    _, wrong = notebooks.rendered(entry(), bibliography(tmp_path), lambda target: "")
    assert [str(problem) for problem in wrong] == [
        "docs/notebooks/first.py:9: the book has no `../activations/ramp.md` to link to"
    ]


def test_a_process_that_did_not_survive_leaves_code_and_the_problem(tmp_path):
    problem = Diagnostic("docs/notebooks/first.py", 20, "the process was killed")
    lost = Result(Outputs((), (), (), ()), (), "", "", (), (problem,))
    text, _ = notebooks.rendered(entry(result=lost), bibliography(tmp_path), lambda t: t)
    found = cells(text)
    assert "the process was killed" in prose(found)
    assert len(code(found)) == 3


@pytest.mark.parametrize(
    ("repository", "expected"),
    [
        (None, []),
        ("https://example.org/someone/book", []),
        (
            "https://github.com/someone/book/",
            ["https://colab.research.google.com/github/someone/book/blob/pages/notebooks/a.ipynb"],
        ),
    ],
)
def test_colab_opens_what_is_in_a_repository(repository, expected):
    found = dict(notebooks.links("notebooks/a", repository, "pages"))
    assert list(found)[:2] == ["Notebook", "Script"]
    assert [url for label, url in found.items() if label == "Open in Colab"] == expected


def test_whoever_reads_the_book_hears_which_cell_is_running(tmp_path):
    (tmp_path / "docs" / "notebooks").mkdir(parents=True)
    (tmp_path / "docs" / "notebooks" / "slow.py").write_text(SMALL)
    heard = []
    progress = book.Progress(started=lambda *what: heard.append(what))
    found = book.read(tmp_path / "docs", Cache(tmp_path / "cache"), progress=progress)
    assert found.problems == ()
    path = str(tmp_path / "docs" / "notebooks" / "slow.py")
    running = [line for name, what, line in heard if (name, what) == (path, "running the cell")]
    assert running == [cell.line for cell in notebooks.read(SMALL, path).cells]


CONFIG = """site_name: tiny
repo_url: https://github.com/someone/book
theme: {name: material, font: false}
plugins:
  - search
  - mkdocs-jupyter: {execute: false, include: ["notebooks/*.ipynb"]}
  - actbook
markdown_extensions: [attr_list, pymdownx.superfences, pymdownx.highlight]
"""
RAMP = """---
title: Ramp
symbol: ramp
---

# Ramp

The ramp keeps what is positive; [a notebook](../notebooks/first.py#then) uses it.

## Definition

$$ \\operatorname{ramp}(x) = \\max(0, x) $$
"""


def project(folder, script, config=CONFIG):
    (folder / "mkdocs.yml").write_text(config)
    for name, text in (
        ("index.md", "# Tiny\n"),
        ("activations/ramp.md", RAMP),
        ("notebooks/first.py", script),
    ):
        (folder / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "docs" / name).write_text(text)
    return folder


def run(folder, *command):
    command = [sys.executable, *command]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = project(tmp_path_factory.mktemp("notebooks"), SMALL)
    done = run(folder, "-m", "mkdocs", "build", "--strict")
    assert done.returncode == 0, done.stderr
    return folder


def page(folder):
    return (folder / "site" / "notebooks" / "first" / "index.html").read_text()


def test_a_site_has_the_notebook_as_a_page_like_others(built):
    html = page(built)
    for part in (
        '<pre class="actbook-stdout" tabindex="0">&lt;needle&gt; 42',
        '<pre class="actbook-error" tabindex="0">ZeroDivisionError: division by zero',
        '<svg aria-label="A line that rises."',
        'class="actbook-mark actbook-proved"',
        '<h2 id="then">Then<a class="headerlink"',
        '<a href="../../activations/ramp/#definition">page</a>',
        '<a download="first.ipynb" href="../first.ipynb">Notebook</a>',
        "/someone/book/blob/gh-pages/notebooks/first.ipynb",
    ):
        assert part in html, part
    assert "40 + 2" not in html and "#|" not in html and "In&nbsp;[" not in html
    ramp = (built / "site" / "activations" / "ramp" / "index.html").read_text()
    assert '<a href="../../notebooks/first/#then">' in ramp
    assert "Notebooks" in ramp


def test_a_notebook_asks_no_other_host_and_brings_no_styles_of_its_own(built):
    html = page(built)
    article = html[html.index("<article") : html.index("</article>")]
    assert not re.search(r"<(script|link|img|iframe)\b", article)
    assert "".join(re.findall(r"<style>(.*?)</style>", article, re.DOTALL)).strip() == ""
    assert not re.search(r"(?:src|@import)\W+https?:", html)
    assert len(article) < 30_000


def test_search_reads_the_text_of_a_notebook_once(built):
    index = json.loads((built / "site" / "search" / "search_index.json").read_text())
    found = [doc for doc in index["docs"] if doc["location"].startswith("notebooks/")]
    text = " ".join(doc["text"] for doc in found)
    assert text.count("needle") == 2 and "A paragraph with" in text
    assert not re.search(r"<m|svg|stroke|ipynb", text)


def test_nothing_is_written_into_the_source_folder(built):
    found = sorted(path.name for path in (built / "docs").rglob("*") if path.is_file())
    assert found == ["first.py", "index.md", "ramp.md"]


def test_a_warm_build_executes_nothing(built):
    code = (
        "import sys\nfrom mkdocs.commands.build import build\n"
        "from mkdocs.config import load_config\nbuild(load_config())\n"
        "print([m for m in ('torch', 'numpy', 'sympy', 'matplotlib', 'flint') if m in sys.modules])"
    )
    before = page(built)
    done = run(built, "-c", code)
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr
    assert page(built) == before


def test_a_notebook_that_fails_ends_the_build_and_is_served_with_its_problem(tmp_path):
    folder = project(tmp_path, SMALL.replace('print("<needle>", 6 * 7)', "print(needle)"))
    done = run(folder, "-m", "mkdocs", "build")
    line = SMALL.split("\n").index('print("<needle>", 6 * 7)') + 1
    assert done.returncode == 1
    assert done.stderr.count(f"docs/notebooks/first.py:{line}: NameError") == 1
    code = (
        "from mkdocs.commands.build import build\nfrom mkdocs.config import load_config\n"
        "config = load_config()\nconfig.plugins.on_startup(command='serve', dirty=False)\n"
        "build(config)\nconfig.plugins.on_shutdown()"
    )
    served = run(folder, "-c", code)
    assert served.returncode == 0, served.stderr
    assert f"docs/notebooks/first.py:{line}: NameError" in page(folder)


@pytest.mark.parametrize(
    ("config", "script", "said"),
    [
        (re.sub("  - mkdocs-jupyter.*\n", "", CONFIG), SMALL, "list mkdocs-jupyter in `plugins`"),
        (CONFIG, SMALL.replace("ramp.md", "slope.md"), "first.py:8: the book has no `../activ"),
        (CONFIG, SMALL.replace("# title: First", "# colour: red"), "first.py:2:"),
    ],
    ids=["without the renderer", "a link to nothing", "unreadable"],
)
def test_a_build_refuses(tmp_path, config, script, said):
    done = run(project(tmp_path, script, config), "-m", "mkdocs", "build")
    assert done.returncode == 1 and said in done.stderr and "Traceback" not in done.stderr
