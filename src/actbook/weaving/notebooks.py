"""Notebooks: the executed `.ipynb` files that are made of pages which are percent scripts.

There are two of each page: one to render, whose text is set as a page's is and whose figures follow
the palette, and one to download, whose text is Markdown with LaTeX and whose figures stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, zip_longest
from typing import Any

from actbook import markup
from actbook.markup import held, placed, shielded
from actbook.reading import percent
from actbook.reading.page import Cell, Equation, Page
from actbook.result import Entry, Output, Result
from actbook.verdict import Diagnostic
from actbook.weaving import evidence, ipynb, layout, prose, recorded, rich, statement, templates
from actbook.weaving.ipynb import NotebookCell
from actbook.weaving.layout import Passage
from actbook.weaving.references import Bibliography
from actbook.weaving.weave import equation

#: The target of a Markdown link to another file of the book.
_LINK = re.compile(r"(?<=\]\()(?![\w+.-]+:|[#/])[^()#\s]+")
#: From how many seconds on a cell says how long it took.
_LONG = 5.0

#: The address of a file of the book, as seen from the notebook; empty if there is none.
Address = Callable[[str], str]


def links(name: str, repository: str | None, branch: str) -> Iterator[tuple[str, str]]:
    """What readers can open a notebook with: labels and addresses from the root of the site.

    `repository` is the address of the project's, `branch` the one of it that holds the site.
    """
    yield "Notebook", f"{name}.ipynb"
    yield "Script", _script(name)
    if match := re.match(r"https://github\.com/([^/]+/[^/]+)", repository or ""):
        # Colab opens the notebooks of repositories alone.
        colab = "https://colab.research.google.com/github"
        yield "Open in Colab", f"{colab}/{match[1]}/blob/{branch}/{name}.ipynb"


def downloads(
    name: str, script: str, page: Page, result: Result, bibliography: Bibliography
) -> Iterator[tuple[str, Callable[[], str]]]:
    """The files behind those links, with what makes the text of each; a page comes as the `script`
    that it is written as."""
    yield f"{name}.ipynb", lambda: _download(page, result, bibliography)
    yield _script(name), lambda: script


def _script(name: str) -> str:
    # MkDocs knows the page by the name `name.py`, which is therefore taken.
    return f"{name}/{name.rpartition('/')[2]}.py"


def _download(page: Page, result: Result, bibliography: Bibliography) -> str:
    """The notebook to download, with its outputs."""
    setting = prose.setting(page, result.outputs.inlines, bibliography)

    def text(part: Passage | Equation) -> str:
        if isinstance(part, Equation):
            return f"$$\n{part.latex.strip()}\n$$"
        return part.text if part.literal else prose.source(part.text, part.start, setting)

    cells = [ipynb.with_images(cell) for cell in _cells(page, result, text)]
    if known := prose.references(setting):
        # Markdown for other readers: text stays escaped in it.
        items = (f"{n}. {markup.text(markup.bare(reference.html))}" for n, reference in known)
        cells.append(ipynb.text("\n".join(["## References", "", *items])))
    return ipynb.notebook(cells, page.slug, {"title": page.title})


def rendered(
    entry: Entry,
    bibliography: Bibliography,
    address: Address,
    links: Iterable[tuple[str, str]] = (),
    engine: str = "",
) -> tuple[str, tuple[Diagnostic, ...]]:
    """The notebook to render, and what is wrong with the links in it.

    Its first paragraph is followed by `links`, labels and addresses. A script that cannot be read
    is shown with the reasons. What renders it has a cache of its own, which is not to outlive the
    `engine`: its digest becomes part of the notebook.
    """
    about = {"engine": engine}
    page, result = entry.page, entry.result
    problem = ipynb.text(shielded(templates.part("problems", result.problems)))
    if page is None:
        title = ipynb.text(f"# {entry.slug}")
        cells = [title, problem, ipynb.code(entry.text, (), 0, {})]
        return ipynb.notebook(cells, entry.slug, about), ()
    setting = prose.setting(page, result.outputs.inlines, bibliography)
    verdicts = statement.by_equation(page, result.verdicts)
    wrong: list[Diagnostic] = []

    def text(part: Passage | Equation) -> str:
        if isinstance(part, Equation):
            formula, _ = equation(part, page, verdicts)  # `weave` reports what is wrong
            return f"\n{placed(formula)}\n"
        if part.literal:
            return part.text
        linked, lost = _linked(part, entry.path, address)
        wrong.extend(lost)
        shown, _ = prose.render(linked, part.start, setting)
        if not part.opening:
            return shown
        return f"{shown}\n\n{placed(templates.part('downloads', list(links)))}\n"

    cells = [_shown(cell) for cell in _cells(page, result, text)]
    if result.problems:
        cells.insert(0, problem)
    if result.verdicts:
        checked = shielded(evidence.checks(result.verdicts, page))
        cells.append(ipynb.text(f"## Checks\n\n{checked}"))
    if known := prose.references(setting):
        listed = shielded(templates.show("references", references=known))
        cells.append(ipynb.text(f"## References\n\n{listed}"))
    return ipynb.notebook(cells, page.slug, about), tuple(wrong)


def _cells(
    page: Page, result: Result, text: Callable[[Passage | Equation], str]
) -> Iterator[NotebookCell]:
    """Text and code in turn; `text` is what to write for the parts that are not code."""
    given = result.outputs
    ran = iter(zip_longest(given.cells, given.seconds))
    number = 0
    groups: Iterable[tuple[bool, Iterable[Any]]] = groupby(
        layout.parts(page), lambda part: isinstance(part, Cell)
    )
    for is_code, parts in groups:
        if not is_code:
            joined = re.sub(r"\n{3,}", "\n\n", "\n".join(map(text, parts))).strip("\n")
            if joined:
                yield ipynb.text(held(joined, shielded))
            continue
        for cell in parts:
            number += 1
            # A page whose process did not survive gave nothing at all.
            outputs, seconds = next(ran, ((), 0.0))
            yield ipynb.code(cell.source, outputs, number, _metadata(cell, seconds, page, result))


def _metadata(cell: Cell, seconds: float, page: Page, result: Result) -> dict[str, Any]:
    note = recorded.note(cell, page, result.record)
    return {
        **({"hide": cell.options["hide"]} if "hide" in cell.options else {}),
        **({"tags": ["raises-exception"]} if "raises" in cell.options else {}),
        **({"seconds": round(seconds)} if seconds >= _LONG and not note else {}),
        **({"recorded": note} if note else {}),
    }


def _shown(cell: NotebookCell) -> NotebookCell:
    """A cell without what readers of the page are not to see."""
    if cell["cell_type"] != "code":
        return cell
    hidden = cell["metadata"].get("hide", "")
    metadata = {**cell["metadata"], "transient": {"remove_source": hidden in ("code", "all")}}
    outputs = [] if hidden in ("output", "all") else list(map(_rich, cell["outputs"]))
    source = percent.code(cell["source"])
    return {**cell, "metadata": metadata, "outputs": outputs, "source": source}


def _rich(output: dict[str, Any]) -> dict[str, Any]:
    """An output whose value is shown as pages show it: as HTML where it has more than text."""
    data = output.get("data", {})
    if "text/plain" not in data:
        return output
    text = data["text/plain"]
    shown = rich.shown(Output("value", text, tuple(data.items())))
    return {**output, "data": {"text/plain": text, **({"text/html": shown} if shown else {})}}


def _linked(part: Passage, path: str, address: Address) -> tuple[str, list[Diagnostic]]:
    wrong: list[Diagnostic] = []

    def replaced(match: re.Match[str]) -> str:
        if url := address(match[0]):
            return url
        line = part.start + part.text.count("\n", 0, match.start())
        wrong.append(Diagnostic(path, line, f"the book has no `{match[0]}` to link to"))
        return match[0]

    return _LINK.sub(replaced, part.text), wrong
