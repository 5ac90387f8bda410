"""What a build costs beside its parts: `python benchmarks/build.py [RUNS]`.

Each part is timed as a whole process, in turn and several times; the medians are compared, and
nothing fails on a clock. The book is built in a copy, so that its own cache is not touched.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from types import MappingProxyType, SimpleNamespace

import yaml
from mkdocs.config import load_config
from mkdocs.structure.files import get_files
from rich.console import Console
from rich.table import Table

from actbook.reading import recognised
from actbook.records.taking import POLICY

ROOT = Path(__file__).resolve().parent.parent
#: The folders that a build of the book reads.
PARTS = ("docs", "overrides", "records")
BUILD = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
IMPORT = [sys.executable, "-c", "import torch, matplotlib.pyplot"]
ALONE = """
import os, sys, time
from pathlib import Path
import torch, matplotlib.pyplot
from actbook.book import dependencies, entries, job
from actbook.execution.child import Tell
from actbook.latex import formula, tokens
from actbook.reading import recognised
from actbook.reading.files import load
from actbook.records.taking import take
pages = [entries.page(load(path, str(path)), str(path)) for path in recognised.paths(Path("docs"))]
symbols = dependencies.symbols_of(pages)
formula.parser(), tokens.literals()

def work(page):
    seconds = {False: 0.0, True: 0.0}  # of checks, of cells and figures
    since, cells = time.perf_counter(), False

    def started(what, line, limit=None):
        nonlocal since, cells
        now = time.perf_counter()
        seconds[cells] += now - since
        since, cells = now, not what.startswith(("reading", "checking", "measuring"))

    others, taken = dependencies.others_of(page, symbols), take(page, "refuse")
    outputs, result = job.work(page, others, True, True, Tell(started), taken)
    started("", 0)
    assert not outputs.problems and not result.problems, page.path
    print(seconds[False], seconds[True], flush=True)

for page in pages:
    if not (child := os.fork()):  # what one page sets must not be found by the next
        work(page)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0, page.path
"""


@dataclass(frozen=True)
class Round:
    """Seconds: of whole builds, without records and with them, of the import of the libraries, of
    the pages' checks and cells."""

    fresh: float
    cold: float
    warm: float
    plain: float
    imports: float
    checks: float
    cells: float


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as folder:
        own, plain = copied(Path(folder) / "book"), Path(folder) / "woven"
        rounds = []
        for _ in range(runs):
            shutil.rmtree(own / ".cache", ignore_errors=True)
            fresh = timed(BUILD, own, {POLICY: "fresh"})
            shutil.rmtree(own / ".cache")
            cold, warm = timed(BUILD, own), timed(BUILD, own)
            if not plain.exists():
                weave(own, plain)
            parts = timed(BUILD, plain), timed(IMPORT, own), *alone(own)
            rounds.append(Round(fresh, cold, warm, *parts))
        report(rounds, len(recognised.paths(own / "docs")))


def copied(folder: Path) -> Path:
    """The book in a folder of its own, without what is remembered of it."""
    folder.mkdir()
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


def timed(
    command: list[str], folder: Path, more: Mapping[str, str] = MappingProxyType({})
) -> float:
    """Seconds that a command takes as a process."""
    start = time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, env=environment() | more
    )
    seconds = time.perf_counter() - start
    if done.returncode:
        sys.exit(done.stderr)
    return seconds


def environment() -> dict[str, str]:
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {**os.environ, **one, "NO_MKDOCS_2_WARNING": "1"}


def alone(folder: Path) -> tuple[float, float]:
    """Seconds that the checks and the cells of all pages take, one page after the other."""
    command = [sys.executable, "-c", ALONE]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, env=environment())
    pages = [map(float, line.split()) for line in done.stdout.splitlines()]
    checks, cells = map(sum, zip(*pages, strict=True))
    return checks, cells


def weave(own: Path, plain: Path) -> None:
    """The pages as the engine hands them to MkDocs, as a project that does without the engine."""
    with contextlib.chdir(own):  # by the paths as they are seen from here pages are remembered
        config = load_config("mkdocs.yml")
        config = config.plugins.run_event("config", config)
        files = config.plugins.run_event("files", get_files(config), config=config)
        config.plugins.run_event("shutdown")
    for file in files:
        target = plain / "docs" / file.src_uri
        target.parent.mkdir(parents=True, exist_ok=True)
        page = SimpleNamespace(file=file)
        text = config.plugins["actbook"].on_page_read_source(page=page, config=config)
        target.write_bytes(text.encode() if text is not None else file.content_bytes)
    settings = yaml.load((own / "mkdocs.yml").read_text().replace("!ENV", ""), Loader=yaml.Loader)
    settings["plugins"] = [p for p in settings["plugins"] if "actbook" not in p]  # names, or keys
    settings["theme"].get("icon", {}).pop("logo", None)  # which the engine brings
    settings["markdown_extensions"].append("actbook.weaving.rawhtml")
    shutil.copytree(own / "overrides", plain / "overrides")
    settings.update(nav=config.nav, extra_css=list(config.extra_css), site_url="")
    (plain / "mkdocs.yml").write_text(yaml.dump(settings))


def report(rounds: Sequence[Round], pages: int) -> None:
    middle = Round(*(statistics.median(getattr(r, f.name) for r in rounds) for f in fields(Round)))
    cores = os.cpu_count() or 1
    parts = middle.imports + (middle.checks + middle.cells) / cores + middle.plain
    table = Table("part", "seconds", title=f"{pages} pages, {cores} cores")
    rows: list[tuple[str, float]] = [
        ("import of torch and Matplotlib, once", middle.imports),
        ("checks of all pages, one after the other", middle.checks),
        ("the same, a page", middle.checks / pages),
        ("cells and figures of all pages, one after the other", middle.cells),
        ("mkdocs build of the woven pages", middle.plain),
        (f"import + checks and cells / {cores} + mkdocs build", parts),
        ("cold build that runs the recorded cells", middle.fresh),
        ("cold build", middle.cold),
        ("warm build", middle.warm),
    ]
    for name, seconds in rows:
        table.add_row(name, f"{seconds:.2f}")
    Console().print(table)
    print(f"A cold build takes {middle.cold / middle.fresh:.2f} times one that takes no record,")
    print(f"and {middle.cold / parts:.2f} times its parts,")
    print(f"a warm build {middle.warm / middle.plain:.2f} times the mkdocs build alone.")


if __name__ == "__main__":
    main()
