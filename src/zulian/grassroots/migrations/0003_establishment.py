from typing import Any

from django.db import migrations

RENAME = "ALTER TABLE grassroots_organisation RENAME CONSTRAINT {} TO {}"
NAMES = "grassroots_organisation_posts_check", "grassroots_organisation_establishment_check"


def name_check(apps: Any, schema_editor: Any) -> None:
    """PostgreSQL names the check of a number after its column, and keeps that name when the column is renamed."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(RENAME.format(*NAMES))


def name_back(apps: Any, schema_editor: Any) -> None:
    """The name of before."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(RENAME.format(*reversed(NAMES)))


class Migration(migrations.Migration):
    dependencies = [
        ("grassroots", "0002_unsaid"),
    ]

    operations = [
        migrations.RenameField("organisation", "posts", "establishment"),
        migrations.RunPython(name_check, name_back),
    ]
