from django.apps import AppConfig


class CadresConfig(AppConfig):
    """Cadres, their posts and the reserve (干部和后备干部)."""

    name = "zulian.cadres"

    def ready(self) -> None:
        from zulian.cadres import countables, indicators, ledgers, person_hooks, todos  # noqa: F401  (they register themselves)
