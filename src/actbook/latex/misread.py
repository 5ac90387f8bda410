"""Why a formula is refused, in words: what was mangled, unknown or expected."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from actbook.latex.names import ABBREVIATED, CONSTANTS, EXTREMA, FUNCTIONS, GREEK, PHRASES, REFUSED
from actbook.verdict import Diagnostic, Refused

#: What Python reads `\a`, `\b`, ... as.
_ESCAPES = {"\a": "a", "\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t", "\v": "v"}
_OPERATORS = [name for name in (*FUNCTIONS, *ABBREVIATED, *EXTREMA) if len(name) > 1]
#: Commands that are no token of the grammar: `tokens.py` and longer tokens use them up.
_SYNTAX = re.findall(
    r"\w+",
    "begin end text operatorname mathrm mathbf mathbb left right lvert rvert vert quad qquad prime "
    "displaystyle limits",
)
_VALUELESS = 'has no value here: a display that cannot be checked ends in $$ {unchecked="why"}'


@cache
def refusals(table: str) -> dict[str, str]:
    """What `refusals.toml` has for each thing in one of its tables."""
    text = Path(__file__).with_name("refusals.toml").read_text(encoding="utf-8")
    said = tomllib.loads(text)[table].items()
    return {thing: instead for things, instead in said for thing in things.split()}


@dataclass(frozen=True)
class Source:
    """A formula's LaTeX and where it starts in its file."""

    latex: str
    path: str
    line: int
    column: int

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column of an offset; what is past the end is at the last character."""
        before = self.latex[: max(0, min(offset, len(self.latex) - 1))]
        *lines, last = before.split("\n")
        return self.line + len(lines), len(last) + (1 if lines else self.column)

    def refused(self, offset: int, message: str) -> Refused:
        """The refusal of what stands at an offset."""
        line, column = self.place(offset)
        return Refused(Diagnostic(self.path, line, message, column))


def commands(keywords: Iterable[str]) -> frozenset[str]:
    """All commands that a formula may use, without backslash; `keywords` are the grammar's."""
    words = [*keywords, *(re.sub(r".*\{|\}|\\", "", name) for name in _OPERATORS), *GREEK]
    return frozenset(word.lstrip("\\") for word in (*words, *_SYNTAX))


def character(text: str, position: int, known: Collection[str]) -> str:
    """Why a character begins no token."""
    found = text[position]
    word = re.match("[A-Za-z]*", text[position + 1 :])
    if found in _ESCAPES and word is not None and (eaten := _ESCAPES[found] + word[0]) in known:
        return f"a backslash and a letter were eaten, as by a Python string: write \\{eaten}"
    if text.startswith("\\%", position):
        return "a percentage is written as a number: write 0.5 for 50\\%"
    if found == "\\":
        return f"{text[position : position + 2]} has no place in a formula"
    if found == "%":
        return "a comment has no place in a formula"
    if (instead := refusals("characters").get(found)) is not None:
        return f"write {instead}, not {found}"
    name = unicodedata.name(found, f"U+{ord(found):04X}")
    if name.startswith("GREEK") and (letter := name.split()[-1].lower()) in known:
        return f"write \\{letter.capitalize() if 'CAPITAL' in name else letter}, not {found}"
    return f"no formula has the character {name if not found.isprintable() else found}"


def word(letters: str, scope: Collection[str], known: Collection[str]) -> str | None:
    """Why letters in a row are no product of names, if they are none."""
    if f"\\operatorname{{{letters}}}" in {*scope, *_OPERATORS}:
        return f"write \\operatorname{{{letters}}}, not {letters}"
    strays = [letter for letter in letters if letter not in scope and letter not in CONSTANTS]
    eaten = [f"\\{c}{letters}" for c in _ESCAPES.values() if c + letters in known]
    cause = "a backslash and a letter were eaten, as by a Python string"
    if letters in known:
        other = f"; or {' or '.join(eaten)}, if {cause}" if eaten else ""
        return f"write \\{letters}, not {letters}{other}"
    if eaten and strays:
        return f"{cause}: write {' or '.join(eaten)}"
    if letters in ("dx", "df", "dy") and strays:
        return "a derivative is written with primes: f'(x)"
    if letters in ("pt", "em", "ex", "cm", "mm") and strays:
        return "a distance is no part of a formula: leave it out"
    for name in _OPERATORS:
        before, found, after = letters.partition(name.lstrip("\\"))
        if found and {*before, *after} <= {*scope, *CONSTANTS}:
            return f"write {name} in {letters}"
    if strays and len(strays) < len(letters) <= 3:
        return f"unknown name {strays[0]} in {letters}: {_DECLARE.format(strays[0])}"
    if strays:
        return f"unknown word {letters}: a function is written \\operatorname{{{letters}}}"
    return None


def command(spelled: str) -> str | None:
    """Why a command of other formulas is refused."""
    why = refusals("commands").get(spelled[1:])
    return why and f"{spelled} has no place in a formula: {why}"


def inverse(function: str) -> str:
    """Why `\\tanh^{-1}(x)` is refused."""
    one = refusals("inverses").get(function, "an equation with f(g(x)) = x")
    return f"the inverse, or a power? Write {one} for the one, {function}(x)^{{…}} for the other"


def words(spelled: str) -> str:
    """Why words within a formula are refused."""
    known = list(PHRASES)
    said = spelled.partition("{")[2].rstrip("}").replace("~", " ").split()
    if said and said[0] in REFUSED:
        return REFUSED[said[0]]
    if said[:2] == ["for", "all"]:
        return f"{spelled} is left out: an equation holds for all values of its names"
    if "$" in spelled:
        return f"the words end before the formula in them: write \\text{{{said[0]}}} x > 0"
    if len(said) == 1:
        spelled = spelled.replace(" ", "")
        return f"unknown name {spelled}: {_DECLARE.format(spelled)}; words are {', '.join(known)}"
    return f"the words {spelled} stand in a sentence; those of formulas are {', '.join(known)}"


_DECLARE = "declare it under `parameters` or `variables`, or say behind the display: where ${} = …$"


def name(spelled: str, scope: Collection[str], known: Collection[str], call: bool = False) -> str:
    """Why a name or command that nothing declares is refused; `call` says that it is called."""
    near = _near(spelled, [*scope, *_OPERATORS, *(f"\\{word}" for word in sorted(known))])
    hint = f"; is it {near}?" if near else ""
    function = spelled.startswith("\\operatorname")
    if (instead := refusals("functions").get(spelled)) and (call or function):
        return f"unknown function {spelled}: write {instead}"
    if re.match(r"\\mathbb\{[NZQRC]\}", spelled):
        return f"{spelled}: {refusals('commands')['subset']}"
    if re.match(r"\\math(?:bb|cal)", spelled) or (call and spelled in ("P", "E", "N")):
        return f"{spelled} {_VALUELESS}"
    if function or (call and (len(spelled) == 1 or spelled[1:] in GREEK)):
        where = f"say behind the display: where ${spelled}(x) = …$, or let a page define it"
        return f"unknown function {spelled}: {where}{hint}"
    if len(spelled) == 1 or spelled[1:] in GREEK or not spelled[1:].isalpha():
        return f"unknown name {spelled}: {_DECLARE.format(spelled)}{hint}"
    if (why := command(spelled)) is not None:
        return why
    operator = f"\\operatorname{{{spelled[1:]}}}"
    if operator in {*scope, *_OPERATORS}:
        return f"write {operator}, not {spelled}"
    return f"unknown command {spelled}{hint}"


def _near(spelled: str, names: Iterable[str]) -> str | None:
    """The name whose letters are nearly those of another one."""
    letters = {_letters(name): name for name in reversed([*names]) if len(_letters(name)) > 1}
    said = _letters(spelled)
    word = spelled.startswith("\\operatorname")
    close = [*get_close_matches(said, letters, 1, 0.75)]
    close += [other for other in letters if sorted(other) == sorted(said)]
    close += [other for other in letters if word and other.lower() == said.lower()]
    return next((letters[other] for other in close if letters[other] != spelled), None)


def _letters(name: str) -> str:
    return re.sub(r"\\(?:operatorname\*?|math[a-z]+)\s*\{([^{}]*)\}|\\", r"\1", name)
