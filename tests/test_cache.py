"""That the cache gives back what was put, or nothing; and that digests tell values apart."""

from __future__ import annotations

import datetime
import errno
import hashlib
import multiprocessing
import os
import pickle
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

import pytest

from actbook.book import cached
from actbook.digest import digest
from actbook.execution import cache as caches
from actbook.execution.cache import Cache, engine
from actbook.reading.page import Parameter
from actbook.records import machine
from actbook.verdict import Diagnostic


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def entries(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_was_put_is_got_back(cache: Cache, tmp_path: Path) -> None:
    value = {"a": (1.5, [Diagnostic("p.md", 3, "wrong")])}
    cache.put("../odd key", value)
    assert Cache(tmp_path / "cache").get("../odd key", object) == value
    assert cache.get("other", object) is None
    assert entries(tmp_path) == entries(tmp_path / "cache")


def test_what_was_put_last_counts(cache: Cache, tmp_path: Path) -> None:
    cache.put("key", 1)
    cache.put("key", 2)
    assert cache.get("key", object) == 2
    assert len(entries(tmp_path)) == 1


#: That of the entry of `key`.
NAME = Path(hashlib.sha256(b"key").hexdigest()[2:])
DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "cut short": lambda data: data[:-1],
    "cut to nothing": lambda data: b"",
    "cut to its seal": lambda data: data[:32],
    "a flipped bit": lambda data: data[:-3] + bytes([data[-3] ^ 1]) + data[-2:],
    "a flipped bit of the seal": lambda data: bytes([data[0] ^ 1]) + data[1:],
    "another file": lambda data: b"<html>" * 100,
    "an intact seal on what is no pickle": lambda data: caches._seal(NAME, b"x") + b"x",
    "what is whole, in another's place": lambda data: (
        caches._seal(Path("a"), data[32:]) + data[32:]
    ),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_entry_is_absent_and_removed(
    cache: Cache, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    cache.put("key", list(range(100)))
    (entry,) = entries(tmp_path)
    entry.write_bytes(damage(entry.read_bytes()))
    assert cache.get("key", object) is None
    assert entries(tmp_path) == []
    cache.put("key", 1)
    assert cache.get("key", object) == 1


def test_what_cannot_be_stored_leaves_the_cache_as_it_was(cache: Cache, tmp_path: Path) -> None:
    cache.put("key", 1)
    with pytest.raises((pickle.PicklingError, AttributeError)):
        cache.put("key", lambda: 0)
    assert cache.get("key", object) == 1
    assert len(entries(tmp_path)) == 1


REASONS = [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO, errno.EDQUOT]


@pytest.mark.parametrize("reason", REASONS, ids=errno.errorcode.get)
@pytest.mark.parametrize("step", ["replace", "fdopen"])
def test_a_write_that_fails_is_told_of_and_leaves_nothing_behind(
    cache: Cache,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    step: str,
    reason: int,
) -> None:
    def fail(*given: Any) -> None:
        raise OSError(reason, os.strerror(reason), "the entry")

    with monkeypatch.context() as patched:
        patched.setattr(os, step, fail)
        cache.put("key", 1)
        cache.put("another", 2)
    said = f"{tmp_path / 'cache'}: {os.strerror(reason)}: results are not remembered"
    assert [record.getMessage() for record in caplog.records] == [said]
    assert entries(tmp_path) == [] and cache.get("key", object) is None


@pytest.mark.parametrize("step", ["read_bytes", "stat"])
def test_a_read_that_fails_is_told_of_and_the_value_is_absent(
    cache: Cache, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, step: str
) -> None:
    cache.put("key", 1)

    def fail(*given: Any, **named: Any) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(Path, step, fail)
        assert cache.get("key", object) is None
        cache.prune()
    assert [r.getMessage().split(": ")[1] for r in caplog.records] == ["Permission denied"]
    assert cache.get("key", object) == 1


def test_a_value_of_another_kind_is_absent_and_removed(cache: Cache, tmp_path: Path) -> None:
    cache.put("key", "text")
    assert cache.get("key", tuple) is None
    assert entries(tmp_path) == []


def write_and_read(folder: Path, number: int) -> None:
    cache = Cache(folder)
    for _ in range(50):
        cache.put("key", [number] * 10_000)
        value = cache.get("key", object)
        assert value is not None and len(set(value)) == 1 and len(value) == 10_000


def test_two_processes_may_write_the_same_entry(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write_and_read, args=(tmp_path, n)) for n in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert len(entries(tmp_path)) == 1


def aged(cache: Cache, folder: Path, **days: float) -> None:
    for key, age in days.items():
        before = set(entries(folder))
        cache.put(key, key * 1000)
        (entry,) = set(entries(folder)) - before
        used = time.time() - age * 24 * 60 * 60
        os.utime(entry, (used, used))


def left(cache: Cache, *keys: str) -> str:
    return "".join(key for key in keys if cache.get(key, object))


def test_entries_unused_for_long_are_pruned(cache: Cache, tmp_path: Path) -> None:
    aged(cache, tmp_path, a=40, b=40, c=20)
    assert cache.get("a", object)
    cache.prune()
    assert left(cache, "a", "b", "c") == "ac"


def test_the_longest_unused_entries_beyond_the_bound_are_pruned(tmp_path: Path) -> None:
    cache = Cache(tmp_path, bound=2500)
    aged(cache, tmp_path, a=3, b=1, c=2, d=4)
    cache.prune()
    assert left(cache, "a", "b", "c", "d") == "bc"


def test_pruning_a_folder_that_is_not_there_does_nothing(cache: Cache) -> None:
    cache.prune()


@dataclass(frozen=True)
class Other:
    path: str
    line: int
    message: str
    column: int | None = None


DISTINCT: list[tuple[object, ...]] = [
    *((), (None,), ((),), ([],), ({},), ("",), (b"",)),
    *(("ab", "c"), ("a", "bc"), (("ab", "c"),), (["ab", "c"],), ("abc",), (b"abc",)),
    *((1,), (1.0,), (True,), ("1",), (Fraction(1),), (Fraction(1, 3),)),
    *((0.0,), (-0.0,), (float("nan"),), (float("inf"),)),
    *(([1, [2]],), ([[1], 2],), ([[1, 2]],)),
    *(({"a": 1, "b": 2},), ({"b": 2, "a": 1},), ({"a": {"b": 2}},)),
    *(({"a", "b"},), (frozenset({"a", "b"}),), (PurePosixPath("a"),), ("\ud800",)),
    *((datetime.date(2024, 1, 2),), (datetime.datetime(2024, 1, 2),)),
    *((Diagnostic("p.md", 3, "x"),), (Diagnostic("p.md", 3, "x", 1),), (Other("p.md", 3, "x"),)),
]


def test_different_values_have_different_digests() -> None:
    assert len({digest(*parts) for parts in DISTINCT}) == len(DISTINCT)


def test_equal_values_have_equal_digests() -> None:
    for _ in range(2):
        assert digest({"a", "b", "c"}, [Diagnostic("p.md", 3, "x")]) == digest(
            {"c", "b", "a"}, [Diagnostic("p.md", 3, "x")]
        )
    assert digest(MappingProxyType({"a": 1})) == digest(MappingProxyType({"a": 1}))


@pytest.mark.parametrize(
    "value", [object(), digest, Parameter, 1j, iter([])], ids=lambda v: type(v).__name__
)
def test_what_has_no_canonical_form_has_no_digest(value: object) -> None:
    with pytest.raises(TypeError, match="has no digest"):
        digest([value])


def test_digests_are_the_same_in_every_process_and_import_no_library() -> None:
    source = (
        "import sys; from actbook.digest import digest; from actbook.execution.cache import engine;"
        "print(digest({'a', 'b', 'c'}, 'x'), engine());"
        "print({'numpy', 'torch', 'sympy', 'matplotlib'} & {*sys.modules})"
    )
    for seed in "01":
        told = subprocess.run(
            [sys.executable, "-c", source],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert told.stdout.split("\n")[:2] == [
            f"{digest({'a', 'b', 'c'}, 'x')} {engine()}",
            "set()",
        ]


@pytest.mark.parametrize("name", ["page.py", "formula.lark", "assets/style.css", "new/deep.py"])
def test_the_engines_digest_covers_each_of_its_files(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caches, "__file__", str(tmp_path / "execution" / "cache.py"))
    before = engine()
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "page.pyc").write_bytes(b"")
    assert engine() == before
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("a")
    written = engine()
    (tmp_path / name).write_text("b")
    assert len({before, written, engine()}) == 3


def test_the_engines_digest_covers_the_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    before = engine()
    monkeypatch.setattr(caches, "version", lambda name: "9.9" if name == "torch" else "1")
    newer = engine()
    monkeypatch.setattr(caches, "version", lambda name: "1")
    assert len({before, newer, engine()}) == 3


@pytest.mark.parametrize("variable", machine.VARIABLES)
def test_the_engines_digest_covers_what_libraries_are_told_of_the_processor(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(variable, raising=False)
    before = engine()
    monkeypatch.setenv(variable, "AVX2")
    less = engine()
    monkeypatch.setenv(variable, "SSE41")
    assert len({before, less, engine()}) == 3


INTEL = "processor : 0\nmodel name : Xeon\ncpu MHz : 2596.1\nflags : fpu avx2\n\nprocessor : 1\n"
ARM = "processor : 0\nBogoMIPS : 50.00\nFeatures : fp asimd\nCPU part : 0xd40\n\n"


@pytest.mark.parametrize(
    ("told", "before", "after", "same"),
    [
        (INTEL, "avx2", "avx2 avx512f", False),
        (INTEL, "Xeon", "EPYC", False),
        (INTEL, "2596.1", "3100.0", True),
        (INTEL, "processor : 1", "processor : 9", True),
        (ARM, "asimd", "asimd sve", False),
        (ARM, "0xd40", "0xd4f", False),
        (ARM, "50.00", "60.00", True),
    ],
)
def test_a_cache_that_is_carried_to_another_processor_is_not_believed(
    told: str,
    before: str,
    after: str,
    same: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text(told)
    monkeypatch.setattr(machine, "_CPUINFO", cpuinfo)
    here = engine()
    assert before in told
    cpuinfo.write_text(told.replace(before, after))
    assert (engine() == here) is same


def test_a_processor_is_known_where_there_is_no_cpuinfo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "_CPUINFO", tmp_path / "absent")
    digests = set()
    for brand in ("Apple M1", "Apple M4"):
        monkeypatch.setattr(machine, "_brand", lambda brand=brand: brand)
        digests.add(engine())
    assert len(digests) == 2


ROOMS = {
    "a template": ("weaving/templates/equation.html.j2", ""),
    "how a page is woven": ("weaving/weave.py", ""),
    "a style sheet": ("assets/actbook.css", ""),
    "how formulas are checked": ("checking/claims.py", "findings"),
    "how facts are proved": ("facts/verdicts.py", "findings"),
    "the grammar, by which pages are read": ("latex/formula.lark", "cells findings"),
    "what checks with others": ("book/plan.py", "findings"),
    "how cells are run": ("execution/execute.py", "cells findings"),
    "how figures look": ("drawing/figures.py", "cells findings"),
}


@pytest.mark.parametrize(("name", "changed"), ROOMS.values(), ids=ROOMS)
def test_only_what_decides_a_step_is_in_its_key(
    name: str, changed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "actbook"
    shutil.copytree(Path(caches.__file__).parent.parent, package)
    monkeypatch.setattr(caches, "__file__", str(package / "execution" / "cache.py"))
    before, whole = cached.engines(), engine()
    with (package / name).open("a", encoding="utf-8") as file:
        file.write(" ")
    after = cached.engines()
    differs = [
        step for step in ("cells", "findings") if getattr(before, step) != getattr(after, step)
    ]
    assert differs == changed.split() and engine() != whole


def test_what_is_made_is_made_once_and_not_remembered_where_that_fails(cache: Cache) -> None:
    made = iter(["first", "second"])
    assert [cache.made("k", str, lambda: next(made)) for _ in range(2)] == ["first", "first"]
    with pytest.raises(ZeroDivisionError):
        cache.made("other", float, lambda: 1 / 0)
    assert cache.get("other", float) is None
