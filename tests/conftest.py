"""What every test shares: no network but loopback, one thread per library, and a folder of the test's own for `my/`."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "offline"))

import only_loopback

only_loopback.install()
os.environ.update(only_loopback.environment())
os.environ.setdefault("OMP_NUM_THREADS", "1")
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    # Started in the background by a shell: processes would inherit this, and Ctrl-C could not be tested.
    signal.signal(signal.SIGINT, signal.default_int_handler)
# Nothing of the person who runs the tests is used: keys, settings, the work in my/.
for _name in [n for n in os.environ if n.endswith("_API_KEY") or n.startswith("WORKBOOK_") or n == "LABS_STRICT"]:
    if _name not in ("WORKBOOK_REQUIRE_BROWSER", "WORKBOOK_INSPECT_PYTHON", "WORKBOOK_PROMPTFOO"):
        del os.environ[_name]


@pytest.fixture(autouse=True, scope="session")
def nothing_in_my(tmp_path_factory):
    """What a test writes without asking for `my_folder` goes to a folder of the test run, never to the learner's."""
    os.environ["WORKBOOK_MY"] = str(tmp_path_factory.mktemp("my"))


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
