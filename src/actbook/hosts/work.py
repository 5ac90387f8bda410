"""The work of one build: the pages of the book are read, verified, woven and handed to MkDocs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from actbook.book import book, tested
from actbook.book.book import Book
from actbook.book.progress import Progress
from actbook.execution.pool import Pool
from actbook.hosts import extensions, handing, searching
from actbook.hosts.handing import Handover
from actbook.hosts.site import Site
from actbook.records.taking import Policy
from actbook.result import Entry
from actbook.terminal import ending
from actbook.verdict import Diagnostic
from actbook.weaving import remembered
from actbook.weaving.attachments import asset, assets
from actbook.weaving.finding import Keys


@dataclass(frozen=True)
class Wish:
    """What a door wants: to hear of progress; to run what failed `again`; `only` the pages of these
    names, of which those `outside` are none of the site's own; that nothing is written; or that
    the site is shown though pages of it are wrong, and with its drafts."""

    progress: Progress
    policy: Policy = "refuse"
    again: bool = False
    only: Collection[str] | None = None
    outside: Collection[str] = ()
    writes: bool = True
    serves: bool = False

    @property
    def goes_on(self) -> bool:
        """Whether a wrong page ends nothing."""
        return self.serves or not self.writes


@dataclass(frozen=True)
class Work:
    """The book, its pages by their names in the site, with their Markdown and what they are found
    by, and the page for what is `missing`."""

    book: Book
    entries: Mapping[str, Entry] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, Keys] = field(default_factory=dict)
    missing: str = ""


def work(files: Files, config: MkDocsConfig, names: Sequence[str], pool: Pool, wish: Wish) -> Work:
    """What is wanted of a book, put into the files of its site with the assets of these `names`.
    Where a wrong page ends it nothing is put there."""
    runs = Site(config).settings.run
    pages = handing.pages(files, wish.serves, runs, wish.only or ())
    chosen = [source for source in pages if wish.only is None or source in wish.only]
    library = [path for source, path in pages.items() if source not in wish.outside]
    own, cache = [pages[source] for source in chosen], Site(config).store
    found = book.verify(own, library, cache, pool, wish.progress, wish.policy, wish.again, runs)
    by_path = {entry.path: entry for entry in (*found.entries, *found.others)}
    entries = {source: by_path[str(path)] for source, path in pages.items()}
    bibliography = ending.near(Path(config.docs_dir, "references.bib"))
    with remembered.bibliography(bibliography, cache, found.engine) as cited:
        handover = Handover(found, entries, chosen, cited, files, config)
        woven = handover.weave()
        wrong = [problem for page in woven.values() for problem in page.problems]
        wrong += extensions.missing(found.entries, config.markdown_extensions)
        wrong += extensions.iconless(found.entries, config.theme.dirs)
        if wish.only is None:
            wrong += [*handing.unread(files, runs), *handover.unshown()]
        found = _told(found, wrong, wish.progress)
        if found.problems and not wish.goes_on:
            return Work(found)
        texts, more = handover.texts(woven), handover.beside(wish.writes)
        more |= tested.files(entries, cache, pool, wish.writes)
        missing = handover.missing() if wish.writes else ""
    if wish.writes:
        more |= assets(names, "".join(texts.values()), cache, found.engine)
        if searching.active(config):
            more |= {searching.WORKER: asset(searching.SCRIPT)}
    for name, content in more.items():
        files.append(File.generated(config, name, content=content))
    return Work(found, entries, texts, handover.keys(), missing)


def _told(found: Book, more: Iterable[Diagnostic], progress: Progress) -> Book:
    """The book with more that is wrong, which is told of."""
    for problem in dict.fromkeys(more):
        if problem not in found.problems:
            progress.found(problem)
    return found.with_more(more)
