from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CadresConfig(AppConfig):
    """Cadres, their offices and the reserve (干部和后备干部)."""

    name = "zulian.cadres"
    verbose_name = _("干部队伍")

    def ready(self) -> None:
        from zulian.cadres import countables, indicators, ledgers, person_hooks, todos  # noqa: F401  (they register themselves)
