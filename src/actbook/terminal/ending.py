"""What is said at the end where pages are wrong: how many, whose they are, and what to run next."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from shlex import quote
from typing import Literal

#: How a file stands in a work tree of Git.
State = Literal["new", "changed", "committed"]
_WORDS: dict[State, str] = {
    "new": "a page of yours, not committed yet",
    "changed": "changed since the last commit",
    "committed": "a page of the book, not changed since the last commit",
}
#: Of more pages than these it is enough to name the command.
_MOST = 5
#: Seconds after which Git hangs, and is not merely slow on a busy machine.
_FAR = 600


def unpublished(pages: int, wrong: int) -> str:
    """`30 of 31 pages are good, 1 is not: nothing was published`."""
    good = pages - wrong
    if not wrong:
        return "the pages are good, and what is beside them is not: nothing was published"
    if pages == 1:
        return "the only page is not good: nothing was published"
    held = f"{good} of {pages} pages {_are(good)} good"
    return f"{held}, {wrong} {_are(wrong)} not: nothing was published"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def advice(wrong: Iterable[str], recalled: Collection[str]) -> Iterator[str]:
    """What to run next for wrong pages, a line each, with whose page it is. Those in `recalled`
    were wrong the last time too, and not run."""
    paths = list(dict.fromkeys(wrong))
    if not paths:
        return
    yield "what to run next:"
    for path in paths[:_MOST]:
        again = " --again" if path in recalled else ""
        about = [_WORDS[found]] if (found := state(Path(path))) else []
        about += ["remembered: run with --again to try it anew"] if again else []
        note = f"   # {'; '.join(about)}" if about else ""
        yield f"  {program()} check{again} {quote(path)}{note}"
    if len(paths) > _MOST:
        more = "the other is" if len(paths) == _MOST + 1 else f"the other {len(paths) - _MOST} are"
        yield f"  {more} checked in the same way"


def program() -> str:
    """This program as one would type it here: by its name where that is found."""
    found = shutil.which("actbook")
    if found and Path(found).parent == Path(sys.executable).parent:
        return "actbook"
    return f"{near(Path(sys.executable))} -m actbook"


def near(path: Path) -> Path:
    """A path as one would type it here."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def state(path: Path) -> State | None:
    """How a file stands in its Git work tree; None without Git, outside one, or if ignored."""
    status = _git(path, "status", "--porcelain", "--untracked-files=all", "--", path.name)
    if status is None:
        return None
    if status:
        return "new" if status.startswith(("??", "A")) else "changed"
    return "committed" if _git(path, "ls-files", "--", path.name) else None


def _git(path: Path, *arguments: str) -> str | None:
    command = ["git", "-C", str(path.resolve().parent), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_FAR)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None
