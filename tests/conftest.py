"""What tests of several files share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from actbook.execution.pool import Pool


@pytest.fixture(scope="session")
def pool() -> Iterator[Pool]:
    """Processes that have imported the libraries once, for all tests that run pages."""
    with Pool() as pool:
        yield pool
