"""Limits are used up by work and by waiting, never by a processor that others keep busy."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

import pytest

from actbook.execution.watch import Limit, Moment, here, limit, there

START = Moment(clock=100.0, processor=7.0, queued=3.0)


def later(clock: float, processor: float = 0.0, queued: float = 0.0) -> Moment:
    return Moment(START.clock + clock, START.processor + processor, START.queued + queued)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (later(59.0, 59.0), ""),
        (later(60.0, 60.0), "at work for 60 s of processor time"),
        (later(30.0, 60.0), "at work for 60 s of processor time"),  # two threads
        (later(599.0), ""),
        (later(600.0), "waited 600 s without using the processor"),
        (later(640.0, 50.0), ""),
        (later(650.0, 50.0), "waited 600 s without using the processor"),
        (later(1e6, 50.0, 1e6 - 51.0), ""),  # beside other processes, for days
    ],
)
def test_a_limit_is_used_up_by_work_and_by_waiting(now: Moment, said: str) -> None:
    assert limit(60.0).passed(START, now, "at work for") == said


@pytest.mark.parametrize(
    ("seconds", "waiting"), [(0.2, 60.0), (6.0, 60.0), (30.0, 300.0), (300.0, 3000.0)]
)
def test_a_process_may_wait_ten_times_as_long_and_a_minute_at_least(
    seconds: float, waiting: float
) -> None:
    assert limit(seconds) == Limit(seconds, waiting)


def test_a_limit_that_is_not_used_up_is_looked_at_again_before_it_can_be() -> None:
    cores = os.cpu_count() or 1
    one = Limit(60.0, 600.0)
    assert one.left(START, later(0.0)) == pytest.approx(60.0 / cores)
    assert one.left(START, later(10.0, 0.0, 10.0)) == pytest.approx(60.0 / cores)
    assert one.left(START, later(590.0)) == pytest.approx(min(60.0 / cores, 10.0))
    assert 0 < one.left(START, later(700.0)) < 1


def test_the_work_of_all_threads_counts() -> None:
    def work() -> None:
        begun = time.thread_time()
        while time.thread_time() < begun + 0.1:
            pass

    before = here()
    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert here().processor - before.processor >= 0.2


def test_what_another_process_has_used_is_told_until_it_ends() -> None:
    source = "import time\nwhile time.process_time() < 1.05: pass\nprint(flush=True)\ninput()"
    with subprocess.Popen(
        [sys.executable, "-c", source], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        process.stdout.readline()
        now = there(process.pid)
        assert now is not None and now.processor >= 1.0
        process.communicate("\n")
    assert there(process.pid) is None
