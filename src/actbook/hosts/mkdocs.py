"""The MkDocs plugin: it reads the book, weaves its pages and hands them to MkDocs.

The only file that knows MkDocs. Nothing is written under `docs/`, which a serving MkDocs watches.
"""

from __future__ import annotations

import logging
import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as SitePage
from mkdocs.utils import get_relative_url, normalize_url

from actbook.book import book
from actbook.execution.cache import Cache
from actbook.execution.pool import Pool
from actbook.hosts import port
from actbook.reading import unread
from actbook.records import taking
from actbook.records.taking import Policy
from actbook.result import Entry
from actbook.terminal import display, ending
from actbook.verdict import Diagnostic
from actbook.weaving import front, notebooks, overview, remembered, report, score
from actbook.weaving.attachments import assets, attachments, source_uri
from actbook.weaving.navigation import navigation, titled
from actbook.weaving.references import Bibliography
from actbook.weaving.weave import Link, Woven, refused

log = logging.getLogger("mkdocs.plugins.actbook")

STYLESHEETS = tuple(f"actbook{name}.css" for name in ("", "-math", "-figures", "-plate", "-front"))
SCRIPT = "actbook-tables.js"
_PARTS = ("plot", "figure", "controls", "panel", "formula", "compare")
#: The first imports the others.
MODULES = tuple(f"actbook-{name}.js" for name in _PARTS)
INDEX = "index.md"
RENDERER = "mkdocs-jupyter"


class NotebookFile(File):  # type: ignore[misc]
    """A script under `docs/` whose page is rendered from the notebook that it gave."""

    def is_documentation_page(self) -> bool:
        return True


class Interrupted(Abort):  # type: ignore[misc]
    """Ends MkDocs as Ctrl-C ends any other command."""

    code = exit_code = 130


class ActbookPlugin(BasePlugin):  # type: ignore[misc]
    """MkDocs calls the methods in the order in which they stand here."""

    def __init__(self) -> None:
        self._serving = False
        self._first = True
        self._pool = Pool()  # its forkserver stays warm from one build to the next
        self._texts: Mapping[str, str] = {}
        self._packages: frozenset[str] = frozenset()

    def on_startup(self, *, command: str, dirty: bool) -> None:
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        if self._serving and self._first and (reason := port.refusal(*config.dev_addr)):
            raise Abort(reason)
        config.extra_css.extend(f"assets/{name}" for name in STYLESHEETS)
        module = ExtraScriptValue(f"assets/{MODULES[0]}")
        module.type = "module"
        config.extra_javascript.extend([f"assets/{SCRIPT}", module])
        config.markdown_extensions.append("actbook.weaving.rawhtml")
        if RENDERER in config.plugins:
            from mkdocs_jupyter.config import settings

            # It has no option for its template, and this is where it looks for it. Its own puts
            # 600 kB of styles into every page, and asks another host for MathJax.
            settings.templates_dir = str(resources("actbook") / "assets" / "jupyter")
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        docs, cache = ending.near(Path(config.docs_dir)), Cache(_store(config))
        told: list[Diagnostic] = []

        def tell(problem: Diagnostic) -> None:
            told.append(problem)
            log.error(str(problem))

        found = self._read(docs, cache, tell, taking.policy(config.strict))
        self._first = False
        self._packages = book.packages(entry.page for entry in found.entries if entry.page)
        for note in found.notes:
            log.warning(f"{note} (it was run meanwhile)")
        with remembered.bibliography(docs / "references.bib", cache, found.engine) as cited:
            more = self._weave(found, told, cited, files, config)
        names, woven = (*STYLESHEETS, SCRIPT, *MODULES), "".join(self._texts.values())
        more |= assets(names, woven, cache, found.engine)
        for name, content in more.items():
            files.append(File.generated(config, name, content=content))
        return files

    def _read(self, docs: Path, cache: Cache, tell: display.Tell, policy: Policy) -> book.Book:
        """The book, with its progress. What ends a first build by Ctrl-C says so in one line."""
        try:
            with display.logged(tell, log) as progress:
                return book.read(docs, cache, self._pool, progress, policy)
        except KeyboardInterrupt:
            if not self._first:
                raise  # which the server hears
            raise Interrupted("interrupted: finished pages are kept") from None

    def _weave(
        self,
        found: book.Book,
        told: Sequence[Diagnostic],
        bibliography: Bibliography,
        files: Files,
        config: MkDocsConfig,
    ) -> dict[str, str | bytes]:
        """Weave all pages and put them into navigation. What the site holds beside them."""
        entries = {source_uri(entry): entry for entry in found.entries}
        scripts = [source for source in entries if source.endswith(".py")]
        _replace(scripts, files, config)
        files.append(File.generated(config, report.SOURCE, content=""))
        pages = {
            source: _woven(source, entry, bibliography, entries, files, Cache(_store(config)))
            for source, entry in entries.items()
        }
        for source in scripts:
            wrong = _render(source, entries[source], files, config, bibliography, found.engine)
            pages[source] = replace(pages[source], problems=(*pages[source].problems, *wrong))
        strays = [*_outside(entries, files), *_unshown(entries, files)]
        self._report(found, pages, told, strays)
        mutation = score.latest(_store(config).parent)
        texts = {s: titled(entries[s], page, bibliography) for s, page in pages.items()}
        if index := files.get_file_from_path(INDEX):
            texts[INDEX] = index.content_string
        self._texts = {
            report.SOURCE: overview.checks(
                entries, partial(_address, source=report.SOURCE, files=files), mutation
            ),
            **{
                source: overview.filled(
                    text, entries, partial(_address, source=source, files=files), bibliography
                )
                for source, text in texts.items()
            },
        }
        if config.nav is None:
            shown = [file.src_uri for file in files.documentation_pages()]
            config.nav = navigation(entries, shown, INDEX)
        return dict(attachments(found.entries, bibliography, mutation))

    def _report(
        self,
        found: book.Book,
        woven: Mapping[str, Woven],
        told: Sequence[Diagnostic],
        strays: Sequence[Diagnostic],
    ) -> None:
        """Log what is wrong anywhere in the book. Only while serving does the build go on."""
        problems = {
            problem: entry.path
            for entry in found.entries
            for problem in (*entry.result.problems, *woven[source_uri(entry)].problems)
        }
        problems |= {problem: problem.path for problem in strays}
        for problem in filter(lambda each: each not in told, problems):
            log.error(str(problem))
        wrong = list(dict.fromkeys(problems.values()))
        for line in ending.advice(wrong, found.recalled):
            log.info(line)
        if wrong and not self._serving:
            raise PluginError(ending.unpublished(len(found.entries), len(wrong)))

    def on_page_read_source(self, *, page: SitePage, config: MkDocsConfig) -> str | None:
        """A page as it is woven. MkDocs does not read the file, which may not even be text."""
        return self._texts.get(page.file.src_uri)

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        server.watch(str(resources("actbook")))
        self._pool.want(self._packages)
        self._pool.warm()  # whoever saves a page first need not wait for its imports
        return server

    def on_shutdown(self) -> None:
        self._pool.close()


def _replace(scripts: list[str], files: Files, config: MkDocsConfig) -> None:
    """Have each notebook's page rendered in the place of its script."""
    plugins = list(config.plugins)
    if scripts and RENDERER not in plugins[: plugins.index("actbook")]:
        # Before, since of a file that is generated it would lose the path.
        raise PluginError(f"there are notebooks: list {RENDERER} in `plugins`, before actbook")
    for source in scripts:
        files.remove(files.src_uris[source])
        path = (_store(config) / source).with_suffix(".ipynb")
        files.append(NotebookFile.generated(config, source, abs_src_path=str(path)))


def _render(
    source: str,
    entry: Entry,
    files: Files,
    config: MkDocsConfig,
    bibliography: Bibliography,
    engine: str,
) -> tuple[Diagnostic, ...]:
    """Write the notebook that is to be rendered, and say what is wrong with its links."""
    file, folder = files.src_uris[source], posixpath.dirname(source)

    def address(target: str) -> str:
        return _address(posixpath.normpath(posixpath.join(folder, target)), source, files)

    links = notebooks.links(source.removesuffix(".py"), config.repo_url, config.remote_branch)
    near = [(label, normalize_url(url, file)) for label, url in links]
    text, wrong = notebooks.rendered(entry, bibliography, address, near, engine)
    path = Path(file.abs_src_path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return wrong


def _outside(entries: Mapping[str, Entry], files: Files) -> Iterator[Diagnostic]:
    """What the pages that are none of the book's hold and would be published unread."""
    for file in files.documentation_pages():
        if file.src_uri not in entries and file.src_uri.endswith(".md") and file.abs_src_path:
            path = ending.near(Path(file.abs_src_path))
            yield from unread.outside(file.content_string, str(path))


def _unshown(entries: Mapping[str, Entry], files: Files) -> Iterator[Diagnostic]:
    """What the page of the gallery wants to show and no page has."""
    if (index := files.get_file_from_path(INDEX)) and index.abs_src_path:
        path = ending.near(Path(index.abs_src_path))
        yield from front.problems(index.content_string, str(path), entries)


def _store(config: MkDocsConfig) -> Path:
    """The folder of what is remembered, beside the configuration."""
    return Path(config.config_file_path or ".").resolve().parent / ".cache"


def _woven(
    source: str,
    entry: Entry,
    bibliography: Bibliography,
    entries: Mapping[str, Entry],
    files: Files,
    cache: Cache,
) -> Woven:
    if entry.page is None:
        return Woven(refused(entry.text, entry.result.problems))
    links = list(_links(source, entries, files))
    rows = f"{_address(report.SOURCE, source, files)}#{report.key(source)}"
    return remembered.woven(entry.page, entry.result, bibliography, links, rows, cache)


def _links(source: str, entries: Mapping[str, Entry], files: Files) -> Iterator[Link]:
    """The functions of the other pages, as seen from one."""
    for other, entry in entries.items():
        if entry.page is not None and other != source:
            url = _address(other, source, files)
            yield from (Link(f.symbol, entry.page.title, url) for f in entry.page.functions)


def _address(target: str, source: str, files: Files) -> str:
    found, base = files.get_file_from_path(target), files.get_file_from_path(source)
    return get_relative_url(found.url, base.url) if found and base else ""
