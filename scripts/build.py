"""Execute and verify every page, then build the site: `python scripts/build.py`.

Diagnostics go to stderr, `path:line: message` a line. The exit status is 1 if a cell, a formula or
a fact fails, and 130 after Ctrl-C; the last site stays as it is then.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from actbook.book import book
from actbook.execution.cache import Cache
from actbook.records.taking import POLICY, Policy
from actbook.terminal import display, ending

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--site-dir", default="site", help="where to build (default: site)")
    parser.add_argument("--fresh", action="store_true", help="run the cells that are recorded too")
    parser.add_argument("--again", action="store_true", help="run what failed the last time")
    arguments = parser.parse_args()
    os.chdir(ROOT)
    try:
        return build(arguments.site_dir, "fresh" if arguments.fresh else "refuse", arguments.again)
    except KeyboardInterrupt:
        print("interrupted: nothing was published, finished pages are kept", file=sys.stderr)
        return 130


def build(folder: str, policy: Policy, again: bool) -> int:
    """The exit status of executing and verifying the book, and of building the site."""
    with display.shown(display.printed, print) as progress:
        cache = Cache(Path(".cache"))
        found = book.read(Path("docs"), cache, progress=progress, policy=policy, again=again)
    if wrong := found.wrong:
        said = ending.unpublished(len(found.entries), len(wrong))
        print(said, file=sys.stderr, flush=True)
        print(*ending.advice(wrong, found.recalled, ROOT / "scripts" / "check.py"), sep="\n")
        return 1
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", POLICY: policy}
    with aside(Path(folder)) as new:
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(new)]
        # A session of its own: Ctrl-C is told once, here.
        code = subprocess.run(command, env=environment, start_new_session=True).returncode
        if code == 0:
            swap(new, Path(folder))
    return code


@contextlib.contextmanager
def aside(folder: Path) -> Iterator[Path]:
    """A place beside a folder to build in: MkDocs empties its folder before it knows whether there
    will be a site. Nothing is left there afterwards."""
    new = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    try:
        yield new
    finally:
        shutil.rmtree(new, ignore_errors=True)


def swap(new: Path, folder: Path) -> None:
    """Put a folder in the place of another."""
    with aside(folder.with_name(f"{folder.name}.last")) as last:
        if folder.exists():
            folder.rename(last)
        new.rename(folder)


if __name__ == "__main__":
    sys.exit(main())
