"""Figures for Prometheus. Packages add theirs in ``<package>/metrics.py``.

``figure`` registers a function that is asked when somebody reads ``/metrics``; it may query the database. Counters and
histograms that count inside a process are prometheus-client's own objects.
"""

import os
from collections.abc import Callable, Iterable, Mapping

from django.db import connection
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

SHARED = "PROMETHEUS_MULTIPROC_DIR"

Labels = tuple[str, ...]

REQUESTS = Counter("karum_requests", "Requests answered", ["method", "route", "status"])
LATENCY = Histogram(
    "karum_request_seconds",
    "Time from the whole request read to the answer sent",
    ["route"],
    buckets=(0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.5, 1, 2, 5),
)

_figures: dict[str, tuple[str, Labels, Callable[[], Mapping[Labels, float]]]] = {}


def figure(
    name: str, says: str, labels: Labels = ()
) -> Callable[[Callable[[], Mapping[Labels, float]]], Callable[[], Mapping[Labels, float]]]:
    """Register a function that returns label values -> number; ``{(): 3}`` for a figure without labels."""

    def register(read: Callable[[], Mapping[Labels, float]]) -> Callable[[], Mapping[Labels, float]]:
        _figures[name] = (says, labels, read)
        return read

    return register


def observe(method: str, route: str, status: int, seconds: float) -> None:
    """Count one request."""
    REQUESTS.labels(method, route, str(status)).inc()
    LATENCY.labels(route).observe(seconds)


class _Figures(Collector):
    def collect(self) -> Iterable[GaugeMetricFamily]:
        for name, (says, labels, read) in sorted(_figures.items()):
            family = GaugeMetricFamily(name, says, labels=labels)
            for values, number in read().items():
                family.add_metric(values, number)
            yield family

    def describe(self) -> Iterable[GaugeMetricFamily]:
        return ()


def text() -> bytes:
    """Return all figures as Prometheus reads them. Several processes of one hub share their counters through files."""
    if shared := os.environ.get(SHARED):
        registry = CollectorRegistry()
        MultiProcessCollector(registry, shared)  # type: ignore[no-untyped-call]
    else:
        registry = REGISTRY
    return generate_latest(registry) + generate_latest(_figures_registry)


_figures_registry = CollectorRegistry()
_figures_registry.register(_Figures())


@figure("karum_jobs", "Jobs in the queue by state", ("state",))
def _jobs() -> Mapping[Labels, float]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT status::text, count(*) FROM procrastinate_jobs "
            "WHERE status IN ('todo', 'doing', 'failed') GROUP BY 1"
        )
        return {("todo",): 0, ("doing",): 0, ("failed",): 0} | {(state,): count for state, count in cursor.fetchall()}
