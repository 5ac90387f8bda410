"""What a site sets under `plugins`, and what is said of what it cannot."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from mkdocs.plugins import get_plugins

from actbook.commands.main import main
from actbook.execution.budget import Limits
from actbook.hosts import site
from actbook.hosts.settings import Settings

PAGE = (
    "---\ntitle: {0}\nsymbol: {0}\n---\n\n# {0}\n\nIt is.\n\n$$ \\operatorname{{{0}}}(x) = 3x $$\n"
)
WORKING = "\n```python\nwhile True:\n    pass\n```\n"
Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """A site with these options and pages, which is where one is."""

    def making(pages: dict[str, str], **options: Any) -> Path:
        config = {"site_name": "tiny", "plugins": [{"actbook": options}]}
        (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(config, sort_keys=False))
        for name, text in {"index.md": "# Tiny\n", **pages}.items():
            path = tmp_path / "docs" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        monkeypatch.chdir(tmp_path)
        return tmp_path

    return making


def mkdocs(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", "build", *options]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"titels": {}}, "option 'titels': is not known: did you mean `titles`?"),
        ({"colour": 1}, "option 'colour': is not known; known are titles, home, "),
        ({"workers": 0}, "option 'workers': is a number above 0, not 0"),
        ({"workers": "two"}, "option 'workers': Expected type: <class 'int'>"),
        ({"seconds": -1.5}, "option 'seconds': is a number above 0, not -1.5"),
        ({"memory": True}, "option 'memory': is a number above 0, not True"),
        ({"cache_dir": "../cache"}, "is a path below the folder of mkdocs.yml, not '../c"),
        ({"data_file": "/tmp/a.json"}, "is a path below the folder of mkdocs.yml, not '/"),
        ({"libraries": ["fortran"]}, "option 'libraries': Expected one of"),
        ({"titles": ["a"]}, "option 'titles': "),
        (
            {"titles": {"optcis": "Optics"}},
            "names 'optcis', which is not in docs: did you me",
        ),
    ],
    ids=str,
)
def test_an_option_that_cannot_be_is_refused_in_words(
    make: Make, options: dict[str, Any], said: str
) -> None:
    make({"optics/line.md": PAGE.format("line")}, **options)
    done = mkdocs()
    assert done.returncode == 1
    assert said in done.stderr and "Traceback" not in done.stderr
    assert not Path("site").exists()


def test_what_is_set_decides_where_things_lie_and_what_they_are_called(make: Make) -> None:
    make(
        {"optics/line.md": PAGE.format("line"), "waves/wave.md": PAGE.format("wave")},
        titles={"waves": "On waves", "optics": "Light"},
        home="Start",
        data_file="data/all.json",
        cache_dir=".kept/results",
        cache_size=20,
    )
    done = mkdocs("--strict")
    assert done.returncode == 0, done.stderr
    index = Path("site/index.html").read_text()
    places = [index.index(f">{name}<") for name in ("On waves", "Light")]
    assert places == sorted(places) and "Start" in index
    assert Path("site/data/all.json").is_file() and not Path("site/actbook.json").exists()
    assert not Path(".cache").exists() and any(Path(".kept/results").glob("??/*"))


def test_the_time_that_a_cell_may_take_can_be_set(make: Make) -> None:
    make({"busy.md": f"---\ntitle: Busy\n---\n\n# Busy\n{WORKING}"}, seconds=0.5)
    said = "docs/busy.md:8: still running after 0.5 s of processor time"
    assert said in mkdocs().stderr
    assert said in CliRunner().invoke(main, ["check"]).stderr
    assert said in CliRunner().invoke(main, ["build"]).stderr


def test_what_is_set_anew_holds_for_the_next_build_of_one_process(make: Make) -> None:
    busy = {"busy.md": f"---\ntitle: Busy\n---\n\n# Busy\n{WORKING}"}
    for seconds in (0.25, 0.5):
        make(busy, seconds=seconds)
        said = f"docs/busy.md:8: still running after {seconds} s of processor time"
        assert said in CliRunner().invoke(main, ["check"]).stderr


def test_processes_are_as_many_and_as_large_as_is_set(make: Make) -> None:
    folder = make({}, workers=3, memory=512, cache_size=2)
    found = site.load(folder / "mkdocs.yml")
    with found.pool() as pool:
        assert pool.workers == 3
        assert pool.limits == Limits(seconds=60.0, memory=512 * 1024**2)
    for size, kept in ((1, True), (3, False)):
        found.store.put("result", bytes(size * 1024**2))
        found.store.prune()
        assert bool(found.store.get("result", bytes)) == kept


def test_the_plugin_has_these_options() -> None:
    assert get_plugins()["actbook"].load().config_class is Settings
