"""Django's `migrate`, which compares tables and not labels (`zulian.foundation.schema.states`)."""

from django.core.management.commands import migrate

from zulian.foundation.schema.states import TablesAutodetector


class Command(migrate.Command):
    autodetector = TablesAutodetector
