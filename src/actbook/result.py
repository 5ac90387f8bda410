"""What a page's own process finds out: plain data that is cached and woven."""

from __future__ import annotations

from dataclasses import dataclass

from actbook.execute import Outputs
from actbook.page import Page
from actbook.verdict import Diagnostic, Verdict


@dataclass(frozen=True)
class Glance:
    """A row of the at-a-glance table: a label, its value as LaTeX, and what its check said."""

    label: str
    latex: str
    verdict: Verdict


@dataclass(frozen=True)
class Result:
    """All that executing and verifying a page gave.

    `portrait` is the HTML of the figure of f and f′, `thumbnail` a small SVG (both empty on a page
    without a function). `problems` is everything that makes the page fail, failing verdicts
    included.
    """

    outputs: Outputs
    verdicts: tuple[Verdict, ...]
    portrait: str
    thumbnail: str
    glance: tuple[Glance, ...]
    problems: tuple[Diagnostic, ...]


@dataclass(frozen=True)
class Entry:
    """A page of the book with its result. A page that cannot be read is None."""

    path: str
    slug: str
    text: str
    page: Page | None
    result: Result
