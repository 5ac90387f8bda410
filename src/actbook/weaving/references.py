"""The bibliography: what pages cite by `[@key]`, set by pybtex."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from markupsafe import Markup

from actbook import markup
from actbook.weaving import mathml
from actbook.weaving.templates import part

_FORMULA = re.compile(r"\$([^$<]+)\$")


@dataclass(frozen=True)
class Reference:
    """A reference as HTML for the list, and as plain text for a tooltip."""

    key: str
    html: Markup
    title: str


@dataclass(frozen=True)
class Bibliography:
    """A BibTeX file. It is read when something is first cited that is not `known` already, each
    entry set when it is cited, and then known: a book cites the same works again and again.
    `key` is the digest of what decides them."""

    path: Path
    key: str = ""
    known: dict[str, Reference] = field(default_factory=dict)

    def reference(self, key: str) -> Reference:
        """The reference of that key; ValueError if there is none or something is missing in it."""
        if key not in self.known:
            self.known[key] = self._reference(key)
        return self.known[key]

    def _reference(self, key: str) -> Reference:
        from pybtex.exceptions import PybtexError

        if key not in self._entries:
            raise ValueError(f"`{key}` is not in {self.path.name}")
        try:
            return _set(key, self._entries[key], self._style)
        except (PybtexError, KeyError) as error:
            message = f"`{key}` in {self.path.name} is incomplete: {error}"
            raise ValueError(message) from error

    @cached_property
    def _style(self) -> Any:
        from pybtex.style.formatting.unsrt import Style

        return Style()

    @cached_property
    def _entries(self) -> dict[str, Any]:
        # Imported here: pybtex takes longer to import than a page without citations to weave.
        from pybtex.database import parse_file
        from pybtex.exceptions import PybtexError

        if not self.path.is_file():
            return {}
        try:
            return dict(parse_file(str(self.path), bib_format="bibtex").entries)
        except PybtexError as error:
            raise ValueError(f"{self.path.name} cannot be read: {error}") from error


def _set(key: str, entry: Any, style: Any) -> Reference:
    from pybtex.backends.html import Backend
    from pybtex.richtext import Text

    class Escaping(Backend):  # type: ignore[misc]
        """What fields hold is text, and links lead to the web alone."""

        format_str = staticmethod(markup.text)

        @staticmethod
        def format_href(url: str, text: str, external: bool = False) -> str:
            target = markup.address(url)
            return part("link", target, Markup(text)) if target and text else text

    text = next(iter(style.format_entries([entry]))).text.render(Escaping())
    text = " ".join(re.sub(r'<span class="bibtex-protected">|</span>', "", text).split())
    people = [
        str(Text.from_latex(" ".join(person.last_names))) for person in entry.persons["author"]
    ]
    authors = people[0] + (
        " et al." if len(people) > 2 else "".join(f" and {p}" for p in people[1:])
    )
    title = str(Text.from_latex(entry.fields["title"])).replace("$", "")
    return Reference(key, _with_formulas(text), f"{authors}, {entry.fields['year']}: {title}")


def _with_formulas(text: str) -> Markup:
    """Titles may hold formulas, which pybtex passes through as they are written."""
    # Odd parts are tags: a `$` in an address is no formula.
    parts = enumerate(re.split(r"(<[^>]*>)", text))
    return Markup("".join(one if at % 2 else _FORMULA.sub(_inline, one) for at, one in parts))


def _inline(match: re.Match[str]) -> str:
    return mathml.inline(markup.bare(match[1]))
