"""The accounts room as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "zulian.accounts"

    def ready(self) -> None:
        from zulian.accounts import beginning_steps, ledgers, saved, todos  # noqa: F401  (register what they offer)
