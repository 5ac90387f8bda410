"""The folder that a page's process works in: what its code writes there is thrown away with it, and
into the book it writes nothing."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

#: Bytes of the longest file.
_LONGEST = 1024**3
#: How the folders of processes are named, before their numbers.
_PREFIX = "actbook-"
#: What tells the folder of a whole book.
_ROOTS = ("mkdocs.yml", ".git")
#: Python's audit events of writing, and which of their arguments are paths.
_WRITING = {
    "open": (0,),
    "os.link": (1,),
    "os.mkdir": (0,),
    "os.remove": (0,),
    "os.rename": (0, 1),
    "os.rmdir": (0,),
    "os.symlink": (1,),
    "os.truncate": (0,),
}
_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def enter(page: str) -> None:
    """Have this process work in an empty folder of its own, from now on. What Python code writes
    into the book of the page is refused."""
    path = Path(page).resolve()
    folders = [path.parent, *path.parents]
    book = next((f for f in folders if any((f / name).exists() for name in _ROOTS)), path.parent)
    temporary = tempfile.gettempdir()
    with contextlib.suppress(OSError):  # on a full disk it works where it is
        os.chdir(folder())
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    longest = _LONGEST if hard == resource.RLIM_INFINITY else min(_LONGEST, hard)
    resource.setrlimit(resource.RLIMIT_FSIZE, (longest, hard))
    sys.addaudithook(_guard(str(book), os.path.realpath(temporary)))


def folder() -> Path:
    """An empty folder, which is thrown away when this process is cleared."""
    return Path(tempfile.mkdtemp(prefix=_prefix(os.getpid())))


def clear(process: int) -> None:
    """Throw away what a process has left that has ended, however it did."""
    for left in Path(tempfile.gettempdir()).glob(f"{_prefix(process)}*"):
        shutil.rmtree(left, ignore_errors=True)


def sweep(folder: Path | None = None, prefix: str = _PREFIX) -> None:
    """Throw away what processes have left in a folder that were killed before they could: it has
    their numbers after the prefix."""
    for left in (folder or Path(tempfile.gettempdir())).glob(f"{prefix}*-*"):
        process = left.name.removeprefix(prefix).partition("-")[0]
        if process.isdigit():
            try:
                os.kill(int(process), 0)
            except ProcessLookupError:
                shutil.rmtree(left, ignore_errors=True)
            except OSError:  # of somebody else
                continue


def _prefix(process: int) -> str:
    return f"{_PREFIX}{process}-"


def _guard(book: str, temporary: str) -> Callable[[str, tuple[Any, ...]], None]:
    # A folder for temporary files within the book is none of it.
    free = temporary if _within(temporary, book) else ""

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        places = _WRITING.get(event)
        if places is None or (event == "open" and not (arguments[2] or 0) & _FLAGS):
            return
        for at in places:
            if isinstance(arguments[at], str | bytes | os.PathLike):
                path = os.path.realpath(os.fsdecode(arguments[at]))
                if _within(path, book) and not (free and _within(path, free)):
                    raise PermissionError(
                        f"a cell does not write into the book ({os.fsdecode(arguments[at])}): "
                        "a file without a folder is thrown away with the page"
                    )

    return refuse


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
