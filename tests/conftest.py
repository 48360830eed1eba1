"""What every test shares: no network but loopback, one thread per library, and a folder of the test's own for `my/`."""

from __future__ import annotations

import ipaddress
import os
import socket

import pytest

os.environ.setdefault("OMP_NUM_THREADS", "1")
# Keys of the person who runs the tests must never be used or shown.
for _name in [name for name in os.environ if name.endswith("_API_KEY")]:
    del os.environ[_name]

_connect, _connect_ex, _getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo


def _is_loopback(host: str | bytes | None) -> bool:
    host = host.decode() if isinstance(host, bytes) else host
    if host in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return False


def _guard(address: object) -> None:
    if isinstance(address, tuple) and not _is_loopback(address[0]):
        raise AssertionError(f"A test tried to reach {address[0]!r}. Tests may use loopback only.")


@pytest.fixture(autouse=True, scope="session")
def only_loopback():
    """Refuse every connection and name lookup that leaves this machine."""

    def connect(self, address):
        _guard(address)
        return _connect(self, address)

    def connect_ex(self, address):
        _guard(address)
        return _connect_ex(self, address)

    def getaddrinfo(host, *args, **kwargs):
        _guard((host,))
        return _getaddrinfo(host, *args, **kwargs)

    socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo = connect, connect_ex, getaddrinfo
    yield
    socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo = _connect, _connect_ex, _getaddrinfo


@pytest.fixture
def my_folder(tmp_path, monkeypatch):
    """An empty `my/` folder and a fresh state database, for this test alone."""
    from helpers import store

    monkeypatch.setenv("WORKBOOK_MY", str(tmp_path))
    monkeypatch.delenv("WORKBOOK_DB", raising=False)
    monkeypatch.setattr(store, "_default", None, raising=False)
    yield tmp_path
    if getattr(store, "_default", None) is not None:
        store._default.close()
        store._default = None
