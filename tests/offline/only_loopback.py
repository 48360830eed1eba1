"""Refuse every connection and name lookup that leaves this machine, in the process that calls `install`."""

from __future__ import annotations

import os
import sys

_installed = False


def is_loopback(host: object) -> bool:
    """Whether a host names this machine. Names other than localhost do not: looking them up is traffic too."""
    if isinstance(host, bytes):
        host = host.decode(errors="replace")
    if host in (None, "", "localhost"):
        return True
    import ipaddress

    try:
        return ipaddress.ip_address(str(host).split("%")[0]).is_loopback
    except ValueError:
        return False


def _hook(event: str, arguments: tuple) -> None:
    if not event.startswith("socket."):
        return
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None  # anything else is a local socket
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyname_ex"):
        host = arguments[0]
    else:
        return
    if not is_loopback(host):
        raise AssertionError(f"A test tried to reach {host!r}. Tests may use loopback only.")


def install() -> None:
    """Put the guard into this process, once; it cannot be taken out again."""
    global _installed
    if not _installed:
        sys.addaudithook(_hook)
        _installed = True


def environment() -> dict[str, str]:
    """PYTHONPATH with which every Python process started from here has the guard too (notebook kernels, for one)."""
    here = os.path.dirname(os.path.abspath(__file__))
    return {"PYTHONPATH": os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH")]))}
