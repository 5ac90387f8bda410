"""The book's PyTorch functions pass on the test vectors of their pages, except for what their pages
say of them; and the examples of the page on data work on the site."""

from __future__ import annotations

import json
import math
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
from click.testing import CliRunner

from actbook import conformance
from actbook.commands.main import main
from actbook.conformance import cases


@pytest.fixture(scope="module")
def book(book_site: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((book_site / "actbook.json").read_text("utf-8"))
    return found


def called(book: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any], str, str]]:
    """Each implementation that is a call of PyTorch's own: page, function, label and code."""
    return [
        (page, function, label, code)
        for page in book["pages"]
        for function in page["functions"]
        for label, code in function["implementations"].items()
        if function["vectors"] and re.match(r"torch\.", code)
    ]


def admitted(
    page: dict[str, Any], title: str, label: str, code: str, form: str, wrong: str
) -> bool:
    """Whether a page says of its code in a format what is found wrong with it here."""
    row = next(
        (
            row
            for row in page["numerics"]
            if (row["function"], row["library"], row["dtype"]) == (title, label, form)
        ),
        None,
    )
    limits = [
        one for check in page["checks"] if code in check["against"] for one in check["limits"]
    ]
    at = re.match(r"f\((-?inf|nan|-0)\)", wrong)
    if at:
        return any(at[1] in limit or at[1].lower() in limit.lower() for limit in limits)
    if row is None:
        return False
    steep = "_derivative" * wrong.startswith("f′")
    ends = [*row[f"overflows{steep}"], *([] if steep else row["lost"])]
    return row[f"cause{steep}"] is not None or any(end is not None for end in ends)


def test_pytorch_passes_but_for_what_its_pages_say(book: dict[str, Any], book_site: Path) -> None:
    unsaid, tried = [], 0
    for page, function, label, code in called(book):
        defaults = {name: p["value"] for name, p in function["parameters"].items()}

        def call(x: Any, code: str = code, defaults: Any = defaults, **given: float) -> Any:
            return eval(code, {"torch": torch, "math": math, **defaults, **given, "x": x})

        for case in cases(book_site / function["vectors"]):
            tried += 1
            told = (page, function["title"], label, code, case.form.name)
            unsaid += [
                f"{case}: {one}"
                for one in case.report(call).wrong
                if not one.startswith("and at ") and not admitted(*told, one)
            ]
    assert tried > 100
    assert unsaid == []


PAGE = Path(__file__).parent.parent / "docs" / "data" / "index.md"
FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_examples_of_the_page_on_data_work_on_the_site(
    book_site: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Each in its turn, as one program, in a copy of what they read."""
    for path in [*book_site.glob("*.json"), *book_site.glob("activations/*.json")]:
        copy = tmp_path / path.relative_to(book_site)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLBACKEND", "Agg")
    names: dict[str, Any] = {}
    for language, told, code in FENCE.findall(PAGE.read_text("utf-8")):
        if language == "c":
            (tmp_path / re.findall(r'title="(.*?)"', told)[0]).write_text(code)
        if language == "python" and ("subprocess" not in code or shutil.which("cc")):
            exec(code, names)
    for case in conformance.cases("activations/softplus.vectors.json", names["formats"]):
        names["test_my_softplus"](case)
    assert (tmp_path / "three.svg").stat().st_size > 1000
    said = capsys.readouterr().out
    assert "1.128904145185154786340744 proved" in said
    if shutil.which("cc"):
        assert "f(inf) is nan, not 1.0" in said and "worst error" in said


def test_the_commands_of_the_page_on_data_end_as_it_says(book_site: Path) -> None:
    console = next(
        code
        for language, _, code in FENCE.findall(PAGE.read_text("utf-8"))
        if language == "console"
    )
    ends = []
    for line in console.splitlines():
        _, *arguments = line.replace("--vectors site", f"--vectors {book_site}").split()
        done = CliRunner().invoke(main, arguments)
        ends.append(done.exit_code)
    assert ends == [0, 0, 1] and "this is GELU" in done.output
