"""What installed packages bring: the fact and the template that the guide shows, and bad ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from test_guide import EXTENDING, fences

SHOWN = {fence.file: fence.text for fence in fences(EXTENDING)}
PAGE = SHOWN["docs/hump.md"]
CITED = PAGE.replace("symbol:", "sources: [a2020]\nsymbol:")
BIBLIOGRAPHY = "@book{a2020, author={A B}, title={C}, year={2020}, publisher={D}}"


def installed(folder: Path, points: dict[str, dict[str, str]]) -> None:
    """A folder in which Python finds a package with entry points, as an installer writes it."""
    for name, text in SHOWN.items():
        if name:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
    told = folder / "notes-1.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: notes\nVersion: 1\n")
    lines = [
        line
        for group, named in points.items()
        for line in (f"[{group}]", *(f"{name} = {value}" for name, value in named.items()))
    ]
    (told / "entry_points.txt").write_text("\n".join(lines) + "\n")
    (folder / "mkdocs.yml").write_text(
        "site_name: Notes\ntheme: {name: material, font: false}\nplugins: [actbook]\n"
        "extra_css: [assets/notes.css]\n"
    )
    (folder / "docs" / "index.md").write_text("# Notes\n")
    (folder / "docs" / "references.bib").write_text(BIBLIOGRAPHY)


def actbook(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-m", "actbook", *arguments]
    environment = {**os.environ, "PYTHONPATH": path}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


def test_what_the_guide_shows_works_and_is_refused_where_it_is_wrong(tmp_path: Path) -> None:
    installed(tmp_path, tomllib.loads(SHOWN["pyproject.toml"])["project"]["entry-points"])
    page = tmp_path / "docs" / "hump.md"
    page.write_text(CITED)
    done = actbook(tmp_path, "build")
    assert done.returncode == 0, done.stderr
    html = (tmp_path / "site" / "hump" / "index.html").read_text()
    (row,) = (part for part in html.split("<tr")[1:] if 'data-fact="sign"' in part)
    assert "positive" in row and "proved" in row
    _, _, after = html.partition('<p class="notes-sources">')
    assert 'class="actbook-references"' in after
    data = json.loads((tmp_path / "site" / "actbook.json").read_text())
    (pulse,) = (one for one in data["pages"] if one["slug"] == "pulse")
    held = [one for one in pulse["checks"] if one["against"] == "mpmath: mpmath.sech(x)"]
    assert held and {one["verdict"] for one in held} == {"holds"}
    (tmp_path / "docs" / "pulse.md").unlink()
    page.write_text(CITED.replace("sign: positive", "sign: negative"))
    done = actbook(tmp_path, "check")
    assert done.returncode == 1
    assert f"docs/hump.md:{CITED[: CITED.index('sign:')].count(chr(10)) + 1}: " in done.stderr
    # What decides a page is decided again where the package changes.
    page.write_text(CITED)
    package = tmp_path / "notes" / "__init__.py"
    package.write_text(package.read_text().replace('true = ["positive"]', 'true = ["both"]'))
    assert "it is both" in actbook(tmp_path, "check").stderr


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("nowhere:SIGN", "ModuleNotFoundError: No module named 'nowhere'"),
        ("notes:prove", "is a function, and not a FactKind"),
        ("actbook.facts.parity:PARITY", "there is a fact `parity` already"),
    ],
)
def test_what_cannot_be_used_is_told_in_a_sentence(tmp_path: Path, value: str, said: str) -> None:
    installed(tmp_path, {"actbook.facts": {"sign": value}})
    done = actbook(tmp_path, "check")
    assert done.returncode != 0
    told = f"{value}, the entry point sign of actbook.facts: {said}"
    assert told in done.stdout + done.stderr and "Traceback" not in done.stderr
