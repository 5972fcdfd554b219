"""What Prometheus reads of jobs."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from zulian.foundation.metrics import Reading, register_readings
from zulian.ledgers.models import Job

HOURS = 24


def failed_jobs() -> dict[str, float]:
    """How many jobs of each kind failed within a day."""
    since = timezone.now() - timedelta(hours=HOURS)
    failed = Job.objects.filter(state=Job.State.FAILED, ended_at__gte=since)
    kinds = list(failed.values_list("kind", flat=True))
    return {kind: float(kinds.count(kind)) for kind in Job.Kind.values}


register_readings(
    Reading("zulian_failed_jobs", "Jobs that failed within a day", failed_jobs, "kind")
)
