"""The rooms of the engine stand in one order, and none imports what stands after it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import actbook

PACKAGE = Path(actbook.__file__ or "").parent
#: The folders and files of `src/actbook`: first what all may use, then the way of a page.
ROOMS = (
    *("amounts", "brought", "digest", "markup", "port", "verdict", "verify"),
    *("formula", "conformance", "latex", "reading", "swept", "result"),
    *("records", "libraries", "execution", "proving", "checking", "facts", "drawing"),
    *("weaving", "book", "terminal", "hosts", "commands"),
)


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Each import of the package, wherever it stands in a module, with its line and room."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                modules = [alias.name for alias in names]
            case ast.ImportFrom(module="actbook", names=names):
                modules = [f"actbook.{alias.name}" for alias in names]
            case ast.ImportFrom(module=str(module)):
                modules = [module]
            case _:
                continue
        for package, _, module in (name.partition(".") for name in modules):
            if package == "actbook":
                yield node.lineno, module.partition(".")[0]


def backwards(sources: Mapping[str, str]) -> list[str]:
    """What modules, by their paths in the package, import against the order."""
    found = []
    for path, source in sources.items():
        room = path.partition("/")[0].removesuffix(".py")
        later = ROOMS[ROOMS.index(room) + 1 :]
        names = imported(ast.parse(source))
        found += [f"{path}:{line}: imports {name}" for line, name in names if name in later]
    return found


def test_no_room_imports_one_after_it() -> None:
    modules = [
        path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or path.stem[0] != "_"
    ]
    sources = {path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8") for path in modules}
    assert {path.partition("/")[0].removesuffix(".py") for path in sources} == {*ROOMS}
    assert backwards(sources) == []


def test_an_import_against_the_order_is_found_wherever_it_stands() -> None:
    source = """
from actbook import verdict, weaving
from actbook.facts.registry import named

def late():
    import actbook.hosts.port
"""
    found = [f"checking/a.py:{line}" for line in ("2: imports weaving", "3: imports facts")]
    assert backwards({"checking/a.py": source}) == [*found, "checking/a.py:6: imports hosts"]


def test_each_place_that_a_change_is_sent_to_exists() -> None:
    root = PACKAGE.parent.parent
    rows = (root / "CONTRIBUTING.md").read_text("utf-8").partition("| change | where |\n")[2]
    table = rows.partition("\n\n")[0]
    places = re.findall(r"`([\w-]+/[\w./-]+)`", table)
    assert len(places) > 20
    missing = [p for p in places if not ((PACKAGE / p).exists() or (root / p).exists())]
    assert missing == []
