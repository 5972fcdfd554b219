from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommissionersConfig(AppConfig):
    """Full-time commissioners for disabled people's affairs (残疾人专职委员)."""

    name = "zulian.commissioners"
    verbose_name = _("专职委员")

    def ready(self) -> None:
        from zulian.commissioners import (  # noqa: F401  (they register themselves)
            countables,
            due,
            fronts,
            indicators,
            ledgers,
            person_hooks,
            person_panels,
            todos,
        )
