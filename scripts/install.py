"""Set up `.venv` with the pinned packages: `python3 scripts/install.py [--torch-index URL]`.

`make` runs this first. It says at once what it cannot do here, and shows how far it is. It is
written for any Python 3.6 or newer, which otherwise could not say that it is too old.
"""

import argparse
import platform
import queue
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
LEAST = (3, 11)
#: Seconds between two lines where there is no terminal.
_PAUSE = 15
_WINDOWS = ("Windows", "CYGWIN", "MSYS", "MINGW")
#: How pip begins a line on a package that it is to install.
_FOUND = ("Collecting ", "Processing ")


def main() -> int:
    parser = argparse.ArgumentParser(description="Set up .venv with the pinned packages.")
    parser.add_argument("--torch-index", default="", metavar="URL", help="where PyTorch is found")
    arguments = parser.parse_args()
    reason = refusal(sys.version_info[0], sys.version_info[1], platform.system())
    if reason:
        print(reason, file=sys.stderr)
        return 2
    try:
        return install(arguments.torch_index)
    except KeyboardInterrupt:
        print("\ninterrupted: the next make goes on with what is downloaded", file=sys.stderr)
        return 130


def refusal(major: int, minor: int, system: str) -> str:
    """Why nothing can be set up, and what to do; empty if it can."""
    if system.startswith(_WINDOWS):
        return "Windows is not supported: use Linux, macOS, or Linux in Windows (WSL)"
    if (major, minor) < LEAST:
        least = "{}.{}".format(*LEAST)
        said = f"this is Python {major}.{minor}, and {least} or newer is needed"
        return f"{said}: install one, then name it, as with `make serve PYTHON=python{least}`"
    return ""


def install(index: str) -> int:
    """The exit status of making the environment and of pip."""
    done = subprocess.call([sys.executable, "-m", "venv", str(ROOT / ".venv")])
    if done:
        return done
    pip = [str(ROOT / ".venv" / "bin" / "python"), "-m", "pip", "install"]
    options = ["--disable-pip-version-check", "--no-color", "--progress-bar", "off"]
    options += ["--extra-index-url", index] if index else []
    known = re.findall("^[^#\n]+==", (ROOT / "constraints.txt").read_text("utf-8"), re.MULTILINE)
    command = [*pip, *options, "-c", "constraints.txt", "-e", ".[book,test]"]
    return follow(command, len(known), ROOT / ".venv" / "lib")


def follow(command: "list[str]", known: int, folder: Path) -> int:
    """The exit status of pip, which is to install about so many packages into a folder.

    A terminal shows what it does and since when, a log a line now and then. Only where it fails
    is all shown that it said.
    """
    begun = shown = time.monotonic()
    lines, terminal = [], sys.stdout.isatty()
    with subprocess.Popen(
        command, cwd=str(ROOT), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        for line in _heard(process):
            lines.append(line)
            now = time.monotonic()
            if terminal:
                print(f"\r\x1b[2K{_clock(now - begun)} {status(lines, known, folder)}"[:80], end="")
                sys.stdout.flush()
            elif now - shown >= _PAUSE:
                shown = now
                print(_clock(now - begun), status(lines, known, folder), flush=True)
    print("\r\x1b[2K" if terminal else "", end="")
    if process.returncode:
        print("".join(lines), flush=True)
        print("pip could not install the packages: why stands above", file=sys.stderr)
    else:
        print(f"installed the packages in {_clock(time.monotonic() - begun)}", flush=True)
    return process.returncode


def status(lines: "list[str]", known: int, folder: Path) -> str:
    """How far pip is, by the lines that it wrote and what it has put into the folder."""
    for line in reversed(lines):
        if line.startswith("Installing collected packages: "):
            made = len(list(folder.glob("*/site-packages/*.dist-info")))
            total = line.count(",") + 1
            return f"installed {min(made, total)} of {total} packages"  # pip was there before
        if line.startswith(_FOUND) or line.lstrip().startswith("Downloading "):
            found = sum(one.startswith(_FOUND) for one in lines)
            name = re.split(r"[^\w.+/ -]", line)[0].split()[1].rpartition("/")[2]
            doing = "fetching" if line.lstrip().startswith("Downloading ") else "looking at"
            return f"found {min(found, known)} of about {known} packages, {doing} {name}"
    return "starting pip"


def _heard(process: "subprocess.Popen[str]") -> "Iterator[str]":
    """The lines that a process writes, and an empty one after each second without."""
    waiting: queue.Queue[str] = queue.Queue()
    assert process.stdout is not None
    reader = threading.Thread(target=_read, args=(process.stdout, waiting), daemon=True)
    reader.start()
    while reader.is_alive() or not waiting.empty():
        try:
            yield waiting.get(timeout=1)
        except queue.Empty:
            yield ""


def _read(stream: IO[str], waiting: "queue.Queue[str]") -> None:
    for line in stream:
        waiting.put(line)


def _clock(seconds: float) -> str:
    return "{}:{:02}".format(*divmod(int(seconds), 60))


if __name__ == "__main__":
    sys.exit(main())
