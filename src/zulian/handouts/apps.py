from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HandoutsConfig(AppConfig):
    """Notices, handbooks and things to learn that those they are meant for must read (通知传阅)."""

    name = "zulian.handouts"
    verbose_name = _("通知传阅")

    def ready(self) -> None:
        from zulian.handouts import todos  # noqa: F401  (it registers itself)
