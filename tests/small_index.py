"""Small real wheels and a package index on loopback, so that installing can be tested without downloading anything."""

from __future__ import annotations

import base64
import hashlib
import importlib.metadata
import threading
import zipfile
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


def _digest(content: bytes) -> str:
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def _pack(target: Path, info: str, files: dict[str, bytes]) -> Path:
    record = [f"{name},{_digest(content)},{len(content)}" for name, content in files.items()]
    files = {**files, f"{info}/RECORD": "\n".join([*record, f"{info}/RECORD,,"]).encode()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as wheel:
        for name, content in files.items():
            wheel.writestr(name, content)
    return target


def wheel(folder: Path, name: str, version: str, **modules: str) -> Path:
    """Write a pure wheel; `modules` are the sources of its modules by name (`__main__` too)."""
    folder.mkdir(parents=True, exist_ok=True)
    info = f"{name}-{version}.dist-info"
    files = {f"{name}/__init__.py": f"version = {version!r}\n".encode()}
    files |= {f"{name}/{module}.py": text.encode() for module, text in modules.items()}
    files[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode()
    files[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    return _pack(folder / f"{name}-{version}-py3-none-any.whl", info, files)


def installed_wheel(folder: Path, name: str) -> Path:
    """A pure package of the running environment, packed as the wheel it came from."""
    found = importlib.metadata.distribution(name)
    info = f"{name}-{found.version}.dist-info"
    skip = ("__pycache__", "../", f"{info}/RECORD", f"{info}/INSTALLER", f"{info}/REQUESTED", f"{info}/direct_url")
    files = {
        entry.as_posix(): entry.locate().read_bytes()
        for entry in found.files
        if not any(part in entry.as_posix() for part in skip) and entry.locate().is_file()
    }
    return _pack(folder / f"{name}-{found.version}-py3-none-any.whl", info, files)


@contextmanager
def index(folder: Path, *, status: int = 200, hold: threading.Event | None = None, asked: list | None = None):
    """Serve the wheels of a folder as a simple index; yields its URL.

    With `status` every page has that status; with `hold` wheels are sent only once the event is set. Paths that were
    asked for are appended to `asked`.
    """

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self):
            if asked is not None:
                asked.append(self.path)
            name = self.path.rstrip("/").rpartition("/")[2]
            if status != 200:
                return self.answer(b"<html>out of order</html>", "text/html", status)
            if name.endswith(".whl"):
                if hold is not None and not hold.wait(60):
                    return None
                return self.answer((folder / name.replace("%2B", "+")).read_bytes(), "application/octet-stream")
            wheels = sorted(path.name for path in folder.glob(f"{name.replace('-', '_')}-*.whl"))
            links = "".join(f'<a href="/files/{wheel.replace("+", "%2B")}">{wheel}</a>' for wheel in wheels)
            return self.answer(f"<!DOCTYPE html><html><body>{links}</body></html>".encode(), "text/html")

        def answer(self, content, kind, code=200):
            self.send_response(code)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/simple"
    finally:
        if hold is not None:
            hold.set()
        server.shutdown()
        server.server_close()
