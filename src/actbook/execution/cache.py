"""A content-addressed store of results, and the digest of the engine that gave them."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import logging
import os
import pickle
import platform
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TypeVar

from actbook import brought
from actbook.digest import digest
from actbook.records import machine

#: The libraries that decide what a cell prints, a check finds and a reader sees.
_LIBRARIES = (
    *("numpy", "scipy", "torch", "sympy", "mpmath", "matplotlib", "python-flint", "lark"),
    *("scikit-learn", "jupytext", "PyYAML"),
    # What pages and references are set with.
    *("math-core", "ziamath", "fonttools", "pybtex", "latexcodec"),
)
#: `from actbook.a import b, c`, or `import actbook.a`, anywhere in a module.
_IMPORT = re.compile(
    r"^[ \t]*(?:from|import)[ ]+(actbook[\w.]*)(?:[ ]+import[ ]+(\([^)]*\)|[^\n]*))?", re.MULTILINE
)
_SEAL = hashlib.sha256().digest_size
#: Seconds after which an entry that was of no use is dropped: 30 days.
_LONG = 30 * 24 * 60 * 60
#: Apart from MkDocs' own, whose warnings end a strict build.
_log = logging.getLogger(__name__)

T = TypeVar("T")


class Cache:
    """Values by key in a folder, of so many bytes in all, safe for several processes at once.

    Entries are pickles: the folder is as trusted as the source beside it, and not to be shared.
    An entry that is damaged is as good as absent, and where nothing can be read or written there
    is nothing remembered: of either there is a warning, and no error.
    """

    def __init__(self, folder: Path, bound: int = 500 * 1024**2) -> None:
        self._folder = folder
        self._bound = bound

    def get(self, key: str, kind: type[T]) -> T | None:
        """The value of this kind that was put under the key, or None."""
        entry = self._entry(key)
        try:
            if not entry.exists():
                return None
            sealed = entry.read_bytes() if entry.is_file() else b""  # a pipe would be waited for
        except FileNotFoundError:  # another process prunes too
            return None
        except OSError as error:
            self._warn(error)
            return None
        seal, payload = sealed[:_SEAL], sealed[_SEAL:]
        if _seal(entry, payload) == seal:
            # An intact entry may still name a class that has since been renamed.
            with contextlib.suppress(Exception):
                value = pickle.loads(payload)
                if isinstance(value, kind):
                    with contextlib.suppress(OSError):  # where nothing can be written
                        os.utime(entry)  # `prune` goes by when an entry was last of use
                    return value
        _warn(f"{self._folder}: damaged: what cannot be read there is computed anew")
        _drop(entry)
        return None

    def put(self, key: str, value: object) -> None:
        """Store a value, entirely or not at all. Raises what `pickle` raises of it."""
        payload = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        try:
            entry = self._entry(key)
            self._write(entry, _seal(entry, payload) + payload)
        except OSError as error:
            self._warn(error)

    def made(self, key: str, kind: type[T], make: Callable[[], T]) -> T:
        """The value under the key; if there is none, what `make` gives, which is stored there."""
        value = self.get(key, kind)
        if value is None:
            value = make()
            self.put(key, value)
        return value

    def prune(self) -> None:
        """Drop entries unused for long, then the longest unused beyond the bound."""
        now, total = time.time(), 0
        for used, length, entry in sorted(self._entries(), reverse=True):
            total += length
            if total > self._bound or now - used > _LONG:
                _drop(entry)
                total -= length

    def clear(self) -> int:
        """Drop all entries. How many bytes they had."""
        entries = list(self._entries())
        for _, _, entry in entries:
            _drop(entry)
        return sum(length for _, length, _ in entries)

    def _write(self, entry: Path, content: bytes) -> None:
        entry.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=entry.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.replace(name, entry)  # noqa: PTH105 (a str from mkstemp)
        except BaseException:
            _drop(Path(name))
            raise

    def _warn(self, error: OSError) -> None:
        _warn(f"{self._folder}: {error.strerror or error}: results are not remembered")

    def _entry(self, key: str) -> Path:
        name = hashlib.sha256(key.encode()).hexdigest()
        return self._folder / name[:2] / name[2:]

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        with contextlib.suppress(OSError):  # a folder that may not be looked into
            for entry in self._folder.glob("??/*"):
                with contextlib.suppress(OSError):  # another process prunes too
                    status = entry.stat()
                    yield status.st_mtime, status.st_size, entry


def _seal(entry: Path, payload: bytes) -> bytes:
    """What tells a payload that is whole, and in its own place."""
    return hashlib.sha256(entry.name.encode() + payload).digest()


@functools.cache
def _warn(message: str) -> None:
    """Say it, once."""
    _log.warning(message)


def _drop(entry: Path) -> None:
    """Remove what lies in an entry's place, if that can be done."""
    with contextlib.suppress(OSError):
        shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()


def engine(*modules: str) -> str:
    """The digest of all that decides a result beside the page: our source, what packages bring to
    it, Python, the libraries, and the processor with what they are told of it. With `modules`, of
    our source only what these import, directly or not, and what is no Python in the same folders.

    Nothing of it is imported.
    """
    package = Path(__file__).parent.parent
    sources = sorted(
        path
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.relative_to(package).parts
    )
    if modules:
        needed = _imported(package, modules)
        folders = {path.parent for path in needed} - {package}
        sources = [
            path
            for path in sources
            if path in needed or (path.suffix != ".py" and not folders.isdisjoint(path.parents))
        ]
    return digest(
        [(path.relative_to(package).as_posix(), path.read_bytes()) for path in sources],
        list(brought.sources()),
        sys.version,
        platform.machine(),
        machine.decided(),
        [(name, _version(name)) for name in _LIBRARIES],
    )


def _imported(package: Path, modules: Iterable[str]) -> set[Path]:
    """The files of modules of the package and of all that they import of it."""
    found: set[Path] = set()
    queue = list(modules)
    while queue:
        path = package.joinpath(*queue.pop().split(".")[1:])
        path = (
            path.with_suffix(".py") if path.with_suffix(".py").is_file() else path / "__init__.py"
        )
        if path in found or not path.is_file():
            continue
        found.add(path)
        for match in _IMPORT.finditer(path.read_text("utf-8")):
            module = match[1]
            names = re.findall(r"\w+", match[2] or "")
            queue += [module, *(f"{module}.{name}" for name in names)]
    return found - {package / "__init__.py"}


def _version(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None
