"""What a page's program finds around it: threads, random numbers, the module `__main__`."""

from __future__ import annotations

import contextlib
import linecache
import os
import random
import sys
import types
from collections.abc import Iterator
from multiprocessing import spawn
from typing import NoReturn

from actbook.execution.assertion import Trial
from actbook.reading.page import Page


def prepare(page: Page) -> None:
    """One thread, unless a trial is about two, and the page's lines for tracebacks."""
    if torch := sys.modules.get("torch"):
        torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS") or 1))
    text = page.text.splitlines(keepends=True)
    linecache.cache[page.path] = (len(page.text), None, text, page.path)


def seed(trial: Trial | None) -> None:
    """The same random numbers on every run."""
    import numpy

    number = trial.seed if trial and trial.seed is not None else 0
    random.seed(number)
    numpy.random.seed(number)
    if torch := sys.modules.get("torch"):  # imported later, it starts from a fixed seed by itself
        torch.manual_seed(number)


@contextlib.contextmanager
def main(module: types.ModuleType) -> Iterator[None]:
    """Pickle and dataclasses look up what a cell defined in the module called `__main__`."""
    before = sys.modules["__main__"]
    sys.modules["__main__"] = module
    try:
        yield
    finally:
        sys.modules["__main__"] = before


@contextlib.contextmanager
def unspawned() -> Iterator[None]:
    """A process that is spawned imports its program again, and a page is no file of Python: it
    would end at once, and a pool of such start others without end."""

    def refuse(name: str) -> NoReturn:
        raise RuntimeError(
            "a process that is spawned cannot import the page's code: "
            'use multiprocessing.get_context("fork"), or threads'
        )

    before = spawn.get_preparation_data
    spawn.get_preparation_data = refuse
    try:
        yield
    finally:
        spawn.get_preparation_data = before
