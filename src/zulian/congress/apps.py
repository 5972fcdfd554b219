from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CongressConfig(AppConfig):
    """Congresses of federations (换届)."""

    name = "zulian.congress"
    verbose_name = _("换届")

    def ready(self) -> None:
        from zulian.congress import (  # noqa: F401  (they register themselves)
            countables,
            handed,
            indicators,
            ledgers,
            person_hooks,
            todos,
        )
