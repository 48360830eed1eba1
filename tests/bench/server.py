"""A local OpenAI-compatible server for the benchmark: every reply takes the same time, every call is counted.

`python server.py LATENCY_S` prints its port. POST /v1/chat/completions answers "yes", or "no" where the number in the
last user message is a multiple of ten. GET /count gives the number of calls, GET /reset sets it to 0.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys

calls = 0


def reply_to(body: bytes) -> str:
    text = json.loads(body)["messages"][-1]["content"]
    if isinstance(text, list):
        text = "".join(part.get("text", "") for part in text)
    number = int(re.findall(r"\d+", text)[-1])
    answer = "no" if number % 10 == 0 else "yes"
    message = {"role": "assistant", "content": answer}
    return json.dumps(
        {
            "id": f"call-{number}",
            "object": "chat.completion",
            "created": 1,
            "model": "bench",
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 10, "completion_tokens": 1, "total_tokens": 11},
        }
    )


class Http(asyncio.Protocol):
    """Just enough HTTP/1.1: keep-alive, Content-Length and chunked requests, one request at a time per connection."""

    def __init__(self, latency: float):
        self.latency, self.buffer = latency, b""

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = self.buffer[:end].decode("latin-1")
            length = re.search(r"(?i)\r\ncontent-length: *(\d+)", head)
            if re.search(r"(?i)\r\ntransfer-encoding: *chunked", head):
                stop = self.buffer.find(b"0\r\n\r\n", end)
                if stop < 0:
                    return
                body, rest = dechunk(self.buffer[end + 4 : stop]), self.buffer[stop + 5 :]
            else:
                stop = end + 4 + int(length.group(1) if length else 0)
                if len(self.buffer) < stop:
                    return
                body, rest = self.buffer[end + 4 : stop], self.buffer[stop:]
            self.buffer = rest
            self.handle(head.split(" ", 2), body)

    def handle(self, request, body):
        global calls
        method, path = request[0], request[1]
        if method == "POST":
            calls += 1
            asyncio.get_running_loop().call_later(self.latency, self.answer, reply_to(body))
        else:
            if path == "/reset":
                calls = 0
            self.answer(json.dumps({"calls": calls}))

    def answer(self, text):
        if not self.transport.is_closing():
            data = text.encode()
            head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
            self.transport.write(head.encode() + data)


def dechunk(data: bytes) -> bytes:
    body, at = b"", 0
    while at < len(data):
        line = data.index(b"\r\n", at)
        size = int(data[at:line], 16)
        body += data[line + 2 : line + 2 + size]
        at = line + 4 + size
    return body


async def main(latency: float) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: Http(latency), "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1])))
