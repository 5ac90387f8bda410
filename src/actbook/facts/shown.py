"""The rows of a function's at-a-glance table: its facts as mathematics, each with its verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from actbook.facts.grammar import Grammar
from actbook.facts.registry import FACTS
from actbook.facts.symbols import Symbols
from actbook.reading import subjects
from actbook.reading.page import Fact, Function
from actbook.result import Glance
from actbook.verdict import Verdict

#: What reading a value raises that is none of its fact; its verdict says what is wrong with it.
_MISSTATED = (ValueError, TypeError, KeyError, AttributeError)


def rows(function: Function, verdicts: Sequence[Verdict]) -> Iterator[Glance]:
    """A row for each stated fact; its verdict is the one on the fact."""
    by_subject = {verdict.subject: verdict for verdict in verdicts}
    symbols, brief = Symbols(function), Symbols(function, brief=True)
    for kind in FACTS:
        for fact in function.facts:
            subject = subjects.fact(function, fact)
            if fact.name in (kind.key, *kind.aliases) and subject in by_subject:
                value = _shown(fact, kind.grammar, symbols)
                short = _shown(fact, kind.grammar, brief)
                size = _size(fact, kind.grammar, symbols)
                verdict = by_subject[subject]
                yield Glance(kind.label, value, verdict, function.name, kind.key, size, short)


def _shown(fact: Fact, grammar: Grammar, symbols: Symbols) -> str:
    """A fact's value for readers, with the condition on the parameters where it has one."""
    try:
        value = grammar.shown(fact.value, symbols)
        if fact.along is not None:
            value += f" along ${symbols.letter(fact.along)}$"
        return value if fact.where is None else f"{value} if ${symbols.where(fact.where)}$"
    except _MISSTATED:
        return str(fact.value)


def _size(fact: Fact, grammar: Grammar, symbols: Symbols) -> float | None:
    try:
        return grammar.size(fact.value, symbols)
    except _MISSTATED:
        return None
