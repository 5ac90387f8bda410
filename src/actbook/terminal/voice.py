"""How much is said at a terminal: what a command is told by --quiet, --verbose and --debug."""

from __future__ import annotations

import contextlib
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Literal

from actbook.amounts import counted
from actbook.book.progress import Progress
from actbook.result import Entry
from actbook.terminal import display
from actbook.terminal.display import Tell
from actbook.verdict import Diagnostic, Verdict

Voice = Literal["quiet", "normal", "verbose", "debug"]
_LOUD: Collection[Voice] = ("verbose", "debug")


@contextlib.contextmanager
def progress(voice: Voice, tell: Tell, say: Callable[[str], None] = print) -> Iterator[Progress]:
    """What shows how far the pages are, or only what is wrong with them."""
    tell = _detailed(tell) if voice == "debug" else tell
    if voice == "quiet":
        yield Progress(found=tell)
        return
    with display.shown(tell, say) as shown:
        yield shown


def _detailed(tell: Tell) -> Tell:
    """As `tell`, with the tracebacks of what actbook itself does wrong."""

    def telling(problem: Diagnostic) -> None:
        tell(problem)
        if problem.detail:
            print(problem.detail, file=sys.stderr, flush=True)

    return telling


def pages(voice: Voice, entries: Iterable[Entry]) -> Iterator[str]:
    """A line a page with what was found, where that is wanted."""
    for entry in entries if voice in _LOUD else ():
        checks = entry.result.verdicts
        wrong = len(entry.result.problems)
        yield f"{entry.path}: {counts(checks)}" + (f"; {counted(wrong, 'problem')}" * bool(wrong))


def counts(verdicts: Iterable[Verdict]) -> str:
    """`3 checks: 1 proved, 2 hold, 0 unknown`."""
    found = Counter(verdict.status for verdict in verdicts)
    hold = "holds" if found["holds"] == 1 else "hold"
    said = f"{found['proved']} proved, {found['holds']} {hold}, {found['unknown']} unknown"
    return f"{counted(found.total(), 'check')}: {said}"
