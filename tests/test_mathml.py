"""LaTeX to MathML: what is set, how Markdown treats it, and that a browser stretches it."""

import re
import shutil
import xml.etree.ElementTree as ElementTree
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from markdown import Markdown

from actbook.markup import ACTIVE, placed, shielded, spaced, typeset
from actbook.weaving import mathml

CASES = (
    r"\begin{cases} x & \text{if } x > 0 \\ \alpha\,(e^{x} - 1) & \text{if } x \le 0 \end{cases}"
)

#: Constructs that formulas are written in, each with text that its MathML must show.
CONSTRUCTS = [
    (CASES, "if\N{NO-BREAK SPACE}"),
    (r"\operatorname{ELU}'(x)", "ELU"),
    (r"\frac{x}{2} + \tfrac12", '<mfrac displaystyle="false">'),
    (r"\sqrt[3]{x}", "<mroot>"),
    (r"\lvert x\rvert + \left|x\right| + |x|", ">|</mo>"),
    (r"\max(0, x) + \min(x, 6)", "max"),
    (r"\sum_{j=1}^{n} e^{x_j}", "<munderover>"),
    (r"\mathbf{1}[x > 0]", "𝟏"),
    (r"\mathbb{1}_{x > 0} + \mathds{1}", "𝟙"),
    (r"\delta_{ij} - \varphi(x)", "φ"),
    (r"\frac{\partial y_i}{\partial x_j}", "∂"),
    (r"\begin{aligned} a &= b \\ &= c \end{aligned}", "<mtable"),
    (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "<mtable"),
    (r"x \in \mathbb{R}, \; x \to \infty", "ℝ"),
    (r"x \cdot y \times z \ge 0 \ne 1 \approx 2 \odot w", "≈"),
    (r"\arsinh x + \sgn x + \sech x", "arsinh"),
    (r"a + \dotsb + z", "⋯"),
    (r"\mbox{if } x", "if\N{NO-BREAK SPACE}"),
]


@pytest.mark.parametrize(("latex", "shown"), CONSTRUCTS)
def test_constructs_of_formulas_are_set(latex: str, shown: str) -> None:
    for html in (mathml.display(latex), mathml.inline(latex)):
        ElementTree.fromstring(html)
        assert shown in html and "\n" not in html
    assert mathml.display(latex).startswith('<math display="block">')


@pytest.mark.parametrize(
    ("latex", "reason"),
    [
        (r"a + \foo x", r'Unknown command "\foo". (character 5'),
        (r"\frac{a", "character"),
        (r"\begin{alignedat}{2} a \end{alignedat}", 'environment "alignedat"'),
        (r"\text{if $x$}", "Math mode within text mode"),
        ("", "sets nothing"),
        (r"\def\a{x}", "sets nothing"),
    ],
)
def test_latex_that_cannot_be_set_is_refused(latex: str, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)):
        mathml.display(latex)


def test_a_prime_is_not_a_superscript_because_the_font_raises_it() -> None:
    primed = mathml.display(r"f''(x) + e^{x}")
    assert '<mi>f</mi><mo lspace="0" rspace="0">″</mo>' in primed
    assert "<msup><mi>e</mi><mi>x</mi></msup>" in primed


@pytest.mark.parametrize(
    "latex", [r"\operatorname{GELU}_{\tanh}'(x)", "g_k''", "f'^2", "f_k'^2", r"e^{f'_k(x)}"]
)
def test_a_prime_beside_an_index_or_a_power_keeps_its_size(latex: str) -> None:
    root = ElementTree.fromstring(mathml.display(latex))
    (row,) = (row for row in root.iter("mrow") if row[-1].text in ("′", "″"))
    assert row[-1].get("lspace") == "0"
    scripted = [*root.iter("msup"), *root.iter("msubsup")]
    assert not any(part[-1].text in ("′", "″") for part in scripted)


def test_all_sizes_of_the_root_sign_are_as_wide_as_the_smallest() -> None:
    shipped = TTFont(BytesIO(mathml.font("√")))
    variants = shipped["MATH"].table.MathVariants
    at = variants.VertGlyphCoverage.glyphs.index(shipped.getBestCmap()[ord("√")])
    records = variants.VertGlyphConstruction[at].MathGlyphVariantRecord
    assert len(records) > 2
    assert len({shipped["hmtx"][record.VariantGlyph][0] for record in records}) == 1


@pytest.mark.parametrize(
    ("markdown", "element"),
    [
        ("a *b* {} c_d_", "p"),
        ("first line\n{} starts the second", "p"),
        ("| a | b |\n| - | - |\n| {} | *c* |", "table"),
        ("* item {}\n* {}", "ul"),
    ],
)
def test_markdown_leaves_inline_formulas_alone(markdown: str, element: str) -> None:
    formula = mathml.inline(r"\left|x_1 * [y]\right| + \text{hard\_swish} ^ {2} + \{x\} + a'")
    extensions = ["tables", "smarty", "actbook.weaving.rawhtml"]
    html = Markdown(extensions=extensions).convert(markdown.replace("{}", placed(formula)))
    root = ElementTree.fromstring(f"<div>{html}</div>")
    assert [child.tag for child in root] == [element]
    spans = root.findall(".//span")
    assert len(spans) == markdown.count("{}")
    assert all(ElementTree.tostring(s) in _canonical(formula, s.tail) for s in spans)


def _canonical(html: str, tail: str | None) -> bytes:
    element = ElementTree.fromstring(html)
    element.tail = tail
    return ElementTree.tostring(element)


def test_text_with_active_characters_means_itself_in_html() -> None:
    text = f"<b> {ACTIVE} &amp; plain"
    html = shielded(spaced(text))
    element = ElementTree.fromstring(f'<p title="{html}">{html}</p>')
    assert element.text == element.get("title") == text
    assert not set(ACTIVE) & set(re.sub(r"&#?\w+;", "", html))


def test_characters_are_those_that_a_browser_draws() -> None:
    page = "<p>Q</p>" + mathml.inline(r"h(\alpha) = \Phi") + mathml.display(r"\max \le 1")
    found = mathml.characters(page)
    assert {"ℎ", "𝛼", "Φ", "m", "≤", "1", "("} <= found
    assert not {"Q", "p", "𝛷", "𝑚"} & found


def test_the_font_keeps_the_glyphs_asked_for_and_what_stretches_them() -> None:
    whole = TTFont(BytesIO(mathml.font("𝑥{∑")))
    assert {ord("𝑥"), ord("{"), ord("√"), ord("′")} <= set(whole.getBestCmap())
    assert ord("∏") not in whole.getBestCmap()
    variants = whole["MATH"].table.MathVariants
    stretched = dict(
        zip(variants.VertGlyphCoverage.glyphs, variants.VertGlyphConstruction, strict=True)
    )
    brace = stretched[whole.getBestCmap()[ord("{")]]
    assert brace.GlyphAssembly is not None and len(brace.MathGlyphVariantRecord) > 3


def test_a_browser_stretches_the_brace_of_cases_in_this_font(tmp_path: Path) -> None:
    sync_api = pytest.importorskip("playwright.sync_api")
    executable = _chromium()
    if executable is None:
        pytest.skip("no Chromium found")
    assets = Path(mathml.__file__).parent.parent / "assets"
    formulas = mathml.display("f(x) = " + CASES) + mathml.display(r"\{ x")
    (tmp_path / "actbook-math.woff2").write_bytes(mathml.font(mathml.characters(formulas)))
    (tmp_path / "math.css").write_text((assets / "actbook-math.css").read_text())
    page = tmp_path / "page.html"
    style = '<meta charset="utf-8"><link rel="stylesheet" href="math.css">'
    # A formula wider than a phone has to scroll in its own box.
    page.write_text(f"<!doctype html>{style}{formulas}{mathml.display('+'.join(['x'] * 60))}")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 390, "height": 600})
        tab.goto(page.as_uri())
        tab.evaluate("document.fonts.ready.then(() => 0)")
        assert tab.evaluate("document.fonts.check('16px \"STIX Two Math Subset\"')")
        assert tab.evaluate("[...document.fonts].map(font => font.status)") == ["loaded"]
        stretched, normal = tab.evaluate(
            "[...document.querySelectorAll('mo')].filter(o => o.textContent === '{')"
            ".map(o => o.getBoundingClientRect().height)"
        )
        width = tab.evaluate("document.documentElement.scrollWidth")
        browser.close()
    assert stretched > 1.8 * normal
    assert width <= 390


def _chromium() -> str | None:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), None)


@pytest.mark.parametrize(
    ("value", "html"),
    [
        ("-0.17", "−0.17"),
        ("3.1e-07", "3.1&#160;×&#160;10<sup>−7</sup>"),
        ("1e+15", "10<sup>15</sup>"),
        ("-1e-5", "−10<sup>−5</sup>"),
        ("--5", "--5"),
        ("1e99999", "1e99999"),
        ("-1.0e+00", "−1.0"),
        ("2,048 of 4,096", "2,048 of 4,096"),
        ("float32, F-1, 2 - 1", "float32, F-1, 2 - 1"),
        ("1.9e3x", "1.9e3x"),
    ],
)
def test_numbers_are_printed_as_books_print_them(value: str, html: str) -> None:
    assert typeset(value) == html
