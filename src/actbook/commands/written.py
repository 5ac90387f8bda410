"""Files that commands write: templates with `[[ value ]]`, since `{{ }}` is a workflow's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

#: What Markdown gives a meaning; with a backslash, a bracket or a dollar would begin a formula.
_MARKS, _SIGNS = re.compile(r"([`*_])"), re.compile(r"[\\{}\[\]<>#|$]")


def rendered(name: str, /, **values: Any) -> str:
    """What a template makes of the values."""
    return _environment().get_template(name).render(values)


def tree(folder: str, /, **values: Any) -> Iterator[tuple[str, str]]:
    """The templates of a folder: where each belongs, and what it makes of the values.

    What is hidden where it belongs is not here, where tools would heed it: `dot.gitignore`.
    """
    for name in _environment().list_templates():
        if name.startswith(f"{folder}/"):
            path = re.sub(r"\bdot\.", ".", name.removeprefix(f"{folder}/"))
            yield path, rendered(name, **values)


def quoted(text: str) -> str:
    """A text as YAML has it, whatever it holds."""
    return json.dumps(text, ensure_ascii=False)


def literal(text: str) -> str:
    """A text as Markdown has it, whatever it holds."""
    entities = _SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", text)
    return _MARKS.sub(r"\\\1", entities)


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("actbook.commands"),
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
