"""Pages lie anywhere under `docs/`; what MkDocs leaves out, the engine leaves out."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

CONFIG = """site_name: tiny
theme: {name: material, font: false}
plugins: [actbook]
markdown_extensions: [attr_list, pymdownx.superfences]
validation: {nav: {omitted_files: warn, not_found: warn}}
"""
PAGE = """---
title: NAME
family: any
symbol: NAME
---

# NAME

The function NAME.

$$
\\operatorname{NAME}(x) = KIND
$$

```python
print("needle of NAME")
```
"""
SERVED = (
    "import sys\nfrom mkdocs.commands.build import build\nfrom mkdocs.config import load_config\n"
    "config = load_config()\nconfig.plugins.on_startup(command='serve', dirty=False)\n"
    "build(config, serve_url='http://localhost/')\nconfig.plugins.on_shutdown()"
)


def page(name: str, kind: str = "x^2") -> str:
    return PAGE.replace("NAME", name).replace("KIND", kind)


def project(folder: Path, config: str = "", **pages: str) -> Path:
    """A site of an index and of pages by their names, in which `__` stands for `/`."""
    (folder / "mkdocs.yml").write_text(CONFIG + config)
    for name, text in {"index": "# Tiny\n\n<!-- gallery -->\n", **pages}.items():
        path = folder / "docs" / f"{name.replace('__', '/')}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *command], cwd=folder, capture_output=True, text=True)


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    return run(folder, "-m", "mkdocs", "build", "--strict")


def holding(folder: Path, word: str) -> list[str]:
    """The files of the built site that hold a word, which neither search nor styles do."""
    site = folder / "site"
    files = sorted(path for path in site.rglob("*") if path.suffix in (".html", ".json", ".py"))
    named = [p for p in site.rglob("*") if word in p.as_posix().removeprefix(str(site))]
    found = [p for p in files if word in p.read_text("utf-8")]
    return sorted({p.relative_to(site).as_posix() for p in (*named, *found)})


PLACES = ("deep", "activations__family__deep", "en__losses__robust__deep", "losses__deep__index")


@pytest.mark.parametrize("place", PLACES)
def test_a_page_is_processed_wherever_it_lies(tmp_path: Path, place: str) -> None:
    folder = project(tmp_path, **{place: page("deep"), "other": page("other", "\\deep(x)+1")})
    (folder / "docs" / "other.md").write_text(page("other", r"\operatorname{deep}(x) + 1"))
    done = build(folder)
    assert done.returncode == 0, done.stderr
    address = place.replace("__", "/").removesuffix("index").rstrip("/")
    html = (folder / "site" / address / "index.html").read_text()
    file = place.rpartition("__")[2]
    for part in ("needle of deep</pre>", "<math", f'download="deep.ipynb" href="../{file}.ipynb"'):
        assert part in html.replace(f'href="{file}.ipynb"', f'href="../{file}.ipynb"'), part
    assert f'href="{address}/">deep</a>' in (folder / "site" / "index.html").read_text()
    assert f'href="../{address}/' in (folder / "site" / "other" / "index.html").read_text()
    data = json.loads((folder / "site" / "actbook.json").read_text())
    assert sorted(entry["slug"] for entry in data["pages"]) == ["deep", "other"]


@pytest.mark.parametrize("place", PLACES)
def test_a_wrong_page_ends_the_build_wherever_it_lies(tmp_path: Path, place: str) -> None:
    wrong = page("deep") + "\n$$ \\operatorname{deep}(1) = 2 $$\n"
    done = build(project(tmp_path, **{place: wrong}))
    assert done.returncode == 1
    assert f"docs/{place.replace('__', '/')}.md:19:" in done.stderr


def test_two_pages_of_one_name_stand_beside_each_other(tmp_path: Path) -> None:
    folder = project(tmp_path, a__same=page("one"), b__same=page("two", "x^3"))
    done = build(folder)
    assert done.returncode == 0, done.stderr
    for at, name in (("a", "one"), ("b", "two")):
        assert f"needle of {name}" in (folder / "site" / at / "same" / "index.html").read_text()
        assert f"needle of {name}" in (folder / "site" / at / "same.py").read_text()
    functions = json.loads((folder / "site" / "assets" / "actbook-functions.json").read_text())
    assert len({function["key"] for function in functions}) == 2


LEFT_OUT = ("exclude_docs: veiled.md\n", "draft_docs: veiled.md\n", "exclude_docs: 'veil*'\n")


@pytest.mark.parametrize("config", LEFT_OUT)
@pytest.mark.parametrize("wrong", ["", "\n$$ \\operatorname{veiled}(1) = 2 $$\n"])
def test_what_is_left_out_leaves_nothing_and_ends_nothing(
    tmp_path: Path, config: str, wrong: str
) -> None:
    folder = project(tmp_path, config, shown=page("shown"), veiled=page("veiled") + wrong)
    done = build(folder)
    assert (done.returncode, "docs/" in done.stderr) == (0, False), done.stderr
    assert holding(folder, "veiled") == []
    assert holding(folder, "shown")


def test_a_page_that_rests_on_one_that_is_left_out_is_refused(tmp_path: Path) -> None:
    other = page("other", r"\operatorname{veiled}(x) + 1")
    done = build(project(tmp_path, LEFT_OUT[0], veiled=page("veiled"), other=other))
    assert done.returncode == 1 and "docs/other.md:12:27:" in done.stderr


@pytest.mark.parametrize("wrong", ["", "\n$$ \\operatorname{veiled}(1) = 2 $$\n"])
def test_a_draft_is_shown_and_checked_while_serving(tmp_path: Path, wrong: str) -> None:
    folder = project(tmp_path, LEFT_OUT[1], shown=page("shown"), veiled=page("veiled") + wrong)
    done = run(folder, "-c", SERVED)
    assert done.returncode == 0, done.stderr
    assert ("docs/veiled.md:19:" in done.stderr) == bool(wrong)
    html = (folder / "site" / "veiled" / "index.html").read_text()
    assert "needle of veiled</pre>" in html and ("docs/veiled.md:19:" in html) == bool(wrong)
    assert "veiled" in (folder / "site" / "index.html").read_text()


def test_what_is_excluded_is_not_shown_while_serving(tmp_path: Path) -> None:
    folder = project(tmp_path, LEFT_OUT[0], shown=page("shown"), veiled=page("veiled"))
    done = run(folder, "-c", SERVED)
    assert (done.returncode, holding(folder, "veiled")) == (0, []), done.stderr


def test_a_page_that_is_not_in_nav_is_a_page_all_the_same(tmp_path: Path) -> None:
    config = "not_in_nav: veiled.md\n"
    folder = project(tmp_path, config, shown=page("shown"), veiled=page("veiled"))
    done = build(folder)
    assert done.returncode == 0, done.stderr
    assert "needle of veiled" in (folder / "site" / "veiled" / "index.html").read_text()
    report = (folder / "site" / "checks" / "index.html").read_text()
    links = re.findall(r'<a href="../(\w+)/" class="md-nav__link">', report)
    assert "shown" in links and "veiled" not in links and 'href="../veiled/#' in report


@pytest.mark.parametrize("entry", ["", "  - All: checks.md\n"])
def test_an_own_navigation_is_kept_in_a_strict_build(tmp_path: Path, entry: str) -> None:
    config = f"nav:\n  - Start: index.md\n  - Own words: a/one.md\n{entry}"
    folder = project(tmp_path, config, a__one=page("one"))
    done = build(folder)
    assert done.returncode == 0, done.stderr
    html = (folder / "site" / "index.html").read_text()
    assert "Own words" in html and ("All" in html) == bool(entry)
    assert "What is not proved" in (folder / "site" / "checks" / "index.html").read_text()
