"""Sites about other subjects build, and what is made wrong in them is refused at its line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from actbook.commands.main import main

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


def site(name: str, to: Path) -> Path:
    """A copy of an example."""
    return Path(shutil.copytree(EXAMPLES / name, to / name, ignore=shutil.ignore_patterns(".*")))


#: How many arguments the functions of an example have.
BUILT = {"losses": [2] * 5, "physics": [2, 1, 1, 2]}


@pytest.mark.parametrize(("name", "arguments"), BUILT.items())
def test_an_example_builds(
    name: str, arguments: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site(name, tmp_path))
    done = CliRunner().invoke(main, ["build"])
    assert done.exit_code == 0, done.output
    pages = json.loads(Path("site/actbook.json").read_text("utf-8"))["pages"]
    assert [len(page["arguments"]) for page in pages if page["symbol"]] == arguments


WRONG = {
    "a minimum that is elsewhere": (
        "losses/squared-error",
        "{p: 0, t: 0,",
        "{p: 1, t: 0,",
        "but f is 1",
    ),
    "a sign of a partial derivative": (
        "losses/squared-error",
        "(p, t) = -2 (p",
        "(p, t) = 2 (p",
        "SymPy",
    ),
    "a constant of one argument": (
        "losses/huber",
        "lipschitz: {p: delta,",
        "lipschitz: {p: 1,",
        "stated",
    ),
    "code of another label": ("losses/hinge", "1 - y * s, min", "1 + y * s, min", "gives"),
    "a range that is closed": (
        "losses/cross-entropy",
        '"(0, oo)"',
        '"[0, oo)"',
        "takes the values",
    ),
    "a peak that is not Wien's": (
        "physics/planck",
        "{x: 3 + W(-3*",
        "{x: 3 + W(-2*",
        "but the largest",
    ),
    "the best angle of another law": (
        "physics/throw",
        "le R(v, \\frac{\\pi}{4})",
        "le R(v, \\frac{\\pi}{3})",
        "is false at v",
    ),
    "a bound from the wrong side": (
        "physics/pendulum",
        "p(\\theta) \\le q",
        "p(\\theta) \\ge q",
        "is false at theta",
    ),
    "a power of another slope": (
        "physics/kinetic-energy",
        "(1 - \\beta^2)^{3/2}",
        "(1 - \\beta^2)^{1/2}",
        "SymPy",
    ),
}


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG)
def test_a_wrong_page_is_refused(
    case: tuple[str, str, str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, right, wrong, said = case
    example, name = where.split("/")
    monkeypatch.chdir(site(example, tmp_path))
    page = Path("docs") / f"{name}.md"
    text = page.read_text("utf-8")
    assert text.count(right) == 1
    page.write_text(text.replace(right, wrong), encoding="utf-8")
    line = text[: text.index(right)].count("\n") + 1
    done = CliRunner().invoke(main, ["check", str(page)])
    assert done.exit_code == 1
    assert any(
        told.startswith(f"{page}:{line}:") and said in told for told in done.output.splitlines()
    ), done.output
