"""Files that commands write: templates with `[[ value ]]`, since `{{ }}` is a workflow's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from jinja2 import Environment, StrictUndefined

_ROOT = "templates"
#: What Markdown gives a meaning; with a backslash, a bracket or a dollar would begin a formula.
_MARKS, _SIGNS = re.compile(r"([`*_])"), re.compile(r"[\\{}\[\]<>#|$]")


def rendered(name: str, **values: Any) -> str:
    """What a template makes of the values."""
    return _rendered(files("actbook.commands") / _ROOT / name, values)


def tree(folder: str, **values: Any) -> Iterator[tuple[str, str]]:
    """The templates of a folder: where each belongs, and what it makes of the values.

    What is hidden where it belongs is not here, where tools would heed it: `dot.gitignore`.
    """
    for path, template in _files(files("actbook.commands") / _ROOT / folder):
        yield re.sub(r"\bdot\.", ".", path), _rendered(template, values)


def quoted(text: str) -> str:
    """A text as YAML has it, whatever it holds."""
    return json.dumps(text, ensure_ascii=False)


def literal(text: str) -> str:
    """A text as Markdown has it, whatever it holds."""
    entities = _SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", text)
    return _MARKS.sub(r"\\\1", entities)


def _rendered(template: Traversable, values: dict[str, Any]) -> str:
    environment = Environment(
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        autoescape=False,  # it is no HTML
    )
    return environment.from_string(template.read_text("utf-8")).render(values)


def _files(folder: Traversable, before: str = "") -> Iterator[tuple[str, Traversable]]:
    for one in sorted(folder.iterdir(), key=lambda each: each.name):
        if one.is_dir():
            yield from _files(one, f"{before}{one.name}/")
        else:
            yield f"{before}{one.name}", one
