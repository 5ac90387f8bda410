"""What stands about a page: who is told of it by machines, how it is cited, and where an error in
it is reported. What needs the address that a page is published at is left out without one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from actbook.weaving.templates import show

#: What TeX acts on.
_TEX = re.compile(r"([#$%&_{}])")
_FORGES = {"github.com": "/issues/new?title={}", "gitlab.com": "/-/issues/new?issue[title]={}"}


@dataclass(frozen=True)
class About:
    """A page of a site: `source` as MkDocs names it, `url` where it is published, or nothing.
    `function` says that it is of one, `image` is the address of a picture of it."""

    title: str
    source: str
    url: str
    description: str
    site: str
    author: str
    date: str
    repository: str = ""
    function: bool = False
    image: str = ""
    home: str = ""
    licence: str = ""


def head(page: About, data: str = "") -> Markup:
    """What machines are told in a page's head; `data` is the address of the book as data. Nothing
    without an address."""
    if not page.url:
        return Markup("")
    return show("head", page=page, told=_linked(page, data))


def end(page: About, corrections: str = "") -> Markup:
    """What stands below a page: how to cite it and where to report an error. `corrections` is the
    address of the list of errors that were found, from here."""
    return show(
        "about",
        bibtex=bibtex(page),
        report=report(page.repository, page.source),
        corrections=corrections,
    )


def bibtex(page: About) -> str:
    """An entry for the page as it was built."""
    name = re.sub(r"\W+", "-", f"{page.site.lower()} {page.source.rpartition('.')[0]}")
    fields = {
        "title": f"{{{_tex(page.title)}}}",
        "author": f"{{{_tex(page.author)}}}",
        "howpublished": _tex(page.site),
        "year": page.date[:4],
        "note": f"Built on {page.date}",
        **({"url": page.url} if page.url else {}),
    }
    lines = ",\n".join(f"  {field} = {{{value}}}" for field, value in fields.items())
    return f"@misc{{{name},\n{lines}\n}}"


def report(repository: str, source: str) -> str:
    """Where an error on a page is reported, or nothing."""
    host = urlsplit(repository).hostname or ""
    form = _FORGES.get(host, "")
    return repository.rstrip("/") + form.format(quote(f"{source}: ")) if repository else ""


def _linked(page: About, data: str) -> dict[str, Any]:
    """The page as schema.org tells it."""
    kind = "Dataset" if data else "TechArticle"
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": kind,
        ("name" if data else "headline"): page.title,
        "description": page.description,
        "url": page.url,
        "dateModified": page.date,
        **({"license": page.licence} if page.licence else {}),
        ("creator" if data else "author"): {"@type": "Organization", "name": page.author},
    }
    if data:
        file = {"@type": "DataDownload", "encodingFormat": "application/json", "contentUrl": data}
        return {**told, "distribution": [file]}
    about = {"about": {"@type": "Thing", "name": page.title}} if page.function else {}
    whole = {"isPartOf": {"@type": "WebSite", "name": page.site, "url": page.home}}
    return {**told, **about, **whole, **({"image": page.image} if page.image else {})}


def _tex(text: str) -> str:
    return _TEX.sub(r"\\\1", text.replace("\\", " "))
