"""What decides which of its kernels a library uses: the processor, and what it is told of it.

The kernels of two processors may round differently. Nothing is imported to know which are used.
"""

from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path

#: The variables by which libraries are told to do without what a processor can.
VARIABLES = (
    *("ATEN_CPU_CAPABILITY", "ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA"),
    *("MKL_CBWR", "MKL_ENABLE_INSTRUCTIONS", "MKL_DEBUG_CPU_TYPE", "OPENBLAS_CORETYPE"),
    *("NPY_DISABLE_CPU_FEATURES", "NPY_ENABLE_CPU_FEATURES", "GLIBC_TUNABLES"),
)
_CPUINFO = Path("/proc/cpuinfo")
#: What Linux says of a processor and does not change from one moment to the next.
_LASTING = ("vendor_id", "cpu family", "model", "model name", "stepping", "flags", "Features")
_ARM = ("CPU implementer", "CPU architecture", "CPU variant", "CPU part", "CPU revision")


def decided() -> tuple[dict[str, str], dict[str, str]]:
    """What is known of the processor, and the variables that are set."""
    return _processor(), {name: os.environ[name] for name in VARIABLES if name in os.environ}


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
