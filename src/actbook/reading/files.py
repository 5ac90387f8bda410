"""A page's file: its name, and its text, of a size that can be read."""

from __future__ import annotations

import re
from pathlib import Path, PurePath

from actbook.verdict import Diagnostic, Refused

#: Bytes of a file, and characters of a line.
_BYTES, _LINE = 1_000_000, 100_000
#: Quotations within each other.
_QUOTED = re.compile(r"[ \t]*(?:>[ \t]*){100}")


def slug(path: str) -> str:
    """The name of the page in a file: that of its folder where it is the folder's first."""
    file = PurePath(path)
    return file.parent.name or file.stem if file.stem in ("index", "README") else file.stem


def load(path: Path, name: str) -> str:
    """The text of a file, its line ends made newlines and a byte-order mark dropped."""
    if (size := path.stat().st_size) > _BYTES:
        most = f"a page has at most {_BYTES / 1e6:.0f} MB"
        raise Refused(Diagnostic(name, 1, f"the file has {size / 1e6:.1f} MB: {most}"))
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Refused(Diagnostic(name, line, "this is not UTF-8 text")) from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise Refused(Diagnostic(name, line, "this is not text: it holds a NUL byte"))
    text = re.sub(r"\r\n?", "\n", text)
    for at, written in enumerate(text.split("\n"), 1):
        if len(written) > _LINE:
            message = f"a line of {len(written):,} characters: it has at most {_LINE:,}"
            raise Refused(Diagnostic(name, at, message))
        if _QUOTED.match(written):
            raise Refused(Diagnostic(name, at, "a hundred quotations within each other"))
    return text
