"""The Julia on the pages is shown and not executed there: here its syntax is checked.

Where a `julia` with Flux is found, it is executed as well.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
import tree_sitter_julia
from tree_sitter import Language, Node, Parser

DOCS = Path(__file__).resolve().parent.parent / "docs"
JULIA = Language(tree_sitter_julia.language())
NETWORK = DOCS / "concepts" / "one-network.md"
#: The grammar reads a keyword that closes nothing as a name, because `a[end]` is Julia.
KEYWORDS = frozenset(
    (
        *("baremodule", "begin", "break", "catch", "const", "continue", "do", "else", "elseif"),
        *("end", "export", "finally", "for", "function", "global", "if", "import", "let", "local"),
        *("macro", "module", "quote", "return", "struct", "try", "using", "while"),
    )
)
FENCE = re.compile(
    r"^[ \t]*(?P<mark>`{3,}|~{3,})[ \t]*julia\b[^\n]*\n(?P<code>.*?)^[ \t]*(?P=mark)[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
LAYER = re.compile(r"Dense\((\d+) => (\d+)(?:, (\w+))?\)")


def fences(text: str) -> Iterator[tuple[int, str]]:
    """Each Julia fence of a page: the line of its first line of code, and its code."""
    for match in FENCE.finditer(text):
        yield text.count("\n", 0, match.start("code")) + 1, textwrap.dedent(match["code"])


def faults(source: str) -> list[str]:
    """What is wrong with Julia source, each with its line; nothing if it parses."""
    tree = Parser(JULIA).parse(source.encode())
    return [fault for node in nodes(tree.root_node) for fault in _faults(node)]


def nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from nodes(child)


def _faults(node: Node) -> Iterator[str]:
    line, text = node.start_point.row + 1, (node.text or b"").decode()
    if node.is_missing:
        yield f"{line}: `{node.type}` is missing"
    elif node.type == "ERROR":
        yield f"{line}: `{text.splitlines()[0] if text else ''}` cannot be read"
    elif node.type == "identifier" and text in KEYWORDS and not _is_index(node, text):
        yield f"{line}: `{text}` belongs to nothing"
    elif node.type == "call_expression" and _has_old_sizes(node):
        yield f"{line}: write the sizes of a layer as `Dense(10 => 20)`"


def _is_index(node: Node, text: str) -> bool:
    """Whether a `begin` or `end` stands in the brackets of `a[…]`."""
    parent = node.parent
    while parent is not None and parent.type != "index_expression":
        parent = parent.parent
    return parent is not None and text in ("begin", "end")


def _has_old_sizes(call: Node) -> bool:
    name, *rest = call.named_children
    first = rest[0].named_children[:1] if rest else []
    return name.text == b"Dense" and [node.type for node in first] == ["integer_literal"]


FENCES = [
    pytest.param(source, id=f"{path.relative_to(DOCS)}:{line}")
    for path in sorted(DOCS.rglob("*.md"))
    for line, source in fences(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("source", FENCES)
def test_the_julia_of_the_book_parses(source: str) -> None:
    assert faults(source) == []


BROKEN = {
    "an end that closes nothing": (
        "m = Chain(\n    relu,\n)\nend\n",
        "4: `end` belongs to nothing",
    ),
    "one end too many": ("for i in 1:3\n    i\nend\nend\n", "4: `end` belongs to nothing"),
    "an end in brackets that index nothing": ("x = (end)\n", "1: `end` belongs to nothing"),
    "a comment of another language": ("x = 1\n// marked\n", "2: `//` cannot be read"),
    "a bracket left open": ("m = Chain(\n    relu\n", "2: `)` is missing"),
    "a comma left out": ("Chain(Dense(1 => 2) Dense(2 => 3))", "is missing"),
    "a function without an end": ("function f(x)\n    x\n", "1: `function f(x)` cannot be read"),
    "sizes in the old way": (
        "m = Chain(Dense(10, 20, σ))\n",
        "1: write the sizes of a layer as `Dense(10 => 20)`",
    ),
}


@pytest.mark.parametrize(("source", "said"), BROKEN.values(), ids=BROKEN)
def test_broken_julia_is_refused(source: str, said: str) -> None:
    assert said in "\n".join(faults(source))


SOUND = {
    "layers in a chain": "m = Chain(\n    Dense(10 => 20, σ),\n    Dense(20 => 1),\n)\n",
    "a layer built from an array": "Dense(weights, true, tanh)\n",
    "an end and a begin that index": "y = x[begin:end-1] .+ x[f(end)]\n",
    "a do block": "Flux.withgradient(m) do model\n    model(x)\nend\n",
    "a loop with a comment": "for i in 1:3  # to the end\n    println(i)\nend\n",
}


@pytest.mark.parametrize("source", SOUND.values(), ids=SOUND)
def test_sound_julia_is_not_refused(source: str) -> None:
    assert faults(source) == []


def test_fences_are_found_with_their_lines() -> None:
    page = textwrap.dedent("""\
        ```julia
        a = 1
        ```
        === "Julia"

            ~~~~ julia hl_lines="1"
            if a == 1
                b = "```"
            end
            ~~~~
        ```python
        end
        ```
        """)
    assert list(fences(page)) == [(2, "a = 1\n"), (7, 'if a == 1\n    b = "```"\nend\n')]


def test_the_network_in_julia_is_the_network_in_python() -> None:
    text = NETWORK.read_text(encoding="utf-8")
    (source,) = [source for _, source in fences(text) if "Chain(" in source]
    names = {"σ": "sigmoid"}
    julia = [(n, m, names.get(f, f)) for n, m, f in LAYER.findall(source)]
    sizes = re.findall(r"nn\.Linear\((\d+), (\d+)\)", text)
    activations = re.findall(r"(?:torch|F)\.(\w+)\(self\.fc\d\(x\)\)", text)
    assert len(julia) == 4
    assert julia == [(n, m, f) for (n, m), f in zip(sizes, activations, strict=True)]


@pytest.mark.parametrize("source", FENCES)
def test_the_julia_of_the_book_runs_where_julia_is_found(source: str) -> None:
    if (julia := shutil.which("julia")) is None:
        pytest.skip("no julia is found")
    command = [julia, "--startup-file=no"]
    if subprocess.run([*command, "-e", "using Flux"], capture_output=True).returncode:
        pytest.skip("julia is found, but Flux is not installed")
    ended = subprocess.run([*command, "-e", source], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
