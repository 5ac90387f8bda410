"""A build that is ended at any moment leaves nothing running, and the next one is right."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

#: How often a build is ended: each time at another moment, which the number decides.
TIMES = int(os.environ.get("ACTBOOK_KILLS", "3"))
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
#: Seconds within which a build on an idle machine begins, runs the cell and ends.
_SPAN = 4.0
#: The cell of a build that is to be ended does not end by itself, nor does what it starts.
PAGE = """---
title: Good
symbol: good
---

$$ \\operatorname{good}(x) = 3x $$

```python
import os, subprocess, time
if "ACTBOOK_LINGER" in os.environ:
    subprocess.Popen(["sleep", "1000000"])
    time.sleep(1000000)
print("good runs")
```
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    (folder / "docs").mkdir()
    (folder / "docs" / "good.md").write_text(PAGE)
    (folder / "docs" / "index.md").write_text("# Home\n")
    (folder / "mkdocs.yml").write_text("site_name: a\ntheme: mkdocs\nplugins: [actbook]\n")
    return folder


def started(site: Path, **more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "actbook", "build"],
        cwd=site,
        env={**os.environ, **more},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        # Who runs tests in the background has it ignored, which children inherit.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def left(mark: str) -> Iterator[int]:
    """The processes whose environment has a mark."""
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark.encode() in path.read_bytes():
                yield int(path.parent.name)
        except OSError:  # it has ended, or is of somebody else
            continue


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="Linux alone tells")
@pytest.mark.parametrize("number", range(TIMES))
def test_nothing_is_left_of_a_build_that_is_ended(site: Path, number: int) -> None:
    mark, chance = uuid.uuid4().hex, random.Random(number)
    build = started(site, ACTBOOK_LINGER=mark)
    time.sleep(chance.uniform(0, _SPAN))
    assert build.poll() is None
    build.send_signal(SIGNALS[number % len(SIGNALS)])
    build.communicate()
    while list(left(mark)):  # for ever, if something is left: what waits does not end by itself
        time.sleep(0.05)
    assert build.returncode != 0
    assert not list(site.glob("site/**/*.html"))


def test_the_next_build_is_right(site: Path) -> None:
    build = started(site)
    assert build.communicate()[1] == "" and build.returncode == 0
    assert "good runs" in (site / "site" / "good" / "index.html").read_text()
    assert sorted(path.name for path in site.iterdir()) == [
        *(".cache", "docs", "mkdocs.yml", "site"),
    ]
