"""A page that is written for an author passes its checks, whatever its name."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from actbook.book import book
from actbook.commands.main import main
from actbook.execution.cache import Cache
from actbook.execution.pool import Pool
from actbook.terminal import ending

ROOT = Path(__file__).resolve().parent.parent
#: Names of Python, of libraries, of mathematics, of other signs, and of the same words again.
NAMES = (
    *("x", "lambda", "np", "torch", "ReLU^2", "Größe", "the", "__init__", "🚀", "函数", "2048"),
    *(
        "e",
        "pi",
        "sin",
        "max",
        "σ",
        "f'",
        "index",
        "L",
        "checks",
        "a[1] \\(b\\)",
        'a"b: #c',
        "$z$ <b>",
        "sum",
    ),
    *("soft clip", "match", "print", "None", "torchlight"),
)
FOLDER = "docs/activations"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: tiny\nplugins: [actbook]\n")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["new", "--folder", FOLDER, *arguments])


def checked(site: Path, pool: Pool) -> list[str]:
    pages = [ending.near(path) for path in sorted((site / "docs").rglob("*.md"))]
    found = book.verify(pages, pages, Cache(site / ".cache"), pool)
    return list(map(str, found.problems))


def test_a_new_page_passes_whatever_its_name(site: Path, pool: Pool) -> None:
    for name in NAMES:
        written = run(name, "--quiet")
        assert (written.exit_code, written.output) == (0, "")
    pages = list((site / FOLDER).iterdir())
    assert len(pages) == len(NAMES)
    assert all(re.fullmatch(r"[a-z0-9-]+\.md", page.name) for page in pages)
    titles = {yaml.safe_load(page.read_text().split("---\n")[1])["title"] for page in pages}
    assert titles == set(NAMES)
    assert checked(site, pool) == []


def test_a_new_page_has_the_parameters_and_libraries_that_are_wanted(
    site: Path, pool: Pool
) -> None:
    options = ["-p", "alpha=0.5", "-p", "rate", "-p", "lambda_=2", "-l", "numpy", "-l", "torch"]
    assert run("gain", *options, "--symbol", "\\Gamma", "--family", "a: b").exit_code == 0
    text = (site / FOLDER / "gain.md").read_text()
    for line in (
        'family: "a: b"',
        'symbol: "\\\\Gamma"',
        '  alpha: {default: 0.5, domain: "(0, oo)"}',
        '  rate: {symbol: "\\\\mathrm{rate}", default: 1.0, domain: "(0, oo)"}',
        "  PyTorch: gain_torch(x, alpha, rate, lambda_)",
    ):
        assert line in text.splitlines()
    assert checked(site, pool) == []


def test_what_to_change_first_is_told_by_its_line(site: Path) -> None:
    told = run("gain").stdout
    lines = (site / FOLDER / "gain.md").read_text().splitlines()
    places = re.findall(r"docs/activations/gain\.md:(\d+): the (sentence|code)", told)
    assert [(lines[int(line) - 1].split()[0], what) for line, what in places] == [
        ("One", "sentence"),
        ("def", "code"),
    ]
    assert told.splitlines()[-1].endswith("check docs/activations/gain.md")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["gain"], "docs/activations/gain.md exists already"),
        (["other", "--symbol", "gain"], "another page has the symbol gain"),
        (["other", "--symbol", "\\frac"], "the symbol \\frac cannot be used"),
        (["other", "-p", "lambda"], "`lambda` is a word of Python: call it `lambda_`"),
        (["other", "-p", "c=-1"], "'c=-1' is not a name with a positive default"),
        (["other", "-p", "c", "-p", "c"], "twice"),
        (["other", "-l", "fortran"], "'fortran' is not one of 'numpy', 'torch'"),
    ],
)
def test_a_page_that_cannot_be_written_is_refused_in_words(
    site: Path, arguments: list[str], said: str
) -> None:
    run("gain")
    told = run(*arguments)
    assert (told.exit_code, said in told.stderr) == (2, True), told.stderr
    assert len(list((site / FOLDER).iterdir())) == 1


def test_the_door_of_this_book_writes_code_for_both_libraries(tmp_path: Path) -> None:
    script = [sys.executable, str(ROOT / "scripts" / "new.py"), "soft clip"]
    done = subprocess.run([*script, "--folder", str(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "soft-clip.md").read_text()
    assert "NumPy: soft_clip(x)" in text and "PyTorch: soft_clip_torch(x)" in text
