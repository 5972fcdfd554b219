from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("grassroots", "0002_unsaid"),
    ]

    operations = [
        migrations.RenameField("organisation", "posts", "establishment"),
    ]
