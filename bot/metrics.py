"""Defines all metrics for operators in one place. No label holds a chat, a prompt or an address."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, generate_latest

WAITS = (1, 2, 5, 10, 15, 20, 30, 45, 60, 120, 300, 600, 3600)
"""Histogram bounds in seconds: a picture takes 6 to 8 s without queue and transfer."""


class Metrics:
    """Holds the metrics of one running bot."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for each counter tells nobody anything
        self._registry = CollectorRegistry()

        def counter(name: str, text: str, *labels: str) -> Counter:
            return Counter(f"huabot_{name}", text, labels, registry=self._registry)

        def wait(name: str, text: str) -> Histogram:
            return Histogram(f"huabot_{name}_seconds", text, ["kind"], buckets=WAITS, registry=self._registry)

        self.orders = counter("orders", "Orders taken in or turned away", "kind", "answer")
        self.jobs = counter("jobs", "Outcomes", "kind", "outcome")
        self.deliveries = counter("deliveries", "How deliveries ended", "kind", "way")
        self.calls = counter(
            "foreign_calls", "Calls to Telegram, the provider and the translation service", "method", "status"
        )
        self.retries = counter("retries", "Steps put off to be tried again", "step")
        self.callbacks = counter("callbacks", "Callbacks by what became of them", "result")
        self.media = counter("media", "Fetches of sources by what became of them", "result")
        self.taken = counter("updates_taken", "Times that another program with our token took the updates")
        self.bugs = counter("bugs", "Exceptions nobody expected", "where")
        self.log_dropped = counter(
            "log_lines_dropped", "Lines of the log that nobody read, or that could not be written"
        )
        self.paint_wait = wait("paint_wait", "From order to outcome")
        self.delivery_wait = wait("delivery_wait", "From outcome to the owner being told")
        self.queue = Gauge("huabot_jobs_live", "Jobs by the state they stand in", ["state"], registry=self._registry)
        self.ready = Gauge(
            "huabot_ready",
            "1 while this part is well: those of /readyz, and the disk",
            ["part"],
            registry=self._registry,
        )
        self.provider_open = Gauge(
            "huabot_provider_open", "1 while the provider's account takes orders", registry=self._registry
        )
        self.provider_open.set(1)

    def render(self) -> bytes:
        """Return all metrics in Prometheus' text format."""
        return generate_latest(self._registry)
