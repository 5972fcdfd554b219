from django.apps import AppConfig


class GrassrootsConfig(AppConfig):
    """Grassroots organisations and their assessment (基层组织和达标评估)."""

    name = "zulian.grassroots"

    def ready(self) -> None:
        from zulian.grassroots import countables, due, indicators, ledgers, todos  # noqa: F401  (they register themselves)
        from zulian.grassroots.services import packs, settling  # noqa: F401  (declare their jobs)
