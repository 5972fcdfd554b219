"""The certificates room as a Django app."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "zulian.certificates"

    def ready(self) -> None:
        from zulian.certificates import (  # noqa: F401  (register what they offer)
            countables,
            indicators,
            ledgers,
            ledgers_leaving,
            ledgers_national,
            person_hooks,
            todos,
        )
        from zulian.certificates.services import statistics  # noqa: F401  (declares what is counted)
