"""Building beside the last site, which a build that fails leaves as it was.

MkDocs empties the folder of the site before it knows whether there will be another.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from mkdocs.utils import clean_directory


@dataclass(frozen=True)
class Aside:
    """The folder of the site, and the one beside it that is built in."""

    site: Path
    new: Path

    @classmethod
    def of(cls, site: Path) -> Aside:
        """A place for a new site, with nothing in it."""
        aside = cls(site, site.with_name(f".{site.name}.new"))
        aside.drop()
        return aside

    def take(self) -> None:
        """Put the new site in the place of the last. As MkDocs does, keep what is hidden there
        (`.git` of a branch that is checked out), and the folder itself, which may be mounted."""
        self.site.mkdir(parents=True, exist_ok=True)
        clean_directory(str(self.site))
        for path in self.new.iterdir():
            target = self.site / path.name
            if (target.is_dir() and not path.is_dir()) or target.is_file():
                target.unlink() if target.is_file() else shutil.rmtree(target)
            if target.is_dir():  # a hidden one
                shutil.copytree(path, target, dirs_exist_ok=True)
            else:
                shutil.move(path, target)
        self.drop()

    def drop(self) -> None:
        shutil.rmtree(self.new, ignore_errors=True)
