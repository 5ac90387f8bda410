"""What was measured names the processor's instructions that the kernels used."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from measuring import function, measure
from verdicts import verdicts

from actbook.book import book
from actbook.checking import numerics
from actbook.execution.cache import Cache
from actbook.execution.pool import Pool
from actbook.records import machine
from actbook.verdict import Verdict

NAMED = "from actbook.records import machine; print(machine.{}())"


def named(library: str, **environment: str) -> str:
    """What another process with these variables says."""
    command = [sys.executable, "-c", NAMED.format(library)]
    clean = {name: value for name, value in os.environ.items() if name not in machine.VARIABLES}
    return subprocess.run(
        command, env=clean | environment, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_a_library_is_named_with_its_version_and_the_instructions_it_uses() -> None:
    capability = torch.backends.cpu.get_cpu_capability()
    assert machine.of_torch().startswith(f"PyTorch {torch.__version__} ({capability}")
    assert machine.of_numpy().startswith(f"NumPy {np.__version__} (")


def test_what_a_library_is_told_to_do_without_is_not_named() -> None:
    assert "(DEFAULT" in named("of_torch", ATEN_CPU_CAPABILITY="default")
    every = np.show_config(mode="dicts")["SIMD Extensions"]  # type: ignore[index]
    if found := every.get("found"):
        assert f"({found[-1]})" in machine.of_numpy()
        already = os.environ.get("NPY_DISABLE_CPU_FEATURES", "")
        without = named("of_numpy", NPY_DISABLE_CPU_FEATURES=" ".join([already, *found]))
        assert f"({every['baseline'][-1]})" in without


@pytest.mark.parametrize("variable", ["ONEDNN_MAX_CPU_ISA", "MKL_CBWR"])
def test_what_a_library_inside_pytorch_is_told_is_named(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "SSE41")
    assert f"{variable}=SSE41" in machine.of_torch()
    monkeypatch.setenv(variable, "")
    assert variable not in machine.of_torch()


def test_instructions_for_short_formats_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in machine.VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    told = {"avx2": True, "avx512_bf16": True, "avx512_fp16": False, "cpu_name": "X"}
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: told, raising=False)
    assert "AVX512_BF16" in machine.of_torch() and "FP16" not in machine.of_torch()
    monkeypatch.delattr(torch.cpu, "get_capabilities")
    assert "BF16" not in machine.of_torch()


BOTH = {"NumPy": "np.tanh(x)", "PyTorch": "torch.tanh(x)"}


def test_every_row_of_accuracy_names_what_it_was_measured_with() -> None:
    rows = numerics.numerics(measure(r"\tanh(x)", BOTH))
    known = {"NumPy": machine.of_numpy(), "PyTorch": machine.of_torch()}
    assert len(rows) == 6
    for row in rows:
        assert row.measured_with.startswith(f"{known[row.library]} on ")


@pytest.mark.parametrize("header", ["", "input: vector"], ids=["numbers", "vectors"])
def test_every_error_within_the_tolerance_is_told_with_the_kernels_that_made_it(
    header: str,
) -> None:
    formula = r"\tanh(x_i)" if header else r"\tanh(x)"
    page, _, _, namespace = function(formula, BOTH, header=header)
    explained = [v for v in verdicts(page, namespace=namespace) if "of the tolerance" in v.evidence]
    assert len(explained) >= 3
    for verdict in explained:
        name = machine.of_torch() if "PyTorch" in verdict.against else machine.of_numpy()
        assert name in verdict.evidence


PAGE = r"""---
title: Steep
symbol: steep
implementations:
  NumPy: np.tanh(2 * x)
  PyTorch: torch.tanh(2 * x)
facts:
  range: "(-1, 1)"
  lipschitz: 2
---

# Steep

$$ \operatorname{steep}(x) = \frac{e^{2x} - e^{-2x}}{e^{2x} + e^{-2x}} $$

$$ \operatorname{steep}'(x) = 2(1 - \operatorname{steep}(x)^2) $$
"""


def test_verdicts_are_the_same_whatever_the_processor_can(tmp_path: Path, pool: Pool) -> None:
    (tmp_path / "steep.md").write_text(PAGE)

    def found(pool: Pool, cache: str) -> list[Verdict]:
        cached = Cache(tmp_path / cache)
        (entry,) = book.verify([tmp_path / "steep.md"], [], cached, pool).entries
        assert entry.result.problems == ()
        return list(entry.result.verdicts)

    here = found(pool, "here")
    *_, environment = machine.variants().values()
    with Pool(workers=1, environment=environment) as other:
        there = found(other, "there")
    assert [(v.claim, v.status, v.points) for v in there] == [
        (v.claim, v.status, v.points) for v in here
    ]
    of_torch = named("of_torch", **environment)
    assert sum(of_torch in verdict.evidence for verdict in there) >= 5
