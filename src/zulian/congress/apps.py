from django.apps import AppConfig


class CongressConfig(AppConfig):
    """Congresses of federations (换届)."""

    name = "zulian.congress"

    def ready(self) -> None:
        from zulian.congress import countables, indicators, ledgers, person_hooks, todos  # noqa: F401  (they register themselves)
