"""The plans room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    name = "zulian.plans"
    verbose_name = _("任务办理")

    def ready(self) -> None:
        from zulian.indicators.keeping import keep_all
        from zulian.plans import (  # noqa: F401  (register what they offer)
            beginning,
            cells,
            decisions,
            goals,
            indicators,
            ledgers,
            page_names,
            todos,
        )
        from zulian.plans.services import closing  # noqa: F401  (declares its job)

        # The top room: all others have declared what they count.
        keep_all()
