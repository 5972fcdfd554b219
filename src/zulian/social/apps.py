from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SocialConfig(AppConfig):
    """Social organisations (残疾人社会组织) and services bought from them: section 四（五）."""

    name = "zulian.social"
    verbose_name = _("社会组织")

    def ready(self) -> None:
        from zulian.social import (  # noqa: F401  (they register themselves)
            countables,
            fronts,
            handed,
            indicators,
            ledgers,
            person_hooks,
            todos,
        )
