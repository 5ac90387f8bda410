"""Text as a terminal leaves it: what a progress bar wrote over itself is gone, and so are the
characters that move or ring."""

from __future__ import annotations

import re

_TERMINAL = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-_]")
_CONTROL = re.compile(r"[\x00-\x07\x0b\x0c\x0e-\x1f\x7f-\x9f]")
CUT = "… (cut: more was printed than a page shows)"


def shown(text: str) -> str:
    """The text that stays in view."""
    lines = _TERMINAL.sub("", text).replace("\r\n", "\n").split("\n")
    return _CONTROL.sub("", "\n".join(map(_line, lines)))


def folded(text: str) -> str:
    """A shorter text that looks the same, whatever is written behind it."""
    before, end, line = text.rpartition("\n")
    states = line.rsplit("\r", 1)
    if len(states) == 2:
        states[0] = _line(states[0])
    return (shown(before) if end else "") + end + "\r".join(states)


def cut(text: str, lines: int, characters: int) -> str:
    """So much of the text, and a note if that is not all."""
    kept = "".join(text[: max(0, characters)].splitlines(keepends=True)[: max(0, lines)])
    if kept == text:
        return text
    return f"{kept}{'' if kept.endswith(chr(10)) or not kept else chr(10)}{CUT}\n"


def _line(text: str) -> str:
    """A line whose parts between returns stand over each other."""
    if "\r" not in text and "\b" not in text:
        return text
    found: list[str] = []
    at = 0
    for character in text:
        if character == "\r":
            at = 0
        elif character == "\b":
            at = max(0, at - 1)
        else:
            found[at : at + 1] = character
            at += 1
    return "".join(found)
