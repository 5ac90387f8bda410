"""Notebook files of format 4: cells of text, and of code with what they gave."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from actbook.drawing import palette
from actbook.result import Output
from actbook.weaving import rich

#: A cell as JSON has it.
NotebookCell = dict[str, Any]


def notebook(cells: Iterable[NotebookCell], slug: str, metadata: Mapping[str, Any]) -> str:
    """The text of a notebook file."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    book = {
        "cells": [{"id": f"{slug}-{n:03d}"[-64:], **cell} for n, cell in enumerate(cells)],
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}, **metadata},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(book, indent=1, ensure_ascii=False) + "\n"


def text(markdown: str) -> NotebookCell:
    """A cell of Markdown."""
    return {"cell_type": "markdown", "metadata": {}, "source": markdown}


def code(
    source: str, outputs: Sequence[Output], number: int | None, metadata: Mapping[str, Any]
) -> NotebookCell:
    """A cell of code, the `number`th that was executed, with what it gave; None if none was."""
    return {
        "cell_type": "code",
        "execution_count": number,
        "metadata": dict(metadata),
        "outputs": [_output(output, number) for output in outputs],
        "source": source,
    }


def _output(output: Output, number: int | None) -> dict[str, Any]:
    match output.kind:
        case "figure":
            data = {"image/svg+xml": output.text}
            return {"output_type": "display_data", "metadata": {}, "data": data}
        case "value":
            return {**_forms("execute_result", output), "execution_count": number}
        case "display":
            return _forms("display_data", output)
        case "error":
            name, _, value = output.text.partition(": ")
            trace = [output.text]
            return {"output_type": "error", "ename": name, "evalue": value, "traceback": trace}
        case "stdout":
            return {"output_type": "stream", "name": "stdout", "text": output.text}
    return {"output_type": "stream", "name": "stderr", "text": output.text.rstrip("\n") + "\n"}


def _forms(kind: str, output: Output) -> dict[str, Any]:
    data = {"text/plain": output.text, **rich.portable(output)}
    return {"output_type": kind, "metadata": {}, "data": data}


def with_images(cell: NotebookCell) -> NotebookCell:
    """A cell whose figures are images of their own: outside a page there is no palette."""
    outputs = []
    for output in cell.get("outputs", ()):
        if svg := output.get("data", {}).get("image/svg+xml"):
            output = {**output, "data": {"image/svg+xml": image(svg)}}
        outputs.append(output)
    return {**cell, "outputs": outputs} if outputs else cell


def image(figure: str) -> str:
    """A page's figure as an SVG file, in the light palette."""
    for name, value in palette.light().items():
        figure = figure.replace(f"var({name})", value)
    size = re.search(r'viewBox="0 0 (\S+) (\S+)"', figure)
    measures = f' width="{size[1]}pt" height="{size[2]}pt"' if size else ""
    look = "background:#fff;color:#000;font-family:sans-serif;"
    opening = f'<svg xmlns="http://www.w3.org/2000/svg"{measures}'
    return figure.replace("<svg", opening, 1).replace(' style="', f' style="{look}', 1)
