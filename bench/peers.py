"""The peers: django-import-export on the same models and files, used as its documentation advises for many rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from import_export import fields, resources
from import_export.widgets import DateWidget, ForeignKeyWidget
from tablib import Dataset

from zulian.certificates.models import Certificate
from zulian.certificates.models.cards import CATEGORIES, GRADES
from zulian.certificates.rules.cards import read_number
from zulian.foundation.clock import today
from zulian.foundation.sealing import blind
from zulian.people.models import Person
from zulian.people.rules import read_id_number
from zulian.regions.models import Region


class People(resources.ModelResource):
    """People by their ID number."""

    name = fields.Field("name", "姓名")
    id_number = fields.Field("id_number", "身份证号")
    region = fields.Field("region", "户籍所在地", widget=ForeignKeyWidget(Region, "code"))
    phone = fields.Field("phone", "联系电话")
    address = fields.Field("address", "户籍地址")

    class Meta:
        model = Person
        fields = ("name", "id_number", "region", "phone", "address", "id_index")
        import_id_fields = ("id_index",)
        use_bulk, batch_size, skip_diff = True, 1000, True

    id_index = fields.Field("id_index", "id_index")

    def before_save_instance(self, instance: Person, row: Any, **_more: Any) -> None:
        found = read_id_number(instance.id_number, today())
        instance.birth, instance.sex, instance.ethnicity = found.birth, found.sex, "01"
        instance.index()


class Cards(resources.ModelResource):
    """Cards by their number, with the holder found by the ID number."""

    number = fields.Field("number", "残疾人证号")
    number_index = fields.Field("number_index", "number_index")
    person = fields.Field("person", "id_index", widget=ForeignKeyWidget(Person, "id_index"))
    region = fields.Field("region", "户籍所在地", widget=ForeignKeyWidget(Region, "code"))
    issued_on = fields.Field("issued_on", "发证日期", widget=DateWidget("%Y-%m-%d"))
    valid_until = fields.Field("valid_until", "有效期至", widget=DateWidget("%Y-%m-%d"))

    class Meta:
        model = Certificate
        fields = ("number", "number_index", "person", "region", "issued_on", "valid_until")
        import_id_fields = ("number_index",)
        use_bulk, batch_size, skip_diff = True, 1000, True

    def before_save_instance(self, instance: Certificate, row: Any, **_more: Any) -> None:
        found = read_number(instance.number, today())
        assert str(dict(CATEGORIES)[int(found.category)]) == row["残疾类别"]
        assert str(dict(GRADES)[found.grade]) == row["残疾等级"]
        instance.category, instance.grade = int(found.category), found.grade
        instance.parts = {str(int(found.category)): found.grade}
        instance.base_index = blind(instance.number[:20])


HEAD = ("姓名", "身份证号", "民族", "户籍所在地", "户籍地址", "联系电话", "残疾人证号")


def peer_import(path: Path) -> None:
    """Read the file and import it, people first."""
    data = Dataset().load(path.read_bytes(), format="xlsx")
    data.append_col(lambda row: blind(row[HEAD.index("身份证号")]), header="id_index")
    data.append_col(lambda row: blind(row[HEAD.index("残疾人证号")]), header="number_index")
    for resource in (People(), Cards()):
        done = resource.import_data(data, dry_run=False, raise_errors=True)
        assert not done.has_errors()


class CardsOut(resources.ModelResource):
    """The columns of our export."""

    class Meta:
        model = Certificate
        fields = (
            "person__name",
            "person__id_number",
            "person__sex",
            "person__birth",
            "person__ethnicity",
            "person__phone",
            "person__address",
            "region__name",
            "number",
            "category",
            "grade",
            "issued_on",
            "valid_until",
            "state",
        )


def peer_export(rows: int) -> None:
    """Export to xlsx through openpyxl."""
    found = Certificate.objects.select_related("person", "region").order_by("region_id", "id")[
        :rows
    ]
    assert CardsOut().export(queryset=found).export("xlsx")
