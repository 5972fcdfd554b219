"""What holds for every table of the house."""

from django.apps import AppConfig
from django.db.models.signals import pre_save
from django.utils.module_loading import autodiscover_modules


class FoundationConfig(AppConfig):
    """Rows are checked against their columns before they are written; keys that no column holds match nothing; a child is where its parent is."""

    name = "zulian.foundation"

    def ready(self) -> None:
        from zulian.foundation import checks, lookups  # noqa: F401  (register themselves)
        from zulian.foundation.belonging import declare
        from zulian.foundation.bounds import check_before_save

        autodiscover_modules("navigation")
        pre_save.connect(check_before_save, dispatch_uid="zulian.foundation.bounds")
        declare()
