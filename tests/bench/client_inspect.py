"""inspect_ai against the benchmark server: PORT N CONCURRENCY LOG_DIR LOGGING CACHE."""

from __future__ import annotations

import json
import os
import sys

port, n, concurrency, folder = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
lean, cache = sys.argv[5] == "lean", sys.argv[6] == "cache"
os.environ |= {"BENCH_API_KEY": "none", "BENCH_BASE_URL": f"http://127.0.0.1:{port}/v1"}

from inspect_ai import Task, eval  # noqa: E402
from inspect_ai.dataset import MemoryDataset, Sample  # noqa: E402
from inspect_ai.scorer import Score, accuracy, scorer  # noqa: E402
from inspect_ai.solver import generate  # noqa: E402


@scorer(metrics=[accuracy()])
def same():
    async def score(state, target):
        return Score(value="C" if state.output.completion.strip() == target.text else "I")

    return score


samples = [Sample(id=f"case {number}", input=f"question {number}", target="yes") for number in range(n)]
task = Task(dataset=MemoryDataset(samples), solver=generate(cache=cache), scorer=same())
less = {"log_realtime": False, "score_display": False, "log_images": False} if lean else {}
log = eval(
    task, model="openai-api/bench/bench", max_connections=concurrency, max_samples=concurrency, max_tokens=16,
    temperature=0, display="none", log_dir=folder, **less,
)[0]  # fmt: skip
right = round(log.results.scores[0].metrics["accuracy"].value * log.results.completed_samples)
print(
    json.dumps({"results": log.results.completed_samples, "right": right, "errors": [log.error] if log.error else []})
)
