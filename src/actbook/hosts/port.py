"""Whether a site can be served where it is to be: `python port.py PORT` says so before the rest.

`make serve` asks before anything is installed, so nothing else is imported.
"""

from __future__ import annotations

import errno
import socket
import sys


def refusal(host: str, port: int) -> str | None:
    """Why nothing can be served there, and what to do; None if it can."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as attempt:
        # As the server does: a port that was left a moment ago is free.
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, port))
            attempt.listen()
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            why = "is taken" if taken else f"cannot be used ({error.strerror})"
            return f"port {port} of {host} {why}: choose another, {_choice(host, port)}"
    return None


def _choice(host: str, port: int) -> str:
    other = port + 1 if 1024 <= port < 65535 else 8000
    return f"as with `make serve PORT={other}` or `mkdocs serve -a {host}:{other}`"


if __name__ == "__main__":
    sys.exit(refusal("127.0.0.1", int(sys.argv[1])))
