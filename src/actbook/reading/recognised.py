"""Which files of a site are pages of the book: those that hold what only its reader reads.

A page is told by what it holds and not by where it lies, so that nothing is published unread. Any
other file is the site builder's alone.
"""

from __future__ import annotations

import re
from pathlib import Path

from actbook.reading import files, marked, unread
from actbook.reading.blocks import Block, blocks, info
from actbook.reading.marked import Runs
from actbook.reading.sentence import TOKEN, passages
from actbook.verdict import Refused

SUFFIXES = (".md", ".py")
#: What begins a percent script or a cell of one.
_SCRIPT = re.compile(r"# (?:%%|---\s*$)", re.MULTILINE)
#: Prose has dollars too: what stands between two is a formula by a sign or as a single letter.
_LATEX = re.compile(r".*[\\^_=<>].*|\w", re.DOTALL)


def paths(docs: Path, runs: Runs = "all") -> list[Path]:
    """The pages in a folder and the folders in it, but for hidden ones."""
    files = sorted(path for path in docs.rglob("*") if path.suffix in SUFFIXES and path.is_file())
    hidden = (any(n.startswith(".") for n in path.relative_to(docs).parts) for path in files)
    return [path for path, out in zip(files, hidden, strict=True) if not out and holds(path, runs)]


def holds(path: Path, runs: Runs = "all") -> bool:
    """Whether a file is a page; one that cannot be read is told of as one."""
    try:
        return is_page(files.load(path, str(path)), path.name, runs)
    except (Refused, OSError):
        return True


def is_page(text: str, name: str, runs: Runs = "all") -> bool:
    """Whether the text of the file with this name is a page's, where such cells run."""
    if name.endswith(".py"):
        return _SCRIPT.match(text) is not None or "\n# %%" in text
    lines = text.split("\n")
    if marked.states(lines):
        return True
    found = list(blocks(lines, marked.body(lines)))
    prose = [block.start for block in found if block.kind in ("text", "blank")]
    return any(_read(block, lines, runs) for block in found) or any(
        _speaks(passage) or any(unread.formulas(passage, line, name))
        for passage, line in passages(lines, prose)
    )


def _read(block: Block, lines: list[str], runs: Runs) -> bool:
    """Whether a block is a formula or a cell that runs."""
    if block.kind != "fence":
        return block.kind == "formula"
    language, *_ = info(lines[block.start])
    if runs == "marked" and marked.listed(lines[block.start]):
        return False
    return language in ("math", *unread.PYTHON) or bool(unread.executed_elsewhere(language))


def _speaks(passage: str) -> bool:
    """Whether a passage has a formula, a computed value or a citation."""
    return any(
        match["cite"]
        or (match["inside"] or "").startswith("{python}")
        or _LATEX.fullmatch(match["math"] or "")
        for match in TOKEN.finditer(passage)
    )
