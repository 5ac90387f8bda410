"""The relations that sentences state, and what each is there for.

`$\\sigma(0) = \\frac12$` is a claim. These are none, by rules that look at words and letters alone:

- a bare name on the left that does not come back on the right, `$x = -3$`, `$n \\ge 2$`,
  `$h = Wx + b$`: it says for which values something is, or introduces a letter (`name`);
- what follows "where", "if", "for" and the like, `where $\\Phi(x) = 1$` (`condition`);
- what stands between quotation marks (`quotation`);
- what has a computed value for a side (`computed`);
- what the author marks, `$…$ {unchecked="why"}` (`unchecked`).

A claim holds under the names of its sentence: those right after it, `$f(x) = x$ for $x > 0$`, or
else the last before it, `for $x > 0$ it is $f(x) = x$`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from actbook.reading.page import Page, Remark, Role
from actbook.reading.relations import apart, members, names
from actbook.reading.sentence import COMPUTED, FORMULA, Sentence, sentences

if TYPE_CHECKING:
    from re import Match

#: Words that open a condition, and those that turn one round.
_CONDITION = r"(?:where|wherever|if|when|whenever|once|for|at|as long as|such that)"
_NEGATED = r"(?:unless|until|except|not|never|no|without|whether)"
_FILLER = (
    r"(?:\s+(?:for|at|if|when|where|all|any|every|each|both|real|only|exactly|just|and|then))*"
)
_OPENS = re.compile(rf"(?:^|[^\w-]){_CONDITION}{_FILLER}\s*$", re.IGNORECASE)
_RESTRICTS = re.compile(rf"(?:^|[^\w-])(?:{_CONDITION}|with|in|let|on){_FILLER}\s*$", re.IGNORECASE)
_TURNS = re.compile(rf"(?:^|[^\w-]){_NEGATED}{_FILLER}\s*$", re.IGNORECASE)
_BESIDE = re.compile(
    rf"\s*(?:\(|(?P<apart>,)?\s*(?:only\s+)?(?:{_CONDITION}|with|in){_FILLER})\s*", re.IGNORECASE
)
#: What opens the sentence that says what the letters of the display before it stand for.
_EXPLAINS = re.compile(r"\s*(?:where|with|here)\b", re.IGNORECASE)
#: What makes such an equation hold for some values only.
_PARTLY = re.compile(r"\b(?:for|if|when|unless|except|otherwise)\b", re.IGNORECASE)
_TITLED = re.compile(r"\s*(?:===|!!!|\?\?\?)")
_JOINED = re.compile(r"\s*(?:,|and|, and)\s*")
_AND = re.compile(r"\s*,?\s*(?:and|or)\s*")
_EITHER = re.compile(r"\s*,?\s*(?:or|and not|but not|nor)\s*")


def remarks(passage: str, line: int) -> Iterator[Remark]:
    """The relations in a passage whose first line is `line`."""
    for sentence in sentences(passage):
        formulas = [token for token in sentence.tokens if token["math"]]
        spots = _joined(sentence, [spot for token in formulas for spot in _spots(sentence, token)])
        for at, spot in enumerate(spots):
            if spot.role is not None:
                before = passage[: sentence.start + spot.start]
                conditions = _conditions(sentence, spots, at) if spot.role == "claim" else ()
                place = (line + before.count("\n"), len(before) - before.rfind("\n"))
                yield Remark(spot.latex, *place, spot.role, conditions, spot.reason)


def given(passage: str, line: int) -> Iterator[tuple[str, int, int]]:
    """The equations of a sentence "where $\\omega = …$" that a passage opens with, each with its
    line and column."""
    first = next((one for one in sentences(passage) if one.words.strip()), None)
    if first is None or not _EXPLAINS.match(first.words):
        return
    formulas = [token for token in first.tokens if token["math"]]
    ends = [*(token.start() for token in formulas[1:]), len(passage)]
    for token, end in zip(formulas, ends, strict=False):
        beside = first.words[token.end() - first.start : end - first.start]
        equal = members(token["math"])[1][:1] in (["="], [":="], ["\\coloneqq"])
        if equal and not _PARTLY.search(beside):
            start = token.start("math")
            place = (line + passage.count("\n", 0, start), start - passage.rfind("\n", 0, start))
            yield token["math"].rstrip(" .,;"), *place


def said(page: Page) -> list[tuple[str, Role, tuple[str, ...] | None]]:
    """What decides the verdicts on the relations in a page's sentences."""
    return [(remark.latex, remark.role, remark.conditions) for remark in page.remarks]


@dataclass(frozen=True)
class _Spot:
    """A relation in the words of its sentence, and what it is there for: None if it is no relation.
    Those of one formula, `$f(0) = 0, f(2) = 2$`, have one place."""

    latex: str
    start: int
    end: int
    role: Role | None
    reason: str | None

    def beside(self, other: _Spot) -> bool:
        """Whether both stand in one formula."""
        return self.start == other.start


def _spots(sentence: Sentence, token: Match[str]) -> Iterator[_Spot]:
    start, end = token.start() - sentence.start, token.end() - sentence.start
    for latex in apart(token["math"]):
        role = _role(sentence, token, latex, start, end)
        yield _Spot(latex, start, end, role, token["reason"])


def _role(sentence: Sentence, token: Match[str], latex: str, start: int, end: int) -> Role | None:
    sides, signs = members(latex)
    if token["reason"]:
        return "unchecked"
    if not signs:
        return None
    before, after = sentence.words[:start], sentence.words[end:]
    if (not sides[-1] and after.lstrip().startswith(COMPUTED)) or (
        not sides[0] and before.rstrip().endswith(COMPUTED)
    ):
        return "computed"
    if names(sides, signs):
        return "name"
    if _quoted(sentence, token):
        return "quotation"
    # A sentence that opens with "where" explains the display before it.
    explains = _EXPLAINS.fullmatch(before.rstrip()) is not None
    opened = _OPENS.search(before) and not explains
    return "condition" if opened or _TURNS.search(before) else "claim"


def _joined(sentence: Sentence, spots: Sequence[_Spot]) -> list[_Spot]:
    """The formulas, where one that is joined to a condition is a condition too."""
    found: list[_Spot] = []
    for spot in spots:
        after = found and found[-1].role == "condition" and spot.role == "claim"
        if after and _AND.fullmatch(sentence.words[found[-1].end : spot.start]):
            spot = replace(spot, role="condition")
        found.append(spot)
    return found


def _quoted(sentence: Sentence, token: Match[str]) -> bool:
    """Whether a formula stands between quotation marks of its paragraph."""
    start, end = sentence.block
    before, after = sentence.masked[start : token.start()], sentence.masked[token.end() : end]
    curly = before.rfind("“") > before.rfind("”") and "”" in after
    # What opens an admonition or a tab has its title in such marks.
    opened = before.count('"') + (_TITLED.match(before) is not None)
    return curly or (opened % 2 == 1 and '"' in after)


def _conditions(sentence: Sentence, spots: Sequence[_Spot], at: int) -> tuple[str, ...] | None:
    """The names that restrict a claim: those right after it, else the last group before it."""
    after = _run(sentence, spots, at + 1)
    if after and _attached(sentence, spots, at + 1):
        return _read(sentence, after)
    taken, found = set(), []
    for index in range(at):
        if index not in taken and (run := _run(sentence, spots, index)):
            taken |= set(range(index, index + len(run)))
            opened = run[-1].beside(spots[at]) or _opened(sentence, run[0])
            if opened and not _attached(sentence, spots, index):
                found = run
    return _read(sentence, found)


def _run(sentence: Sentence, spots: Sequence[_Spot], at: int) -> list[_Spot]:
    """The names from `at` on that stand beside each other: `$x > 0$ and $\\alpha = 1$`."""
    run: list[_Spot] = []
    for spot in spots[at:]:
        between = sentence.words[run[-1].end : spot.start] if run else ""
        joined = not run or spot.beside(run[-1]) or _JOINED.fullmatch(between)
        if spot.role != "name" or not joined:
            break
        run.append(spot)
    return run


def _attached(sentence: Sentence, spots: Sequence[_Spot], at: int) -> bool:
    """Whether names stand beside a claim, which they then restrict: `$f(x) = x$ for $x > 0$`."""
    if not at or spots[at - 1].role != "claim":
        return False
    if spots[at].beside(spots[at - 1]):
        return True
    beside = _BESIDE.fullmatch(sentence.words[spots[at - 1].end : spots[at].start])
    # Behind a comma they may open what follows: `…, for $x < 0$ it is $f(x) = 0$`.
    followed = any(spot.role == "claim" for spot in spots[at:])
    return beside is not None and not (beside["apart"] and followed)


def _opened(sentence: Sentence, spot: _Spot) -> bool:
    before = sentence.words[: spot.start]
    return _RESTRICTS.search(before) is not None or _TURNS.search(before) is not None


def _read(sentence: Sentence, run: Sequence[_Spot]) -> tuple[str, ...] | None:
    """The LaTeX of conditions, None where words turn them round or give a choice of them."""
    if not run:
        return ()
    before, after = sentence.words[: run[0].start], sentence.words[run[-1].end :]
    choice = re.match(rf"{_EITHER.pattern}(?:{FORMULA}|{COMPUTED})", after)
    return None if _TURNS.search(before) or choice else tuple(spot.latex for spot in run)
