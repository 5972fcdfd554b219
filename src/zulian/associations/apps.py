from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssociationsConfig(AppConfig):
    """Special associations of disabled people (专门协会): section 四."""

    name = "zulian.associations"
    verbose_name = _("专门协会")

    def ready(self) -> None:
        from zulian.associations import (  # noqa: F401  (they register themselves)
            countables,
            due,
            fronts,
            indicators,
            ledgers,
            person_hooks,
            person_panels,
            todos,
        )
