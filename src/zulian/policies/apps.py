from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoliciesConfig(AppConfig):
    """Figures of policies as they are in force at a division, and what divisions chose (政策设定)."""

    name = "zulian.policies"
    verbose_name = _("政策设定")

    def ready(self) -> None:
        from zulian.policies import reading  # noqa: F401  (it says how choices are read)
