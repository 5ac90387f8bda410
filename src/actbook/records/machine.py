"""The machine and the libraries that something was found with."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from pathlib import Path

#: How libraries write their names.
_NAMES = {"torch": "PyTorch", "numpy": "NumPy", "scipy": "SciPy", "sklearn": "scikit-learn"}


def processor() -> str:
    """The processor's name, as its maker gives it."""
    known = Path("/proc/cpuinfo")
    for line in known.read_text().splitlines() if known.exists() else ():
        if line.startswith("model name"):
            return " ".join(line.split(":", 1)[1].split())
    return platform.processor() or platform.machine()


def capability() -> str:
    """The vector instructions that PyTorch's kernels use here, or else NumPy's newest ones."""
    if torch := sys.modules.get("torch"):
        return str(torch.backends.cpu.get_cpu_capability())
    return next(reversed(features()), "baseline")


def features() -> list[str]:
    """The instruction sets beyond its baseline that NumPy found and uses, oldest first."""
    from numpy._core import _multiarray_umath as umath  # type: ignore[attr-defined]

    return [name for name in umath.__cpu_dispatch__ if umath.__cpu_features__[name]]


def versions(modules: Iterable[str]) -> dict[str, str]:
    """The versions of Python and of the installed libraries among these modules, by their names."""
    found = {"Python": platform.python_version()}
    for module in sorted({name.partition(".")[0] for name in modules}):
        for distribution in packages_distributions().get(module, ())[:1]:
            try:
                found[_NAMES.get(module, module)] = version(distribution).partition("+")[0]
            except PackageNotFoundError:
                continue
    return found


def differing(recorded: Mapping[str, str]) -> dict[str, str]:
    """The versions here of libraries that were others then."""
    modules = {shown: module for module, shown in _NAMES.items()}
    now = versions(modules.get(name, name) for name in recorded)
    return {name: now[name] for name in recorded if now.get(name, recorded[name]) != recorded[name]}


def variants() -> dict[str, dict[str, str]]:
    """The processors that this machine can stand in for: a name, and the environment for it.

    One library at a time is told to do without what it would use, and then all at once.
    """
    torch = {"ATEN_CPU_CAPABILITY": "avx2"}
    plain = {"ATEN_CPU_CAPABILITY": "default"}
    newest = [name for name in features() if not name.startswith(("AVX2", "FMA3", "X86_V3"))]
    found: dict[str, dict[str, str]] = {"as it is": {}, "two threads": _TWO_THREADS}
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return found
    older = {"ONEDNN_MAX_CPU_ISA": "AVX2", "MKL_CBWR": "AVX2", "OPENBLAS_CORETYPE": "Haswell"}
    oldest = {
        "ONEDNN_MAX_CPU_ISA": "SSE41",
        "MKL_CBWR": "COMPATIBLE",
        "OPENBLAS_CORETYPE": "Nehalem",
    }
    found |= {"PyTorch with AVX2": torch, "PyTorch without vectors": plain}
    found |= {f"{_OWNER[name]} {value}": {name: value} for name, value in oldest.items()}
    without = _without(features())
    found |= {"NumPy's baseline": without} if without else {}
    found["all with AVX2"] = {**torch, **older, **_without(newest)}
    found["all without vectors"] = {**plain, **oldest, **without}
    return found


#: Two threads that wait for each other without work, as they do on a busy machine, take its time.
_TWO_THREADS = {"OMP_NUM_THREADS": "2", "OMP_WAIT_POLICY": "PASSIVE"}
_OWNER = {"ONEDNN_MAX_CPU_ISA": "oneDNN", "MKL_CBWR": "MKL", "OPENBLAS_CORETYPE": "OpenBLAS"}


def _without(names: list[str]) -> dict[str, str]:
    return {"NPY_DISABLE_CPU_FEATURES": " ".join(names)} if names else {}
