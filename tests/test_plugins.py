"""Beside other plugins of MkDocs: what works, and what is refused in words.

Those of the extra `plugins` are tried where they are installed, as `make test-all` does.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

CONFIG = """site_name: tiny
site_url: https://example.org/
theme: {name: material, font: false}
plugins: [search, PLUGINS]
markdown_extensions: [attr_list, pymdownx.superfences]
validation: {nav: {omitted_files: warn}, links: {not_found: warn, anchors: warn}}
"""
PAGE = """---
title: Ramp
symbol: ramp
---

# Ramp

The ramp.

$$ \\operatorname{ramp}(x) = \\max(0, x) $$

```python
print("needle")
```
"""


def needs(*modules: str) -> pytest.MarkDecorator:
    """Skips where a plugin is not installed."""
    missing = [name for name in modules if importlib.util.find_spec(name) is None]
    return pytest.mark.skipif(bool(missing), reason=f"{', '.join(missing)}: not installed")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site in a repository, with a page in a folder and one beside it."""
    for name, text in (
        ("index.md", "# Tiny\n\nSee [the ramp](deep/ramp.md#checks).\n"),
        ("deep/ramp.md", PAGE),
        ("deep/words.md", "# Words\n"),
        ("bare.md", "# Bare\n"),
    ):
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    # mike calls `mkdocs` by its name.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path}
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment)


def committed(folder: Path) -> None:
    (folder / ".gitignore").write_text(".cache\nsite\n")
    for command in (
        ("init", "-q", "-b", "main"),
        ("add", "-A"),
        ("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", "A site"),
    ):
        done = run(folder, "git", *command)
        assert done.returncode == 0, done.stderr


def build(folder: Path, plugins: str, more: str = "") -> subprocess.CompletedProcess[str]:
    (folder / "mkdocs.yml").write_text(CONFIG.replace("PLUGINS", plugins) + more)
    return run(folder, sys.executable, "-m", "mkdocs", "build", "--strict")


def ramp(folder: Path) -> str:
    html = (folder / "site" / "deep" / "ramp" / "index.html").read_text("utf-8")
    for part in ("needle</pre>", "<math", 'id="checks"', 'href="../ramp.ipynb"'):
        assert part in html, part
    return html


ORDERS = ("PLUGIN, actbook", "actbook, PLUGIN")


@needs("mkdocs_awesome_nav")
@pytest.mark.parametrize("order", ORDERS)
def test_awesome_nav_decides_on_navigation(site: Path, order: str) -> None:
    (site / "docs" / ".nav.yml").write_text("nav: [index.md, Own words: deep, '*']\n")
    done = build(site, order.replace("PLUGIN", "awesome-nav"))
    assert done.returncode == 0, done.stderr
    assert "Own words" in ramp(site)


@needs("mkdocs_git_revision_date_localized_plugin")
@pytest.mark.parametrize("order", ORDERS)
def test_pages_say_when_they_were_changed(site: Path, order: str) -> None:
    committed(site)
    done = build(site, order.replace("PLUGIN", "git-revision-date-localized: {type: iso_date}"))
    # Of pages that are made it warns that they are in no repository.
    assert done.returncode == 0, done.stderr
    assert "git-revision-date-localized-plugin-iso_date" in ramp(site)


@needs("cairosvg", "PIL")
def test_social_cards_are_drawn_of_pages(site: Path) -> None:
    done = build(site, "actbook, social: {cards_layout_options: {font_family: Roboto}}")
    if "couldn't connect" in done.stderr.lower() or "requests" in done.stderr:
        pytest.skip("Material's social cards fetch a font, and there is no connection")
    assert done.returncode == 0, done.stderr
    assert 'property="og:image"' in ramp(site)
    assert (site / "site" / "assets" / "images" / "social" / "deep" / "ramp.png").is_file()


@needs("mike")
def test_mike_deploys_versions(site: Path) -> None:
    (site / "mkdocs.yml").write_text(CONFIG.replace("PLUGINS", "actbook, mike"))
    committed(site)
    for name in ("user.name", "user.email"):
        run(site, "git", "config", name, "a@example.org")
    for version in ("1.0", "2.0"):
        call = "from mike.driver import main; main()"
        done = run(site, sys.executable, "-c", call, "deploy", version)
        assert done.returncode == 0, done.stderr
    shown = run(site, "git", "show", "gh-pages:2.0/deep/ramp/index.html")
    assert "needle</pre>" in shown.stdout
    assert "1.0" in run(site, "git", "show", "gh-pages:versions.json").stdout


@needs("markdown_exec")
@pytest.mark.parametrize("order", ORDERS)
def test_markdown_exec_runs_what_is_not_python(site: Path, order: str) -> None:
    cell = '# Bare\n\n```bash exec="on"\necho from bash\n```\n'
    (site / "docs" / "bare.md").write_text(cell)
    done = build(site, order.replace("PLUGIN", "markdown-exec"))
    assert done.returncode == 0, done.stderr
    assert "from bash" in (site / "site" / "bare" / "index.html").read_text()
    ramp(site)


@needs("markdown_exec")
def test_a_cell_that_asks_for_markdown_exec_is_refused_in_words(site: Path) -> None:
    cell = '---\ntitle: Bare\n---\n\n# Bare\n\n```python exec="on"\nprint(1)\n```\n'
    (site / "docs" / "bare.md").write_text(cell)
    done = build(site, "markdown-exec, actbook")
    assert done.returncode == 1
    assert "docs/bare.md:7: unknown option `exec`" in done.stderr


def test_an_own_navigation_and_redirects_of_titles_are_kept(site: Path) -> None:
    nav = "nav:\n  - index.md\n  - Deep: [deep/ramp.md, deep/words.md]\n  - bare.md\n"
    done = build(site, "actbook", nav)
    assert done.returncode == 0, done.stderr
    ramp(site)


@needs("mkdocs_static_i18n")
def test_translations_by_folder_or_suffix_are_refused_in_words(site: Path) -> None:
    languages = "languages: [{locale: en, name: English, default: true}, {locale: de, name: D}]"
    done = build(site, f"actbook, i18n: {{docs_structure: suffix, {languages}}}")
    assert done.returncode == 1
    assert "actbook does not work beside i18n: it builds each language by itself" in done.stderr


@needs("mkdocs_gen_files")
def test_a_made_page_with_cells_is_refused_in_words(site: Path) -> None:
    (site / "make.py").write_text(
        'import mkdocs_gen_files\nwith mkdocs_gen_files.open("made.md", "w") as file:\n'
        '    file.write("# Made\\n\\n```python\\n1\\n```\\n")\n'
    )
    done = build(site, "actbook, gen-files: {scripts: [make.py]}")
    assert done.returncode == 1 and "made.md:1: " in done.stderr
