"""The MkDocs plugin: it reads the book, weaves its pages and hands them to MkDocs."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as SitePage

from actbook.book import book
from actbook.execution.cache import Cache
from actbook.execution.pool import Pool
from actbook.hosts import extensions, handing, port, searching, site, surrounding
from actbook.hosts.handing import RENDERER, Handover
from actbook.hosts.settings import Settings, refusals
from actbook.records import taking
from actbook.records.taking import Policy
from actbook.result import Entry
from actbook.terminal import display, ending
from actbook.verdict import Diagnostic
from actbook.weaving import policy, remembered
from actbook.weaving.attachments import asset, assets
from actbook.weaving.finding import Keys
from actbook.weaving.weave import Woven

log = logging.getLogger("mkdocs.plugins.actbook")

STYLESHEETS = tuple(f"actbook{name}.css" for name in ("", "-math", "-figures", "-plate", "-front"))
SCRIPT = "actbook-tables.js"
_PARTS = ("plot", "figure", "controls", "panel", "formula", "compare")
#: The first imports the others.
MODULES = tuple(f"actbook-{name}.js" for name in _PARTS)


class Interrupted(Abort):  # type: ignore[misc]
    """Ends MkDocs as Ctrl-C ends any other command."""

    code = exit_code = 130


class ActbookPlugin(BasePlugin[Settings]):  # type: ignore[misc]
    """MkDocs calls the methods in the order in which they stand here."""

    def __init__(self) -> None:
        self._serving = False
        self._first = True
        self._pool = Pool()  # its forkserver stays warm from one build to the next
        self._texts: Mapping[str, str] = {}
        self._packages: frozenset[str] = frozenset()
        self._keys: Mapping[str, Keys] = {}
        self._entries: Mapping[str, Entry] = {}
        self._missing = ""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        if self._serving and self._first and (reason := port.refusal(*config.dev_addr)):
            raise Abort(reason)
        found = site.of(config)
        for reason in refusals(found.settings.titles, found.docs):
            raise PluginError(reason)
        if self._first:
            self._pool = found.pool()
        if not config.site_url:
            log.info(surrounding.UNTOLD)
        # For `icon: {logo: actbook/mark}`; before Material's own, after what the site has itself.
        config.theme.dirs.insert(-2, str(resources("actbook") / "assets" / "theme"))
        config.extra_css.extend(f"assets/{name}" for name in STYLESHEETS)
        module = ExtraScriptValue(f"assets/{MODULES[0]}")
        module.type = "module"
        config.extra_javascript.extend([f"assets/{SCRIPT}", module])
        more = extensions.switched_on(config.markdown_extensions)
        config.markdown_extensions.extend([*more, "actbook.weaving.rawhtml"])
        if RENDERER in config.plugins:
            from mkdocs_jupyter.config import settings

            # It has no option for its template, and this is where it looks for it. Its own puts
            # 600 kB of styles into every page, and asks another host for MathJax.
            settings.templates_dir = str(resources("actbook") / "assets" / "jupyter")
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        docs, cache = ending.near(Path(config.docs_dir)), site.of(config).store
        told: list[Diagnostic] = []

        def tell(problem: Diagnostic) -> None:
            told.append(problem)
            log.error(str(problem))

        pages = handing.pages(files, self._serving)
        found = self._read(list(pages.values()), cache, tell, taking.policy(config.strict))
        self._first = False
        self._packages = book.packages(entry.page for entry in found.entries if entry.page)
        for note in found.notes:
            log.warning(f"{note} (it was run meanwhile)")
        entries = dict(zip(pages, found.entries, strict=True))
        with remembered.bibliography(docs / "references.bib", cache, found.engine) as cited:
            handover = Handover(found, entries, cited, files, config)
            woven = handover.weave()
            unset = extensions.missing(found.entries, config.markdown_extensions)
            self._report(found, woven, told, [*handing.unread(files), *handover.unshown(), *unset])
            self._texts = handover.texts(woven)
            more = handover.beside()
            self._keys, self._missing = handover.keys(), handover.missing()
        self._entries = entries
        handover.navigate()
        names, shown = (*STYLESHEETS, SCRIPT, *MODULES), "".join(self._texts.values())
        more |= assets(names, shown, cache, found.engine)
        if searching.active(config):
            more |= {searching.WORKER: asset(searching.SCRIPT)}
        for name, content in more.items():
            files.append(File.generated(config, name, content=content))
        return files

    def _read(
        self, pages: Sequence[Path], cache: Cache, tell: display.Tell, policy: Policy
    ) -> book.Book:
        """The book, with its progress. What ends a first build by Ctrl-C says so in one line."""
        try:
            with display.logged(tell, log) as progress:
                found = book.verify(pages, pages, cache, self._pool, progress, policy)
        except KeyboardInterrupt:
            if not self._first:
                raise  # which the server hears
            raise Interrupted("interrupted: finished pages are kept") from None
        cache.prune()
        return found

    def _report(
        self,
        found: book.Book,
        woven: Mapping[str, Woven],
        told: Sequence[Diagnostic],
        unread: Sequence[Diagnostic],
    ) -> None:
        """Log what is wrong anywhere in the book. Only while serving does the build go on."""
        problems = {
            problem: entry.path
            for entry, page in zip(found.entries, woven.values(), strict=True)
            for problem in (*entry.result.problems, *page.problems)
        }
        problems |= {problem: problem.path for problem in unread}
        for problem in filter(lambda each: each not in told, problems):
            log.error(str(problem))
        wrong = list(dict.fromkeys(problems.values()))
        for line in ending.advice(wrong, found.recalled):
            log.info(line)
        if wrong and not self._serving:
            raise PluginError(ending.unpublished(len(found.entries), len(wrong)))

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        surrounding.apart(nav)
        return nav

    def on_page_read_source(self, *, page: SitePage, config: MkDocsConfig) -> str | None:
        """A page as it is woven. MkDocs does not read the file, which may not even be text."""
        return self._texts.get(page.file.src_uri)

    @event_priority(-100)  # type: ignore[untyped-decorator]  # when the page is as it will be
    def on_post_page(self, output: str, *, page: SitePage, config: MkDocsConfig) -> str:
        entry = self._entries.get(page.file.src_uri)
        html = surrounding.surrounded(output, page, entry, config)
        html = searching.deferred(html) if searching.active(config) else html
        return self._secured(html, page.content or "", page.file.src_uri)

    @event_priority(-100)  # type: ignore[untyped-decorator]
    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        if template_name == surrounding.SITEMAP and not config.site_url:
            return ""  # MkDocs writes no file of nothing
        if not template_name.endswith(".html"):
            return output_content
        html = self._missing if template_name == surrounding.MISSING else output_content
        return self._secured(html, "", template_name)

    @event_priority(-100)  # type: ignore[untyped-decorator]  # when the index is written
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        if searching.active(config):
            searching.write(Path(config.site_dir), self._keys)

    def _secured(self, html: str, content: str, name: str) -> str:
        """A page with its policy. None while serving, when a page reloads by an inline script."""
        if self._serving or not self.config.content_security_policy:
            return html
        for message in policy.hindered(content):
            log.warning(f"{name}: {message}")
        return policy.secured(html, content)

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        server.watch(str(resources("actbook")))
        self._pool.want(self._packages)
        self._pool.warm()  # whoever saves a page first need not wait for its imports
        return server

    def on_shutdown(self) -> None:
        self._pool.close()
