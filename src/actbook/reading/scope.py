"""What the names in a page's formulas mean: its own functions and those of other pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from actbook.formula.computable import unsound, valueless
from actbook.formula.expression import Expression, Reference, Symbol, children
from actbook.formula.substitution import free
from actbook.latex.formula import Chain, Name, display
from actbook.latex.names import INDICES, spelling
from actbook.reading.definitions import Definition, defaults, expand
from actbook.reading.page import Equation, Function, Page
from actbook.verdict import Diagnostic, Refused


@dataclass(frozen=True)
class Reading:
    """A page's formulas, read: its chains, the definitions they may use, and what is wrong.

    `own` holds the symbols that the page itself defines.
    """

    chains: tuple[tuple[Equation, Chain], ...]
    definitions: Mapping[str, Definition]
    own: frozenset[str]
    problems: tuple[Diagnostic, ...]


def read_formulas(page: Page, others: Sequence[Page] = ()) -> Reading:
    """Read every checked equation of a page; `others` are the pages whose symbols it mentions,
    directly or through each other."""
    functions = [function for other in (page, *others) for function in other.functions]
    problems: list[Diagnostic] = []
    chains = list(_chains(page, functions, problems))
    found = dict(_definitions(page, chains))
    for other in others:
        ignored: list[Diagnostic] = []
        found = dict(_definitions(other, list(_chains(other, functions, ignored)))) | found
    own = frozenset(function.symbol for function in page.functions)
    for function in page.functions:
        if function.symbol not in found and not problems:
            problems.append(_undefined(page, function, chains))
    expanded = _expanded(found, page, problems)
    usable = []
    for equation, chain in chains:
        missing = set().union(*(references(m.expression) for m in chain.members)) - expanded.keys()
        if missing and not problems:
            message = f"{', '.join(sorted(missing))} has no definition that can be read"
            problems.append(Diagnostic(page.path, equation.line, message, equation.column))
        elif not missing:
            wrong = [*_unfit(chain, expanded, own, page.path)]
            problems += wrong
            usable += [] if wrong else [(equation, chain)]
    return Reading(tuple(usable), expanded, own, tuple(problems))


def _unfit(
    chain: Chain, definitions: Mapping[str, Definition], own: frozenset[str], path: str
) -> Iterator[Diagnostic]:
    """What is wrong with a chain's numbers, and with the arguments that it gives to functions."""
    for member in chain.members:
        try:
            said = unsound(expand(member.expression, definitions, own))
        except ValueError as error:
            said = str(error)
        if said is not None:
            yield Diagnostic(path, member.line, said, member.column)


def _undefined(
    page: Page, function: Function, chains: Sequence[tuple[Equation, Chain]]
) -> Diagnostic:
    """What is said of a function that no formula defines: what a formula of it does instead."""
    end = "_i" * function.vector
    call = f"{function.call}{end}"
    others = len(function.arguments) - 1
    letters = ", ".join(parameter.symbol for parameter in function.chosen[others:])
    for equation, chain in chains:
        match chain.members[0].expression:
            case Reference(function.symbol, 0, given) if len(given) > others + 1:
                either = f"{call} or {function.call[:-1]}; {letters}){end}"
                message = f"a definition is one of {either}: all parameters in their order"
                return Diagnostic(page.path, equation.line, message, equation.column)
    message = f"no formula defines {function.symbol}: write $$ {call} = … $$"
    return Diagnostic(page.path, function.line, message)


def _chains(
    page: Page, functions: Sequence[Function], problems: list[Diagnostic]
) -> Iterator[tuple[Equation, Chain]]:
    names = list(names_of(page, functions))
    for equation in page.equations:
        if equation.unchecked is None:
            place = (page.path, equation.line, equation.column, equation.given)
            try:
                for part in display(equation.latex, names, *place):
                    own = replace(equation, latex=part.latex, line=part.line, column=part.column)
                    yield own, part.chain
            except Refused as refused:
                problems.extend(refused.diagnostics)


def names_of(page: Page, functions: Sequence[Function]) -> Iterator[Name]:
    """What a page's formulas may name; `functions` are its own and those of other pages."""
    vector = any(function.vector for function in page.functions)
    if not any(variable.name == "x" for variable in page.variables):
        x = page.functions[0].arguments[0].symbol if page.functions else "x"
        yield Name(x, "x", "vector" if vector else "variable")
        if vector:
            yield Name("\\mathbf{x}", "x", "vector")
    own = [p for function in page.functions for p in function.parameters]
    variables = [v for v in page.variables if not (vector and v.name == "n")]
    for parameter in {p.symbol: p for p in (*own, *variables)}.values():
        yield Name(parameter.symbol, parameter.name, "variable")
    taken = {parameter.name for parameter in (*own, *variables)}
    if vector:
        yield from (Name(i, i, "index") for i in INDICES if i not in taken)
    # A page's own parameter hides a function of another page that is written alike.
    arguments = [argument for function in page.functions for argument in function.arguments]
    symbols_taken = {spelling(one.symbol) for one in (*arguments, *own, *variables)}
    for function in functions:
        if spelling(function.symbol) in symbols_taken and function not in page.functions:
            continue
        named = tuple(argument.symbol for argument in function.arguments)
        if len(named) > 1:
            yield Name(function.symbol, function.symbol, "function of several", named)
        else:
            kind = "vector function" if function.vector else "function"
            yield Name(function.symbol, function.symbol, kind)  # type: ignore[arg-type]


def _definitions(
    page: Page, chains: Iterable[tuple[Equation, Chain]]
) -> Iterator[tuple[str, Definition]]:
    """The first chain `F(x) = …` of each function, with its formula as it is written."""
    functions = {function.symbol: function for function in page.functions}
    seen: set[str] = set()
    for _, chain in chains:
        match chain.members[0].expression:
            case Reference(symbol, 0, arguments, index, ()) if symbol in functions:
                names = tuple(Symbol(p.name) for p in functions[symbol].chosen)
                others = names[: len(functions[symbol].arguments) - 1]
                if arguments[0] != Symbol("x") or arguments[1:] not in (others, names):
                    continue
                for member in chain.members[1:]:
                    if symbol in seen or member.approximate:
                        continue
                    if symbol not in references(member.expression):
                        seen.add(symbol)
                        name = index.name if isinstance(index, Symbol) else None
                        place = (page.slug, member.line, member.column)
                        yield (
                            symbol,
                            Definition(functions[symbol], member.expression, name, *place),
                        )


def references(expression: Expression) -> set[str]:
    """The function symbols that an expression mentions."""
    own = {expression.symbol} if isinstance(expression, Reference) else set()
    return own.union(*(references(part) for part in children(expression)))


def _expanded(
    found: dict[str, Definition], page: Page, problems: list[Diagnostic]
) -> dict[str, Definition]:
    """Definitions with the functions in them replaced, in an order in which that can be done."""
    done: dict[str, Definition] = {}
    own = {function.symbol for function in page.functions}
    waiting = dict(found)
    while waiting:
        ready = [s for s, d in waiting.items() if references(d.expression) <= done.keys()]
        if not ready:
            for symbol in own & waiting.keys():
                definition = waiting[symbol]
                missing = references(definition.expression) - done.keys()
                why = "needs it in turn" if missing <= waiting.keys() else "no page defines"
                names = ", ".join(sorted(missing))
                message = f"{symbol} is defined through {names}, which {why}"
                problems.append(Diagnostic(page.path, definition.line, message, definition.column))
            return done
        for symbol in ready:
            definition = waiting.pop(symbol)
            same = {s for s, d in found.items() if d.page == definition.page}
            try:
                expression = expand(definition.expression, done, frozenset(same))
                wrong = (
                    _strays(definition.function, expression, definition.index)
                    or unsound(expression)
                    or _valueless(definition.function, expression)
                )
            except ValueError as error:
                wrong = str(error)
            if wrong is None:
                done[symbol] = replace(definition, expression=expression)
            elif symbol in own:
                place = (definition.line, wrong, definition.column)
                problems.append(Diagnostic(page.path, *place))
    return done


def _strays(function: Function, formula: Expression, index: str | None) -> str | None:
    """What is wrong with the names in a definition's formula."""
    own = {parameter.name for parameter in function.parameters}
    loose = free(formula) - own - {"x", "pi", "e", "oo"}
    if function.vector:
        loose -= {"n", index}
    if not loose:
        return None
    if function.vector and min(loose) in INDICES:
        return f"the index {min(loose)} is bound by no sum and does not stand on the left side"
    return f"{function.symbol} is defined with {min(loose)}, which is no parameter of it"


def _valueless(function: Function, formula: Expression) -> str | None:
    """What is wrong with a scalar function that has no value at its parameters' defaults."""
    if function.vector or any(parameter.default is None for parameter in function.parameters):
        return None
    try:
        values = defaults(function)
    except ValueError:  # said of the parameter itself
        return None
    return valueless(formula, values)
