"""How far the pages are, as people and logs are told."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from actbook.book.progress import Duration, clock, left
from actbook.execution.cache import Cache
from actbook.terminal import display
from actbook.verdict import Diagnostic

PROBLEM = Diagnostic("docs/a.md", 3, "wrong")

LEFT = {
    "what pages took the last time, shared by the workers": ({"a": 30.0, "b": 10.0}, {}, {}, 30.0),
    "the longest page, which no other worker can help with": ({"a": 9.0, "b": 1.0}, {}, {}, 9.0),
    "less what a page has taken already": (
        {"a": 30.0, "b": 30.0},
        {},
        {"a": 20.0, "b": 10.0},
        20.0,
    ),
    "of what is not known, what others took": ({"a": None, "b": None}, {"a": 8.0}, {}, 8.0),
    "nothing of a page that is done": ({"a": 8.0}, {"a": 1.0}, {}, 0.0),
    "a tenth more of one that takes longer": ({"a": 10.0}, {}, {"a": 50.0}, 5.0),
    "a page that was not run says nothing of others": ({"a": 0.0, "b": 6.0}, {"a": 0.0}, {}, 6.0),
    "nothing where there is nothing to do": ({}, {}, {}, 0.0),
}


@pytest.mark.parametrize(("expected", "took", "running", "seconds"), LEFT.values(), ids=LEFT)
def test_the_time_left_is(expected, took, running, seconds):
    assert left(expected, 2, took, running) == seconds


def test_how_long_a_page_takes_is_known_the_next_time(tmp_path):
    cache = Cache(tmp_path)
    first = Duration(cache, "a.md")
    first.end()
    assert first.expected is None and Duration(cache, "a.md").expected is None
    first.begin()
    first.end()
    assert Duration(cache, "a.md").expected >= 0 and Duration(cache, "b.md").expected is None


def test_a_clock_shows_minutes_and_hours():
    assert [clock(seconds) for seconds in (0.4, 65, 3725)] == ["0:00", "1:05", "1:02:05"]


def pages(progress, number, now):
    names = [f"docs/{n}.md" for n in range(number)]
    progress.planned(dict.fromkeys(names, 4.0), 2)
    for count, name in enumerate(names, 1):
        progress.started(name, "running the cell", 7)
        now[0] += 4
        progress.done(count, number, name)


def test_a_log_is_told_now_and_then():
    now, said, told = [0.0], [], []
    with display.shown(told.append, said.append, Console(file=io.StringIO()), lambda: now[0]) as it:
        it.found(PROBLEM)
        pages(it, 40, now)
    assert told == [PROBLEM]
    assert said[0] == "executing and checking 40 pages: 0:00, about 1:20 left"
    assert said[1] == "4 of 40 pages done: 0:16, about 1:12 left"
    assert said[-1] == "40 of 40 pages done: 2:40, about 0:00 left"
    assert len(said) == 11


def test_a_log_is_told_nothing_of_few_pages():
    said = []
    with display.shown(print, said.append, Console(file=io.StringIO())) as progress:
        pages(progress, 4, [0.0])
    assert said == []


def test_a_terminal_shows_a_bar_with_the_time_left_and_problems_above_it():
    screen, now, said = io.StringIO(), [0.0], []
    console = Console(file=screen, force_terminal=True, width=100)

    def tell(problem):
        screen.write(f"{problem}\n")

    with display.shown(tell, said.append, console, lambda: now[0]) as progress:
        progress.found(PROBLEM)
        assert screen.getvalue() == f"{PROBLEM}\n"
        progress.planned({"docs/a.md": 90.0, "docs/b.md": None}, 1)
        progress.started("docs/a.md", "running the cell", 7)
        now[0] = 30.0
        progress.found(PROBLEM)
        progress.done(1, 2, "docs/a.md")
    assert said == [] and screen.getvalue().count(f"{PROBLEM}\n") == 2
    for part in ("a.md:7", "0:30, about 2:30 left", "1/2"):
        assert part in screen.getvalue()
