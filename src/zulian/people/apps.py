"""The people room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "zulian.people"
    verbose_name = _("残疾人档案")

    def ready(self) -> None:
        from zulian.people import ledgers, todos  # noqa: F401  (register what they offer)
