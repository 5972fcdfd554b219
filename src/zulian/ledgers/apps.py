"""The ledgers room as a Django app."""

from django.apps import AppConfig


class LedgersConfig(AppConfig):
    name = "zulian.ledgers"

    def ready(self) -> None:
        from zulian.ledgers import beginning, exports, readings, services, statistics  # noqa: F401  (declare what jobs do)
