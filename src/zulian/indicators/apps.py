from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """Measures over the registers (指标)."""

    name = "zulian.indicators"

    def ready(self) -> None:
        from zulian.indicators import fronts  # noqa: F401  (it registers itself)
