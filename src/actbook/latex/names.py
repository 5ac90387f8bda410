"""The names of formulas: how they are spelled in LaTeX, and which of them a formula uses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from actbook.formula.functions import ABBREVIATIONS, ELEMENTARY
from actbook.latex.pieces import CLOSING, OPENING, cut

Kind = Literal["variable", "vector", "index", "function", "function of several", "vector function"]
#: The pieces that a name is spelled with, one after the other.
Key = tuple[str, ...]

#: Functions that every formula may call, and their operators in the tree; `\log` is natural.
FUNCTIONS = {latex: record.name for record in ELEMENTARY.values() for latex in record.latex}
#: Functions that stand for a formula in others.
ABBREVIATED = {latex: record.meaning for record in ABBREVIATIONS for latex in record.latex}
CONSTANTS = {"e": "e", "\\operatorname{e}": "e", "\\pi": "pi", "\\infty": "oo"}
EXTREMA = {"\\max": "max", "\\min": "min"}
#: The letters that are their own symbol: `alpha` is written `\\alpha`.
GREEK = re.findall(
    r"\w+",
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi "
    "pi rho sigma varsigma tau upsilon phi varphi chi psi omega "
    "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega",
)
#: The letters that number the components of a vector.
INDICES = ("i", "j", "k", "l", "m", "n")
_BINDERS = {"\\sum", "\\prod", *EXTREMA}
#: Operators that LaTeX has a command for, so that `\operatorname{tanh}` is `\tanh`.
_COMMANDS = {
    name[1:] for name in (*FUNCTIONS, *ABBREVIATED, *EXTREMA) if re.fullmatch(r"\\[a-z]+", name)
}
_WORD = re.compile(
    r"\\(operatorname\*?|math(?:rm|bf|bbm?|ds|cal|it|sf)|boldsymbol|vec|text(?:rm|it|normal)?"
    r"|mbox)(?:\s*\{([^{}]*)\}|\s+([A-Za-z0-9]))"
)
#: Styles that show what another shows.
_ALIKE = {"boldsymbol": "mathbf", "vec": "mathbf", "mathbbm": "mathbb", "mathds": "mathbb"}
#: Words within formulas that are no names, by their kind.
PHRASES = {
    **dict.fromkeys(("if", "for", "when"), "_IF"),
    **dict.fromkeys(("otherwise", "else", "elsewhere", "in all other cases"), "_OTHERWISE"),
    "and": "_AND",
    **dict.fromkeys(("where", "with"), "_WHERE"),
}
#: Words that are refused with a reason of their own, and are no names either.
REFUSED = {
    "or": "write a row for each condition, not \\text{or}",
}
_BARE = re.compile(r"^\s*([A-Za-z][A-Za-z0-9-]*[A-Za-z0-9])(?=\s*(?:[_^]|$))")
#: A name in letters, which an underscore may join.
_JOINED = re.compile(r"\s*[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z][A-Za-z0-9]+)+\s*")
_NAME = re.compile(r"[A-Za-z](?:[A-Za-z0-9-]|\\_)*")


@dataclass(frozen=True)
class Name:
    """A name in scope: as LaTeX writes it, as the tree calls it, and what it stands for.

    A function's `name` is its LaTeX, `normalised`; a variable's is its Python name. A function of
    several `arguments` has their LaTeX.
    """

    latex: str
    name: str
    kind: Kind
    arguments: tuple[str, ...] = ()


def canonical(piece: str) -> str:
    """One spelling for a piece of LaTeX: `\\mathrm{ELU}` as `\\operatorname{ELU}`, and so is
    `\\text{ELU}`, where the words are a name."""
    word = _WORD.fullmatch(piece)
    if word is None:
        return piece
    style, text = word[1], " ".join((word[2] or word[3] or "").split())
    if style.startswith("text") or style == "mbox":
        if phrase(piece) is not None or not _NAME.fullmatch(text):
            return piece
    elif style in _ALIKE:
        return f"\\{_ALIKE[style]}{{{text}}}"
    elif style.startswith("math") and style != "mathrm":
        return f"\\{style}{{{text}}}"
    return f"\\{text}" if text in _COMMANDS else f"\\operatorname{{{text}}}"


def phrase(piece: str) -> str | None:
    """The kind of the words in `\\text{if }`, None if they are not of the known ones."""
    word = _WORD.fullmatch(piece)
    said = " ".join((word[2] or "").replace("~", " ").split()) if word else ""
    return PHRASES.get(said := said.strip(" .,:;").lower()) or (
        "REFUSED" if said in REFUSED else None
    )


@lru_cache(4096)  # each formula of a book is looked through for all symbols
def normalised(symbol: str) -> str:
    """The one spelling of a name: `ELU` is `\\operatorname{ELU}`, `x_0` is `x_{0}`."""
    if _JOINED.fullmatch(symbol):
        symbol = rf"\operatorname{{{symbol.strip()}}}".replace("_", r"\_")
    return "".join(_joined(spelling(_BARE.sub(r"\\operatorname{\1}", symbol))))


def _joined(key: Key) -> Iterator[str]:
    for before, piece in zip(("", *key), key, strict=False):
        if before in ("_", "^") and piece != "{":
            yield f"{{{piece}}}"
        else:
            yield f" {piece}" if before[:1] == "\\" and piece.isalnum() else piece


@lru_cache(4096)
def spelling(symbol: str) -> Key:
    """The pieces of a name, without spaces and without braces around a script of one."""
    key: list[str] = []
    for piece in pieces(symbol):
        if piece == "}" and key[-3:-1] in (["_", "{"], ["^", "{"]):
            key[-2:] = key[-1:]
        else:
            key.append(piece)
    return tuple(key)


def pieces(latex: str) -> list[str]:
    """The pieces of any text at all, each in its one spelling; spaces left out."""
    return [canonical(piece.text) for piece in cut(latex) if piece.kind != "GAP"]


def _names(latex: str) -> list[str]:
    """The pieces without what is spelled in letters that are no names."""
    kept = [p.text for p in cut(latex) if p.kind not in ("GAP", "BEGIN", "END")]
    found = [canonical(piece) for piece in kept if phrase(piece) is None]
    return [piece for piece in found if not re.match(r"\\(?:text|mbox)", piece)]


def longest(text: Sequence[str], start: int, keys: Iterable[Key]) -> tuple[Key, int] | None:
    """The longest name that the pieces spell from `start`, and where it ends."""
    spelled = ((key, _end(text, start, key)) for key in keys)
    return max(
        ((key, end) for key, end in spelled if end is not None),
        key=lambda found: found[1],
        default=None,
    )


def _end(text: Sequence[str], start: int, key: Key) -> int | None:
    at = start
    for before, piece in zip(("", *key), key, strict=False):
        braced = before in ("_", "^") and piece != "{" and text[at : at + 1] == ["{"]
        at += braced
        if text[at : at + 1] != [piece] or (braced and text[at + 1 : at + 2] != ["}"]):
            return None
        at += 1 + braced
    return at


def by_first(keys: Collection[Key]) -> dict[str, list[Key]]:
    """Names by their first piece, which is how they are looked up."""
    table: dict[str, list[Key]] = {}
    for key in keys:
        table.setdefault(key[0], []).append(key)
    return table


def mentioned(latex: str, symbols: Iterable[str], others: Iterable[str] = ()) -> set[str]:
    """Which of the function symbols a formula uses. It need not be a formula that can be read.

    Its names are those that the reader of formulas would find: whole pieces of LaTeX, the longest
    name first. One of the `others`, a name that means something else, hides a symbol that is
    spelled alike; so does the index of a sum.
    """
    return {symbol for symbol, _ in _uses(latex, symbols, others)}


def unspecified(latex: str, symbols: Iterable[str], others: Iterable[str] = ()) -> set[str]:
    """Which of the function symbols a formula uses, as `mentioned`, without giving their
    parameters: not as in `f(x; 1)`."""
    return {symbol for symbol, rest in _uses(latex, symbols, others) if not _specified(rest)}


def _uses(
    latex: str, symbols: Iterable[str], others: Iterable[str]
) -> Iterator[tuple[str, Sequence[str]]]:
    """Each symbol that a formula uses, with the pieces that follow it there."""
    known = {spelling(normalised(symbol)): symbol for symbol in symbols}
    hidden = {spelling(other) for other in others}
    table = by_first([key for key in {**known, **dict.fromkeys(hidden)} if key])
    text, at = _names(latex), 0
    hidden |= {(index,) for index in bound(text)}
    while at < len(text):
        match = longest(text, at, table.get(text[at], ()))
        if match is not None and match[0] not in hidden and not _indexed(text, match[1]):
            yield known[match[0]], text[match[1] :]
        at = at + 1 if match is None else match[1]


def _specified(rest: Sequence[str]) -> bool:
    """Whether the brackets that open next hold a semicolon."""
    depth = 0
    for piece in rest:
        depth += (piece in OPENING) - (piece in CLOSING)
        if depth == 1 and piece == ";":
            return True
        if depth == 0 and piece in CLOSING:
            return False
    return False


def _indexed(text: Sequence[str], end: int) -> bool:
    """Whether an index follows a name that makes it another one, `f_1`. The component of a vector
    may be written there: `f_i(x)`."""
    script = [piece for piece in text[end + 1 : end + 3] if piece != "{"][:1]
    return text[end : end + 1] == ["_"] and script not in ([i] for i in INDICES)


def bound(texts: Sequence[str]) -> set[str]:
    """The indices of sums, products and extrema over an index."""
    return {
        texts[i + 2 + (texts[i + 2] == "{")]
        for i in range(len(texts) - 3)
        if texts[i] in _BINDERS and texts[i + 1] == "_"
    }


def letter(name: str) -> str:
    """The letter of a Greek name, `alpha`, `\\alpha` or `lambda_`, with its index, as in `alpha_n`;
    any other name as it is."""
    word, mark, index = name.strip("\\_").partition("_")
    try:
        # Unicode's own spelling of lambda.
        known = unicodedata.lookup(f"GREEK SMALL LETTER {word.replace('lambda', 'lamda')}")
    except KeyError:
        return name.strip("\\")
    return f"{known}{mark}{index.strip('{}')}"


def calls(latex: str, symbol: str) -> bool:
    """Whether a formula begins with a call of the function: `f(x) = …`, but not `f'(x) = …`."""
    text = _names(latex)
    match = longest(text, 0, [spelling(normalised(symbol))])
    return match is not None and text[match[1] : match[1] + 1] in (["("], ["\\left"])
