"""A task's numbers are its targets; what a task of before said without any stays, in words."""

from django.db import migrations


def keep_quantities(apps, schema_editor):
    """Add the words to the task's text, unless that has them."""
    tasks = apps.get_model("plans", "Task")._base_manager
    for task in (
        tasks.exclude(quantity="").filter(targets=None).only("pk", "text", "quantity").iterator()
    ):
        if task.quantity not in task.text:
            words = f"{task.text}\n数量要求：{task.quantity}".strip()
            tasks.filter(pk=task.pk).update(text=words)


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_given_on")]

    operations = [
        migrations.RunPython(keep_quantities, migrations.RunPython.noop),
        migrations.RemoveField("task", "quantity"),
    ]
