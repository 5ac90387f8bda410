"""The MkDocs plugin: it reads the book, weaves its pages and hands them to MkDocs."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as SitePage

from actbook import brought
from actbook.book import book
from actbook.book.book import Book
from actbook.execution import workplace
from actbook.execution.pool import Pool
from actbook.hosts import extensions, handing, located, port, rendering, searching, surrounding
from actbook.hosts.aside import Aside
from actbook.hosts.located import Located
from actbook.hosts.settings import Settings, refusals
from actbook.hosts.site import Site
from actbook.hosts.work import Wish, Work, work
from actbook.records import taking
from actbook.terminal import display, ending
from actbook.weaving import policy

log = logging.getLogger("mkdocs.plugins.actbook")

STYLESHEETS = tuple(f"actbook{name}.css" for name in ("", "-math", "-figures", "-plate", "-front"))
#: What all pages load, and what it loads where there are tables to sort or to compare.
SCRIPT, TABLES = "actbook-page.js", ("actbook-tables.js", "actbook-porting.js")
_PARTS = ("plot", "figure", "controls", "panel", "formula", "compare")
#: The first imports the others.
MODULES = tuple(f"actbook-{name}.js" for name in _PARTS)
#: Plugins beside which a book cannot be built, and why.
_APART = {
    "i18n": "it builds each language by itself from files that it makes anew: a function would be "
    "claimed twice, and the report and the data would be those of one language"
}


class Refused(Abort):  # type: ignore[misc]
    """Ends a build whose pages are wrong."""


class Interrupted(Abort):  # type: ignore[misc]
    """Ends MkDocs as Ctrl-C ends any other command."""

    code = exit_code = 130


def _brought() -> None:
    """Refuse what packages bring and cannot be used."""
    try:
        if brought.points(brought.FACTS):  # else nothing is imported
            import_module("actbook.facts.registry")
        if brought.points(brought.LIBRARIES):
            import_module("actbook.libraries.registry").adapters()
    except brought.Unfit as unfit:
        raise PluginError(str(unfit)) from None


class ActbookPlugin(BasePlugin[Settings]):  # type: ignore[misc]
    """MkDocs calls the methods in the order in which they stand here. `wish` is what `hosts.doors`
    want beyond what MkDocs' own commands do."""

    def __init__(self) -> None:
        self.wish: Wish | None = None
        self._serving = self._building = self._whole = False
        self._first = True
        self._pool = Pool()  # its forkserver stays warm from one build to the next
        self._work = Work(Book((), ""))
        self._located: Located | None = None
        self._aside: Aside | None = None

    @property
    def found(self) -> Book:
        """The book as it was read."""
        return self._work.book

    def on_startup(self, *, command: str, dirty: bool) -> None:
        self._serving = command == "serve"
        self._building = command == "build" and not dirty

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        if self._serving and self._first and (reason := port.refusal(*config.dev_addr)):
            raise Abort(reason)
        _brought()
        found = Site(config)
        for reason in refusals(found.settings.titles, found.docs):
            raise PluginError(reason)
        for name in _APART.keys() & {*config.plugins}:
            raise PluginError(f"actbook does not work beside {name}: {_APART[name]}")
        wanted = found.pool()
        if (wanted.workers, wanted.limits) != (self._pool.workers, self._pool.limits):
            self._pool.close()
            self._pool = wanted
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
        rendering.prepare(config)
        if self._building:
            self._aside = Aside.of(Path(config.site_dir))
            config.site_dir = str(self._aside.new)
        return config

    @event_priority(-100)  # type: ignore[untyped-decorator]  # when all pages are there
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        self._located = Located(files, Path(config.docs_dir), Site(config).configuration)
        self._located.begin()
        with self._wished(config) as wish:
            self._work = self._done(files, config, replace(wish, serves=self._serving))
        self._first = False
        for note in self.found.notes:
            log.warning(f"{note} (it was run meanwhile)")
        self._end(wish)
        return files

    @contextlib.contextmanager
    def _wished(self, config: MkDocsConfig) -> Iterator[Wish]:
        """What is wanted; of MkDocs' own commands, what is told goes to its log."""
        if self.wish is not None:
            yield self.wish
            return
        with display.logged(lambda problem: log.error(str(problem)), log) as progress:
            yield Wish(progress, taking.policy(config.strict))

    def _done(self, files: Files, config: MkDocsConfig, wish: Wish) -> Work:
        """The work of this build. What ends a first one by Ctrl-C says so in one line."""
        try:
            return work(files, config, (*STYLESHEETS, SCRIPT, *TABLES, *MODULES), self._pool, wish)
        except KeyboardInterrupt:
            if not self._first:
                raise  # which the server hears
            raise Interrupted("interrupted: finished pages are kept") from None

    def _end(self, wish: Wish) -> None:
        """Say what to run next. A wrong page ends a build before its site is written."""
        if not self.found.problems:
            return
        if self.wish is None:
            for line in ending.advice(self.found.wrong, self.found.recalled):
                log.info(line)
        if wish.writes and not self._serving:
            said = ending.unpublished(len(self.found.entries), len(self.found.wrong))
            raise Refused(said) if self.wish else PluginError(said)

    @event_priority(150)  # type: ignore[untyped-decorator]  # before those that make their own
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        found = handing.navigated(nav, self._work.entries, files, config)
        surrounding.apart(found, files, self._work.entries)
        return found

    def on_page_read_source(self, *, page: SitePage, config: MkDocsConfig) -> str | None:
        """A page as it is woven. MkDocs does not read the file, which may not even be text."""
        return self._work.texts.get(page.file.src_uri)

    @event_priority(-100)  # type: ignore[untyped-decorator]  # when others have chosen how to render
    def on_pre_page(self, page: SitePage, *, config: MkDocsConfig, files: Files) -> SitePage:
        if rendering.RENDERER in config.plugins:
            rendering.remember(page, Site(config).store, self.found.engine)
        return page

    @event_priority(-100)  # type: ignore[untyped-decorator]  # when the content is as it will be
    def on_page_content(
        self, html: str, *, page: SitePage, config: MkDocsConfig, files: Files
    ) -> str:
        for message in policy.hindered(html) if self._secures else ():
            located.warn(log, page.file, Path(config.docs_dir), message)
        for name in located.doubled(html) if page.file.src_uri in self._work.entries else ():
            message = f"the id `{name}` stands twice on the page, and links find the first"
            located.warn(log, page.file, Path(config.docs_dir), message, name)
        return html

    @event_priority(-100)  # type: ignore[untyped-decorator]  # when the page is as it will be
    def on_post_page(self, output: str, *, page: SitePage, config: MkDocsConfig) -> str:
        entry = self._work.entries.get(page.file.src_uri)
        html = surrounding.surrounded(output, page, entry, config)
        html = searching.deferred(html) if searching.active(config) else html
        return policy.secured(html, page.content or "") if self._secures else html

    @event_priority(-100)  # type: ignore[untyped-decorator]
    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        if template_name == surrounding.SITEMAP and not config.site_url:
            return ""  # MkDocs writes no file of nothing
        if not template_name.endswith(".html"):
            return output_content
        html = self._work.missing if template_name == surrounding.MISSING else output_content
        return policy.secured(html) if self._secures else html

    @property
    def _secures(self) -> bool:
        """Whether pages get a policy: none while serving, when one reloads by an inline script."""
        return not self._serving and bool(self.config.content_security_policy)

    def on_build_error(self, *, error: Exception) -> None:
        self._finish(whole=False)

    @event_priority(-100)  # type: ignore[untyped-decorator]  # when the index is written
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        if searching.active(config):
            searching.write(Path(config.site_dir), self._work.keys)
        self._finish(whole=True)

    def _finish(self, *, whole: bool) -> None:
        self._whole = whole
        if self._located is not None:
            self._located.end()

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        server.watch(str(resources("actbook")))
        pages = (entry.page for entry in self.found.entries if entry.page)
        self._pool.want(book.packages(pages))
        self._pool.warm()  # whoever saves a page first need not wait for its imports
        return server

    def on_shutdown(self) -> None:
        if self._aside is not None:
            self._aside.take() if self._whole else self._aside.drop()
        self._finish(whole=False)
        self._pool.close()
        workplace.clear(os.getpid())
