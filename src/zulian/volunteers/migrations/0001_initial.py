"""The tables of version 0.2.0."""

from decimal import Decimal

import django.db.models.deletion
from django.db import migrations, models

import zulian.foundation.fields
import zulian.foundation.schema.operations


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("documents", "0001_initial"),
        ("people", "0001_initial"),
        ("regions", "0001_initial"),
    ]

    operations = [
        zulian.foundation.schema.operations.CreateModels(
            models=[
                migrations.CreateModel(
                    name="Unit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        ("kind", models.CharField(max_length=8)),
                        ("host", models.CharField(blank=True, max_length=60)),
                        ("leader", models.CharField(blank=True, max_length=40)),
                        ("phone", models.TextField(blank=True)),
                        ("place", models.CharField(blank=True, max_length=100)),
                        ("set_up_on", models.DateField(null=True)),
                        ("ended_on", models.DateField(null=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["kind", "region"], name="unit_kind")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("ended_on", None), models.Q(("kind", "brigade"), _negated=True)
                                ),
                                fields=("region", "kind"),
                                name="volunteer_unit_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on", None), ("kind", "brigade")),
                                fields=("region", "host"),
                                name="brigade_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Group",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "region",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        ("leader", models.CharField(blank=True, max_length=40)),
                        ("basis", models.CharField(blank=True, max_length=80)),
                        ("set_up_on", models.DateField(null=True)),
                        ("met_on", models.DateField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Member",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="members",
                                to="volunteers.group",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        ("department", models.CharField(max_length=8)),
                        ("name", models.CharField(max_length=40)),
                        ("title", models.CharField(blank=True, max_length=40)),
                        ("phone", models.TextField(blank=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("group", "department", "name"), name="member_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Meeting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        ("on", models.DateField()),
                        ("place", models.CharField(max_length=80)),
                        ("subject", models.CharField(max_length=100)),
                        ("agenda", models.TextField(max_length=2000)),
                        ("state", models.CharField(default="planned", max_length=8)),
                        ("minutes", models.TextField(blank=True, max_length=5000)),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="meetings",
                                to="volunteers.group",
                            ),
                        ),
                        (
                            "present",
                            models.ManyToManyField(related_name="+", to="volunteers.member"),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Decision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        ("text", models.CharField(max_length=200)),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        ("due", models.DateField()),
                        ("url", models.CharField(blank=True, max_length=200)),
                        ("done_on", models.DateField(null=True)),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="decisions",
                                to="volunteers.meeting",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Team",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        ("name", models.CharField(max_length=60)),
                        ("leader", models.CharField(max_length=40)),
                        ("phone", models.TextField(blank=True)),
                        ("host", models.CharField(blank=True, max_length=60)),
                        ("since", models.DateField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("region", "name"), name="volunteer_team_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Registration",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        ("languages", models.CharField(blank=True, max_length=60)),
                        ("times", models.PositiveIntegerField(default=0)),
                        ("radius", models.PositiveSmallIntegerField(default=5)),
                        ("vehicle", models.CharField(blank=True, max_length=4)),
                        ("own_disability", models.CharField(blank=True, max_length=60)),
                        ("education", models.CharField(blank=True, max_length=8)),
                        ("politics", models.CharField(default="other", max_length=6)),
                        ("employer", models.CharField(blank=True, max_length=60)),
                        ("guardian", models.CharField(blank=True, max_length=40)),
                        ("guardian_phone", models.TextField(blank=True)),
                        (
                            "region",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        ("name", models.CharField(max_length=60)),
                        ("id_number", models.TextField()),
                        ("id_index", zulian.foundation.fields.PlainField(max_length=32)),
                        ("phone", models.TextField()),
                        ("email", models.TextField(blank=True)),
                        ("contact_checked", models.BooleanField(default=False)),
                        ("consent", models.BooleanField(default=False)),
                        ("guardian_consent", models.BooleanField(default=False)),
                        ("skills", models.JSONField(default=list)),
                        (
                            "team",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="volunteers.team",
                            ),
                        ),
                        ("state", models.CharField(default="waiting", max_length=8)),
                        ("note", models.CharField(blank=True, max_length=200)),
                        ("page_key", models.CharField(max_length=32, unique=True)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.post",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["state", "region"], name="registration_list")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["waiting", "returned"])),
                                fields=("id_index",),
                                name="registration_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Volunteer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        ("languages", models.CharField(blank=True, max_length=60)),
                        ("times", models.PositiveIntegerField(default=0)),
                        ("radius", models.PositiveSmallIntegerField(default=5)),
                        ("vehicle", models.CharField(blank=True, max_length=4)),
                        ("own_disability", models.CharField(blank=True, max_length=60)),
                        ("education", models.CharField(blank=True, max_length=8)),
                        ("politics", models.CharField(default="other", max_length=6)),
                        ("employer", models.CharField(blank=True, max_length=60)),
                        ("guardian", models.CharField(blank=True, max_length=40)),
                        ("guardian_phone", models.TextField(blank=True)),
                        (
                            "person",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        ("number", zulian.foundation.fields.PlainField(max_length=20, unique=True)),
                        (
                            "team",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="volunteers",
                                to="volunteers.team",
                            ),
                        ),
                        (
                            "brigade",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="volunteers.unit",
                            ),
                        ),
                        ("skills", models.CharField(default=",", max_length=200)),
                        ("status", models.CharField(default="active", max_length=8)),
                        ("registered_on", models.DateField()),
                        ("verified_on", models.DateField(null=True)),
                        ("verified_how", models.CharField(blank=True, max_length=40)),
                        ("away_until", models.DateField(null=True)),
                        ("ended_why", models.CharField(blank=True, max_length=200)),
                        (
                            "hours",
                            models.DecimalField(
                                decimal_places=1, default=Decimal("0"), max_digits=8
                            ),
                        ),
                        ("stars", models.PositiveSmallIntegerField(default=0)),
                        ("times_served", models.PositiveIntegerField(default=0)),
                        ("last_served_on", models.DateField(null=True)),
                        ("trained_on", models.DateField(null=True)),
                        ("email", models.TextField(blank=True)),
                        ("page_key", models.CharField(max_length=32, unique=True)),
                        ("card_code", models.CharField(max_length=32, unique=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["region", "status"], name="volunteer_list")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "away"), _negated=True),
                                    ("away_until__isnull", False),
                                    _connector="OR",
                                ),
                                name="volunteer_away",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Qualification",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="qualifications",
                                to="volunteers.volunteer",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        ("key", models.CharField(max_length=10)),
                        ("on", models.DateField()),
                        ("until", models.DateField()),
                        ("proof", models.CharField(max_length=100)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("volunteer", "key"), name="qualification_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Activity",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        ("title", models.CharField(max_length=80)),
                        ("occasion", models.CharField(max_length=10)),
                        ("brand", models.CharField(blank=True, max_length=40)),
                        ("on", models.DateField()),
                        ("place", models.CharField(max_length=100)),
                        ("text", models.TextField(max_length=3000)),
                        ("entrance", models.CharField(max_length=4)),
                        ("toilet", models.CharField(max_length=4)),
                        ("signing", models.CharField(max_length=4)),
                        ("guiding", models.CharField(max_length=4)),
                        ("safety", models.TextField(max_length=2000)),
                        ("expected", models.PositiveIntegerField(default=0)),
                        ("state", models.CharField(default="draft", max_length=10)),
                        ("code", models.CharField(max_length=32, unique=True)),
                        ("reached", models.PositiveIntegerField(default=0)),
                        (
                            "cost",
                            models.DecimalField(
                                decimal_places=2, default=Decimal("0"), max_digits=10
                            ),
                        ),
                        ("summary", models.TextField(blank=True, max_length=3000)),
                        ("coverage", models.TextField(blank=True, max_length=1000)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["region", "on"], name="activity_list")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("region", "title", "on"), name="activity_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Slot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="slots",
                                to="volunteers.activity",
                            ),
                        ),
                        ("name", models.CharField(max_length=40)),
                        ("kind", models.CharField(max_length=10)),
                        ("start", models.TimeField()),
                        ("end", models.TimeField()),
                        ("places", models.PositiveSmallIntegerField()),
                        ("taken", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("end__gt", models.F("start")), ("places__gt", 0)
                                ),
                                name="slot_times",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("taken__lte", models.F("places"))),
                                name="slot_not_oversold",
                            ),
                            models.UniqueConstraint(
                                fields=("activity", "name", "start"), name="slot_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SignUp",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "slot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sign_ups",
                                to="volunteers.slot",
                            ),
                        ),
                        (
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sign_ups",
                                to="volunteers.volunteer",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        ("on", models.DateField()),
                        ("state", models.CharField(default="in", max_length=8)),
                        ("at", models.DateTimeField()),
                        ("came_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["volunteer", "on"], name="sign_up_day")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("slot", "volunteer"), name="sign_up_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Photo",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="photos",
                                to="volunteers.activity",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.attachment",
                            ),
                        ),
                        ("caption", models.CharField(max_length=80)),
                        ("consent", models.BooleanField(default=False)),
                    ],
                ),
                migrations.CreateModel(
                    name="Code",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        ("target_index", zulian.foundation.fields.PlainField(max_length=32)),
                        ("digest", models.CharField(max_length=64)),
                        ("at", models.DateTimeField()),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("used", models.BooleanField(default=False)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["target_index", "at"], name="code_target")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HelpNeed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                        ("name", models.CharField(max_length=60)),
                        ("phone", models.TextField(blank=True)),
                        ("place", models.TextField(blank=True)),
                        ("source", models.CharField(max_length=8)),
                        ("kind", models.CharField(max_length=10)),
                        ("text", models.CharField(max_length=300)),
                        ("on", models.DateField()),
                        ("start", models.TimeField()),
                        ("end", models.TimeField()),
                        ("repeat", models.CharField(blank=True, max_length=10)),
                        ("until", models.DateField(null=True)),
                        ("same_sex", models.BooleanField(default=False)),
                        (
                            "wished",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="volunteers.volunteer",
                            ),
                        ),
                        ("risk", models.CharField(default="low", max_length=6)),
                        ("state", models.CharField(default="new", max_length=8)),
                        ("note", models.CharField(blank=True, max_length=200)),
                        ("help_days", models.PositiveSmallIntegerField(null=True)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.post",
                            ),
                        ),
                        ("page_key", models.CharField(max_length=32, unique=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["region", "state"], name="help_need_list")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("end__gt", models.F("start"))),
                                name="need_times",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("repeat", ""), ("until__isnull", False), _connector="OR"
                                ),
                                name="need_until",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Service",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "need",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="services",
                                to="volunteers.helpneed",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        ("on", models.DateField()),
                        ("start", models.TimeField()),
                        ("end", models.TimeField()),
                        (
                            "volunteer",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="services",
                                to="volunteers.volunteer",
                            ),
                        ),
                        ("state", models.CharField(default="open", max_length=10)),
                        ("started_at", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("why", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["region", "state", "on"], name="service_list")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("need", "on", "start"), name="service_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("end__gt", models.F("start"))),
                                name="service_times",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("volunteer__isnull", False),
                                    models.Q(("state", "cancelled"), _negated=True),
                                ),
                                fields=("volunteer", "on"),
                                name="service_one_a_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["open", "cancelled"]),
                                    ("volunteer__isnull", False),
                                    _connector="OR",
                                ),
                                name="service_by_whom",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Offer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "service",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="offers",
                                to="volunteers.service",
                            ),
                        ),
                        (
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offers",
                                to="volunteers.volunteer",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("why", models.JSONField(default=list)),
                        ("answer", models.CharField(blank=True, max_length=10)),
                        ("note", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("answer", "")),
                                fields=("service",),
                                name="offer_one_open",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Stint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stints",
                                to="volunteers.volunteer",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        (
                            "service",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stint",
                                to="volunteers.service",
                            ),
                        ),
                        (
                            "sign_up",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stint",
                                to="volunteers.signup",
                            ),
                        ),
                        ("kind", models.CharField(max_length=10)),
                        ("day", models.DateField()),
                        ("start", models.DateTimeField()),
                        ("end", models.DateTimeField()),
                        ("hours", models.DecimalField(decimal_places=1, max_digits=4)),
                        ("how", models.CharField(max_length=8)),
                        ("confirmed_on", models.DateField(null=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["region", "day"], name="stint_list")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("end__gt", models.F("start")), ("hours__gt", 0)
                                ),
                                name="stint_times",
                            ),
                            models.UniqueConstraint(
                                fields=("volunteer", "start"), name="stint_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Feedback",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "service",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="feedback",
                                to="volunteers.service",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        ("side", models.CharField(max_length=10)),
                        ("mark", models.PositiveSmallIntegerField()),
                        ("text", models.CharField(blank=True, max_length=300)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("service", "side"), name="feedback_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("mark__gte", 1), ("mark__lte", 5)),
                                name="feedback_mark",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Concern",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "service",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="concerns",
                                to="volunteers.service",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        ("side", models.CharField(max_length=10)),
                        ("text", models.TextField()),
                        ("at", models.DateTimeField()),
                        ("state", models.CharField(default="open", max_length=6)),
                        ("outcome", models.TextField(blank=True)),
                        ("done_on", models.DateField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Training",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        ("title", models.CharField(max_length=80)),
                        ("on", models.DateField()),
                        ("place", models.CharField(max_length=80)),
                        ("hours", models.PositiveSmallIntegerField()),
                        ("keys", models.JSONField(default=list)),
                        ("code", models.CharField(max_length=32, unique=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("hours__gt", 0)),
                                name="volunteer_training_hours",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Trained",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "training",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="people",
                                to="volunteers.training",
                            ),
                        ),
                        (
                            "volunteer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="trainings",
                                to="volunteers.volunteer",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regions.region",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("passed", models.BooleanField(default=False)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("training", "volunteer"), name="trained_once"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
