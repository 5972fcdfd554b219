"""The regions room as a Django app."""

from django.apps import AppConfig


class RegionsConfig(AppConfig):
    name = "zulian.regions"

    def ready(self) -> None:
        from zulian.foundation.places import register_places
        from zulian.regions import ledgers  # noqa: F401  (registers its ledger)
        from zulian.regions.places import Divisions

        register_places(Divisions())
