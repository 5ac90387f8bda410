"""What decides which of its kernels a library uses: the processor, and what it is told of it.

The kernels of two processors may round differently.
"""

from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path
from typing import Any

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

    known = numpy.show_config(mode="dicts")["SIMD Extensions"]
    newest = (known.get("found") or known.get("baseline") or ["no vectors"])[-1]
    return f"NumPy {numpy.__version__} ({newest})"


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
