"""What a site can set under `plugins: [actbook: …]` in its `mkdocs.yml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from mkdocs.config.base import Config, ValidationError
from mkdocs.config.config_options import Choice, DictOfItems, ListOfItems, Optional, Type

from actbook.reading.fields import near
from actbook.reading.marked import Runs

#: What `actbook new` can write code for, as its template of a page has it.
LIBRARIES = ("numpy", "torch")


class Amount(Type):  # type: ignore[misc]
    """A number above 0."""

    def __init__(self, kind: type | tuple[type, ...], default: float | None = None) -> None:
        super().__init__(kind, default=default)

    def run_validation(self, value: object) -> object:
        """Refuse what is no number, or none above 0."""
        if isinstance(value, bool) or not super().run_validation(value) > 0:
            raise ValidationError(f"is a number above 0, not {value}")
        return value


class Place(Type):  # type: ignore[misc]
    """A relative path that does not lead out of where it begins."""

    def __init__(self, default: str) -> None:
        super().__init__(str, default=default)

    def run_validation(self, value: object) -> str:
        """Refuse other paths."""
        path = str(super().run_validation(value))
        if not path or Path(path).is_absolute() or ".." in Path(path).parts:
            raise ValidationError(f"is a path below the folder of mkdocs.yml, not {path!r}")
        return path


class Settings(Config):  # type: ignore[misc]
    """The options with their defaults."""

    #: Folders and pages in `docs_dir`, in the order of navigation, with their titles there.
    titles = DictOfItems(Type(str), default={})
    #: The title of `index.md` in navigation.
    home = Type(str, default="Gallery")
    #: The libraries that `actbook new` writes code for.
    libraries = ListOfItems(Choice(LIBRARIES), default=["numpy"])
    #: Which cells run on pages that state nothing: all, or those that say `run=yes`.
    run = Choice(get_args(Runs), default="all")
    #: How many pages are run at once: as many as there are cores, if not set.
    workers = Optional(Amount(int))
    #: Seconds of processor time for a cell that sets no limit of its own.
    seconds = Amount((int, float), default=60)
    #: Megabytes of memory for a page.
    memory = Amount(int, default=4096)
    #: Where results are remembered, and how many megabytes they may take.
    cache_dir = Place(default=".cache")
    cache_size = Amount(int, default=500)
    #: The book as data, under `site_dir`.
    data_file = Place(default="actbook.json")
    #: Off for sites whose pages embed what others serve.
    content_security_policy = Type(bool, default=True)

    def _validate(self) -> tuple[list[tuple[str, Exception]], list[tuple[str, str]]]:
        """As MkDocs does, but what is not known is an error, with what was meant."""
        failed, warnings = super()._validate()
        known = [name for name, _ in self._schema]
        for name in self.keys() - set(known):
            failed.append((name, ValidationError(f"is not known{near(name, known)}")))
        return failed, [pair for pair in warnings if pair[0] in known]


def refusals(titles: Mapping[str, Any], docs: Path) -> Iterator[str]:
    """What is wrong with the titles of folders and pages."""
    there = [path.relative_to(docs).as_posix() for path in docs.rglob("*")]
    for name in titles:
        if name not in there:
            said = f"`titles` of actbook names {name!r}, which is not in {docs.name}"
            yield said + near(name, there)
