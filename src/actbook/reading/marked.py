"""Which cells of a page run: all, or on pages that state nothing only those that are marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from actbook.reading import options, unread
from actbook.reading.blocks import Block, info

#: Which cells run on pages that state nothing: all, or those that say `run=yes`.
Runs = Literal["all", "marked"]
#: The keys of front matter by which a page states something.
_STATING = re.compile(r"(?:symbol|implementations|facts|parameters|variants|variables|sources)\s*:")
_HEADING = re.compile(r"# +(?P<title>.*?)(?: +#+)?(?: +\{[^}]*\})?\s*")


def body(lines: Sequence[str]) -> int:
    """Where the body of a page begins, counted from 0: after its front matter, if it has any."""
    if lines[0].rstrip() != "---":
        return 0
    ends = (at for at, line in enumerate(lines) if at and line.rstrip() in ("---", "..."))
    return next((at + 1 for at in ends), 0)


def states(lines: Sequence[str]) -> bool:
    """Whether the front matter has a key by which a page states something."""
    return any(map(_STATING.match, lines[: body(lines)]))


def title(lines: Sequence[str], found: Sequence[Block]) -> str:
    """What the first heading of a page says, without marks of Markdown, or nothing."""
    prose = (lines[block.start] for block in found if block.kind == "text" and not block.within)
    said = next((match["title"] for line in prose if (match := _HEADING.fullmatch(line))), "")
    return re.sub(r"[*`]", "", said)


def listed(line: str) -> bool:
    """Whether the fence that a line opens is a listing where marked cells alone run."""
    language, *rest = info(line)
    code = language in unread.PYTHON or bool(unread.executed_elsewhere(language))
    return code and options.options("".join(rest))[0].get("run") != "yes"
