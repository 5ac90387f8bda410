"""Notebooks: as they are read and rendered, and as they are downloaded."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import nbformat
import pytest
from books import whole
from notebook_script import SCRIPT, SMALL
from pages import bibliography

from actbook.book import book
from actbook.execution.cache import Cache
from actbook.reading import percent
from actbook.result import Entry, Output, Outputs, Result
from actbook.verdict import Diagnostic
from actbook.weaving import ipynb, notebooks

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
    return Entry(path, "first", script, percent.read(script, path), result)


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
    page = entry().page
    made = notebooks.downloads("notebooks/first", SCRIPT, page, RESULT, bibliography(tmp_path))
    files = {name: text() for name, text in made}
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


def test_an_equation_says_for_which_values_it_is_as_on_a_page(tmp_path):
    variables = "# title: First\n# variables: {s: {domain: '[0, 1]'}}\n"
    script = SCRIPT.replace("# title: First\n", variables).replace("+ 2x + 1", "+ 2x + 1 + s - s")
    text, _ = notebooks.rendered(entry(script), bibliography(tmp_path), lambda target: target)
    told = prose(cells(text)).partition('<p class="actbook-over">for ')[2]
    assert "in &#91;0, 1&#93;" in told.partition("</p>")[0]


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


def test_whoever_reads_the_book_hears_which_cell_is_running(tmp_path, pool):
    (tmp_path / "docs" / "notebooks").mkdir(parents=True)
    (tmp_path / "docs" / "notebooks" / "slow.py").write_text(SMALL)
    heard = []
    progress = book.Progress(started=lambda *what: heard.append(what))
    found = whole(tmp_path / "docs", Cache(tmp_path / "cache"), pool, progress=progress)
    assert found.problems == ()
    path = str(tmp_path / "docs" / "notebooks" / "slow.py")
    running = [line for name, what, line in heard if (name, what) == (path, "running the cell")]
    assert running == [cell.line for cell in percent.read(SMALL, path).cells]
