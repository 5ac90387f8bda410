"""What packages bring by entry points: kinds of facts, templates, and adapters of libraries.

A package names them in its `pyproject.toml`, as Python's packaging guide describes entry points.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

Brought = TypeVar("Brought")
#: Each entry point is an `actbook.facts.fact.FactKind`, a package with a folder `templates`, or an
#: `actbook.libraries.adapter.Adapter`.
FACTS, TEMPLATES, LIBRARIES = "actbook.facts", "actbook.templates", "actbook.libraries"


class Unfit(Exception):
    """What is brought and cannot be used, and why."""

    def __init__(self, point: EntryPoint, why: object) -> None:
        super().__init__(f"{point.value}, the entry point {point.name} of {point.group}: {why}")


def points(group: str) -> list[EntryPoint]:
    """The entry points of a group by their names. Two of one name are a mistake of an installation:
    the first that Python finds is taken."""
    found = {point.name: point for point in reversed(tuple(entry_points(group=group)))}
    return [found[name] for name in sorted(found)]


def loaded(group: str, kind: type[Brought]) -> Iterator[tuple[EntryPoint, Brought]]:
    """The entry points of a group with what they stand for. Raises Unfit."""
    for point in points(group):
        try:
            found = point.load()
        except Exception as error:
            raise Unfit(point, f"{type(error).__name__}: {error}") from error
        if not isinstance(found, kind):
            raise Unfit(point, f"is a {type(found).__name__}, and not a {kind.__name__}")
        yield point, found


def sources() -> Iterator[tuple[str, bytes]]:
    """The name and the files of all that is brought, without importing it: it decides results as
    the engine's own files do."""
    for group in (FACTS, TEMPLATES, LIBRARIES):
        for point in points(group):
            spec = find_spec(point.module.partition(".")[0])
            yield f"{group}: {point.name} = {point.value}", b""
            if spec is None:
                continue
            folders = list(map(Path, spec.submodule_search_locations or ()))
            inside = [path for folder in folders for path in sorted(folder.rglob("*"))]
            files = inside or [Path(spec.origin or "")]
            for path in files:
                if path.is_file() and path.suffix != ".pyc":
                    yield path.name, path.read_bytes()
