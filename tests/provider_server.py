"""A real HTTP server on loopback that speaks the OpenAI chat protocol and can misbehave. Run as a process of its own.

The model name says how it behaves, for example `ok`, `busy-2` (two times 429, then an answer), `down` (always 500).
`GET /log` gives what was asked. Started with `start()`, which gives a `Provider`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LOG: list[dict] = []
SEEN: dict[str, int] = {}
UNDER_WAY = {"now": 0, "most": 0}
LOCK = threading.Lock()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def send(self, status: int, body: object, headers: dict | None = None, kind: str = "application/json") -> None:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(raw)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)

    def do_GET(self):
        with LOCK:
            self.send(200, {"log": LOG, "most": UNDER_WAY["most"]})

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        model = asked["model"]
        with LOCK:
            LOG.append({"time": time.time(), "path": self.path, "key": self.headers.get("Authorization", ""), **asked})
            SEEN[model] = seen = SEEN.get(model, 0) + 1
            UNDER_WAY["now"] += 1
            UNDER_WAY["most"] = max(UNDER_WAY["most"], UNDER_WAY["now"])
        try:
            self.answer(asked, model, seen)
        except (BrokenPipeError, ConnectionResetError):
            pass
        finally:
            with LOCK:
                UNDER_WAY["now"] -= 1

    def answer(self, asked: dict, model: str, seen: int) -> None:
        kind, _, number = model.partition("-")
        prompt = asked["messages"][-1]["content"]
        key = self.headers.get("Authorization", "")
        if kind == "busy" and seen <= int(number):
            self.send(429, error("Rate limit reached"), {"Retry-After": "1"})
        elif kind == "quota":
            self.send(429, error("Come back tomorrow"), {"Retry-After": "86400"})
        elif kind == "shaky" and seen <= int(number):
            self.send(500, error("The server had an error"))
        elif kind == "down":
            self.send(500, error(f"The server had an error. You sent {key}"))
        elif kind == "html":
            self.send(200, b"<html>Bad gateway</html>", kind="text/html")
        elif kind == "cut":
            self.send(200, b'{"id": "x", "choices": [{"mess')
        elif kind == "empty":
            self.send(200, {"id": "x", "object": "chat.completion", "created": 1, "model": model, "choices": []})
        elif kind == "notext":
            self.send(200, completion(model, None, asked))
        elif kind == "hangup":
            self.close_connection = True
        elif kind == "badkey":
            self.send(401, error(f"Incorrect API key provided: {key.removeprefix('Bearer ')}", "invalid_api_key"))
        elif kind == "nosuch":
            self.send(404, error(f"The model `{model}` does not exist", "model_not_found"))
        elif kind == "short":
            text = "This model's maximum context length is 100 tokens. However, your messages resulted in 900 tokens."
            self.send(400, error(text, "context_length_exceeded"))
        elif kind == "refuse":
            self.send(400, error(f"Bad request with {key}"))
        elif kind == "nousage":
            body = completion(model, "no usage", asked)
            del body["usage"]
            self.send(200, body)
        else:
            if kind == "slow":
                time.sleep(float(number))
            if kind == "some" and "fail" in prompt:
                self.send(400, error("I will not answer that"))
                return
            text = {
                "json": '{"city": "Utrecht", "days": 14}', "fence": '```json\n{"city": "Utrecht", "days": 14}\n```',
                "wrong": '{"city": 7}', "yes": " Yes.", "maybe": "Perhaps", "echo": f"Your key is {key}",
                "cached": "from the cache",
            }.get(kind, f"Answer {seen} to: {prompt}")  # fmt: skip
            if asked.get("stream"):
                self.stream(model, text, asked)
            else:
                self.send(200, completion(model, text, asked, cached=900 if kind == "cached" else 0))

    def stream(self, model: str, text: str, asked: dict) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        base = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": model}
        for word in text.split(" "):
            piece = {"role": "assistant", "content": word + " "}
            self.event({**base, "choices": [{"index": 0, "delta": piece, "finish_reason": None}]})
        self.event({**base, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        if (asked.get("stream_options") or {}).get("include_usage"):
            self.event({**base, "choices": [], "usage": completion(model, text, asked)["usage"]})
        self.wfile.write(b"data: [DONE]\n\n")
        self.close_connection = True

    def event(self, body: dict) -> None:
        self.wfile.write(b"data: " + json.dumps(body).encode() + b"\n\n")
        self.wfile.flush()


def error(message: str, code: str | None = None) -> dict:
    return {"error": {"message": message, "type": "error", "code": code, "param": None}}


def completion(model: str, text: str | None, asked: dict, cached: int = 0) -> dict:
    sent = sum(len(message["content"].split()) for message in asked["messages"]) + cached
    usage = {"prompt_tokens": sent, "completion_tokens": 3, "total_tokens": sent + 3}
    if cached:
        usage["prompt_tokens_details"] = {"cached_tokens": cached}
    finish = "content_filter" if text is None else "stop"
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish}
    return {"id": "x", "object": "chat.completion", "created": 1, "model": model, "choices": [choice], "usage": usage}


class Provider:
    """The running server: its address, and what it was asked."""

    def __init__(self, process: subprocess.Popen, port: int):
        self.process, self.url = process, f"http://127.0.0.1:{port}/v1"

    def state(self) -> dict:
        with urllib.request.urlopen(self.url.removesuffix("/v1") + "/log", timeout=10) as answer:
            return json.load(answer)

    def log(self, model: str) -> list[dict]:
        return [asked for asked in self.state()["log"] if asked["model"] == model]

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(10)


def start() -> Provider:
    process = subprocess.Popen([sys.executable, __file__], stdout=subprocess.PIPE, text=True)
    return Provider(process, int(process.stdout.readline()))


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.request_queue_size = 64
    print(server.server_address[1], flush=True)
    server.serve_forever()
