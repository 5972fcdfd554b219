from django.apps import AppConfig


class LeadershipConfig(AppConfig):
    """Offices, terms and inspections (领导班子)."""

    name = "zulian.leadership"

    def ready(self) -> None:
        from zulian.leadership import countables, due, indicators, ledgers, person_hooks, todos  # noqa: F401  (they register themselves)
