"""The ledgers room as a Django app."""

from django.apps import AppConfig


class LedgersConfig(AppConfig):
    name = "zulian.ledgers"
