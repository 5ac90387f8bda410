"""What values show beside their text: how cells display it, and how pages and notebooks hold it."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

import matplotlib.pyplot  # noqa: F401  (as the pool does)
import nbformat
import pytest
from cells import page

from actbook.execution.execute import run
from actbook.records import store
from actbook.result import Output, Outputs, Record, RecordedCell
from actbook.swept import Origin
from actbook.weaving import ipynb, templates

#: As pandas 3 writes it, with a name that looks like HTML.
FRAME = """<div>
<style scoped>
    .dataframe thead th { text-align: right; }
</style>
<table border="1" class="dataframe">
  <thead>
    <tr style="text-align: right;">
      <th></th>
      <th>&lt;b&gt;a</th>
    </tr>
  </thead>
  <tbody>
    <tr>
      <th>0</th>
      <td onclick="x()">1.5</td>
    </tr>
  </tbody>
</table>
</div>"""
FORMS = """\
class Shown:
    def __init__(self, **forms):
        self.forms = forms
    def __repr__(self):
        return "Shown()"
    def _repr_mimebundle_(self, include=None, exclude=None):
        return {kind.replace("_", "/", 1): held for kind, held in self.forms.items()}
"""
PIXEL = base64.b64encode(b"\x89PNG not really").decode()


def draw(figure: Any, alt: str, salt: str) -> str:
    return f"<svg {alt}>"


def outputs(*blocks: str) -> Outputs:
    return run(page(*blocks), draw)[0]


GIVEN = {
    "an object's forms, its text first": (
        "class A:\n    def _repr_html_(self):\n        return '<b>a</b>'\n"
        "    def _repr_latex_(self):\n        return '$a$', {}\n"
        "    def _repr_png_(self):\n        return b'abc'\n    def __repr__(self):\n"
        "        return 'A()'\nA()",
        [
            Output(
                "value",
                "A()",
                (("text/html", "<b>a</b>"), ("text/latex", "$a$"), ("image/png", "YWJj")),
            )
        ],
    ),
    "a bundle of forms": (
        f"{FORMS}\nShown(text_html='<i>b</i>', application_json='1')",
        [Output("value", "Shown()", (("text/html", "<i>b</i>"),))],
    ),
    "the text where a form is not made": (
        "class A:\n    def __repr__(self):\n        return 'A()'\n"
        "    def _repr_html_(self):\n        return None\n"
        "    def _repr_svg_(self):\n        raise NotImplementedError\nA()",
        [Output("value", "A()")],
    ),
    "an object that answers to every name": (
        "from unittest.mock import Mock\ndisplay(1)\nvalue = Mock()\ntype(value).__repr__ = "
        "lambda self: 'Mock'\nvalue",
        [Output("display", "1"), Output("value", "Mock")],
    ),
    "what is displayed, where it is": (
        "from IPython.display import HTML, display\nprint('a')\ndisplay(HTML('<b>b</b>'), 2)\n"
        "print('c')",
        [
            Output("stdout", "a\n"),
            Output("display", "HTML", (("text/html", "<b>b</b>"),)),
            Output("display", "2"),
            Output("stdout", "c\n"),
        ],
    ),
    "an update in the place of what was shown": (
        "from IPython.display import Markdown, display\n"
        "handle = display(Markdown('one'), display_id=True)\nprint('a')\n"
        "handle.update(Markdown('two'))",
        [
            Output("display", "Markdown", (("text/markdown", "two"),)),
            Output("stdout", "a\n"),
        ],
    ),
    "nothing of what was cleared": (
        "from IPython.display import clear_output\nprint('a')\nclear_output(wait=True)\nprint('b')",
        [Output("stdout", "b\n")],
    ),
    "an object that shows itself": (
        "class A:\n    def _ipython_display_(self):\n        print('itself')\ndisplay(A())",
        [Output("stdout", "itself\n")],
    ),
    "raw forms": (
        "display({'text/plain': 'a', 'text/latex': '$a$'}, raw=True)",
        [Output("display", "a", (("text/latex", "$a$"),))],
    ),
    "the text of what is too long, and why": (
        f"{FORMS}\nShown(text_latex='$' + 'x' * 6000 + '$')",
        [
            Output(
                "value",
                "Shown()\n… (as text: its text/latex has 6,002 characters, a page holds 5,000)",
            )
        ],
    ),
}


def told(output: Output) -> Output:
    """Without the place in memory that IPython's objects name."""
    for name in ("HTML", "Markdown"):
        if output.text == f"<IPython.core.display.{name} object>":
            return replace(output, text=name)
    return output


@pytest.mark.parametrize(("code", "expected"), GIVEN.values(), ids=GIVEN)
def test_a_cell_shows(code: str, expected: list[Output]) -> None:
    given = outputs(f"py\n{code}")
    assert given.problems == ()
    assert list(map(told, given.cells[0])) == expected


def test_a_displayed_figure_is_drawn_in_its_place_and_once() -> None:
    plot = "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()"
    given = outputs(f"py|alt=A line.\n{plot}\ndisplay(fig)\nprint('a')")
    assert given.problems == ()
    assert given.cells[0] == (Output("figure", "<svg A line.>"), Output("stdout", "a\n"))


def test_a_method_that_fails_is_the_pages_error() -> None:
    given = outputs("py\nclass A:\n    def _repr_html_(self):\n        return 1 / 0\nA()")
    assert str(given.problems[0]).endswith("sample.md:6: ZeroDivisionError: division by zero")


def test_a_cell_shows_no_more_than_a_page_can_hold() -> None:
    code = f"{FORMS}\nfor i in range(40):\n    display(Shown(text_html='x' * 299_999))"
    given = outputs(f"py\n{code}").cells[0]
    assert sum(len(held) for output in given for _, held in output.data) < 4_000_001
    assert given[-1] == Output("display", "Shown()")


def html(kind: str, held: str, text: str = "Shown()", alt: str = "") -> str:
    return str(
        templates.show("output", outputs=[Output("display", text, ((kind, held),))], alt=alt)
    )


HELD = {
    "a table": (
        "text/html",
        FRAME,
        ["<th>&lt;b&gt;a</th>", "<td>1.5</td>", 'class="actbook-rich"'],
    ),
    "a picture that it holds": (
        "text/html",
        f'<img src="data:image/png;base64,{PIXEL}" onload="x()">',
        [f'<img src="data:image/png;base64,{PIXEL}">'],
    ),
    "headings below those of the page": ("text/html", "<h1>a</h1>", ["<h3>a</h3>"]),
    "Markdown with a formula": (
        "text/markdown",
        "*a* $x^2$ `$`",
        ["<em>a</em>", "<msup><mi>x</mi><mn>2</mn></msup>"],
    ),
    "a formula": ("text/latex", r"$\displaystyle \sqrt{2}$", ['display="block"', "<msqrt>"]),
    "an environment": ("text/latex", r"\begin{aligned} a &= b \end{aligned}", ["<mtable"]),
    "an SVG as a picture": (
        "image/svg+xml",
        "<?xml version='1.0'?><svg><circle r='1'/></svg>",
        ['<img alt="Shown()" src="data:image/svg+xml;base64,'],
    ),
    "a raster picture": ("image/png", f"{PIXEL}\n", [f'src="data:image/png;base64,{PIXEL}"']),
}


@pytest.mark.parametrize(("kind", "held", "present"), HELD.values(), ids=HELD)
def test_a_page_holds(kind: str, held: str, present: list[str]) -> None:
    shown = html(kind, held)
    assert all(part in shown for part in present), shown
    assert "\n" not in shown and "<pre" not in shown
    assert not any(name in shown for name in ("onclick", "onload", "<style", 'class="dataframe'))


TEXT = {
    "what is empty without scripts": ("text/html", "<script>x()</script><iframe src='x'></iframe>"),
    "what is of controls": ("text/html", "<label>Estimator</label><input type='checkbox'>"),
    "a picture of another host": ("text/html", "<img src='https://elsewhere.example/x.png'>"),
    "LaTeX that cannot be set": ("text/latex", r"$\nothing{x}$"),
    "LaTeX in text": ("text/latex", "a $x$ b $y$"),
    "SVG that is none": ("image/svg+xml", "<svg><circle></svg>"),
    "XML that grows": (
        "image/svg+xml",
        '<!DOCTYPE svg [<!ENTITY a "&b;&b;"><!ENTITY b "x">]><p>&a;</p>',
    ),
    "bytes that are no picture": ("image/png", '" onerror="x()'),
}


@pytest.mark.parametrize(("kind", "held"), TEXT.values(), ids=TEXT)
def test_a_page_has_the_text_of(kind: str, held: str) -> None:
    assert html(kind, held) == (
        '<div class="actbook-output"><pre class="actbook-display" tabindex="0">Shown()</pre></div>'
    )


def test_a_picture_has_the_words_of_its_cell_or_of_its_value() -> None:
    assert 'alt="a dot"' in html("image/png", PIXEL, alt="a dot")
    assert 'alt="picture"' in html("image/png", PIXEL, "<a.B object at 0x7f>")
    given = outputs("py|alt=A dot.\nclass A:\n    def _repr_png_(self):\n        return b'x'\nA()")
    assert given.problems == ()


def test_a_formula_does_not_leave_an_attribute_of_the_markdown_around_it() -> None:
    shown = html("text/markdown", '[a](https://b.example "$\\text{onclick=x}$")')
    assert "<math" not in shown and 'title="0"' in shown


def test_a_notebook_holds_the_forms_and_sanitised_html() -> None:
    data = (("text/html", FRAME), ("text/latex", "$a$"))
    given = [Output("display", "a", data), Output("value", "b", data)]
    cell = ipynb.code("x", given, 1, {})
    nbformat.validate(nbformat.reads(ipynb.notebook([cell], "a", {}), as_version=4))
    first, second = cell["outputs"]
    assert (first["output_type"], second["output_type"]) == ("display_data", "execute_result")
    assert first["data"]["text/plain"] == "a" and first["data"]["text/latex"] == "$a$"
    assert "<td>1.5</td>" in second["data"]["text/html"]
    assert "style" not in first["data"]["text/html"]


def test_a_record_keeps_the_forms(tmp_path: Any) -> None:
    shown = Output("display", "a", (("text/html", FRAME),))
    cell = RecordedCell(("a",), "0", 2.0, (shown, Output("stdout", "b\n")), {"a": 1}, {})
    record = Record(Origin("2030-01-02", "p", "c", {}), (cell,))
    store.write(tmp_path / "a.json", record)
    assert store.read(tmp_path / "a.json") == record
