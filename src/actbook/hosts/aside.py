"""Building beside the last site, which a build that fails leaves as it was.

MkDocs empties the folder of the site before it knows whether there will be another.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mkdocs.utils import clean_directory

from actbook.execution import workplace


@dataclass(frozen=True)
class Aside:
    """The folder of the site, and the one beside it that is built in."""

    site: Path
    new: Path

    @classmethod
    def of(cls, site: Path) -> Aside:
        """A place for a new site of this process, with nothing in it."""
        prefix = f".{site.name}-"
        workplace.sweep(site.parent, prefix)
        aside = cls(site, site.with_name(f"{prefix}{os.getpid()}-new"))
        aside.drop()
        return aside

    def take(self) -> None:
        """Put the new site in the place of the last. As MkDocs does, keep what is hidden there
        (`.git` of a branch that is checked out), and the folder itself, which may be mounted."""
        try:
            self.site.mkdir(parents=True, exist_ok=True)
            with _alone(self.site):
                clean_directory(str(self.site))
                for path in self.new.iterdir():
                    self._put(path, self.site / path.name)
        finally:
            self.drop()

    def _put(self, path: Path, target: Path) -> None:
        if (target.is_dir() and not path.is_dir()) or target.is_file():
            target.unlink() if target.is_file() else shutil.rmtree(target)
        if target.is_dir():  # a hidden one
            shutil.copytree(path, target, dirs_exist_ok=True)
        else:
            shutil.move(path, target)

    def drop(self) -> None:
        shutil.rmtree(self.new, ignore_errors=True)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """While no other build does the same: of two at once the site is that of the later."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # as file systems of networks may not have it
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
