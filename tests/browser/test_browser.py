"""JupyterLab in Chromium: run all cells, move a slider with the keyboard, see the figure and the variable change.

Conversations are read and marked by keyboard, the kernel is restarted, and the marks are still there.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BROWSER = next((path for name in NAMES if (path := shutil.which(name))), None)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run",
]  # fmt: skip
# notebook, the variable behind the slider that is moved, or None for the sliders of an explore()
NOTEBOOKS = [("notebooks/03_evals.ipynb", "guess")]
# Messages of JupyterLab itself or of Chromium without a network; anything else on the console is ours.
NOT_OURS = re.compile(r"favicon|net::ERR_|ResizeObserver|404|workspaces|jupyterlab-lsp|language server", re.IGNORECASE)

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def chromium():
    """Path of a Chromium. Without one the tests are skipped, or fail where WORKBOOK_REQUIRE_BROWSER=1 asks for it."""
    if BROWSER is None:
        text = f"no browser: none of {', '.join(NAMES)} is on the path"
        if os.environ.get("WORKBOOK_REQUIRE_BROWSER") == "1":
            pytest.fail(text)
        pytest.skip(text)
    return BROWSER


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A JupyterLab as start.py opens it, on copies of the notebooks in an empty `my/`; yields its URL and token."""
    my = tmp_path_factory.mktemp("my")
    for folder in ("notebooks", "labs"):
        (my / folder).mkdir()
        for path in (ROOT / folder).glob("*.ipynb"):
            shutil.copy(path, my / folder)
    token = secrets.token_hex(16)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "WORKBOOK_MY": str(my),
        "IPYTHONDIR": str(my / ".ipython"),
        "JUPYTER_CONFIG_PATH": str(ROOT / ".jupyter"),
        "JUPYTER_CONFIG_DIR": str(my / ".jupyter"),
        "JUPYTERLAB_SETTINGS_DIR": str(my / ".settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(my / ".workspaces"),
        "OMP_NUM_THREADS": "1",
    }
    # All cells have to be in the page, whether they are in view or not.
    settings = my / ".settings" / "@jupyterlab" / "notebook-extension"
    settings.mkdir(parents=True)
    (settings / "tracker.jupyterlab-settings").write_text('{"windowingMode": "none"}', encoding="utf-8")
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}",
        f"--ServerApp.root_dir={my}", "--LabApp.expose_app_in_browser=True",
    ]  # fmt: skip
    with (my / "server.log").open("w", encoding="utf-8") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
        try:
            url = f"http://127.0.0.1:{port}"
            for _ in range(600):
                assert process.poll() is None, (my / "server.log").read_text(encoding="utf-8")
                try:
                    with urllib.request.urlopen(f"{url}/api/status?token={token}", timeout=2):
                        break
                except OSError:
                    time.sleep(0.2)
            yield url, token
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture(scope="module")
def window(chromium):
    """A browser with one profile for the module."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(window, server):
    """A page that keeps what its console says and any error that nobody caught."""
    made = window.new_page(viewport={"width": 1400, "height": 1000})
    made.messages = []
    made.on("console", lambda m: made.messages.append(m.text) if m.type == "error" else None)
    made.on("pageerror", lambda error: made.messages.append(f"uncaught: {error}"))
    made.set_default_timeout(90_000)
    yield made
    made.close()


def until(happened, seconds, what):
    """Ask again and again until it has happened."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, f"after {seconds} s: {what}"
        time.sleep(0.3)


def open_notebook(page, server, path):
    url, token = server
    page.goto(f"{url}/lab/tree/{path}?reset&token={token}")
    kernel = "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status"
    until(lambda: page.evaluate(kernel) == "idle", 120, "the kernel of the notebook has not started")


def run_everything(page):
    """Run all cells as the menu does, and wait until each has its number and the kernel is idle."""
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    state = """() => [window.jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status,
                      [...document.querySelectorAll('.jp-CodeCell .jp-InputArea-prompt')].map(p => p.textContent)]"""

    def finished():
        status, prompts = page.evaluate(state)
        return status == "idle" and prompts and all(re.search(r"\[\d+\]", prompt) for prompt in prompts)

    until(finished, 240, f"not all cells ran: {page.evaluate(state)}")


def ask_kernel(page, expression):
    """The value of an expression in the notebook's kernel, as text."""
    return page.evaluate(
        """async (code) => {
             const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
             const future = kernel.requestExecute({code: '', user_expressions: {answer: code}, store_history: false});
             const reply = await future.done;
             const answer = reply.content.user_expressions.answer;
             return answer.status === 'ok' ? answer.data['text/plain'] : answer.ename + ': ' + answer.evalue; }""",
        expression,
    )


def close(page):
    page.evaluate(
        """async () => { await window.jupyterapp.commands.execute('docmanager:save');
                          await window.jupyterapp.shell.currentWidget.sessionContext.shutdown(); }"""
    )


def ours(messages):
    return [text for text in messages if not NOT_OURS.search(text)]


@pytest.mark.parametrize(("path", "variable"), NOTEBOOKS, ids=[path for path, _ in NOTEBOOKS])
def test_notebook_runs_and_its_controls_work_from_the_keyboard(page, server, path, variable):
    open_notebook(page, server, path)
    assert page.locator(".jp-Dialog").count() == 0, page.locator(".jp-Dialog").all_inner_texts()
    run_everything(page)
    errors = page.locator('.jp-RenderedText[data-mime-type="application/vnd.jupyter.stderr"], .jp-OutputArea-error')
    assert not [text for text in errors.all_inner_texts() if "Traceback" in text or "Error" in text]

    # A slider with a variable behind it: the arrow key moves both.
    before = int(ask_kernel(page, variable))
    handle = page.locator(".widget-slider .noUi-handle").first
    handle.scroll_into_view_if_needed()
    handle.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    until(lambda: int(ask_kernel(page, variable)) == before + 2, 20, f"{variable} did not follow the slider")

    # The sliders of a figure: the picture is drawn anew, and has a new description.
    figure = page.locator(".jp-OutputArea-output .widget-vbox:has(.widget-slider):has(img)").first
    picture = figure.locator("img").first
    source, description = picture.get_attribute("src"), picture.get_attribute("alt")
    assert len(description.split()) >= 4
    handle = figure.locator(".noUi-handle").first
    handle.scroll_into_view_if_needed()
    handle.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    until(lambda: figure.locator("img").first.get_attribute("src") != source, 30, "the figure did not change")
    assert figure.locator("img").first.get_attribute("alt") != description

    assert not ours(page.messages)
    close(page)


READING = """from helpers import annotate, world
marks = annotate.read("t.codes", world.traces("dev")[:4], tags={"late": "Too late.", "wrong page": "Another page."})"""


def put_notebook(server, path, *cells):
    """Write a notebook of these code cells into the learner's folder, through the server."""
    url, token = server
    code = [{"cell_type": "code", "id": f"c{n}", "metadata": {}, "outputs": [], "execution_count": None, "source": text}
            for n, text in enumerate(cells)]  # fmt: skip
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    body = {"type": "notebook", "content": {"cells": code, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}}
    request = urllib.request.Request(
        f"{url}/api/contents/{path}?token={token}", data=json.dumps(body).encode(), method="PUT"
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status in (200, 201)


def type_line(page, text, expected):
    """Type a line into the reader with the keyboard alone, and wait until its status says what is expected."""
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    status = page.locator(".workbook-reader [role=status]")
    until(lambda: expected in status.inner_text(), 20, f"after {text!r}: {status.inner_text()!r} lacks {expected!r}")


def test_conversations_are_marked_by_keyboard_and_the_marks_outlive_the_kernel(page, server):
    put_notebook(server, "reading.ipynb", READING)
    open_notebook(page, server, "reading.ipynb")
    run_everything(page)
    page.locator(".workbook-reader input[type=text]").focus()
    type_line(page, "asks for a price, hears of toddlers", "note: asks for a price")
    type_line(page, "2", "wrong page;")
    type_line(page, "1", "wrong page, late;")
    type_line(page, "n", "2 of 4, 1 marked")
    type_line(page, "0", "right;")
    type_line(page, "p", "1 of 4, 2 marked")
    assert page.evaluate("document.activeElement.tagName") == "INPUT", "the line has lost the focus"
    # From the line to the buttons with Tab, and back to the mark with Space.
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    status = page.locator(".workbook-reader [role=status]")
    until(lambda: ": wrong page;" in status.inner_text(), 20, f"Space left the tag: {status.inner_text()}")
    assert page.locator(".jp-Cell").count() == 1, "a key went past the reader to the notebook"
    # Long passages are folded, and open with the keyboard.
    fold = page.locator(".workbook-reader details").first
    assert fold.get_attribute("open") is None
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    until(lambda: fold.get_attribute("open") is not None, 10, "the passage did not unfold")

    page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    kernel = "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status"
    until(lambda: page.evaluate(kernel) == "idle", 60, "the kernel did not come back")
    assert "NameError" in ask_kernel(page, "marks"), "this is the kernel of before"
    run_everything(page)
    rows = ask_kernel(page, "marks.rows()[:2]")
    assert "asks for a price, hears of toddlers" in rows and "['wrong page']" in rows and "['right']" in rows
    status = page.locator(".workbook-reader [role=status]").first
    until(lambda: "3 of 4, 2 marked" in status.inner_text(), 20, f"reading did not go on: {status.inner_text()!r}")
    assert not ours(page.messages)
    close(page)


def test_no_pop_up_asks_for_news_updates_or_a_build(page, server):
    open_notebook(page, server, "notebooks/00_start_here.ipynb")
    page.wait_for_timeout(4000)
    assert page.locator(".jp-Dialog").count() == 0
    assert page.locator(".jp-toast-button, .Toastify__toast").count() == 0
    assert page.locator(".jp-Notebook").count() == 1
    close(page)


PLAYING = """from helpers import prompting
tried = prompting.playground()"""


def test_playground_asks_by_keyboard_and_shows_rules_tokens_and_cost(page, server):
    from helpers import prompting

    bare = prompting.play("")  # an empty last line is the bare prompt, which is recorded
    put_notebook(server, "playing.ipynb", PLAYING)
    open_notebook(page, server, "playing.ipynb")
    run_everything(page)
    shown = page.locator(".workbook-playground [role=status]")
    first = shown.locator(".reply").inner_text()
    assert first == " ".join(prompting.play().reply.text.split())
    for word in ("kept", "broken", "tokens", "1,000 calls"):
        assert word in shown.inner_text()

    page.locator(".workbook-playground textarea").focus()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "BUTTON":
            break
    assert page.evaluate("document.activeElement.textContent") == "Ask"
    page.keyboard.press("Space")
    wanted = " ".join(bare.reply.text.split())
    until(lambda: shown.locator(".reply").inner_text() == wanted, 60, "the reply to the bare prompt did not come")
    assert ask_kernel(page, "tried['line']") == "''"
    assert f"{bare.reply.prompt_tokens} in" in shown.inner_text()
    assert page.locator(".jp-Cell").count() == 1, "a key went past the playground to the notebook"
    assert not ours(page.messages)
    close(page)
