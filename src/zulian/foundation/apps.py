"""The foundation as a Django app."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "zulian.foundation"

    def ready(self) -> None:
        from zulian.foundation import checks  # noqa: F401  (registers the checks of a deployment)
