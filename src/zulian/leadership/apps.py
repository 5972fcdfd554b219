from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LeadershipConfig(AppConfig):
    """Offices, terms and inspections (领导班子)."""

    name = "zulian.leadership"
    verbose_name = _("领导班子")

    def ready(self) -> None:
        from zulian.leadership import (  # noqa: F401  (they register themselves)
            beginning,
            countables,
            due,
            fronts,
            indicators,
            ledgers,
            person_hooks,
            todos,
        )
