"""A wheel holds every file of the package."""

from __future__ import annotations

import glob
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "actbook"


def matched(patterns: list[str]) -> set[str]:
    """The files that setuptools takes: like it, `**` enters no folder that is hidden."""
    taken = (glob.glob(one, root_dir=PACKAGE, recursive=True) for one in patterns)  # noqa: PTH207
    return {name for names in taken for name in names}


def test_what_is_no_code_is_named_as_data_of_the_package() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    patterns = settings["tool"]["setuptools"]["package-data"]["actbook"]
    files = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and path.suffix != ".py" and "__pycache__" not in path.parts
    }
    assert files and files <= matched(patterns)
    assert not files <= matched(patterns[:1])
