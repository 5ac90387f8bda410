"""What stands under a page's title: other names, names in libraries, how much is checked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markupsafe import Markup

from actbook.reading.page import Page
from actbook.result import Result
from actbook.verdict import Status
from actbook.weaving import evidence
from actbook.weaving.tally import tally
from actbook.weaving.templates import show


def masthead(page: Page, result: Result) -> Markup:
    """What stands under the title: other names, names in libraries, and how much is checked."""
    missed = tally([(page, result.unread)])
    all_claims = len(result.verdicts) + missed.unchecked_formulas + missed.unchecked_relations
    return show(
        "masthead",
        aliases=page.aliases,
        calls=list(_calls(page)),
        checked=evidence.summary(result.verdicts, all_claims) if result.verdicts else "",
        sign=_sign([verdict.status for verdict in result.verdicts]),
    )


def _sign(statuses: Sequence[Status]) -> Status:
    """The sign of a page: an exception's, or that of the best that is shown."""
    told: tuple[Status, ...] = ("fails", "unknown", "proved")
    return next((status for status in told if status in statuses), "holds")


def _calls(page: Page) -> Iterator[str]:
    """The names that libraries have for the page's function."""
    for implementation in page.functions[0].implementations if page.functions else ():
        if called := re.match(r"[A-Za-z_]\w*(?:\.\w+)+(?=\()", implementation.code):
            yield called[0]
