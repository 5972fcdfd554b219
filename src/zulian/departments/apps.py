from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DepartmentsConfig(AppConfig):
    """Other departments (有关部门), who speaks for them, and letters to them (函) with what became of each."""

    name = "zulian.departments"
    verbose_name = _("部门协作")

    def ready(self) -> None:
        from zulian.departments import ledgers, todos  # noqa: F401  (they register themselves)
