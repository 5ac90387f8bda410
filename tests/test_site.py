"""Whole sites, built by MkDocs in a process of its own as readers of the README do."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from actbook.book.progress import Progress
from actbook.hosts.mkdocs import MODULES, ActbookPlugin, Interrupted
from actbook.hosts.work import Wish

CONFIG = """site_name: tiny
theme: {name: material, font: false}
plugins: [actbook]
markdown_extensions: [attr_list, pymdownx.superfences]
"""
INDEX = "# Tiny\n\n<!-- gallery -->\n"
RAMP = """---
title: Ramp
family: rectifiers
symbol: ramp
implementations:
  NumPy: np.maximum(x, 0.0)
facts:
  range: "[0, oo)"
---

# Ramp

The ramp keeps what is positive.

$$
\\operatorname{ramp}(x) = \\max(0, x)
$$

```python
import numpy as np

print("needle", np.maximum(-1, 0))
```

It is `{python} 6 * 7` here.
"""
TABLE = """---
title: Table
description: A <table>.
hide: [toc]
tags: [a]
---

# Table

All functions.

<!-- ranges -->

``` { .python .no-copy #listing hl_lines="1" }
x = 1  # (1)!
```

1.  A note.
"""
RAISES = "---\ntitle: Raises\n---\n\n# Raises\n\nOne.\n\n```python\nx = 1\ny\n```\n\nThe rest.\n"
UNKNOWN = "---\ntitle: Unknown\ncolour: red\n---\n\n# Unknown\n\n$x^2$\n"
UNCITED = "---\ntitle: Uncited\n---\n\n# Uncited\n\nOne.\n\nTwo [@nobody1999].\n"


@pytest.fixture
def site(tmp_path):
    """A function that makes a site of pages, by their names under `docs/`."""

    def make(**pages: str | bytes) -> Path:
        (tmp_path / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
        (tmp_path / "docs" / "concepts").mkdir(parents=True)
        (tmp_path / "docs" / "activations").mkdir()
        (tmp_path / "docs" / "index.md").write_text(INDEX, encoding="utf-8")
        for name, text in pages.items():
            path = tmp_path / "docs" / "activations" / f"{name}.md"
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path

    return make


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def build(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return run(folder, "-m", "mkdocs", "build", *options)


def read(folder: Path, name: str) -> str:
    return (folder / "site" / name).read_text("utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A site of one page, built."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (folder / "docs" / "activations").mkdir(parents=True)
    (folder / "docs" / "concepts").mkdir()
    (folder / "docs" / "concepts" / "table.md").write_text(TABLE, encoding="utf-8")
    (folder / "docs" / "index.md").write_text(INDEX, encoding="utf-8")
    (folder / "docs" / "activations" / "ramp.md").write_text(RAMP, encoding="utf-8")
    done = build(folder, "--strict")
    assert done.returncode == 0, done.stderr
    return folder


def test_a_page_has_its_outputs_values_and_formulas(built):
    html = read(built, "activations/ramp/index.html")
    for part in ("needle 0</pre>", "It is 42 here.", "<math", '<details class="actbook-evidence"'):
        assert part in html


def test_the_figure_of_a_page_can_be_explored(built: Path) -> None:
    page = read(built, "activations/ramp/index.html")
    assert '<act-plot data-plot="' in page
    assert re.search(r'<script src="[^"]*assets/actbook-plot.js" type="module">', page)
    assert all("export" in read(built, f"assets/{name}") for name in MODULES[1:-1])
    functions = json.loads(read(built, "assets/actbook-functions.json"))
    assert "ramp" in [function["key"] for function in functions]


def test_the_report_and_the_page_lead_to_each_other(built):
    page, report = read(built, "activations/ramp/index.html"), read(built, "checks/index.html")
    anchors = re.findall('href="../../checks/#(activations-ramp)"', page)
    assert anchors and all(f'id="{anchor}"' in report for anchor in anchors)
    backs = set(re.findall('href="../activations/ramp/#([a-z0-9-]+)"', report))
    assert backs and all(f'id="{back}"' in page for back in backs)
    assert "What is not proved" in report


def test_the_table_of_functions_stands_where_a_page_wants_it(built):
    html = read(built, "concepts/table/index.html")
    assert '<a href="../../activations/ramp/">Ramp</a>' in html
    assert "1 comparison" in html
    assert "<!-- ranges -->" not in html


def test_a_page_has_the_metadata_that_the_theme_reads(built):
    html = read(built, "concepts/table/index.html")
    assert '<meta name="description" content="A &lt;table&gt;.">' in html
    assert re.search(r'data-md-type="toc" hidden', html)


def test_a_fence_has_its_classes_and_its_id(built):
    html = read(built, "concepts/table/index.html")
    assert re.search(
        r'class="[^"]*\bno-copy\b[^"]*"[^>]*id="listing"|id="listing"[^>]*no-copy', html
    )
    assert '<span class="hll">' in html


def test_the_gallery_shows_the_page(built):
    html = read(built, "index.html")
    assert '<a href="activations/ramp/">Ramp</a>' in html
    assert "The ramp keeps what is positive." in html


def test_generated_files_are_in_the_site_and_not_in_the_source(built):
    styles = ("actbook.css", "actbook-math.css", "actbook-figures.css")
    for name in (*styles, "actbook-page.js", "actbook-tables.js", "favicon.svg"):
        assert read(built, f"assets/{name}")
    assert (built / "site" / "assets" / "actbook-math.woff2").read_bytes()[:4] == b"wOF2"
    assert json.loads(read(built, "activations/ramp.ipynb"))["nbformat"] == 4
    assert "needle" in read(built, "activations/ramp.py")
    assert json.loads(read(built, "actbook.json"))
    sources = sorted(str(p.relative_to(built)) for p in (built / "docs").rglob("*") if p.is_file())
    assert sources == ["docs/activations/ramp.md", "docs/concepts/table.md", "docs/index.md"]


def test_navigation_follows_the_pages(built):
    html = read(built, "index.html")
    assert "Rectifiers" in html
    assert "Ramp" in html


def test_a_warm_build_imports_no_library_of_numbers_or_figures(built):
    code = (
        "import sys\nfrom mkdocs.commands.build import build\n"
        "from mkdocs.config import load_config\nbuild(load_config())\n"
        "print([m for m in ('torch', 'numpy', 'sympy', 'matplotlib', 'flint') if m in sys.modules])"
    )
    done = run(built, "-c", code)
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr


@pytest.mark.parametrize("options", [[], ["--strict"]])
def test_a_build_names_everything_that_is_wrong_and_ends_with_1(site, options):
    pages = {"raises": RAISES, "unknown": UNKNOWN, "uncited": UNCITED}
    done = build(site(ramp=RAMP, **pages, binary=b"\x00\xff\xfe"), *options)
    assert done.returncode == 1
    for message in (
        "docs/activations/raises.md:11: NameError",
        "docs/activations/unknown.md:3: ",
        "docs/activations/uncited.md:9:",
        "docs/activations/binary.md:1: ",
    ):
        assert done.stderr.count(message) == 1
    assert "ramp.md" not in done.stderr
    assert "Traceback" not in done.stderr
    assert "1 of 5 pages is good, 4 are not: nothing was published" in done.stderr


def test_a_build_says_what_to_run_next(site):
    folder = site(ramp=RAMP, raises=RAISES)
    assert "actbook check docs/activations/raises.md\n" in build(folder).stderr
    assert "actbook check --again docs/activations/raises.md " in build(folder).stderr


def test_a_build_tells_how_far_it_is(site):
    done = build(site(**{f"p{n}": UNCITED.replace("[@nobody1999]", "$x$") for n in range(5)}))
    assert done.returncode == 0, done.stderr
    assert "INFO    -  executing and checking 5 pages: 0:00, about 0:" in done.stderr
    assert "INFO    -  5 of 5 pages done: " in done.stderr


def test_a_taken_port_is_told_before_anything_is_run(site):
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken = server.getsockname()[1]
        folder = site(ramp=RAMP)
        done = run(folder, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{taken}")
    assert (done.returncode, done.stdout.count("\n")) == (1, 2)
    assert done.stdout.startswith(f"\nport {taken} of 127.0.0.1 is taken: choose another")
    assert not (folder / ".cache").exists() and "Traceback" not in done.stderr


def test_only_the_first_build_of_a_server_is_ended_by_an_interrupt_itself(monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("actbook.hosts.mkdocs.work", interrupted)
    plugin = ActbookPlugin()
    with pytest.raises(Interrupted) as ended:
        plugin._done(None, None, Wish(Progress()))
    assert ended.value.exit_code == 130
    plugin._first = False
    with pytest.raises(KeyboardInterrupt):
        plugin._done(None, None, Wish(Progress()))


def test_serving_goes_on_and_shows_what_is_wrong(site):
    folder = site(ramp=RAMP, raises=RAISES, unknown=UNKNOWN, binary=b"\x00\xff\xfe")
    code = (
        "from mkdocs.commands.build import build\nfrom mkdocs.config import load_config\n"
        "config = load_config()\nconfig.plugins.on_startup(command='serve', dirty=False)\n"
        "build(config)\nconfig.plugins.on_shutdown()"
    )
    done = run(folder, "-c", code)
    assert done.returncode == 0, done.stderr
    assert "docs/activations/raises.md:11: NameError" in done.stderr
    raises = read(folder, "activations/raises/index.html")
    assert raises.count("docs/activations/raises.md:11: NameError") == 2
    assert "The rest." in raises
    assert "docs/activations/unknown.md:3:" in read(folder, "activations/unknown/index.html")
    assert "needle 0</pre>" in read(folder, "activations/ramp/index.html")


def test_the_first_save_while_serving_finds_a_process_that_is_warm():
    plugin = ActbookPlugin()
    plugin.on_serve(SimpleNamespace(watch=lambda path: None), config=None, builder=None)
    server = plugin._pool._server
    assert server.alive
    plugin.on_shutdown()
    assert not server.alive
