"""The people room as a Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "zulian.people"

    def ready(self) -> None:
        from zulian.people import ledgers, todos  # noqa: F401  (register what they offer)
