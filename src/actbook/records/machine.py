"""The machine and the libraries that something was found with.

The processor, and what libraries are told of it, decide which of their kernels they use; those of
two processors may round differently.
"""

from __future__ import annotations

import contextlib
import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from pathlib import Path
from typing import Any

#: How libraries write their names.
_NAMES = {"torch": "PyTorch", "numpy": "NumPy", "scipy": "SciPy", "sklearn": "scikit-learn"}
#: Distributions that are called otherwise than their libraries.
_PACKAGES = {"PyTorch": "torch"}
#: Those that PyTorch does not itself know of.
_INSIDE_TORCH = ("ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA", "MKL_CBWR", "MKL_ENABLE_INSTRUCTIONS")
#: The variables by which libraries are told to do without what a processor can.
VARIABLES = (
    *("ATEN_CPU_CAPABILITY", *_INSIDE_TORCH, "MKL_DEBUG_CPU_TYPE", "OPENBLAS_CORETYPE"),
    *("NPY_DISABLE_CPU_FEATURES", "NPY_ENABLE_CPU_FEATURES", "GLIBC_TUNABLES"),
)
#: How PyTorch's names of instructions for short formats end.
_SHORT = ("bf16", "fp16")
_CPUINFO = Path("/proc/cpuinfo")
#: What Linux says of a processor and does not change from one moment to the next.
_LASTING = ("vendor_id", "cpu family", "model", "model name", "stepping", "flags", "Features")
_ARM = ("CPU implementer", "CPU architecture", "CPU variant", "CPU part", "CPU revision")
#: Two threads that wait for each other without work, as they do on a busy machine, take its time.
_TWO_THREADS = {"OMP_NUM_THREADS": "2", "OMP_WAIT_POLICY": "PASSIVE"}
_OWNER = {"ONEDNN_MAX_CPU_ISA": "oneDNN", "MKL_CBWR": "MKL", "OPENBLAS_CORETYPE": "OpenBLAS"}


def decided() -> tuple[dict[str, str], dict[str, str]]:
    """What is known of the processor, and the variables that are set; without any library."""
    return _processor(), {name: os.environ[name] for name in VARIABLES if name in os.environ}


def processor() -> str:
    """The processor's name, as its maker gives it."""
    told = _processor()
    named = told.get("model name") or told.get("brand") or told.get("name")
    return " ".join(named.split()) if named else platform.machine()


def of_torch() -> str:
    """PyTorch's version, and the instructions that its kernels use: of vectors, and of the short
    formats, for which it asks oneDNN."""
    import torch

    told = getattr(torch.cpu, "get_capabilities", dict[str, Any])()  # older versions have none
    short = [name.upper() for name in sorted(told) if name.endswith(_SHORT) and told[name]]
    set_to = [f"{name}={os.environ[name]}" for name in _INSIDE_TORCH if os.environ.get(name)]
    used = ", ".join([torch.backends.cpu.get_cpu_capability(), *short, *set_to])
    return f"PyTorch {torch.__version__} ({used})"


def of_numpy() -> str:
    """NumPy's version, and the newest instructions that its kernels use."""
    import numpy
    from numpy._core import _multiarray_umath as umath  # type: ignore[attr-defined]

    newest = (*umath.__cpu_baseline__, *features())
    return f"NumPy {numpy.__version__} ({newest[-1] if newest else 'no vectors'})"


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
    found = {"Python": _version("Python")}
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
            if (now := _version(_PACKAGES.get(name, name))) != then:
                found[name] = now
    return found


def _version(distribution: str) -> str:
    """The public part: which build of a version it is makes no other version."""
    found = platform.python_version() if distribution == "Python" else version(distribution)
    return found.partition("+")[0]


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


def _without(names: list[str]) -> dict[str, str]:
    return {"NPY_DISABLE_CPU_FEATURES": " ".join(names)} if names else {}


def _processor() -> dict[str, str]:
    if _CPUINFO.is_file():
        first = _CPUINFO.read_text(errors="replace").partition("\n\n")[0]
        pairs = (line.partition(":")[::2] for line in first.splitlines())
        told = {name.strip(): value.strip() for name, value in pairs}
        return {name: told[name] for name in (*_LASTING, *_ARM) if name in told}
    return {"name": platform.processor(), "brand": _brand()}


def _brand() -> str:
    """The name of the processor on macOS, empty elsewhere."""
    command = ["sysctl", "-n", "machdep.cpu.brand_string"]
    try:
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()
    except OSError:
        return ""
