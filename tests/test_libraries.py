"""Every name that a library exports leads to a page, or to a reason why it has none."""

from __future__ import annotations

import ast
import importlib.metadata
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path

import exported
import pytest
import yaml

from actbook.reading.files import load
from actbook.reading.page import Page
from actbook.reading.parse import read

ROOT = Path(__file__).resolve().parent.parent
PAGES = [read(load(path, str(path)), str(path))
         for path in sorted((ROOT / "docs/activations").glob("*.md"))]  # fmt: skip
TABLE = yaml.safe_load((ROOT / "tests/data/names.yaml").read_text("utf-8"))
RECORDED = exported.recorded()
NAMES = [(package, name) for package, found in RECORDED.items() for name in found["names"]]


def plain(name: str) -> str:
    """A name without what libraries write differently: `LeakyReLU`, `leaky_relu_`, `leaky relu`."""
    return re.sub(r"[\s_-]", "", name).casefold()


def own(page: Page) -> Iterator[str]:
    """What a page is called: by itself, and by the libraries that it calls."""
    yield from (page.slug, page.title, *page.aliases)
    for function in page.functions:
        yield function.title
        for one in function.implementations:
            yield from re.findall(r"\.(\w+)\(x", one.code)
            for node in ast.walk(ast.parse(one.code, mode="eval")):
                if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
                    yield str(node.slice.value)


CALLED = {plain(name) for page in PAGES for name in own(page)}


@pytest.mark.parametrize(("package", "name"), NAMES)
def test_a_name_leads_to_a_page_or_a_reason(package: str, name: str) -> None:
    found = [plain(name) in CALLED, *(name in TABLE[kind] for kind in ("pages", "without"))]
    wanted = any(plain(name) == plain(one) for one in TABLE["wanted"])
    assert sum(found) == 1 or (wanted and sum(found) <= 1)


@pytest.mark.parametrize("name", [*TABLE["pages"], *TABLE["without"], *TABLE["wanted"]])
def test_each_row_of_the_table_is_of_a_name_that_is_exported(name: str) -> None:
    assert name in {exported_name for _, exported_name in NAMES}


@pytest.mark.parametrize("name", TABLE["pages"])
def test_the_page_of_a_name_is_there(name: str) -> None:
    slug, _, variant = TABLE["pages"][name].partition("#")
    (page,) = (one for one in PAGES if one.slug == slug)
    assert variant in {function.name for function in page.functions}


def test_what_is_not_exported_leads_nowhere() -> None:
    assert plain("hard_gelu") not in CALLED
    assert plain("leaky_relu_") == plain("LeakyReLU") in CALLED


@pytest.mark.parametrize("package", exported.EXPORTED)
def test_the_names_are_those_that_the_library_exports(package: str) -> None:
    """`make libraries` installs them; `python tests/exported.py` renews the list."""
    if importlib.util.find_spec(package) is None:
        pytest.skip(f"{package} is not installed")
    said = RECORDED[package]
    if importlib.metadata.version(package).partition("+")[0] != said["version"]:
        pytest.skip(f"the names are those of {package} {said['version']}")
    assert sorted(set(exported.EXPORTED[package]())) == said["names"]
