"""What a build costs beside its parts: `python benchmarks/build.py [RUNS]`.

Each part is timed as a whole process, in turn and several times; the medians are compared, and
nothing fails on a clock. The book is built in a copy, so that its own cache is not touched.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml
from mkdocs.config import load_config
from mkdocs.structure.files import get_files
from rich.console import Console
from rich.table import Table

from actbook import book

ROOT = Path(__file__).resolve().parent.parent
BUILD = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
IMPORT = [sys.executable, "-c", "import torch, matplotlib.pyplot"]
ALONE = """
import sys, time
from pathlib import Path
import actbook.work, torch, matplotlib.pyplot
from actbook import book
from actbook.reading.parse import load
pages = [book.page(load(path, str(path)), str(path)) for path in book.paths(Path("docs"))]
symbols = book.symbols_of(pages)
start = time.perf_counter()
for page in pages:
    actbook.work.work(page, book.others_of(page, symbols), True, True, lambda *_: None)
print(time.perf_counter() - start)
"""


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as folder:
        own, plain = Path(folder) / "book", Path(folder) / "woven"
        own.mkdir()
        shutil.copytree(ROOT / "docs", own / "docs")
        shutil.copy(ROOT / "mkdocs.yml", own)
        rounds = []
        for _ in range(runs):
            shutil.rmtree(own / ".cache", ignore_errors=True)
            cold, warm = timed(BUILD, own), timed(BUILD, own)
            if not plain.exists():
                weave(own, plain)
            rounds.append((cold, warm, timed(BUILD, plain), timed(IMPORT, own), cells(own)))
        report(*map(statistics.median, zip(*rounds, strict=True)), pages=count(own))


def timed(command: list[str], folder: Path) -> float:
    """Seconds that a command takes as a process."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, env=environment())
    return time.perf_counter() - start


def environment() -> dict[str, str]:
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {**os.environ, **one, "NO_MKDOCS_2_WARNING": "1"}


def cells(folder: Path) -> float:
    """Seconds that the cells and checks of all pages take, one after the other in one process."""
    command = [sys.executable, "-c", ALONE]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, env=environment())
    return float(done.stdout.split()[-1])


def count(folder: Path) -> int:
    return len(book.paths(folder / "docs"))


def weave(own: Path, plain: Path) -> None:
    """The pages as the engine hands them to MkDocs, as a project that does without the engine."""
    config = load_config(str(own / "mkdocs.yml"))
    config = config.plugins.run_event("config", config)
    files = config.plugins.run_event("files", get_files(config), config=config)
    for file in files:
        target = plain / "docs" / file.src_uri
        target.parent.mkdir(parents=True, exist_ok=True)
        text = config.plugins["actbook"]._texts.get(file.src_uri)
        target.write_bytes(text.encode() if text is not None else file.content_bytes)
    settings = yaml.load((own / "mkdocs.yml").read_text().replace("!ENV", ""), Loader=yaml.Loader)
    settings["plugins"] = [p for p in settings["plugins"] if p != "actbook"]
    settings["markdown_extensions"].append("actbook.weaving.rawhtml")
    settings.update(nav=config.nav, extra_css=list(config.extra_css), site_url="")
    (plain / "mkdocs.yml").write_text(yaml.dump(settings))


def report(cold: float, warm: float, plain: float, imports: float, own: float, pages: int) -> None:
    cores = os.cpu_count() or 1
    parts = imports + own / cores + plain
    table = Table("part", "seconds", title=f"{pages} pages, {cores} cores")
    rows: list[tuple[str, float]] = [
        ("import of torch and Matplotlib, once", imports),
        ("cells and checks of all pages, one after the other", own),
        ("the same, a page", own / pages),
        ("mkdocs build of the woven pages", plain),
        (f"import + cells / {cores} + mkdocs build", parts),
        ("cold build", cold),
        ("warm build", warm),
    ]
    for name, seconds in rows:
        table.add_row(name, f"{seconds:.2f}")
    Console().print(table)
    print(f"A cold build takes {cold / parts:.2f} times its parts,")
    print(f"a warm build {warm / plain:.2f} times the mkdocs build of the woven pages.")


if __name__ == "__main__":
    main()
