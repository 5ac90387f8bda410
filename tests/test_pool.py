"""What the pool says of jobs that end badly, and that nothing else is disturbed by them."""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import jobs
import pytest

from actbook.execution import pool as pools
from actbook.execution.forkserver import Forkserver
from actbook.execution.pool import HEAVY, PRELOAD, Pool
from actbook.execution.running import Crash, Job
from actbook.execution.watch import Limit


def job(work: Callable[..., Any], *arguments: Any) -> Job:
    return Job(work.__name__, "page.md", work, arguments)


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(workers=2, watch=0.4, preload=()) as pool:
        list(pool.run([]))
        yield pool


def result(pool: Pool, work: Callable[..., Any], *arguments: Any) -> Any:
    ((_, value),) = pool.run([job(work, *arguments)])
    return value


def is_alive(process: int) -> bool:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, 0)
        return "State:\tZ" not in Path(f"/proc/{process}/status").read_text()
    return False


@pytest.mark.parametrize(
    "value",
    [None, False, 0, "a" * 10**7, {"a": [1.5, float("inf")]}],
    ids=lambda value: str(value)[:9],
)
def test_results_come_back_whatever_their_size(pool: Pool, value: Any) -> None:
    assert result(pool, jobs.echo, value) == value


CRASHES = {
    "exit": (
        jobs.leave,
        [3],
        "the process ended with exit code 3 while running the cell at line 31",
    ),
    "quiet exit": (
        jobs.leave,
        [0],
        "the process ended with exit code 0 while running the cell at line 31",
    ),
    "bad access": (
        jobs.crash,
        [],
        "the process was killed (Segmentation fault) while running the cell at line 31",
    ),
    "killed": (
        jobs.abort,
        [],
        "the process was killed (Killed, perhaps for want of memory) while starting",
    ),
    "hang": (
        jobs.hang,
        [],
        "no sign of life for 0.4 s of processor time while running the cell at line 31",
    ),
    "hang after a limit": (
        jobs.hang_after_a_limit,
        [],
        "no sign of life for 0.2 s of processor time while running the cell at line 31",
    ),
    "exception": (jobs.fail, [], "ValueError: a b (jobs.py:*) while checking at line 7"),
    "unpicklable result": (jobs.unpicklable, [], "*: *unpicklable*lambda* (*) while starting"),
    "wrong arguments": (jobs.fail, [1], "TypeError: fail() takes 1 positional * while starting"),
}


@pytest.mark.parametrize(("work", "arguments", "message"), CRASHES.values(), ids=CRASHES)
def test_a_crash_says_what_happened_and_where(
    pool: Pool, work: Callable[..., Any], arguments: list[Any], message: str
) -> None:
    crash = result(pool, work, *arguments)
    assert isinstance(crash, Crash)
    assert fnmatchcase(crash.message, message), crash.message
    assert crash.line == (int(message.split()[-1]) if "at line" in message else 0)


def test_a_crash_of_the_engine_carries_its_traceback(pool: Pool) -> None:
    assert "jobs.py" in result(pool, jobs.fail).detail


def test_a_crash_disturbs_no_other_job(pool: Pool) -> None:
    bad = [job(jobs.leave, 3), job(jobs.hang), job(jobs.crash), job(jobs.abort), job(jobs.fail)]
    good = [job(jobs.echo, number) for number in range(5)]
    mixed = [one for pair in zip(bad, good, strict=True) for one in pair]
    results = list(pool.run(mixed))
    assert sorted(value for _, value in results if not isinstance(value, Crash)) == [*range(5)]
    assert {one.key for one, value in results if isinstance(value, Crash)} == {b.key for b in bad}


def test_each_job_has_a_process_of_its_own(pool: Pool) -> None:
    processes = [value for _, value in pool.run([job(jobs.process)] * 3)]
    assert len({process for process, _, _ in processes}) == 3
    assert len({parent for _, parent, _ in processes}) == 1
    assert {threads for _, _, threads in processes} == {1}


def test_a_step_that_reports_in_time_is_not_killed(pool: Pool) -> None:
    assert result(pool, jobs.steps) == "done"


def test_only_the_process_of_the_job_gives_its_result(pool: Pool) -> None:
    assert result(pool, jobs.fork) == "parent"


def test_a_job_that_waits_too_long_is_a_crash() -> None:
    with Pool(workers=1, watch=0.1, preload=(), patience=0.5) as pool:
        said = "waited 1 s without using the processor while running the cell at line 31"
        assert result(pool, jobs.sleep_in_a_step) == Crash(said, 31)


def test_a_job_may_wait_longer_than_it_may_work(pool: Pool) -> None:
    assert result(pool, jobs.nap, 1.0) == "done"


@pytest.mark.parametrize(
    ("source", "limit", "said"),
    [
        ("while True: pass", Limit(1.0, 600.0), "no sign of life for 1 s of processor time"),
        ("time.sleep(10**6)", Limit(600.0, 2.0), "waited 2 s without using the processor"),
    ],
)
def test_imports_that_do_not_end_are_a_crash_and_the_next_run_starts_anew(
    source: str, limit: Limit, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "endless.py").write_text(f"import time\n{source}")
    monkeypatch.setattr(pools, "_STARTING", limit)
    monkeypatch.syspath_prepend(tmp_path)
    with Pool(workers=1, preload=("endless",)) as pool:
        assert result(pool, jobs.echo, 1) == Crash(f"{said} while starting", 0)
        (tmp_path / "endless.py").write_text("")
        monkeypatch.undo()
        assert result(pool, jobs.echo, 1) == 1


def test_imports_before_the_first_step_do_not_count_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = "import time\nwhile time.process_time() < {}: pass\n"
    (tmp_path / "early.py").write_text(busy.format(0.5))
    (tmp_path / "late.py").write_text(busy.format(0.5) + "def work(tell): return 'done'\n")
    monkeypatch.syspath_prepend(tmp_path)
    import late

    with Pool(workers=1, watch=0.1, preload=("early",)) as pool:
        assert result(pool, late.work) == "done"


def test_a_thread_or_a_process_left_behind_does_not_delay_the_result(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    killed: list[int] = []
    kill = Forkserver.kill
    monkeypatch.setattr(
        Forkserver, "kill", lambda server, job: killed.append(job) or kill(server, job)
    )
    with Pool(workers=1, watch=1.0, preload=()) as pool:
        assert result(pool, jobs.linger) == "done"
    assert killed == []  # as it were if the process had been waited for until its limit


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import sys\nsys.exit(3)", ("docs/activations/sample.md:5: SystemExit: 3",)),
        (
            "while True: pass",
            ("docs/activations/sample.md:4: still running after 0.2 s of processor time",),
        ),
        ("input()", ("docs/activations/sample.md:4: EOFError: EOF when reading a line",)),
    ],
)
def test_a_cell_that_ends_itself_is_not_a_crash(pool: Pool, source: str, expected: Any) -> None:
    assert result(pool, jobs.cell, source) == expected


def test_the_process_that_a_cell_ends_is_a_crash_at_its_line(pool: Pool) -> None:
    assert result(pool, jobs.cell, "import os\nos._exit(7)") == Crash(
        "the process ended with exit code 7 while running the cell at line 4", 4
    )


def test_no_job_starts_no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "Forkserver", None)
    with Pool() as pool:
        assert list(pool.run([])) == []


def test_the_server_stays_warm_until_the_engine_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    with Pool(workers=1, preload=()) as pool:
        first, second = (result(pool, jobs.process)[1] for _ in range(2))
        assert first == second
        monkeypatch.setattr(pools, "engine", lambda: "changed")
        third, fourth = (result(pool, jobs.process)[1] for _ in range(2))
        assert third == fourth != first
        assert not is_alive(first)


def test_a_server_that_died_is_started_again() -> None:
    with Pool(workers=1, preload=()) as pool:
        server = result(pool, jobs.process)[1]
        os.kill(server, signal.SIGKILL)
        assert until(lambda: not is_alive(server))
        assert result(pool, jobs.process)[1] != server


def test_a_job_whose_server_dies_is_a_crash_and_the_next_is_done() -> None:
    with Pool(workers=1, preload=()) as pool:
        results = pool.run([job(jobs.end_the_server), job(jobs.echo, 1)])
        crash = Crash("the fork server ended while starting", 0)
        assert [value for _, value in results] == [crash, 1]


def test_a_run_that_is_stopped_ends_its_processes(pool: Pool, tmp_path: Path) -> None:
    path = tmp_path / "process"
    results = pool.run([job(jobs.sleep, str(path)), job(jobs.echo, 1)])
    assert next(results)[1] == 1
    process = int(until(path.read_text))
    results.close()  # type: ignore[attr-defined]
    assert until(lambda: not is_alive(process))
    assert result(pool, jobs.echo, 2) == 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_when_the_parent_is_ended_its_processes_end(number: int, tmp_path: Path) -> None:
    path = tmp_path / "process"
    source = (
        "import signal, sys, jobs; from actbook.execution.pool import Pool;"
        "from actbook.execution.running import Job;"
        # Which who runs the tests in the background has had ignored.
        "signal.signal(signal.SIGINT, signal.default_int_handler);"
        "list(Pool(preload=()).run([Job('', '', jobs.sleep, (sys.argv[1],))]))"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", source, str(path)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
        stderr=subprocess.DEVNULL,
    )
    process = int(until(lambda: path.exists() and path.read_text()))
    parent.send_signal(number)
    parent.wait()
    assert until(lambda: not is_alive(process))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_server_that_still_imports_ends_with_its_parent(number: int, tmp_path: Path) -> None:
    path = tmp_path / "process"
    endless = f"import os\nopen({str(path)!r}, 'w').write(str(os.getpid()))\nwhile True: pass"
    (tmp_path / "endless.py").write_text(endless)
    source = (
        "import time; from actbook.execution.pool import Pool;"
        "Pool(preload=('endless',)).warm(); time.sleep(1000)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", source],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])},
    )
    server = int(until(lambda: path.exists() and path.read_text()))
    parent.send_signal(number)
    parent.wait()
    assert until(lambda: not is_alive(server))


def test_a_server_that_is_killed_takes_its_processes_with_it(tmp_path: Path) -> None:
    path = tmp_path / "process"
    with Pool(workers=1, preload=()) as pool:
        server = pool.warm().process
        results = pool.run([job(jobs.sleep, str(path))])
        told = threading.Thread(target=lambda: list(results))
        told.start()
        process = int(until(lambda: path.exists() and path.read_text()))
        os.kill(server, signal.SIGKILL)
        assert until(lambda: not is_alive(process))
        told.join()


def test_a_process_starts_with_the_libraries_and_one_thread() -> None:
    with Pool(workers=1, watch=60) as pool:
        assert result(pool, jobs.surroundings) == {
            "threads": "1",
            "backend": "Agg",
            "torch": False,
            "pytest": False,
            "main": None,
            "product": 300.0,
            "own threads": 1,
        }


def test_what_pages_import_and_takes_long_is_imported_once() -> None:
    with Pool(workers=1, watch=60) as pool:
        pool.want({"json"})
        first = result(pool, jobs.process)[1]
        pool.want({"torch", "json"})
        assert result(pool, jobs.surroundings)["torch"]
        second = result(pool, jobs.process)[1]
        pool.want({"torch"})
        pool.want(())
        assert second == result(pool, jobs.process)[1] != first


def test_what_is_prepared_before_the_fork_exists() -> None:
    """A name that is wrong would only make each process slower."""
    for name in (*PRELOAD, *(name for names in HEAVY.values() for name in names)):
        module, _, function = name.partition(":")
        assert not function or callable(getattr(importlib.import_module(module), function))


def until(condition: Callable[[], Any]) -> Any:
    """The condition's value once it is true, however long that takes."""
    while not (value := _quietly(condition)):
        time.sleep(0.02)
    return value


def _quietly(condition: Callable[[], Any]) -> Any:
    with contextlib.suppress(FileNotFoundError):
        return condition()
