"""What MkDocs warns of, with the place where it stands: `path:line: message`.

MkDocs names pages and links, but no lines. Its messages are those of `mkdocs.structure`, which has
been settled since 1.6.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mkdocs.structure.files import File, Files

from actbook.reading import files
from actbook.terminal import ending
from actbook.verdict import Diagnostic

#: What validates links and navigation.
LOGGERS = ("mkdocs.structure.pages", "mkdocs.structure.nav")
_LINK = re.compile(r"Doc file '([^']+)' (?P<said>contains .*?'(?P<link>[^']*)'.*)", re.DOTALL)
_OMITTED = re.compile(r"The following pages exist in the docs directory.*?:\n", re.DOTALL)
_ID = re.compile(r"<[A-Za-z][^<>]*?\sid=[\"']?([^\"'\s>]+)")
_QUOTED = re.compile(r"'([^']+)'")


@dataclass
class Located(logging.Filter):
    """Adds to records of MkDocs' validation what is wrong where, as `problems`."""

    files: Files
    docs: Path
    configuration: Path
    seen: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        super().__init__()

    def begin(self) -> None:
        for name in LOGGERS:
            logging.getLogger(name).addFilter(self)

    def end(self) -> None:
        for name in LOGGERS:
            logging.getLogger(name).removeFilter(self)

    def filter(self, record: logging.LogRecord) -> bool:
        problems = tuple(self.problems(record.getMessage()))
        if problems:
            record.msg, record.args = "\n".join(map(str, problems)), ()
            record.problems = problems
        return True

    def problems(self, message: str) -> Iterator[Diagnostic]:
        if match := _LINK.fullmatch(message):
            yield self._link(match)
        elif match := _OMITTED.match(message):
            for name in re.findall(r"^ *- (.+)$", message[match.end() :], re.MULTILINE):
                yield Diagnostic(
                    str(self._path(name)), 1, "this page is not in the `nav` of the site"
                )
        elif quoted := _QUOTED.search(message):
            lines = files.load(self.configuration, "").split("\n")
            line = next((n for n, text in enumerate(lines, 1) if quoted[1] in text), 1)
            yield Diagnostic(str(ending.near(self.configuration)), line, message)

    def _link(self, match: re.Match[str]) -> Diagnostic:
        """A link of a page; of the same one that stands there twice, each in its turn."""
        page, link = match[1], match["link"]
        self.seen[page, link] += 1
        path = self._path(page)
        alone = re.compile(rf"(?<![\w./-]){re.escape(link)}(?![\w./#-])")
        text = files.load(path, page) if path.is_file() else ""
        at = [text.count("\n", 0, found.start()) + 1 for found in alone.finditer(text)]
        line = at[min(self.seen[page, link], len(at)) - 1] if at else 1
        return Diagnostic(str(path), line, match["said"])

    def _path(self, name: str) -> Path:
        file = self.files.get_file_from_path(name)
        written = self.docs / name  # of a notebook, MkDocs knows what is rendered
        if written.is_file() or file is None or file.abs_src_path is None:
            return ending.near(written)
        return ending.near(Path(file.abs_src_path))


def doubled(html: str) -> list[str]:
    """The ids that stand more than once in a page's content, where links find the first alone."""
    return [name for name, count in Counter(_ID.findall(html)).items() if count > 1]


def warn(log: logging.Logger, file: File, docs: Path, message: str, name: str = "") -> None:
    """Warn of what is wrong with a page, at the last line that says the `name` of something."""
    path, said = docs / file.src_uri, re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    lines = files.load(path, "").split("\n") if name and path.is_file() else []
    line = max((at for at, text in enumerate(lines, 1) if said.search(text)), default=1)
    problem = Diagnostic(str(ending.near(path)), line, message)
    log.warning(str(problem), extra={"problems": (problem,)})
