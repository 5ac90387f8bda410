"""A claim is named by what it says: an edit elsewhere on its page leaves the name alone."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from pages import HEADER, page
from verdicts import verdicts

from actbook.reading import subjects
from actbook.reading.page import Page
from actbook.verdict import Subject

BODY = r"""# Ramp

So $\operatorname{ramp}(1) = 1$, and again $\operatorname{ramp}(1) = 1$.

$$
\operatorname{ramp}(x) = \max(0, x)
  = \frac{x + |x|}{2}
$$

$$ a = b $$ {unchecked="it shows nothing"}

$$ a = b $$ {unchecked="it shows nothing"}
"""
PAGE = page(BODY)


def claims(written: Page) -> Iterator[Subject]:
    """Every claim of a page, and of a formula a later member too."""
    for equation in written.equations:
        yield subjects.formula(written, equation, equation.line, equation.column)
    long = next(e for e in written.equations if "\n" in e.latex)
    yield subjects.formula_at(written, long.line + 1, 5)
    yield from (subjects.sentence(written, remark) for remark in written.remarks)
    for function in written.functions:
        yield from (subjects.fact(function, fact) for fact in function.facts)
        for implementation in function.implementations:
            yield subjects.code(function, implementation, "float32")


def test_claims_have_names_of_their_own() -> None:
    found = list(claims(PAGE))
    assert len(set(found)) == len(found) == 8
    # Members of a formula share its anchor; what is said twice has two.
    assert len({subjects.anchor(claim) for claim in found}) == 7


OTHER = '$$ c = d $$ {unchecked="x"}\n\n$$\n\\operatorname'
EDITS = {
    "a line above": ("# Ramp\n", "# Ramp\n\nA line.\n"),
    "words in the sentence": ("So $", "So it is that $"),
    "another formula above": ("$$\n\\operatorname", OTHER),
    "another fact": ("facts:\n", "facts:\n  lipschitz: 1\n"),
    "space in a formula": ("$$ a = b $$", "$$ a  =  b $$"),
}


@pytest.mark.parametrize(("before", "after"), EDITS.values(), ids=EDITS)
def test_an_edit_elsewhere_leaves_names_alone_and_moves_places(before: str, after: str) -> None:
    header, body = HEADER.replace(before, after), BODY.replace(before, after, 1)
    edited = page(body, header)
    assert set(claims(PAGE)) <= set(claims(edited))
    lines = edited.text.split("\n")
    for claim in claims(PAGE):
        line, column = subjects.place(edited, claim)
        was = subjects.place(PAGE, claim)
        if claim.kind != "sentence":
            assert lines[line - 1][(column or 1) - 1 :].replace("  ", " ").lstrip() in (
                PAGE.text.split("\n")[was.line - 1].replace("  ", " ")
            )


def test_what_a_page_does_not_claim_has_no_place() -> None:
    for kind in ("formula", "sentence", "fact", "code"):
        with pytest.raises(LookupError, match="claims no"):
            subjects.place(PAGE, Subject(kind, "absent", part="0"))  # type: ignore[arg-type]


def test_the_proof_of_a_fact_is_data() -> None:
    (found,) = (v for v in verdicts(page(BODY)) if v.subject.kind == "fact")
    proof = json.loads(json.dumps(found.proof))
    assert proof["kind"] == "proof"
    (case,) = proof["cases"]
    assert case["region"]["kind"] == "region"
    assert {statement["kind"] for statement in case["statements"]} == {"course"}
