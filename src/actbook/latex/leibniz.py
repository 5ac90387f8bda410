"""Derivatives as Leibniz wrote them, `\\frac{d}{dx} f(x)` and `\\frac{df}{dx}`, as `f'(x)`."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from lark import Token

from actbook.latex.misread import Source
from actbook.latex.names import Key, canonical, longest
from actbook.latex.pieces import cut

FRACTIONS = ("\\frac", "\\dfrac", "\\tfrac")
_D = ("d", "\\operatorname{d}", "\\partial")
_PRIMES = "a derivative is one of a function that a page defines, at x: f'(x) or \\frac{d}{dx} f(x)"
_OTHER = "only derivatives with respect to {x} are known: f'({x})"


def primed(
    source: Source, tokens: list[Token], functions: Collection[Key], x: Key, taken: bool
) -> list[Token]:
    """The tokens with `f'(x)` for each derivative of a function of one number, the argument `x`.

    `taken` says that the page has a `d` of its own. Raises `Refused`.
    """
    found: list[Token] = []
    texts = [canonical(token.value) for token in tokens]
    at = 0
    while at < len(tokens):
        made, at = _Derivative(source, tokens, texts, functions, x, taken).read(at)
        found += made
    return found


class _Derivative:
    """A reader of the derivative that begins at a token. Not a match is that token itself."""

    def __init__(
        self,
        source: Source,
        tokens: Sequence[Token],
        texts: Sequence[str],
        functions: Collection[Key],
        x: Key,
        taken: bool,
    ) -> None:
        self.source, self.tokens, self.texts = source, tokens, texts
        self.functions, self.x, self.taken = functions, x, taken

    def read(self, at: int) -> tuple[list[Token], int]:
        alone = [self.tokens[at]], at + 1
        if self.texts[at] not in FRACTIONS or not self.follow(at + 1, "{"):
            return alone
        d = self.text(at + 2)
        if d not in _D:
            return alone
        order, after = self.order(at + 3)
        name = longest(self.texts, after, self.functions)
        inner = after if name is None else name[1]
        call = self.call(inner) if name else None
        close = inner if call is None else call
        if not self.follow(close, "}", "{", d):
            if d == "\\partial" or (d == "d" and self.taken):
                return alone
            raise self.refused(at, _PRIMES)
        variable = self.behind_x(close + 3)
        again, end = self.order(variable or at)
        if variable is None or not self.follow(end, "}") or again != order:
            raise self.refused(at, _OTHER.format(x="".join(self.x)))
        if d == "d" and self.taken:
            raise self.refused(at, "d is a name of this page: write the derivative as f'(x)")
        end += 1
        if name is not None:
            function, inside = self.tokens[after:inner], list(self.tokens[inner:close])
        else:
            name = longest(self.texts, end, self.functions)
            if name is None or not self.follow(name[1], "("):
                raise self.refused(at, _PRIMES)
            function, inside, end = self.tokens[end : name[1]], [], name[1]
        if not inside and self.follow(end, "("):
            called = self.call(end)
            place = self.behind_x(end + 1)
            if place is None and [t.type for t in self.tokens[end + 1 : end + 2]] == ["DIGIT"]:
                place = end + 2
            if place is None or self.text(place) not in (")", ";"):
                raise self.refused(at, _PRIMES)
            inside, end = list(self.tokens[end:called]), called or end
        elif not inside:
            named = [(piece.kind, piece.text) for text in self.x for piece in cut(text)]
            called_at_x = (("LPAR", "("), *named, ("RPAR", ")"))
            inside = [self.made(kind, text, at) for kind, text in called_at_x]
        elif self.text(self.behind_x(inner + 1) or at) not in (")", ";"):
            raise self.refused(at, _PRIMES)
        return [*function, self.made("PRIMES", "'" * order, at), *inside], end

    def behind_x(self, at: int) -> int | None:
        """Where the argument that stands at a token ends, None where none does."""
        found = longest(self.texts, at, [self.x])
        return None if found is None else found[1]

    def text(self, at: int) -> str:
        return self.texts[at] if at < len(self.texts) else ""

    def follow(self, at: int, *texts: str) -> bool:
        return list(self.texts[at : at + len(texts)]) == list(texts)

    def order(self, at: int) -> tuple[int, int]:
        """The order that stands as an exponent, and where it ends."""
        if not self.follow(at, "^"):
            return 1, at
        braced = self.follow(at + 1, "{")
        digit = self.text(at + 1 + braced)
        order = int(digit) if len(digit) == 1 and digit.isdigit() else 0
        return order, at + 2 + 2 * braced

    def call(self, at: int) -> int | None:
        """Where the brackets that open at a token end, behind them."""
        depth = 0
        for here in range(at, len(self.texts)):
            depth += (self.texts[here] == "(") - (self.texts[here] == ")")
            if depth == 0:
                return here + 1 if here > at else None
        return None

    def made(self, kind: str, text: str, at: int) -> Token:
        """A token that stands where the derivative begins."""
        start = self.tokens[at].start_pos
        return Token(kind, text, start, end_pos=start)

    def refused(self, at: int, message: str) -> Exception:
        return self.source.refused(self.tokens[at].start_pos or 0, message)
