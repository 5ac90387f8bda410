"""What a page is found by when a reader types the whole of it: its names, the names that its
function has in code, and its formulas as they are typed.

Each becomes a key, letters and digits in small letters, so that `leaky-relu`, `LeakyReLU` and
`leaky_relu` are one, and `max(0,x)` is `\\max(0, x)`. `assets/actbook-search.js` makes the same of
what is typed. Keys begin with `NAME`, or with `WHOLE` where they are of calls and formulas: the
beginning of a name finds its page, that of a formula is in too many.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from actbook.latex import pieces
from actbook.latex.names import letter, spelling
from actbook.reading.page import Function, Page
from actbook.result import Entry
from actbook.weaving import statement

#: Commands that leave nothing behind when a formula is typed, as its words do.
_SILENT = re.compile(
    r"\\(?:[dt]?frac|left|right|big[lr]?|cdot|times|operatorname|mathrm|quad|begin|end)(?![A-Za-z])"
    r"|\\text\{[^{}]*\}|\{(?:cases|aligned)\}"
)
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_POWER = re.compile(r"(?<![A-Za-z\\])e\s*\^")
#: Constants that nobody has in two formulas by chance.
_CONSTANT = re.compile(r"\d+\.\d{3,}")
_LEAST = 4
NAME, WHOLE = "ŋ", "ƒ"


@dataclass(frozen=True)
class Keys:
    """The keys of a page: those of its title, and those of all else that it is found by."""

    title: Sequence[str]
    others: Sequence[str]
    function: bool = False


def key(said: str) -> str:
    """What of a text is compared."""
    return "".join(filter(str.isalnum, said.casefold()))


def keys(entries: Mapping[str, Entry]) -> dict[str, Keys]:
    """The keys of each page that can be read, by its source."""
    pages = {source: entry.page for source, entry in entries.items() if entry.page is not None}
    spelt = {
        spelling(page.functions[0].symbol): page.title for page in pages.values() if page.functions
    }
    names = {name[0].removeprefix("\\"): title for name, title in spelt.items() if len(name) == 1}
    return {source: _keys(page, names) for source, page in pages.items()}


def _keys(page: Page, names: Mapping[str, str]) -> Keys:
    known = [*page.aliases, *(f.title for f in page.functions)]
    known += [symbol for f in page.functions for symbol in _symbols(f)]
    whole = [typed for f in page.functions for typed in (*_called(f), *_typed(f, page, names))]
    # Words to search by may be calls as well as names.
    given = page.metadata.get("search", {}).get("words", ())
    whole += [*given, *(f"{f.title}{f.call.removeprefix(f.symbol)}" for f in page.functions)]
    title = {NAME + key(one) for one in (page.title, page.slug)}
    others = {NAME + key(one) for one in (*known, *given)} | {WHOLE + key(one) for one in whole}
    return Keys(sorted(title), sorted(others - title - {NAME, WHOLE}), bool(page.functions))


def _symbols(function: Function) -> Iterator[str]:
    yield _SILENT.sub(" ", function.symbol)
    yield letter(function.symbol)


def _called(function: Function) -> Iterator[str]:
    """`gelu`, `functional.gelu`, `F.gelu`, … of the code that implements a function, and the words
    that it is given: `approximate="tanh"`."""
    for implementation in function.implementations:
        if (call := implementation.call) is None:
            continue
        parts = ast.unparse(call.func).split(".")
        yield from (".".join(parts[at:]) for at in range(len(parts)))
        if len(parts) > 1:
            yield f"{parts[-2][:1]}.{parts[-1]}"
        for given in call.keywords:
            if isinstance(given.value, ast.Constant) and isinstance(given.value.value, str):
                yield f"{given.arg}={given.value.value}"


def _typed(function: Function, page: Page, names: Mapping[str, str]) -> Iterator[str]:
    """The formulas of a function and of its derivative, and their constants."""
    for equation in page.equations:
        if statement.defines(equation, function) or statement.derives(equation, function):
            yield from _CONSTANT.findall(equation.latex)
            for sign in pieces.relations(equation.latex, ("=", "\\approx")):
                member = pieces.member(equation.latex, sign.end) or ""
                parts = re.split(r"\\\\|&", member) if "\\begin" in member else [member]
                yield from (one for part in parts for one in _ways(part, names))


def _ways(latex: str, names: Mapping[str, str]) -> Iterable[str]:
    """How a formula may be typed: functions of other pages by name, the exponential by its own."""
    plain = _SILENT.sub(" ", latex)
    for power in (plain, _POWER.sub("exp", plain)):
        for called in (names, {}):
            typed = _COMMAND.sub(lambda match: called.get(match[1], match[1]), power)  # noqa: B023
            if len(key(typed)) >= _LEAST:
                yield typed
