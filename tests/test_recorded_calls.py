"""What is recorded of libraries is held against the formulas, and told where it is stale."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from actbook.book import calls
from actbook.book.plan import failure, plan
from actbook.checking.porting import ports
from actbook.checking.recorded import grouped, spots
from actbook.libraries.registry import adapters
from actbook.port import KinkRow
from actbook.reading.page import Page
from actbook.reading.parse import read
from actbook.reading.scope import read_formulas
from actbook.records.calls import Library, Plain, Recorded, RecordedCall, Tried, folder, write
from actbook.records.calls import read as load
from actbook.records.store import Damaged
from actbook.swept import Origin
from actbook.verdict import Verdict

TEXT = """---
title: Ramp
symbol: ramp
parameters:
  a: {default: 0.5, domain: "[0, 1)"}
implementations:
  JAX: JAX_CODE
---

# Ramp

A ramp.

$$ \\operatorname{ramp}(x) = \\max(a x, x) $$
"""
CODE = "jax.nn.leaky_relu(x, a)"
ORIGIN = Origin("2026-01-31", "a processor", "AVX2", {"jax": "0.10.2"})


def page(code: str = CODE) -> Page:
    return read(TEXT.replace("JAX_CODE", code), "docs/ramp.md")


def ramp(x: float, a: float) -> float:
    return max(a * x, x)


def recorded(of: Page, code: str = CODE, wrong: float = 0.0, steep: float = 0.0) -> Library:
    """A record as JAX would give it, off by `wrong` at x = 2 and by `steep` in the slope there."""
    definition = read_formulas(of).definitions[of.functions[0].symbol]
    tried = []
    for parameters, x in grouped(spots(of, definition, code)):
        a = parameters["a"]
        values = tuple(ramp(one, a) + wrong * (one == 2) for one in x)
        slopes = tuple((1.0 if one > 0 else a) + steep * (one == 2) for one in x)
        tried.append(Tried(dict(parameters), x, values, slopes))
    call = RecordedCall("ramp", "", code, tuple(tried), {"float32": "float32"})
    return Library("JAX", "JAX 0.10.2", ORIGIN, (call,))


def verdicts(of: Page, *libraries: Library) -> list[Verdict]:
    known = Recorded(libraries).on(of.slug)
    checks = plan(of, read_formulas(of), known=known)
    (held,) = (one for one in checks if one.what == "the recorded calls of Ramp")
    return list(held.run(None))


def test_what_is_right_holds_with_its_library_and_day() -> None:
    value, slope = verdicts(page(), recorded(page()))
    assert (value.status, slope.status) == ("holds", "holds")
    assert "recorded with JAX 0.10.2 on 2026-01-31" in value.evidence
    assert value.against == f"JAX: {CODE}"
    assert slope.subject.part == "autograd"
    assert value.points > 40


def test_code_that_names_no_parameter_is_held_at_the_defaults_alone() -> None:
    one, two = page("jax.nn.ramp(x)"), page()
    (alone, _), (both, _) = (
        verdicts(one, recorded(one, "jax.nn.ramp(x)")),
        verdicts(two, recorded(two)),
    )
    assert "at the parameters' defaults alone" in alone.evidence
    assert "alone" not in both.evidence
    assert alone.points < both.points


WRONG = {
    "values": ({"wrong": 1e-3}, "the formula gives 2 at x = 2, a = 0.5, JAX: .* gives 2.001"),
    "slopes": ({"steep": 1e-3}, "the formula gives 1 at x = 2, a = 0.5, the derivative of JAX"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_wrong_is_refused(kind: str) -> None:
    off, said = WRONG[kind]
    *_, verdict = verdicts(page(), recorded(page(), **off))
    assert verdict.refused
    assert (told := failure(page(), verdict)).line == 7
    assert pytest.importorskip("re").search(said, told.message)


def test_what_float32_cannot_tell_is_told() -> None:
    value, _ = verdicts(page(), recorded(page(), wrong=1e-8))
    assert value.status == "holds"
    assert "to float32's accuracy alone" in value.evidence
    assert "recorded with JAX" in value.evidence


@pytest.mark.parametrize(("wrong", "status"), [(1e-3, "holds"), (0.0, "fails")])
def test_a_stated_difference_has_to_be_there(wrong: float, status: str) -> None:
    of = page(f'{{code: "{CODE}", differs: it is off at 2}}')
    verdict, *_ = verdicts(of, recorded(of, wrong=wrong))
    assert verdict.status == status
    assert "it is off at 2" in verdict.evidence


def test_what_is_not_recorded_or_stale_is_refused_with_the_command() -> None:
    of = page()
    found = recorded(of)
    (call,) = found.calls
    other = replace(found, calls=(replace(call, code="jax.nn.relu(x)"),))
    moved = replace(found, calls=(replace(call, tried=call.tried[:1]),))
    for libraries, said in (((), "not recorded yet"), ((other,), "not recorded yet"),
                            ((moved,), "is recorded for other points than now")):  # fmt: skip
        (verdict,) = verdicts(of, *libraries)
        assert verdict.refused
        assert said in verdict.evidence
        assert "`actbook record --libraries`" in verdict.evidence


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    found, path = recorded(page()), tmp_path / "jax.json"
    size = write(path, found)
    assert size == path.stat().st_size
    assert load(path) == found
    assert write(path, found) == size


@pytest.mark.parametrize(
    "damage", [("2026-01-31", "2026-02-28"), ('"format": 1', '"format": 2'), ("{", "")]
)
def test_a_damaged_record_is_refused_with_its_path(damage: tuple[str, str], tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    own = replace(page(), path=str(docs / "ramp.md"))
    path = folder(Path(own.path)) / "jax.json"
    write(path, recorded(page()))
    path.write_text(path.read_text("utf-8").replace(*damage, 1), "utf-8")
    with pytest.raises(Damaged):
        load(path)
    found, (problem,) = calls.known([own])
    assert found == Recorded()
    assert problem.path == str(path)


def test_each_library_is_asked_for_what_pages_name() -> None:
    by_name = {adapter.name: adapter for adapter in adapters()}
    asked = {name: list(calls.requests([page()], adapter, [])) for name, adapter in by_name.items()}
    assert {name for name, wanted in asked.items() if wanted} == {"JAX"}


def plain(values: tuple[float, ...], signature: str = "(x)", slopes: bool = True) -> Plain:
    """What a function gave at -1, 0 and 2 when it was called with x alone."""
    given = (0.0, 1.0, 1.0) if slopes else None
    return Plain("lib.ramp", signature, (), (-1.0, 0.0, 2.0), values, given)


#: Values at -1, 0 and 2 with the signature: the formula that they are of, and what tells it apart.
PORTS = {
    ((-0.5, 0.0, 2.0), "(x)"): ("Ramp", ""),
    ((-0.2, 0.0, 2.0), "(x, slope=0.2)"): (
        "Ramp, $a = 0.2$",
        "lib.ramp(-1) is -0.2, the formula -0.5",
    ),
    ((-0.2, 0.0, 2.0), "(x, slope=0.3)"): ("", "lib.ramp(-1) is -0.2, the formula -0.5"),
    ((-0.50000001, 0.0, 2.0), "(x)"): ("Ramp", ""),
}


@pytest.mark.parametrize(("values", "signature"), PORTS)
def test_what_a_library_means_is_found_from_its_values(
    values: tuple[float, ...], signature: str
) -> None:
    of = page()
    call = RecordedCall("ramp", "", CODE, (), {"float64": "float32"}, plain(values, signature))
    known = Recorded((Library("JAX", "JAX 0.10.2", ORIGIN, (call,)),))
    kink = KinkRow("Ramp", "0", "0.5", "1", ())
    (port,) = ports(of, read_formulas(of).definitions, [kink], known)
    assert (port.formula, port.differs) == PORTS[values, signature]
    assert port.slopes == (("0", "1"),)


def test_a_function_of_vectors_is_known_by_its_axis() -> None:
    text = TEXT.replace("symbol: ramp\n", "symbol: ramp\ninput: vector\n").partition("$$")[0]
    text = text.replace('parameters:\n  a: {default: 0.5, domain: "[0, 1)"}\n', "")
    of = read(
        text.replace("JAX_CODE", "jax.nn.ramp(x)")
        + "$$ \\operatorname{ramp}(x)_i = x_i - \\max_j x_j $$\n",
        "docs/ramp.md",
    )
    found = {}
    for name, values in {
        "along the last axis": (-2.0, -1.0, 0.0, -5.0, -3.0, 0.0),
        "along the first axis": (-3.0, -4.0, -6.0, 0.0, 0.0, 0.0),
        "neither": (1.0,) * 6,
    }.items():
        x = (0.0, 1.0, 2.0, 3.0, 5.0, 8.0)
        call = RecordedCall(
            "ramp", "", "jax.nn.ramp(x)", (), {}, Plain("f", "(x)", (2, 3), x, values)
        )
        known = Recorded((Library("JAX", "JAX 0.10.2", ORIGIN, (call,)),))
        (port,) = ports(of, read_formulas(of).definitions, [], known)
        found[name] = port.formula
    assert found == {
        "along the last axis": "Ramp, along the last axis",
        "along the first axis": "Ramp, along the first axis",
        "neither": "",
    }
