"""The certificates room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "zulian.certificates"
    verbose_name = _("残疾人证")

    def ready(self) -> None:
        from zulian.certificates import (  # noqa: F401  (register what they offer)
            countables,
            fronts,
            indicators,
            ledgers,
            ledgers_leaving,
            ledgers_national,
            person_cards,
            person_hooks,
            person_panels,
            todos,
        )
        from zulian.certificates.services import statistics  # noqa: F401  (declares what is counted)
