"""A load on 127.0.0.1: a real HTTP server whose replies take as long as recorded ones took. No model is asked."""

from __future__ import annotations

import queue
import random
import threading
import time
from collections.abc import Sequence
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

LONGEST = 30.0  # seconds a load may last


class Load(NamedTuple):
    """What was planned and what happened.

    predicted: in flight by Little's law, L = lambda * W, from the plan: the rate asked for and the mean of the given
    seconds (without a queue). observed: mean number of requests in the server over the time of the load, counted
    at each arrival and departure. law: the rate and the mean time that were seen, multiplied. times: seconds of each
    request in the server, the wait for a free worker in it. waits: that wait alone.
    """

    requests: int
    per_second: float
    mean_seconds: float
    predicted: float
    observed: float
    law: float
    utilisation: float
    times: tuple[float, ...]
    waits: tuple[float, ...]
    errors: int


def load(
    seconds: Sequence[float], *, per_second: float, duration: float = 5.0, servers: int = 8, seed: int = 8
) -> Load:
    """Send requests at random times (Poisson, seeded) to a server of our own on 127.0.0.1 and count who is inside.

    seconds: how long replies take; each request draws one (seeded). Scale recorded times down so that a load lasts
    seconds and not minutes. servers: requests handled at once; the others wait in line. The server waits that long, it
    computes nothing: this shows arithmetic of queues, not the speed of a machine.
    Raises: ValueError for no times, times or rates not above 0, a load longer than 30 seconds or of over 500 requests.
    """
    seconds = [float(one) for one in seconds]
    if not seconds or not all(0 < one < LONGEST for one in seconds):
        raise ValueError(f"seconds must hold at least one time between 0 and {LONGEST:.0f} seconds.")
    if not per_second > 0 or not 0 < duration <= LONGEST or servers < 1:
        raise ValueError(
            f"per_second must be above 0, duration at most {LONGEST:.0f}, servers 1 or more; "
            f"got {per_second!r}, {duration!r}, {servers!r}."
        )
    rng = random.Random(seed)
    plan = list(_arrivals(per_second, duration, rng))
    if not 1 <= len(plan) <= 500:
        raise ValueError(f"a load has 1 to 500 requests, this one would have {len(plan)}; change rate or duration.")
    takes = [rng.choice(seconds) for _ in plan]
    with _Server(servers) as server:
        senders = [threading.Thread(target=server.ask, args=(one,), daemon=True) for one in takes]
        start = time.perf_counter()
        for at, sender in zip(plan, senders, strict=True):
            time.sleep(max(0.0, start + at - time.perf_counter()))
            sender.start()
        for sender in senders:
            sender.join(LONGEST + sum(seconds))
        return server.report(start, duration, per_second, sum(takes) / len(takes), len(plan), seconds)


def _arrivals(per_second: float, duration: float, rng: random.Random):
    at = rng.expovariate(per_second)
    while at < duration:
        yield at
        at += rng.expovariate(per_second)


class _Server:
    def __init__(self, servers: int) -> None:
        self.free: queue.Queue[int] = queue.Queue()
        for number in range(servers):
            self.free.put(number)
        self.servers, self.lock = servers, threading.Lock()
        self.events: list[tuple[float, int]] = []
        self.times: list[tuple[float, float]] = []
        self.errors = 0

    def __enter__(self) -> _Server:
        box = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                box.serve(float(self.path.rpartition("=")[2]))
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"ok")

            def log_message(self, *_: object) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads, request_queue_size = True, 256

        self.http = Quiet(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.http.shutdown()
        self.http.server_close()
        self.thread.join(5)

    def serve(self, seconds: float) -> None:
        came = self._note(1)
        worker = self.free.get()
        began = time.perf_counter()
        time.sleep(seconds)
        self.free.put(worker)
        left = self._note(-1)
        with self.lock:
            self.times.append((left - came, began - came))

    def _note(self, change: int) -> float:
        with self.lock:
            now = time.perf_counter()
            self.events.append((now, change))
        return now

    def ask(self, seconds: float) -> None:
        link = HTTPConnection("127.0.0.1", self.http.server_address[1], timeout=2 * LONGEST)
        try:
            link.request("GET", f"/reply?seconds={seconds!r}")
            if link.getresponse().read() != b"ok":
                raise OSError("another answer")
        except OSError:
            with self.lock:
                self.errors += 1
        finally:
            link.close()

    def report(
        self, start: float, duration: float, rate: float, takes: float, requests: int, seconds: Sequence[float]
    ) -> Load:
        end = max((at for at, _ in self.events), default=start)
        times, waits = (tuple(column) for column in zip(*self.times, strict=True)) if self.times else ((), ())
        # From the first moment to the last arrival's window, and the emptying afterwards left out.
        upto, inside, area, last = start + duration, 0, 0.0, start
        for at, change in sorted(self.events):
            if at > upto:
                break
            area += inside * (at - last)
            inside, last = inside + change, at
        area += inside * (min(upto, end) - last) if upto > last else 0.0
        mean = sum(times) / len(times) if times else 0.0
        plan = sum(seconds) / len(seconds)
        return Load(
            requests,
            requests / duration,
            mean,
            rate * plan,
            area / duration,
            requests / duration * mean,
            requests * takes / duration / self.servers,
            times,
            waits,
            self.errors,
        )
