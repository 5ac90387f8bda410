"""What stands behind a cell's language in its info string: options, and Material's attributes.

As SuperFences reads it: `python title="…"`, or `{ .python .annotate #id title="…" }`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from actbook.reading.fields import near

_OPTION = re.compile(r"([\w-]+)=(?:\"([^\"]*)\"|'([^']*)'|(\S+))")
#: A class or an id of the fence.
_MARKED = re.compile(r"[.#][\w-]+")
_ENGINE = ("hide", "run", "reason", "raises", "alt", "limit", "record")
#: Options that say how the code looks; the engine's are the others.
LOOKS = ("title", "hl_lines", "linenums")
_KNOWN = (*_ENGINE, *LOOKS)
#: Under which name the classes, the id and the `data-…` attributes of a fence are kept.
ATTRIBUTES = "attributes"


def options(text: str) -> tuple[dict[str, str], list[str]]:
    """The options in a text, and what is wrong with them."""
    given = {
        m[1]: next(value for value in m.groups()[1:] if value is not None)
        for m in _OPTION.finditer(text)
    }
    left = _OPTION.sub(" ", text).replace("{", " ").replace("}", " ").split()
    marks = [word for word in left if _MARKED.fullmatch(word)]
    marks += [f'{name}="{value}"' for name, value in given.items() if name.startswith("data-")]
    found = {name: value for name, value in given.items() if not name.startswith("data-")}
    problems = [
        f"`{word}` is not an option of a cell: options are `name=value`"
        for word in left
        if word not in marks
    ][:1]
    problems += _wrong(found)
    return found | ({ATTRIBUTES: " ".join(marks)} if marks else {}), problems


def attributes(given: Mapping[str, str]) -> str:
    """The info string that tells the site builder how a cell looks, and nothing else."""
    looks = [f'{name}="{given[name]}"' for name in LOOKS if name in given]
    if marks := given.get(ATTRIBUTES):
        return " ".join(["{", ".python", marks, *looks, "}"])
    return " ".join(["python", *looks])


def _wrong(given: Mapping[str, str]) -> Iterator[str]:
    for name, value in given.items():
        if name not in _KNOWN:
            yield f"unknown option `{name}`{near(name, _KNOWN)}"
        elif name == "hide" and value not in ("code", "output", "all"):
            yield "`hide` is `code`, `output` or `all`"
        elif name == "limit" and not value.isdigit():
            yield "`limit` is a number of seconds"
    if given.get("run", "no") not in ("no", "yes") or (given.get("run") == "no") != (
        "reason" in given
    ):
        yield 'a cell that is not executed says `run=no reason="…"`'
