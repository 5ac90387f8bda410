"""The checks of a page without its cells, for tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actbook.book import plan
from actbook.reading.page import Page
from actbook.reading.scope import read_formulas
from actbook.verdict import Verdict


def verdicts(
    page: Page, *others: Page, namespace: Mapping[str, Any] | None = None
) -> list[Verdict]:
    """What is said of a page's formulas and facts and, with a namespace, of its code."""
    reading = read_formulas(page, others)
    assert not reading.problems, list(map(str, reading.problems))
    return [v for check in plan.plan(page, reading) for v in check.run(namespace)]


def failures(found: list[Verdict]) -> list[str]:
    return [verdict.evidence for verdict in found if verdict.status == "fails"]
