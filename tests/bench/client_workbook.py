"""The workbook's runner against the benchmark server: PORT N CONCURRENCY WAY, where WAY is `http` or `achat`."""

from __future__ import annotations

import json
import sys

from helpers.evals import Case, exact, run

port, n, concurrency, way = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
cases = [Case(f"case {number}", f"question {number}", expected="yes") for number in range(n)]
session = None


async def over_http(case):
    global session
    import aiohttp

    if session is None:
        session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
    body = {"model": "bench", "messages": [{"role": "user", "content": case.input}], "temperature": 0}
    async with session.post(f"http://127.0.0.1:{port}/v1/chat/completions", json=body) as response:
        return (await response.json())["choices"][0]["message"]["content"]


async def through_achat(case):
    from helpers.llm import achat

    return await achat(case.input, model="openai/bench", max_tokens=16)


results = run(cases, over_http if way == "http" else through_achat, exact(), concurrency=concurrency, cache="bench")
errors = [output.error for output in results.outputs if output.error]
print(json.dumps({"results": len(results.outputs), "right": results.counts()["exact"]["pass"], "errors": errors[:3]}))
