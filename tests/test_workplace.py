"""Where the code of a page writes: into a folder that is thrown away, and never into the book."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

import pytest
from books import Read, edit

from actbook.execution import workplace

WRITES = {
    "a file": "open('needle.txt', 'w').write('a')\nprint(open('needle.txt').read())",
    "a figure": "import matplotlib.pyplot as plt\nplt.savefig('needle.png')\nplt.close()",
    "an array": "import numpy as np\nnp.save('needle.npy', [1])",
    "a tensor, by a library in C": "import torch\ntorch.save(torch.ones(2), 'needle.pt')",
    "a folder": "import os\nos.makedirs('needle/deeper')",
    "a process's file": "import subprocess\nsubprocess.run(['touch', 'needle'], check=True)",
    "a temporary file": "import tempfile\ntempfile.TemporaryFile().write(b'a')",
}
REFUSED = {
    "a file": "open('{page}/needle.txt', 'w')",
    "a file that is appended to": "open('{page}/one.md', 'a')",
    "a file by its number": "import os\nos.open('{page}/needle', os.O_CREAT | os.O_RDWR)",
    "a file beside the pages": "from pathlib import Path\nPath('{page}/../needle').touch()",
    "a folder": "import os\nos.mkdir('{page}/needle')",
    "what is moved": "import os\nopen('a', 'w').close()\nos.rename('a', '{page}/needle')",
    "what is taken away": "import os\nos.remove('{page}/one.md')",
}


def files(docs: Path) -> dict[str, bytes]:
    cache = docs.parent / "cache"
    found = (path for path in docs.parent.rglob("*") if path.is_file())
    return {str(path): path.read_bytes() for path in found if cache not in path.parents}


def replaced(docs: Path, code: str) -> None:
    edit(docs / "concepts" / "idea.md", "It is", f"```python\n{code}\n```\n\nIt is")


def test_what_cells_write_is_thrown_away(docs: Path, read: Read) -> None:
    (docs.parent / "mkdocs.yml").touch()
    for code in WRITES.values():
        replaced(docs, code)
    replaced(docs, "import os\nprint(os.getcwd())")
    before, here = files(docs), set(Path.cwd().iterdir())
    found, _ = read()
    assert list(map(str, found.problems)) == []
    assert files(docs) == before and set(Path.cwd().iterdir()) == here
    idea = next(entry for entry in found.entries if entry.slug == "idea")
    place = Path(idea.result.outputs.cells[0][0].text.strip())
    assert place.parent.is_dir() and not place.exists()


@pytest.mark.parametrize("code", REFUSED.values(), ids=REFUSED)
def test_nothing_is_written_into_the_book(docs: Path, read: Read, code: str) -> None:
    (docs.parent / "mkdocs.yml").touch()
    replaced(docs, code.format(page=docs / "activations"))
    before = files(docs)
    found, _ = read()
    (problem,) = found.problems
    assert "PermissionError: a cell does not write into the book" in str(problem)
    assert files(docs) == before


def test_a_process_that_is_killed_leaves_nothing(docs: Path, read: Read) -> None:
    note = docs.parent / "place"
    code = f"open('needle', 'w').close()\nos.system('pwd > {note}')\nos.kill(os.getpid(), 9)"
    replaced(docs, f"import os\n{code}")
    found, _ = read()
    assert "was killed" in str(found.problems[0])
    place = Path(note.read_text().strip())
    assert place.parent.is_dir() and not place.exists()


def test_what_was_left_by_processes_that_are_no_more_is_swept_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ended = subprocess.Popen(["true"])
    ended.wait()
    for name in (f"actbook-{ended.pid}-a", f"actbook-{os.getpid()}-b", "actbook-text-c"):
        (tmp_path / name).mkdir()
    workplace.sweep()
    assert {path.name for path in tmp_path.iterdir()} == {
        f"actbook-{os.getpid()}-b",
        "actbook-text-c",
    }


def test_a_file_that_is_not_there_is_answered_with_where_a_cell_works(
    docs: Path, read: Read
) -> None:
    replaced(docs, "open('data.csv')")
    found, _ = read()
    assert "FileNotFoundError" in str(found.problems[0])
    assert "a cell works in an empty folder" in str(found.problems[0])
