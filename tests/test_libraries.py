"""Every activation that PyTorch exports has a page that calls it, or a reason why it has none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from torch.nn.modules import activation

from actbook.reading.files import load
from actbook.reading.parse import read

PAGES = sorted((Path(__file__).resolve().parent.parent / "docs/activations").glob("*.md"))
#: What is exported beside the functions, or has no page yet.
WITHOUT = {
    "MultiheadAttention": "a layer with weights",
    "Softmax2d": "softmax along the axis of an image's channels",
    "GLU": "no page yet: it takes halves of a vector",
}


def plain(name: str) -> str:
    return name.replace("_", "").casefold()


@pytest.fixture(scope="module")
def called() -> set[str]:
    """The functions of PyTorch that pages name as their implementations."""
    pages = [read(load(path, str(path)), str(path)) for path in PAGES]
    codes = [one.code for page in pages for f in page.functions for one in f.implementations]
    return {plain(name) for code in codes for name in re.findall(r"\btorch\.(?:\w+\.)*(\w+)", code)}


@pytest.mark.parametrize("name", activation.__all__)
def test_a_page_calls(name: str, called: set[str]) -> None:
    assert (plain(name) in called) != (name in WITHOUT)
