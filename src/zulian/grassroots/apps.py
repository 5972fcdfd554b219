from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GrassrootsConfig(AppConfig):
    """Grassroots organisations and their assessment (基层组织和达标评估)."""

    name = "zulian.grassroots"
    verbose_name = _("基层组织")

    def ready(self) -> None:
        from zulian.grassroots import countables, due, fronts, indicators, ledgers, todos  # noqa: F401  (they register themselves)
        from zulian.grassroots.services import packs, settling  # noqa: F401  (declare their jobs)
