from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VolunteersConfig(AppConfig):
    """Volunteers for disabled people (助残志愿者): section 三."""

    name = "zulian.volunteers"
    verbose_name = _("志愿助残")

    def ready(self) -> None:
        from zulian.volunteers import (  # noqa: F401  (they register themselves)
            countables,
            due,
            fronts,
            indicators,
            ledgers,
            ledgers_units,
            person_hooks,
            person_panels,
            todos,
        )
