"""The MkDocs plugin: it reads the book, weaves its pages and hands them to MkDocs.

The only file that knows MkDocs. Nothing is written under `docs/`, which a serving MkDocs watches.
"""

from __future__ import annotations

import html
import json
import logging
import re
from collections.abc import Iterator, Mapping
from importlib.resources import files as resources
from itertools import groupby
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as SitePage
from mkdocs.utils import get_relative_url

from actbook import book, downloads, mathml
from actbook.book import Book
from actbook.cache import Cache, digest, engine
from actbook.gallery import MARKER, Card, gallery
from actbook.pool import Pool
from actbook.references import Bibliography
from actbook.result import Entry
from actbook.verdict import Diagnostic
from actbook.weave import Link, Woven, refused, summary, weave

log = logging.getLogger("mkdocs.plugins.actbook")

STYLESHEETS = ("actbook.css", "actbook-math.css", "actbook-figures.css")
ICON = "favicon.svg"
FONT = "assets/actbook-math.woff2"
INDEX = "index.md"


class ActbookPlugin(BasePlugin):  # type: ignore[misc]
    """MkDocs calls the methods in the order in which they stand here."""

    def __init__(self) -> None:
        self._serving = False
        self._pool = Pool()  # its forkserver stays warm from one build to the next
        self._texts: Mapping[str, str] = {}

    def on_startup(self, *, command: str, dirty: bool) -> None:
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        config.extra_css.extend(f"assets/{name}" for name in STYLESHEETS)
        config.markdown_extensions.append("actbook.rawhtml")
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        docs, cache = _near(Path(config.docs_dir)), Cache(_root(config) / ".cache")
        found = book.read(docs, cache, self._pool)
        bibliography = Bibliography(docs / "references.bib")
        entries = {_source(entry): entry for entry in found.entries}
        woven = {
            source: _woven(entry, bibliography, list(_links(source, entries, files)))
            for source, entry in entries.items()
        }
        _report(entries, woven, serving=self._serving)
        self._texts = {
            **{
                source: _titled(entries[source], page, bibliography)
                for source, page in woven.items()
            },
            **_index(entries, files, bibliography),
        }
        assets = _assets("".join(self._texts.values()), cache)
        for name, content in {**assets, **dict(_data(found, bibliography))}.items():
            files.append(File.generated(config, name, content=content))
        if config.nav is None:
            config.nav = _navigation(entries, files)
        return files

    def on_page_read_source(self, *, page: SitePage, config: MkDocsConfig) -> str | None:
        """A page as it is woven. MkDocs does not read the file, which may not even be text."""
        return self._texts.get(page.file.src_uri)

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        server.watch(str(resources("actbook")))
        return server

    def on_shutdown(self) -> None:
        self._pool.close()


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path or ".").resolve().parent


def _near(path: Path) -> Path:
    """A path as one would type it: diagnostics name pages by it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _source(entry: Entry) -> str:
    """MkDocs' name of a page, `activations/elu.md`: pages are two levels deep."""
    return "/".join(Path(entry.path).parts[-2:])


def _woven(entry: Entry, bibliography: Bibliography, links: list[Link]) -> Woven:
    if entry.page is None:
        return Woven(refused(entry.text, entry.result.problems))
    return weave(entry.page, entry.result, bibliography, links)


def _links(source: str, entries: Mapping[str, Entry], files: Files) -> Iterator[Link]:
    """The functions of the other pages, as seen from one."""
    for other, entry in entries.items():
        if entry.page is not None and other != source:
            url = _address(other, source, files)
            yield from (Link(f.symbol, entry.page.title, url) for f in entry.page.functions)


def _address(target: str, source: str, files: Files) -> str:
    found, base = files.get_file_from_path(target), files.get_file_from_path(source)
    return get_relative_url(found.url, base.url) if found and base else ""


def _report(entries: Mapping[str, Entry], woven: Mapping[str, Woven], *, serving: bool) -> None:
    """Log what is wrong anywhere in the book. Only while serving does the build go on."""
    problems: list[Diagnostic] = []
    for source, entry in entries.items():
        problems += dict.fromkeys([*entry.result.problems, *woven[source].problems])
    for problem in problems:
        log.error(str(problem))
    if problems and not serving:
        pages = len({problem.path for problem in problems})
        raise PluginError(f"{_count(len(problems), 'problem')} in {_count(pages, 'page')}")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _titled(entry: Entry, woven: Woven, bibliography: Bibliography) -> str:
    """Woven Markdown under front matter that is meant for MkDocs."""
    header = {"title": _title(entry)}
    if entry.page is not None:
        shown = summary(entry.page, entry.result, bibliography)
        header["description"] = html.unescape(re.sub(r"<[^>]+>", "", shown))
    # JSON is YAML, whatever a title holds.
    fields = "".join(f"{name}: {json.dumps(value)}\n" for name, value in header.items())
    return f"---\n{fields}---\n{woven.markdown}"


def _title(entry: Entry) -> str:
    return entry.page.title if entry.page else entry.slug


def _index(
    entries: Mapping[str, Entry], files: Files, bibliography: Bibliography
) -> dict[str, str]:
    index = files.get_file_from_path(INDEX)
    if index is None or MARKER not in index.content_string:
        return {}
    cards = [
        _card(entry, _address(source, INDEX, files), bibliography)
        for source, entry in entries.items()
        if entry.page is None or entry.page.functions
    ]
    return {INDEX: index.content_string.replace(MARKER, gallery(cards))}


def _card(entry: Entry, url: str, bibliography: Bibliography) -> Card:
    page = entry.page
    if page is None:
        return Card(entry.slug, "not readable", "", "", "", url)
    shown = summary(page, entry.result, bibliography)
    family = page.family or "others"
    symbol = page.functions[0].symbol
    return Card(page.title, family, symbol, shown, entry.result.thumbnail, url)


def _assets(woven: str, cache: Cache) -> dict[str, str | bytes]:
    """Style sheets, and the font with the glyphs that the pages use."""
    folder = resources("actbook") / "assets"
    sheets = {f"assets/{name}": (folder / name).read_text("utf-8") for name in (*STYLESHEETS, ICON)}
    characters = sorted(mathml.characters(woven))
    key = digest("font", engine(), characters)
    font = cache.get(key)
    if font is None:
        font = mathml.font(characters)
        cache.put(key, font)
    return {**sheets, FONT: font}


def _data(found: Book, bibliography: Bibliography) -> Iterator[tuple[str, str]]:
    """The book as data, and each page's downloads."""
    yield "actbook.json", json.dumps(found.data(), indent=1, ensure_ascii=False)
    for entry in found.entries:
        if entry.page is not None and entry.page.cells:
            name = _source(entry).removesuffix(".md")
            values = entry.result.outputs.inlines
            yield f"{name}.ipynb", downloads.notebook(entry.page, values, bibliography)
            yield f"{name}.py", downloads.script(entry.page, values, bibliography)


def _navigation(entries: Mapping[str, Entry], files: Files) -> list[Any]:
    """The gallery, the pages of the book by folder and family, then what else there is."""
    present = [file.src_uri for file in files.documentation_pages()]
    nav: list[Any] = [{"Gallery": INDEX}] if INDEX in present else []
    own = sorted((source for source in entries if source in present), key=_folder)
    for folder, sources in groupby(own, key=_folder):
        nav.append({_capital(folder): _section({s: entries[s] for s in sources})})
    others = sorted((s for s in present if s not in entries and s != INDEX), key=_folder)
    for folder, group in groupby(others, key=_folder):
        rest = list(group)
        nav += [{_capital(folder): rest}] if folder else rest
    return nav


def _section(entries: Mapping[str, Entry]) -> list[Any]:
    """Pages by family where they have one."""

    def order(source: str) -> tuple[str, str]:
        page = entries[source].page
        return (page.family or "" if page else "", _title(entries[source]).lower())

    section: list[Any] = []
    for family, sources in groupby(sorted(entries, key=order), key=lambda s: order(s)[0]):
        pages = [{_title(entries[source]): source} for source in sources]
        section += [{_capital(family): pages}] if family else pages
    return section


def _folder(source: str) -> str:
    return source.rpartition("/")[0]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
