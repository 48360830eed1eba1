"""The guard itself: nothing but loopback can be reached from a test or from a process that a test starts."""

import asyncio
import socket
import subprocess
import sys

import pytest

BEYOND = [("203.0.113.7", 80), ("2001:db8::1", 80), ("example.com", 443)]


@pytest.mark.parametrize(("host", "port"), BEYOND)
def test_connections_beyond_this_machine_are_refused(host, port):
    with pytest.raises(AssertionError, match="loopback only"):
        socket.create_connection((host, port), timeout=1)
    with pytest.raises(AssertionError, match="loopback only"):
        asyncio.run(asyncio.open_connection(host, port))


def test_datagrams_beyond_this_machine_are_refused():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams, pytest.raises(AssertionError):
        datagrams.sendto(b"x", ("203.0.113.7", 53))


def test_loopback_works():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
    assert socket.getaddrinfo("localhost", 80)


def test_a_process_that_a_test_starts_is_guarded_too():
    code = "import urllib.request; urllib.request.urlopen('http://203.0.113.7/', timeout=1)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ended.returncode == 1
    assert "Tests may use loopback only" in ended.stderr
