from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StatisticsConfig(AppConfig):
    """Statistical returns (统计报表): forms as data, filled from the registers, checked, judged level by level."""

    name = "zulian.statistics"
    verbose_name = _("统计报表")

    def ready(self) -> None:
        from zulian.statistics import todos  # noqa: F401  (they register themselves)
