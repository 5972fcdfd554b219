from django.apps import AppConfig


class VolunteersConfig(AppConfig):
    """Volunteers for disabled people (助残志愿者): section 三."""

    name = "zulian.volunteers"

    def ready(self) -> None:
        from zulian.volunteers import (  # noqa: F401  (they register themselves)
            countables,
            due,
            indicators,
            ledgers,
            person_hooks,
            person_panels,
            todos,
        )
