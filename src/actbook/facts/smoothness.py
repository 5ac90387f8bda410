"""`smoothness`: the largest k of C^k."""

from __future__ import annotations

from typing import Any

from actbook.facts.fact import FactKind, Finding, found
from actbook.facts.grammar import Grammar, Misstated, written
from actbook.facts.statements import broken, say, smooth
from actbook.facts.symbols import Symbols
from actbook.proving.region import Region
from actbook.proving.variation import Analysis


class Orders(Grammar):
    """`discontinuous` or C^k, read as the number k, which is -1 of what is not continuous."""

    documented = "`discontinuous`, `C^0`, `C^1`, …, `C^oo`"

    def read(self, stated: Any, region: Region) -> float:
        word = str(stated)
        if word == "discontinuous":
            return -1
        order = word.removeprefix("C^")
        if not (word == "C^oo" or order.isdigit()):
            raise Misstated(f"`{written(stated)}` is none of {self.documented.replace('`', '')}")
        return float(order.replace("oo", "inf"))

    def shown(self, stated: Any, symbols: Symbols) -> str:
        order = stated.replace("C^oo", r"C^{\infty}")
        return f"${order}$" if "^" in stated else str(stated)

    def size(self, stated: Any, symbols: Symbols) -> float | None:
        orders = str(stated).replace("discontinuous", "-1").replace("oo", "inf")
        return float(orders.removeprefix("C^"))


ONE_FORMULA = say("formula", "one formula, smooth on the whole line")


def prove(analysis: Analysis, stated: float) -> Finding:
    everywhere = float("inf")
    if not analysis.inner:
        return found(stated == everywhere, [ONE_FORMULA], [smooth(everywhere)])
    orders = {joint: analysis.smoothness(joint) for joint in analysis.inner}
    worst = min(orders, key=orders.__getitem__)
    true = [smooth(orders[worst])]
    if orders[worst] == everywhere:
        return found(stated == everywhere, true, true)
    return found(stated == orders[worst], [broken(analysis, worst, int(orders[worst]))], true)


SMOOTHNESS = FactKind("smoothness", "Smoothness", Orders(), prove)
