from django.apps import AppConfig


class CommissionersConfig(AppConfig):
    """Full-time commissioners for disabled people's affairs (残疾人专职委员)."""

    name = "zulian.commissioners"

    def ready(self) -> None:
        from zulian.commissioners import (  # noqa: F401  (they register themselves)
            countables,
            due,
            indicators,
            ledgers,
            person_hooks,
            person_panels,
            todos,
        )
