"""What a template says is what readers see, with no Python between them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import FileSystemLoader, UndefinedError
from markupsafe import Markup
from pages import page, result

from actbook.markup import OPEN
from actbook.result import Output
from actbook.weaving import templates
from actbook.weaving.references import Bibliography
from actbook.weaving.weave import weave

FOLDER = Path(templates.__file__).parent / "templates"
CELL = "# Ramp\n\nThe ramp is simple.\n\n```python\nprint(1)\n```\n"


@pytest.fixture
def changed(tmp_path: Path) -> Iterator[Path]:
    """A copy of the templates, which are read in their place."""
    copy = tmp_path / "templates"
    shutil.copytree(FOLDER, copy)
    environment = templates._environment("html")
    loader, environment.loader = environment.loader, FileSystemLoader(copy)
    yield copy
    environment.loader = loader
    if environment.cache is not None:
        environment.cache.clear()


def test_a_change_of_a_template_shows(changed: Path) -> None:
    path = changed / "output.html.j2"
    path.write_text(path.read_text().replace("actbook-output", "another-look"))
    woven = weave(page(CELL), result((Output("stdout", "1"),)), Bibliography(Path("none.bib")))
    assert '<div class="another-look"><pre' in woven.markdown


def test_the_layout_of_a_template_is_none_of_the_page() -> None:
    outputs = [Output("stdout", "a\n  b"), Output("value", "<c>")]
    shown = templates.show("output", outputs=outputs, alt="")
    assert "\n" not in shown and "> <" not in shown
    assert ">a&#10;  b</pre><pre" in shown and "&lt;c&gt;" in shown


def test_a_name_that_a_template_is_not_given_is_refused() -> None:
    with pytest.raises(UndefinedError):
        templates.show("output")


def test_what_stands_in_markdown_is_marked_once_and_html_stays() -> None:
    assert templates.write("checked", count=_Zero(), report="a&b").count(OPEN) == 1
    assert templates.part("link", "a", Markup("<b>x</b>")) == '<a href="a"><b>x</b></a>'


class _Zero:
    def __getattr__(self, name: str) -> int:
        return 0
