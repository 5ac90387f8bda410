"""A page as a notebook and as a script: both run on their own and show what the page shows."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from actbook.markup import bare
from actbook.reading.page import Cell, Equation, Page
from actbook.weaving import ipynb, layout, prose
from actbook.weaving.layout import Part
from actbook.weaving.references import Bibliography

_CONTAINER = re.compile(
    r"^(?P<indent>\s*)(?:===[!+]*|!!!|\?\?\?\+?)\s*(?P<kind>\w*)\s*(?:\"(?P<title>.*)\")?\s*$"
)
_ATTRIBUTES = re.compile(r"[ \t]*\{[:\s]*[.#]\w[^}]*\}[ \t]*$", re.MULTILINE)
#: Generators of random numbers that a page is executed with, by the code that uses them.
_SEEDS = (
    (r"^\s*(import random\b|from random\b)", "import random", "random.seed(0)"),
    (r"\b(np|numpy)\.random\.", "import numpy", "numpy.random.seed(0)"),
    (r"\btorch\b", "import torch", "torch.manual_seed(0)"),
)
#: Code that takes random numbers from the generators that all share.
_RANDOM = re.compile(
    r"torch\.(rand|nn\.|normal)|\.(normal|uniform)_\(|random\.(?!default_rng|seed)"
)


#: Notebooks have it without an import, scripts do not.
_DISPLAY = """\
try:
    from IPython.display import display
except ImportError:
    display = print"""
_FUTURE = re.compile(r"^from __future__ import [^\n(]*$", re.MULTILINE)


def notebook(page: Page, values: Iterable[str], bibliography: Bibliography) -> str:
    """The page as a notebook of format 4, without outputs. `values` are its inline values."""
    cells = []
    for part in _pieces(page, values, bibliography):
        if isinstance(part, str):
            cells.append(ipynb.text(part))
        else:
            tags = {"tags": ["raises-exception"]} if "raises" in part.options else {}
            cells.append(ipynb.code(part.source, (), None, tags))
    return ipynb.notebook(cells, page.slug, {"title": page.title})


def script(page: Page, values: Iterable[str], bibliography: Bibliography) -> str:
    """The page as a script that prints what its cells print and show; prose becomes comments."""
    chunks, futures = ["import sys"], list[str]()
    for part in _pieces(page, values, bibliography):
        if isinstance(part, str):
            chunks.append("\n".join(map(_comment, part.split("\n"))))
        else:
            futures += _FUTURE.findall(part.source)
            chunks.append(_runnable(replace(part, source=_FUTURE.sub("", part.source))))
    sources = "\n".join(cell.source for cell in page.cells)
    if re.search(r"\bdisplay\(", sources) and not re.search(r"import.*\bdisplay\b", sources):
        chunks.insert(1, _DISPLAY)
    # In a script they come first, or it cannot be run.
    chunks[:0] = ["\n".join(dict.fromkeys(futures))] if futures else []
    if any("alt" in cell.options for cell in page.cells):
        chunks.append("import matplotlib.pyplot\n\nmatplotlib.pyplot.show()")
    return "\n\n".join(chunks) + "\n"


def _comment(line: str) -> str:
    """A line of prose as a comment; a paragraph that is one line is wrapped."""
    hang = "  " if line.startswith("- ") else ""
    plain = not re.match(r"[|$\s]", line)
    wrapped = textwrap.wrap(line, 97, subsequent_indent=hang, break_long_words=False)
    return "\n".join(f"# {part}".rstrip() for part in (wrapped if plain and line else [line]))


def _seeds(cells: Iterable[Cell]) -> Iterator[Cell]:
    """The seeds that cells are executed with, so that the same numbers come out."""
    code = "\n".join(cell.source for cell in cells)
    found = [lines for pattern, *lines in _SEEDS if re.search(pattern, code, re.MULTILINE)]
    if found:
        imports, seeds = zip(*found, strict=True)
        # The semicolon keeps what the last one returns from being shown.
        yield Cell("\n".join([*imports, "", *seeds]) + ";", 0, 0, 0, "", {})


def _pieces(page: Page, values: Iterable[str], bibliography: Bibliography) -> Iterator[str | Cell]:
    """Prose and executed cells in turn, seeds first; prose between two cells is one piece."""
    setting = prose.setting(page, values, bibliography)
    text: list[str] = []
    yield from _seeds(page.cells)
    for part in layout.parts(page):
        if isinstance(part, Cell) and part.options.get("run") != "no":
            yield from _text(text)
            text = []
            yield part
            rest = [cell for cell in page.cells if cell.fence > part.fence]
            # Where a record stands in for a cell, what follows it starts from the seeds again.
            if "record" in part.options and any(_RANDOM.search(cell.source) for cell in rest):
                yield from _seeds(rest)
        else:
            text.append(_markdown(part, setting))
    if known := prose.references(setting):
        items = (f"{number}. {bare(reference.html)}" for number, reference in known)
        text += ["", "## References", "", *items]
    yield from _text(text)


def _text(lines: Sequence[str]) -> Iterator[str]:
    if joined := re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip():
        yield joined


def _markdown(part: Part, setting: prose.Setting) -> str:
    match part:
        case Cell(source=source, options=options):
            return f"Not executed here: {options['reason']}\n\n```python\n{source}\n```"
        case Equation(latex=latex):
            return f"$$\n{textwrap.dedent(latex).strip()}\n$$"
        case layout.Passage(text=text, literal=True):
            code = textwrap.dedent(text)
            return code if code.startswith(("`", "~")) else textwrap.indent(code, "    ")
    return _flattened(_ATTRIBUTES.sub("", prose.source(part.text, part.start, setting)))


def _flattened(text: str) -> str:
    """Tabs and admonitions as bold titles, with their content no longer indented."""
    lines = []
    for line in text.split("\n"):
        if (match := _CONTAINER.match(line)) and (match["title"] or match["kind"]):
            title = match["title"] or match["kind"].capitalize()
            lines += ["", f"**{title}**", ""]
        else:
            # A list within a list keeps its two spaces; four would be a block of code.
            lines.append(re.sub(r"^(?: {4})+", "", line))
    return "\n".join(lines)


def _runnable(cell: Cell) -> str:
    """A cell's code such that a script prints its last value, as a notebook shows it."""
    if error := cell.options.get("raises"):
        body = textwrap.indent(cell.source.strip("\n"), "    ")
        shown = '    print(f"{type(error).__name__}: {error}")'
        return f"try:\n{body}\nexcept {error} as error:\n{shown}"
    source = cell.source.rstrip()
    shown_value = _last_value(source)
    # What draws a figure returns Matplotlib's objects, which the page does not show either.
    if shown_value is None or "alt" in cell.options or source.endswith(";"):
        return source
    lines = source.split("\n")[: shown_value.lineno]
    before = lines[-1].encode()[: shown_value.col_offset].decode()
    value = ast.get_source_segment(source, shown_value)
    return "\n".join([*lines[:-1], f"{before}sys.displayhook({value})"])


def _last_value(source: str) -> ast.Expr | None:
    """The expression that code ends with, if it does."""
    try:
        last = ast.parse(source).body[-1:]
    except (SyntaxError, ValueError):
        return None
    match last:
        case [ast.Expr(value=ast.Call(func=ast.Name(id="print")))]:
            return None
        case [ast.Expr() as expression]:
            return expression
    return None
