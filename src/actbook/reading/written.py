"""The numbers that sentences give as they are written, neither computed nor part of a formula.

What counts: a decimal (`0.95`, `$0.17$`), a percentage (`40%`, `3 per cent`), a number with
thousands separators (`65,536`), a power of ten (`1e-7`). What does not: whole numbers, years and
ordinals; headings; code, addresses and tags; a version, which has two points, or follows a name
(`Python 3.11`, `version 2.0`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from actbook.reading.page import WrittenNumber
from actbook.reading.sentence import FORMULA, Sentence, sentences

_NUMBER = re.compile(
    r"(?<![\w.,/-])[-−]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+(?:e[-+]?\d+)?|\d+e[-+]?\d+"
    r"|\d+(?=\s?%|\sper\s?cent\b))(?:\s?%|\sper\s?cent\b)?(?![\w/]|[.,]\d)"
)
_ADDRESS = re.compile(r"\]\([^)\s]*(?:\s[^)]*)?\)|https?://\S+")
#: The last word before a version: a name, which is capitalised within a sentence, or "version".
_NAMED = re.compile(
    r"(?:\b[A-Za-z]+[A-Z]\w*|(?<=[\w,;] )[A-Z]\w+|\b[Vv]ersions?|\btorch|\bnumpy)\s*$"
)
_ALONE = re.compile(r"-?\d+(?:\.\d+)?(?:\\?,\d{3})*\s*(?:\\%)?")


def written(passage: str, line: int) -> Iterator[WrittenNumber]:
    """The numbers in a passage whose first line is `line`."""
    for sentence in sentences(passage):
        if sentence.heading:
            continue
        words = _ADDRESS.sub(lambda match: " " * len(match[0]), _spoken(sentence))
        keys = tuple(
            key for token in sentence.tokens if token["cite"]
            for key in re.findall(r"@([\w:.-]+)", token["cite"])
        )  # fmt: skip
        for match in _NUMBER.finditer(words):
            if not _NAMED.search(words[: match.start()]):
                at = sentence.start + match.start()
                yield WrittenNumber(match[0], line + passage.count("\n", 0, at), keys)


def _spoken(sentence: Sentence) -> str:
    """The words with formulas that are a number alone written out."""
    words = sentence.words
    for token in sentence.tokens:
        if token["math"] and _ALONE.fullmatch(token["math"]):
            plain = token["math"].replace("\\%", "%").replace("\\,", ",")
            start, end = token.start() - sentence.start, token.end() - sentence.start
            words = words[:start] + f" {plain} ".ljust(end - start)[: end - start] + words[end:]
    return words.replace(FORMULA, "\x03")
