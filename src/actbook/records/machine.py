"""The machine and the libraries that something was found with."""

from __future__ import annotations

import contextlib
import platform
import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, packages_distributions, version

#: How libraries write their names.
_NAMES = {"torch": "PyTorch", "numpy": "NumPy", "scipy": "SciPy", "sklearn": "scikit-learn"}
#: Distributions that are called otherwise than their libraries.
_PACKAGES = {"PyTorch": "torch"}


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
            with contextlib.suppress(PackageNotFoundError):
                found[_NAMES.get(module, module)] = _version(distribution)
    return found


def differing(recorded: Mapping[str, str]) -> dict[str, str]:
    """The versions here of libraries that were others then."""
    found = {}
    for name, then in recorded.items():
        with contextlib.suppress(PackageNotFoundError):
            now = (
                platform.python_version()
                if name == "Python"
                else _version(_PACKAGES.get(name, name))
            )
            if now != then:
                found[name] = now
    return found


def _version(distribution: str) -> str:
    """The public part: which build of a version it is makes no other version."""
    return version(distribution).partition("+")[0]


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
