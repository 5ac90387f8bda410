"""What stands in a sentence: code, comments, escapes, citations, formulas and tags.

The one reader of `$…$` within text: what `weaving` sets as a formula is what `checking` reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

#: What is not plain text in a sentence. A `$` opens a formula only before a character that is not a
#: space, and closes it only after one and before no digit: "between $5 and $10" has no formula.
TOKEN = re.compile(
    r"""(?P<code>(?<!`)(?P<ticks>`+)(?!`)(?P<inside>(?:(?!\n\s*\n).)+?)(?<!`)(?P=ticks)(?!`))
    |(?P<comment><!--.*?-->)
    |(?P<escape>\\.)
    |(?P<cite>\[@[\w:.-]+(?:\s*[;,]\s*@[\w:.-]+)*\])
    |\$(?P<math>(?![\s$])(?:\\.|[^\\$\n]|\n(?!\s*\n))+?)(?<!\s)\$(?![\d$])
     (?:[ ]?\{\s*unchecked="(?P<reason>[^"\n]+)"\s*\})?
    |(?P<tag></?[A-Za-z][^<>\n]*>)""",
    re.VERBOSE | re.DOTALL,
)
#: What stands for a token in a sentence's words: a formula, a computed value, anything else.
FORMULA, COMPUTED, OTHER = "\x01", "\x02", "\x03"
#: Where a block of text begins: after an empty line, at a list item, a heading, a row, a quotation,
#: or what opens an admonition or a tab.
_BLOCK = re.compile(r"\n\s*\n|\n(?=[ \t]*(?:[-*+>|#]|\d+[.)]|===|!!!|\?\?\?)(?:[ \t]|(?<=[|#>])))")
_CELL = re.compile(r"\|")
_END = re.compile(
    r"(?<!\be\.g)(?<!\bi\.e)(?<!\bcf)(?<!\bvs)(?<!\bal)[.!?][\"”’'*_)]*(?=\s+[^a-z\s])"
)


@dataclass(frozen=True)
class Sentence:
    """A sentence that starts at `start` of its passage, with the tokens in it.

    `words` has its length and no token: a formula is a run of FORMULA, a computed value of
    COMPUTED, all else of OTHER. `block` is where its paragraph, list item or cell starts and ends.
    """

    words: str
    start: int
    tokens: tuple[re.Match[str], ...]
    block: tuple[int, int]
    masked: str

    @property
    def heading(self) -> bool:
        return self.masked[self.block[0] : self.block[1]].lstrip().startswith("#")


def sentences(passage: str) -> Iterator[Sentence]:
    """The sentences of a passage, whose tokens may not be cut by their ends."""
    tokens = list(TOKEN.finditer(passage))
    masked = TOKEN.sub(lambda match: _mark(match) * len(match[0]), passage)
    for block in _blocks(masked):
        ends = [end.end() for end in _END.finditer(masked, *block)]
        for start, end in pairwise([block[0], *ends, block[1]]):
            inside = tuple(token for token in tokens if start <= token.start() < end)
            yield Sentence(masked[start:end], start, inside, block, masked)


def passages(lines: Sequence[str], prose: Sequence[int]) -> Iterator[tuple[str, int]]:
    """The lines of prose, which are numbered from 0, in runs: their text, and the first's number
    from 1."""
    starts = [at for before, at in pairwise([-2, *prose]) if at != before + 1]
    ends = [at for at, after in pairwise([*prose, -2]) if after != at + 1]
    for start, end in zip(starts, ends, strict=True):
        yield "\n".join(lines[start : end + 1]), start + 1


def _mark(token: re.Match[str]) -> str:
    if token["math"]:
        return FORMULA
    return COMPUTED if (token["inside"] or "").startswith("{python}") else OTHER


def _blocks(masked: str) -> Iterator[tuple[int, int]]:
    """Paragraphs, list items, headings, and the cells of tables' rows."""
    cuts = [match.end() for match in _BLOCK.finditer(masked)]
    for start, end in pairwise([0, *cuts, len(masked)]):
        inner = []
        if masked[start:end].lstrip().startswith("|"):
            inner = [match.end() for match in _CELL.finditer(masked, start, end)]
        yield from pairwise([start, *inner, end])
