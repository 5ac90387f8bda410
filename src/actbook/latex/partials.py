"""Partial derivatives of functions of several arguments, in the notations of Jacobi and of indices.

`\\frac{\\partial f}{\\partial y}(x, y)` and `\\partial_y f(x, y)` become f, a token with the names
that it is differentiated by, and its call.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lark import Token

from actbook.latex.leibniz import FRACTIONS
from actbook.latex.misread import Source
from actbook.latex.names import Key, canonical, longest

_D = "\\partial"
_OF = "a partial derivative is one of a function of several arguments, by one of its letters"


def partials(
    source: Source,
    tokens: Sequence[Token],
    functions: Mapping[Key, Sequence[Token]],
    variables: Mapping[Key, str],
) -> list[Token]:
    """The tokens with each partial derivative rewritten. `functions` of several arguments come with
    the call that one without brackets stands for. Raises `Refused`."""
    reader = _Partials(source, tokens, functions, variables)
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        read = (functions and reader.read(at)) or ([tokens[at]], at + 1)
        found += read[0]
        at = read[1]
    return found


class _Partials:
    """A reader of the partial derivative that begins at a token; None where none does."""

    def __init__(
        self,
        source: Source,
        tokens: Sequence[Token],
        functions: Mapping[Key, Sequence[Token]],
        variables: Mapping[Key, str],
    ) -> None:
        self.source, self.tokens = source, tokens
        self.functions, self.variables = functions, variables
        self.texts = [*(canonical(token.value) for token in tokens), "", "", ""]

    def read(self, at: int) -> tuple[list[Token], int] | None:
        texts = self.texts
        if texts[at : at + 2] == [_D, "_"]:
            braced = texts[at + 2] == "{"
            names, end = self._names(at + 2 + braced, single=not braced)
            return self._made(at, names, end + braced)
        if texts[at] not in FRACTIONS or texts[at + 1 : at + 3] != ["{", _D]:
            return None
        order, inner = self._order(at + 3)
        name = longest(texts, inner, self.functions)
        close = inner if name is None else self._call(name[1])
        if texts[close : close + 3] != ["}", "{", _D] or not self._concerns(name, close + 3):
            return None  # of a vector function, or none at all
        names, end = self._names(close + 3)
        if texts[end] != "}" or len(names) != order:
            raise self._refused(at, "the order above is the sum of those below")
        if name is None:
            return self._made(at, names, end + 1)
        inside = list(self.tokens[name[1] : close])
        head = self._head(at, inner, name[1], names)
        opened = texts[end + 1] == "(" or texts[end + 1] == "\\left"
        return [*head, *(inside or ([] if opened else self.functions[name[0]]))], end + 1

    def _concerns(self, name: tuple[Key, int] | None, variable: int) -> bool:
        """Whether a function of several arguments is differentiated, named above or behind."""
        if name is not None:
            return True
        end = next((n for n in range(variable, len(self.texts)) if self.texts[n] == "}"), variable)
        return longest(self.texts, end + 1, self.functions) is not None

    def _made(self, at: int, names: Sequence[str], start: int) -> tuple[list[Token], int]:
        """The derivative of the function that is named from `start` on."""
        name = longest(self.texts, start, self.functions)
        if name is None or not names:
            raise self._refused(at, _OF)
        return self._head(at, start, name[1], names), name[1]

    def _names(self, at: int, single: bool = False) -> tuple[list[str], int]:
        """The variables that are differentiated by, `v \\partial w^2`, and where they end."""
        names: list[str] = []
        while (found := longest(self.texts, at, self.variables)) is not None:
            order, at = self._order(found[1])
            names += [self.variables[found[0]]] * order
            if single:
                break
            at += self.texts[at] == _D
        return names, at

    def _order(self, at: int) -> tuple[int, int]:
        """The order that stands as an exponent, and where it ends."""
        if self.texts[at] != "^":
            return 1, at
        braced = self.texts[at + 1] == "{"
        digit = self.texts[at + 1 + braced]
        return int(digit) if digit.isdigit() else 0, at + 2 + 2 * braced

    def _call(self, at: int) -> int:
        """Where the brackets that open at a token end, behind them; itself where none open."""
        depth = 0
        for here in range(at, len(self.texts)):
            depth += (self.texts[here] == "(") - (self.texts[here] == ")")
            if depth == 0:
                return here + 1 if here > at else at
        return at

    def _head(self, at: int, start: int, end: int, names: Sequence[str]) -> list[Token]:
        """The name of a function from `start` to `end`, which then begins where its derivative
        does, with a token of what it is differentiated by."""
        first, *rest = self.tokens[start:end]
        place = self.tokens[at].start_pos
        by = Token("PARTIAL", " ".join((_D, *names)), first.end_pos, end_pos=first.end_pos)
        return [Token(first.type, first.value, place, end_pos=first.end_pos), *rest, by]

    def _refused(self, at: int, message: str) -> Exception:
        return self.source.refused(self.tokens[at].start_pos or 0, message)
