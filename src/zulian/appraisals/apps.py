from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppraisalsConfig(AppConfig):
    """Yearly appraisal of the units below (绩效考核) by the plan, and the letter of responsibility (目标责任书) that begins it."""

    name = "zulian.appraisals"
    verbose_name = _("绩效考核")

    def ready(self) -> None:
        from zulian.appraisals import plan_hooks, todos  # noqa: F401  (they register themselves)
