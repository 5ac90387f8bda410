"""A record belongs to a cell's code and to the code that it uses, and to no other."""

from __future__ import annotations

import pytest
from cells import page

from actbook.records import code

LAST = "python|record=found\nfound = [train(n) for n in range(3)]"
BEFORE = ("python\nimport math\nseed = 1", "python\ndef train(n):\n    return rate * n + seed")


def key(*blocks: str) -> str:
    cells = page(*blocks).cells
    return code.key(cells, len(cells) - 1)


def stated(*blocks: str) -> str:
    return key(*blocks, LAST)


BASE = stated(*BEFORE, "python\nrate = 0.1")


@pytest.mark.parametrize(
    "blocks",
    [
        ("python\nimport math\nseed = 2", BEFORE[1], "python\nrate = 0.1"),
        (BEFORE[0], BEFORE[1].replace("*", "+"), "python\nrate = 0.1"),
        (*BEFORE, "python\nrate = 0.2"),
        (*BEFORE, "python\nrate = 0.1", "python\nrate += 1"),
        (*BEFORE, "python\nrate = 0.1", "python\nfor rate in (1, 2):\n    pass"),
        (*BEFORE, "python\nrate = 0.1", "python\ntrain.mode = 3"),
        (*BEFORE, "python\nrate = 0.1", "python\nadjust(train)"),
        (*BEFORE, "python\nrate = 0.1", "python\ntrain.adjust()"),
        (*BEFORE, "python\nrate = 0.1", "python\nif True:\n    rate = 3"),
        (*BEFORE, "python\nrate = 0.1", "python\nfrom other import train"),
    ],
)
def test_a_change_of_code_that_a_cell_uses_is_noticed(blocks):
    assert stated(*blocks) != BASE


def test_a_change_of_the_cell_itself_is_noticed():
    assert key(*BEFORE, "python\nrate = 0.1", LAST.replace("3", "4")) != BASE


@pytest.mark.parametrize(
    "blocks",
    [
        (*BEFORE, "python\n# slow\nrate = 0.1  # a comment\n"),
        (*BEFORE, "python\n\n\nrate = 0.1"),
        (*BEFORE, "python\nrate = 0.1", "python\nprint(rate, train(2))"),
        (*BEFORE, "python\nrate = 0.1", "python\nother = [n for n in range(3)]"),
        (*BEFORE, "python\nrate = 0.1", "python\nfigure.plot([train(1)])"),
        (*BEFORE, "python\nrate = 0.1", "python|run=no|reason=x\nrate = 3"),
        (*BEFORE, "{python} 1 + 1", "python\nrate = 0.1"),
        (BEFORE[0], BEFORE[1].replace(":\n", ':\n    """Says."""\n'), "python\nrate   =   0.1"),
        (
            BEFORE[0],
            BEFORE[1].replace("python\n", "python\ndef other():\n    pass\n"),
            "python\nrate = 0.1",
        ),
        ("python\nimport math", "python\nseed = 1", BEFORE[1], "python\nrate = 0.1"),
    ],
)
def test_what_a_cell_does_not_use_may_change(blocks):
    assert stated(*blocks) == BASE


def test_a_sign_of_a_comment_in_a_text_is_no_comment():
    first = key('python\ntext = """\n# a\n\n"""', "python|record=x\nx = text")
    assert first != key('python\ntext = """\n# b\n\n"""', "python|record=x\nx = text")
    assert first != key('python\ntext = """\n# a\n"""', "python|record=x\nx = text")


def test_a_name_that_only_a_recorded_cell_sets_is_missed_where_it_is_read():
    cells = page(
        "python|record=found\nfound, lost = run(), 3\ndef share(x): return x",
        "python\nprint(found, lost)\nx = share(found)",
        "python\nprint(lost)",
    ).cells
    missing = [(cell.line, name, by.line) for cell, name, by in code.missing(cells)]
    assert missing == [(9, "lost", 4), (9, "share", 4)]


@pytest.mark.parametrize(
    "reader",
    [
        "lost = 1\nprint(lost)",
        "for lost in range(3):\n    print(lost)",
        "[lost for lost in range(3)]",
        "def f(lost):\n    return lost",
        "print(found)",
    ],
)
def test_a_name_that_is_set_again_is_not_missed(reader):
    cells = page("python|record=found\nfound, lost = 1, 3", f"python\n{reader}").cells
    assert list(code.missing(cells)) == []
