"""What is measured of the service, as Prometheus asks for it: /metrics, for who has the token or sits on this machine.

Requests are counted by group of pages, method and status, never by address, question or person. What the collection
itself tells (queues, index, disk, worker, backup) is asked when the page is.
"""

from __future__ import annotations

import hmac
import ipaddress
import time
from collections.abc import Iterable, Iterator, Mapping

from flask import Flask, Response, current_app, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from kb.errors import NotFound, SystemFault
from kb.library import Library, Results
from kb.library.standing import Report
from kb.web.context import site

FORMAT = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
UPLOADING = "uploads"
"""The group of pages whose requests bring files."""

_NAME = "kb.metrics"
_FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP")


class Metrics:
    """The counters of one application. Safe to share between threads."""

    def __init__(self, library: Library) -> None:
        self.registry = CollectorRegistry()
        by = ("group", "method", "status")
        self.requests = Counter("kb_requests", "Requests answered", by, registry=self.registry)
        self.seconds = Histogram(
            "kb_request_seconds", "Seconds until an answer", ("group",), buckets=SECONDS, registry=self.registry
        )
        self.searches = Counter("kb_searches", "Searches", ("answered",), registry=self.registry)
        self.uploaded = Counter("kb_upload_bytes", "Bytes of uploads received", registry=self.registry)
        for answered in ("yes", "no"):
            self.searches.labels(answered)
        ProcessCollector(registry=self.registry)
        self.registry.register(_OfCollection(library))


def register(app: Flask, library: Library) -> None:
    """Makes `app` count what it answers, and tell of it at /metrics."""
    app.extensions[_NAME] = Metrics(library)
    app.before_request(_begun)
    app.after_request(_answered)
    app.add_url_rule("/metrics", "metrics.metrics", metrics, methods=["GET"])


def metrics() -> Response:
    """Gives the figures in Prometheus' text format. Raises NotFound for who may not ask."""
    if not _is_allowed():
        raise NotFound(request.path)
    answer = Response(generate_latest(_metrics().registry), content_type=FORMAT)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def count_search(results: Results) -> None:
    """Counts a search, and whether anything was found."""
    _metrics().searches.labels("yes" if results.documents else "no").inc()


def _metrics() -> Metrics:
    found: Metrics = current_app.extensions[_NAME]
    return found


def _is_allowed() -> bool:
    """Tells whether who asks has the token or, where there is none, asks on this machine and for nobody else."""
    token = site().metrics_token
    if token:
        scheme, _space, told = request.headers.get("Authorization", "").partition(" ")
        return scheme.lower() == "bearer" and hmac.compare_digest(told.strip().encode(), token.encode())
    if any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def _begun() -> None:
    g.kb_begun = time.perf_counter()


def _answered(response: Response) -> Response:
    group = request.blueprint or (request.endpoint or "none").partition(".")[0]
    method = request.method if request.method in METHODS else "other"
    counted = _metrics()
    counted.requests.labels(group, method, str(response.status_code)).inc()
    if "kb_begun" in g:
        counted.seconds.labels(group).observe(time.perf_counter() - g.kb_begun)
    if group == UPLOADING and method in ("POST", "PUT", "PATCH") and response.status_code < 400:
        counted.uploaded.inc(request.content_length or 0)
    return response


class _OfCollection(Collector):
    """What the collection tells of itself when it is asked."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def collect(self) -> Iterable[Metric]:
        """Gives the figures of the moment; only that there are none where the store does not answer."""
        try:
            report = self._library.standing.report()
        except SystemFault:
            yield _gauge("kb_up", "Whether the store answers", 0)
            return
        yield _gauge("kb_up", "Whether the store answers", 1)
        yield from _of_work(report)
        yield from _of_index(report)
        yield from _of_disk(report)

    def describe(self) -> Iterable[Metric]:
        """Gives nothing, so that nothing is asked of the collection before it is needed."""
        return ()


def _of_work(report: Report) -> Iterator[Metric]:
    yield _gauge("kb_documents", "Documents that have been read", report.documents)
    yield _gauge("kb_passages", "Passages that can be found", report.passages)
    yield _gauge("kb_failed_files", "Files that could not be read", report.failures.count)
    waiting = {each.sort: each.count for each in report.queues}
    yield _gauges("kb_waiting", "Work that waits", "stage", waiting)
    oldest = {each.sort: each.oldest.total_seconds() for each in report.queues}
    yield _gauges("kb_waiting_oldest_seconds", "For how long the oldest of it waits", "stage", oldest)
    alive = [worker for worker in report.workers if worker.is_alive]
    yield _gauge("kb_workers", "Workers that are alive", len(alive))
    if report.workers:
        heard = max(worker.heard for worker in report.workers)
        yield _gauge("kb_worker_heard_seconds", "Since a worker was heard of", (report.at - heard).total_seconds())
    if report.backup.last is not None:
        age = (report.at - report.backup.last.made).total_seconds()
        yield _gauge("kb_backup_age_seconds", "Since the last backup", age)


def _of_index(report: Report) -> Iterator[Metric]:
    index = report.index
    yield _gauge("kb_index_documents", "Documents in the index", index.documents)
    yield _gauge("kb_index_passages", "Passages in the index", index.passages)
    yield _gauge("kb_index_generation", "Generation of the index", index.generation)
    yield _gauge("kb_index_current", "Whether the index is whole and of this release", int(index.is_current))


def _of_disk(report: Report) -> Iterator[Metric]:
    yield _gauge("kb_disk_free_bytes", "Free room on the disk of the data folder", report.disk.free)
    yield _gauge("kb_disk_total_bytes", "Size of the disk of the data folder", report.disk.total)
    taken = {place.name: place.size for place in report.disk.places if place.size is not None}
    yield _gauges("kb_disk_taken_bytes", "What is on it", "what", taken)


def _gauge(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(name, about, value=value)


def _gauges(name: str, about: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(name, about, labels=[label])
    for told, value in values.items():
        family.add_metric([told], value)
    return family
