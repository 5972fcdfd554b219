"""Django's `makemigrations`, which compares tables and not labels (`zulian.foundation.schema.states`)."""

from django.core.management.commands import makemigrations

from zulian.foundation.schema.states import TablesAutodetector


class Command(makemigrations.Command):
    autodetector = TablesAutodetector
