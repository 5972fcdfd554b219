"""From which tasks points go off for lateness, and the last day to object, kept since the results were told."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import django.core.validators
from django.db import migrations, models

# Five working days, as the packaged policy said when the day was not kept yet.
WEEK = timedelta(days=7)


def fill(apps: Any, schema_editor: Any) -> None:
    """The last day to object of results that were told before it was kept."""
    schemes = apps.get_model("appraisals", "Scheme")._base_manager
    for scheme in schemes.filter(told_on__isnull=False):
        scheme.objection_until = scheme.told_on + WEEK
        scheme.save(update_fields=["objection_until"])


class Migration(migrations.Migration):
    dependencies = [("appraisals", "0002_papers")]
    operations = [
        migrations.AddField(
            model_name="schemeitem",
            name="late_by",
            field=models.CharField(
                choices=[
                    ("all", "每逾期一项，所辖各级的任务都算"),
                    ("own", "每逾期一项，只算本单位自己的任务"),
                    ("share", "每有 1% 的任务逾期"),
                ],
                default="all",
                help_text="只用于逾期扣分。",
                max_length=5,
                verbose_name="逾期怎样算",
            ),
        ),
        migrations.AlterField(
            model_name="schemeitem",
            name="each",
            field=models.DecimalField(
                blank=True,
                decimal_places=1,
                help_text="逾期扣分：每逾期一项，或每有 1% 的任务逾期，扣多少分。",
                max_digits=5,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(Decimal(0)),
                    django.core.validators.MaxValueValidator(Decimal(200)),
                ],
                verbose_name="每项扣分",
            ),
        ),
        migrations.AddField(
            model_name="scheme",
            name="objection_until",
            field=models.DateField(null=True, verbose_name="异议期至"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
