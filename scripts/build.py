"""Execute and verify every page, then build the site: `python scripts/build.py`.

Diagnostics go to stderr, `path:line: message` a line. The exit status is 1 if a cell, a formula or
a fact fails; no site is built then.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from actbook import book
from actbook.execution.cache import Cache
from actbook.execution.pool import Job

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--site-dir", default="site", help="where to build (default: site)")
    arguments = parser.parse_args()
    os.chdir(ROOT)
    found = read()
    for problem in found.problems:
        print(problem, file=sys.stderr)
    if found.problems:
        print(f"{len(found.problems)} problems: nothing was built", file=sys.stderr)
        return 1
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", arguments.site_dir]
    return subprocess.run(command, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}).returncode


def read() -> book.Book:
    """The book, with a progress bar over the pages that have to be run."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task("executing and checking", total=None)
        places: dict[str, str] = {}

        def show() -> None:
            bar.update(task, description=", ".join(places.values()) or "all pages")

        def heard(job: Job, what: str, line: int) -> None:
            places[job.path] = f"{Path(job.path).name}:{line}" if line else Path(job.path).name
            show()

        def progress(done: int, total: int, path: str) -> None:
            bar.update(task, completed=done, total=total)
            places.pop(path, None)
            show()

        found = book.read(Path("docs"), Cache(Path(".cache")), progress=progress, heard=heard)
        count = len(found.entries)
        bar.update(task, completed=count, total=count, description="all pages")
    return found


if __name__ == "__main__":
    sys.exit(main())
