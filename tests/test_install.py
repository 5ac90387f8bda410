"""What `make` does first: a sentence where nothing can be set up, else how far it is."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def install() -> ModuleType:
    spec = importlib.util.spec_from_file_location("install", ROOT / "scripts" / "install.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REFUSED = {
    "an old Python": ((3, 10, "Linux"), r"this is Python 3\.10, and 3\.11 or newer is needed: .*"),
    "a very old Python": ((2, 7, "Linux"), r"this is Python 2\.7, .*PYTHON=python3\.11`"),
    "Windows": ((3, 12, "Windows"), "Windows is not supported: use Linux.*"),
    "a shell of Windows": ((3, 12, "MINGW64_NT-10.0"), "Windows is not supported: .*"),
    "nothing else": ((3, 11, "Linux"), ""),
    "no newer Python": ((4, 0, "Darwin"), ""),
}


@pytest.mark.parametrize(("given", "said"), REFUSED.values(), ids=REFUSED)
def test_a_sentence_refuses(install: ModuleType, given: tuple[int, int, str], said: str) -> None:
    assert re.fullmatch(said, install.refusal(*given))


def test_the_oldest_python_is_the_one_that_the_package_needs(install: ModuleType) -> None:
    least = "{}.{}".format(*install.LEAST)
    assert f'requires-python = ">={least}"' in (ROOT / "pyproject.toml").read_text("utf-8")


COLLECTING = ["Collecting numpy>=2.0 (from actbook==0.1.0)\n"]
STATUS = {
    "nothing yet": ([], "starting pip"),
    "a package": (COLLECTING, "found 1 of about 9 packages, looking at numpy"),
    "a download": (
        [*COLLECTING, "  Downloading numpy-2.4.6-cp311-abi3.whl (16.7 MB)\n", ""],
        "found 1 of about 9 packages, fetching numpy-2.4.6-cp311-abi3.whl",
    ),
    "a file": (
        ["Processing /a/torch-2.13.0+cpu.whl (from b)\n"],
        "looking at torch-2.13.0+cpu.whl",
    ),
    "the installation": (["Installing collected packages: a, b, c\n", ""], "installed 1 of 3"),
}


@pytest.mark.parametrize(("lines", "said"), STATUS.values(), ids=STATUS)
def test_it_tells_of(install: ModuleType, tmp_path: Path, lines: list[str], said: str) -> None:
    (tmp_path / "python3.11" / "site-packages" / "a-1.dist-info").mkdir(parents=True)
    assert said in install.status(lines, 9, tmp_path)


def test_all_that_pip_says_is_shown_where_it_fails(
    install: ModuleType, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    command = [sys.executable, "-c", "print('ERROR: No matching'); raise SystemExit(3)"]
    assert install.follow(command, 9, tmp_path) == 3
    shown = capfd.readouterr()
    assert "ERROR: No matching" in shown.out
    assert shown.err == "pip could not install the packages: why stands above\n"
    assert install.follow([sys.executable, "-c", "print('fine')"], 9, tmp_path) == 0
    assert re.fullmatch(r"installed the packages in \d+:\d\d\n", capfd.readouterr().out)


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    # Not as a part of the make that runs the tests, which would say where it enters and leaves.
    own = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    command = ["make", *arguments]
    return subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True)


def test_help_lists_every_target() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert phony
    listed = re.findall(r"^make ([a-z-]+) +\S", make("help").stdout, re.MULTILINE)
    assert sorted(listed) == sorted(phony[1].split())


def test_make_refuses_windows_before_anything_else() -> None:
    done = make("-n", "serve", "OS=Windows_NT")
    assert done.returncode == 2 and "Windows is not supported" in done.stderr and not done.stdout


def test_the_index_of_torch_and_the_port_reach_their_commands() -> None:
    done = make("-n", "-B", "serve", "PORT=8123", "TORCH_INDEX=https://example.org/cpu")
    assert '--torch-index "https://example.org/cpu"' in done.stdout
    assert "--dev-addr 127.0.0.1:8123" in done.stdout
