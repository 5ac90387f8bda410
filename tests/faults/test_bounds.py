"""Small inputs that would take for ever, or all memory: each reader has a bound and says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from actbook.book import book
from actbook.book.cached import NOTHING
from actbook.execution.cache import Cache
from actbook.execution.pool import Pool
from actbook.formula.stated import read_set, read_value
from actbook.reading.files import load
from actbook.reading.parse import read
from actbook.verdict import Diagnostic, Refused
from actbook.weaving import mathml
from actbook.weaving.references import Bibliography
from actbook.weaving.weave import weave

MANY = ", ".join(map(str, range(10_000)))
ALIASES = "a0: &a0 [x]\n" + "".join(
    f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 9)
)


def header(more: str, latex: str = "f(x) = 2x", body: str = "") -> bytes:
    text = f"---\ntitle: F\nsymbol: f\n{more}---\n\n# F\n\n$$ {latex} $$\n\n{body}\n"
    return text.encode("utf-8", "surrogatepass")


def parameter(stated: str) -> bytes:
    return header(f"parameters:\n  a: {stated}\n", "f(x) = ax")


#: What is refused, the line, and what is said.
BOUNDED = {
    "aliases": (header(ALIASES), 5, "`*a0` is an alias: write the value itself"),
    "an alias of a key": (header("a: &a x\n*a : y\n"), 5, "`*a` is an alias"),
    "entries": (
        header(f"facts:\n  kinks: [{MANY}]\n"),
        5,
        "10,000 entries: the front matter holds",
    ),
    "keys": (
        header(f"facts:\n  values: {{{', '.join(f'{i}: 1' for i in range(201))}}}\n"),
        5,
        "201 entries: the front matter holds 200 at most",
    ),
    "a text": (header(f"family: {'a' * 10_001}\n"), 4, "10,001 characters of a text"),
    "half a character": (header('aliases: ["\\ud800"]\n'), 4, "half a character, U+D800"),
    "YAML in YAML": (header(f"tags: {'[' * 3000}{']' * 3000}\n"), 2, "nested too deeply"),
    "a default": (parameter("{default: 1e999999999}"), 5, "beyond the numbers"),
    "a default that is computed": (
        parameter("{default: exp(exp(exp(99)))}"),
        5,
        "`exp(exp(exp(99)))` is beyond the numbers that are computed with, 1e-1000 to 1e1000",
    ),
    "a domain": (parameter('{default: 1, domain: "(1e-999999, oo)"}'), 5, "beyond the numbers"),
    "a power": (header("facts:\n  lipschitz: 9**9**9**9\n"), 5, "is too large"),
    "a span": (header("figure: {x: [0, 1e999999999]}\n"), 3, "beyond the numbers"),
    "a large number": (header("", "f(x) = 9^{9^{9^{9}}} x"), 8, "the formula is too large"),
    "digits": (header("", f"f(x) = {'7' * 5000} x"), 8, "digits"),
    "a formula": (header("", "f(x) = " + "+".join(["x"] * 5000)), 8, "as long as a chapter"),
    "fractions": (header("", "f(x) = " + r"\frac{1}{" * 5000 + "x" + "}" * 5000), 8, ""),
    "brackets": (header("", "f(x) = " + "(" * 900 + "x" + ")" * 900), 8, ""),
    "a file": (
        header("", body="word\n" * 250_000),
        1,
        "the file has 1.3 MB: a page has at most 1 MB",
    ),
    "a line": (header("", body="a" * 100_001), 10, "a line of 100,001 characters"),
    "quotations": (header("", body=">" * 20_000 + " a"), 10, "a hundred quotations"),
    "a paragraph": (header("", body="a\n\nb\n" + "[" * 2000), 12, "2,000 brackets in a paragraph"),
    "a fence": (header("", body="`" * 50_000), 10, "this fence is never closed"),
}


@pytest.fixture(scope="module")
def problems(tmp_path_factory: pytest.TempPathFactory, pool: Pool) -> dict[str, list[Diagnostic]]:
    """What is said of each page, all having been read and checked at once."""
    folder = tmp_path_factory.mktemp("pages")
    names = {name.replace(" ", "-"): name for name in BOUNDED}
    for slug, name in names.items():
        (folder / f"{slug}.md").write_bytes(BOUNDED[name][0])
    pages = sorted(folder.glob("*.md"))
    found = book.verify(pages, pages, Cache(folder / "cache"), pool)
    return {names[entry.slug]: list(entry.result.problems) for entry in found.entries}


@pytest.mark.parametrize(
    ("name", "line", "said"), [(n, *c[1:]) for n, c in BOUNDED.items()], ids=BOUNDED
)
def test_it_is_said_in_a_sentence_with_its_line_what_is_too_much(
    name: str, line: int, said: str, problems: dict[str, list[Diagnostic]]
) -> None:
    first = problems[name][0]
    assert first.line == line and said in first.message
    assert len(first.message) < 400 and "\n" not in first.message
    assert "Error" not in first.message


LATEX = {
    "brackets that nothing closes": (
        "(" * 40 + "x_1",
        "40 brackets of the formula are never closed",
    ),
    "sized ones": (r"\bigl(" * 40 + "x_1", "never closed"),
    "of several kinds": (r"([\{\lfloor\langle\lVert\llbracket" * 6 + "x_1", "never closed"),
    "too few closed": ("(" * 40 + "x_1" + ")" * 20, "20 brackets of the formula are never closed"),
    "a long one": ("x+" * 10_001, "a formula of 20,002 characters"),
}


@pytest.mark.parametrize(("latex", "said"), LATEX.values(), ids=LATEX)
def test_a_formula_is_not_set(latex: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        mathml.inline(latex)


@pytest.mark.parametrize(
    "latex",
    [r"[0, 1) \cup (1, 2]", r"\left(" * 30 + "x_1" + r"\right)" * 30, "(a" * 10, "]0, 1["],
)
def test_formulas_as_they_are_written_are_set(latex: str) -> None:
    assert "<math" in mathml.inline(latex)


def test_what_cannot_be_set_is_told_at_its_line_when_a_page_is_woven(tmp_path: Path) -> None:
    body = f'Words ${"(" * 40}x_1$.\n\n$$ {"[" * 40}x_1 $$ {{unchecked="why"}}'
    page = read(header("", body=body).decode(), "docs/f.md")
    woven = weave(page, NOTHING, Bibliography(tmp_path / "none.bib"))
    assert [(p.line, p.message) for p in woven.problems] == [
        (10, "40 brackets of the formula are never closed"),
        (12, "40 brackets of the formula are never closed"),
    ]


VALUES = {
    "an end of doubles": ("5e-324", True),
    "more than doubles": ("1e400", True),
    "a thousand digits": ("0." + "1" * 1000, True),
    "small, computed": ("exp(-700)", True),
    "a large exponent": ("1e1001", False),
    "a small one": ("1E-1001", False),
    "a power": ("10**40**40", False),
    "a tower": ("exp(exp(exp(9)))", False),
    "what is almost nothing": ("exp(-exp(10))", False),
    "much text": ("1+" * 3000 + "1", False),
}


@pytest.mark.parametrize(("text", "accepted"), VALUES.values(), ids=VALUES)
def test_a_value_is_read_if_it_is_near_the_doubles(text: str, accepted: bool) -> None:
    if accepted:
        assert read_value(text, ()).value.is_number
    else:
        with pytest.raises(ValueError, match=r"beyond|too large|at most"):
            read_value(text, ())


def test_a_set_has_pieces_that_can_be_counted() -> None:
    assert len(read_set("{" + ", ".join(map(str, range(200))) + "}", ())) == 200
    with pytest.raises(ValueError, match="a set of 201 values: at most 200 are read"):
        read_set("{" + ", ".join(map(str, range(201))) + "}", ())


def test_a_page_may_be_long(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(header("", body="A sentence of a long page.\n\n" * 30_000))
    assert len(read(load(path, "a.md"), "a.md").text) > 800_000
    path.write_bytes(header("", body="![a](data:image/png;base64," + "A" * 90_000 + ")"))
    assert load(path, "a.md")


def test_a_notebook_has_the_same_bounds(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("# %%\n" + "1\n" * 600_000)
    with pytest.raises(Refused, match=r"a\.py:1: the file has 1\.2 MB"):
        load(path, "a.py")
