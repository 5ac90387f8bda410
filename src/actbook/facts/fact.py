"""What a kind of fact is: how its values are written, proved, tried at points and shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from actbook.facts.grammar import Grammar
from actbook.facts.sample import Sample
from actbook.facts.statements import Statement, say
from actbook.proving.variation import Analysis

Statements: TypeAlias = tuple[Statement, ...]


@dataclass(frozen=True)
class Finding:
    """Whether a stated fact is true, and why. Where it is not `exact`, two numbers agree to the
    digits that are said. `wrong` is the part of a stated mapping that is not so."""

    true: bool
    because: Statements
    exact: bool = True
    wrong: str | None = None


@dataclass(frozen=True)
class FactKind:
    """What front matter may state of a function under a `key`; `registry` lists all.

    `label` names its row of the at-a-glance table. `prove` gets an analysis and what the grammar
    read, and lets `Split` and `Undecided` pass; None where no proof but an experiment decides.
    `counterexamples` gets a sample and the value as YAML gives it, and yields what contradicts it;
    it shares no step with the proof. `unreached` says what of the value a search did not come to,
    as an end of a range that no value is near; without it what is not proved stays unknown, and is
    only refuted.
    """

    key: str
    label: str
    grammar: Grammar
    prove: Callable[[Analysis, Any], Finding] | None
    counterexamples: Callable[[Sample, Any], Iterator[Statements]] | None = None
    unreached: Callable[[Sample, Any], Statement | None] | None = None
    aliases: tuple[str, ...] = ()
    against: str = "the definition"


def found(true: bool, proof: Sequence[Statement], truth: Sequence[Statement]) -> Finding:
    """A finding with its proof, or with what is true instead of what is stated."""
    return Finding(true, tuple(proof if true else truth))


def one_of(stated: str, true: Sequence[str], proof: Sequence[Statement]) -> Finding:
    """A finding on a word, of which `true` are the right ones."""
    truth = say("word", "it is {word}", word=" and ".join(true))
    return found(stated in true, proof, [truth, *proof])
