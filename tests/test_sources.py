"""What well-known introductions cover, and where a reader of this site finds it.

The rows are the topics of five public documents on activation functions: course notes with a
PyTorch and a Flux network (notes), an article with formulas and graphs (graphs), one with printed
outputs (outputs), one on squashing and dead units (squashing), one on linear networks (linear).
"""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

A, C, N = "activations", "concepts", "notebooks"
#: document, topic, page, a heading of that page
ROWS = [
    ("notes", "the choice of activation and vanishing gradients", f"{C}/vanishing-gradients", None),
    ("notes", "sigmoid: gradient at most a quarter", f"{A}/sigmoid", "Derivative"),
    ("notes", "tanh: derivative up to 1, saturation", f"{A}/tanh", "Derivative"),
    ("notes", "ReLU: cheap gradient, dead neurons", f"{A}/relu", "When to use it"),
    ("notes", "hard tanh: piecewise formula", f"{A}/hardtanh", "Definition"),
    (
        "notes",
        "a module that uses all four, in PyTorch and Flux",
        f"{C}/one-network",
        "The network",
    ),
    (
        *("notes", "the figure of four derivatives that was promised"),
        *(f"{C}/vanishing-gradients", "The slopes of four activations"),
    ),
    ("graphs", "why activations", f"{C}/why-activations", "Reasons people give, tested"),
    *(
        ("graphs", f"{page}: formula, range, use, limits, code, graph", f"{A}/{page}", "In code")
        for page in ("sigmoid", "tanh", "relu", "leaky-relu", "prelu", "elu", "softmax", "silu")
    ),
    ("graphs", "GELU: tanh formula and erf code", f"{A}/gelu", "The gap between the forms"),
    ("graphs", "vanishing gradients, and why", f"{C}/vanishing-gradients", "What mends it"),
    ("graphs", "exploding gradients, and why", f"{C}/exploding-gradients", "Cause and effect"),
    ("graphs", "derivative ranges of popular functions", f"{C}/ranges", None),
    ("graphs", "computational cost", f"{C}/cost", "Measured"),
    ("graphs", "normalisation and means", f"{C}/zero-centred", "What centring is worth"),
    ("graphs", "learnable parameters", f"{C}/learnable", "The values reached"),
    ("outputs", "key properties", f"{C}/what-makes-a-good-activation", "The checklist"),
    ("outputs", "functions with printed output", f"{A}/relu", "In code"),
    ("outputs", "a guide to choosing", f"{C}/choosing", "Hidden layers"),
    ("outputs", "a network that ends in softmax", f"{C}/softmax-in-practice", "Softmax twice"),
    ("outputs", "notebooks to take away", f"{N}/which-activation", None),
    ("squashing", "sigmoid as squashing", f"{A}/sigmoid", "When to use it"),
    (
        *("squashing", "gradients killed at inputs of +15 and -15"),
        *(f"{C}/vanishing-gradients", "Saturation: inputs of 15 and −15"),
    ),
    ("squashing", "outputs that are not zero-centred", f"{C}/zero-centred", "Zig-zag"),
    ("squashing", "tanh as a rescaled sigmoid", f"{A}/tanh", "Relations"),
    (
        "squashing",
        "dead neurons, and what helps",
        f"{C}/dying-relu",
        "What helps before activations do",
    ),
    ("linear", "two dense layers are one", f"{C}/why-activations", "Two layers are one"),
    ("linear", "any number of layers", f"{C}/why-activations", "Any number of layers are one"),
    ("linear", "the experiment on handwritten digits", f"{N}/linear-collapse", None),
    ("linear", "ReLU, sigmoid and tanh: pros and cons", f"{A}/tanh", "When to use it"),
    *(
        ("linear", f"why not {what}", f"{C}/what-makes-a-good-activation", heading)
        for what, heading in (
            ("the quadratic", "The quadratic"),
            ("the square root", "The square root"),
            ("the logarithm", "The logarithm"),
            ("the exercise, a signed square root", "The exercise: a square root for both signs"),
        )
    ),
]


@pytest.mark.parametrize(("document", "topic", "page", "heading"), ROWS)
def test_a_topic_is_found(
    document: str, topic: str, page: str, heading: str | None, book_site: Path
) -> None:
    text = (book_site / page / "index.html").read_text(encoding="utf-8")
    if heading is not None:
        found = re.findall(r"<h[12][^>]*>(.*?)</h[12]>", text, re.DOTALL)
        plain = [html.unescape(re.sub(r"<[^>]*>|&para;", "", each)).strip() for each in found]
        assert heading in plain, f"{document}: {topic}"


def test_the_page_of_derivatives_has_the_panel(book_site: Path) -> None:
    page = book_site / "concepts" / "vanishing-gradients" / "index.html"
    section = page.read_text(encoding="utf-8").partition('id="the-slopes-of-four-activations"')[2]
    assert "<svg" in section.partition("<h2")[0]
