"""The ledgers of the associations room: the associations with their means, their members."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.associations.models import Association, Member
from zulian.associations.registers.bodies import ASSOCIATIONS as BODIES
from zulian.associations.registers.people import MEMBERS as PEOPLE
from zulian.associations.rules.figures import equipment
from zulian.associations.services.common import keep_up
from zulian.foundation.clock import today
from zulian.foundation.ledger import (
    Draft,
    Ledger,
    Row,
    by_key,
    match,
    register_ledger,
)
from zulian.foundation.ledger_cells import several_of
from zulian.foundation.ledger_columns import model_column, new_row
from zulian.foundation.scopes import active_scope, prefix_length
from zulian.leadership.models import Tie
from zulian.people.hooks import disabilities_of
from zulian.people.ledgers import by_number, find_people, person_columns, recognised_in, who
from zulian.people.models import Person
from zulian.regions.ledgers import home_column, open_book, region_column
from zulian.regions.models import Level


def read_equipment(text: str) -> str:
    """Equipment by its words, parted by commas or 、."""
    return ",".join(several_of(text, equipment(), _("没有“%(what)s”这项设备，可填：%(names)s。")))


def show_equipment(value: str) -> str:
    """Keys in words."""
    names = dict(equipment())
    return "、".join(names.get(key, key) for key in value.split(",") if key)


def identify(row: Row) -> str:
    """A place has one association of a kind."""
    return f"{row['org']}|{row['kind']}" if {"org", "kind"} <= row.keys() else ""


def find(drafts: list[Draft]) -> None:
    """What stands in the register."""
    wanted = by_key(drafts, lambda d: (d.values.get("org"), d.values.get("kind")))
    rows = Association.objects.filter(region_id__in={org for org, _kind in wanted if org})
    match(Association, wanted, (((row.region_id, row.kind), row) for row in rows))


def plan(draft: Draft) -> None:
    """An association that is due is filled in."""
    values = draft.values
    if prefix_length(values["org"]) not in {Level.CITY, Level.COUNTY}:
        draft.refuse("org", _("请填市或县（区）。"))
    if values.get("set_up_on") and values["set_up_on"] > today():
        draft.refuse("set_up_on", _("成立日期不能晚于今天。"))
    put = draft.said("set_up_on", "office", "area", "equipment", "contact", "about")
    there = Association in draft.found
    place = {"region_id": values["org"], "kind": values["kind"]}
    draft.puts[Association] = put if there else new_row(Association) | put | place


ASSOCIATIONS = Ledger(
    key="associations",
    name=gettext_lazy("专门协会"),
    rows=lambda: Association.objects.with_names().order_by("region_id", "id"),
    models=(Association,),
    columns=(
        home_column(Association, synonyms=("单位", "所在地区"), required=True),
        model_column(Association, "kind", required=True, fixed=True),
        model_column(Association, "set_up_on"),
        model_column(Association, "office", width=24),
        model_column(Association, "area", synonyms=("面积",)),
        model_column(
            Association,
            "equipment",
            read=read_equipment,
            show=show_equipment,
            width=30,
            several=lambda: [words for _key, words in equipment()],
        ),
        model_column(Association, "contact", width=24),
        model_column(Association, "about", width=30),
        model_column(Association, "staff_count", computed=True),
        model_column(Association, "member_count", name=gettext_lazy("会员数"), computed=True),
        model_column(Association, "term_until", computed=True),
        model_column(Association, "active_on", computed=True),
    ),
    identify=identify,
    find=find,
    plan=plan,
    prepare=open_book,
    counted=("kind",),
    filters=BODIES.filter_set,
    read="association.read",
    write="association.write",
    url="associations:association-list",
    note=gettext_lazy("每个市、县（区）五行；填了成立日期的，待成立即变为已成立。"),
)


# Members


def identify_member(row: Row) -> str:
    """A person is a member of an association once."""
    number = by_number(row)
    return (
        f"{number}|{row['org']}|{row['kind']}" if number and {"org", "kind"} <= row.keys() else ""
    )


def find_members(drafts: list[Draft]) -> None:
    """People of a chunk, the associations named, and who is a member already."""
    find_people(drafts)
    find_named(drafts)
    keys = by_key(
        drafts,
        lambda d: (
            (d.found[Person].pk, d.found[Association].pk)
            if {Person, Association} <= d.found.keys()
            else None
        ),
    )
    rows = Member.objects.filter(person_id__in={p for p, _a in keys}, left_on=None)
    match(Member, keys, (((row.person_id, row.association_id), row) for row in rows))


def find_named(drafts: list[Draft]) -> None:
    """The associations that rows name; several rows name one."""
    named = by_key(drafts, lambda d: (d.values.get("org"), d.values.get("kind")))
    rows = Association.objects.standing().filter(region_id__in={org for org, _kind in named if org})
    match(Association, named, (((row.region_id, row.kind), row) for row in rows))


def plan_member(draft: Draft) -> None:
    """A member of the group by the certificate on file; relatives join on the page, where the relation is checked."""
    values, association = draft.values, draft.found.get(Association)
    if association is None or not active_scope().holds(association.region_id):
        draft.refuse("org", _("本辖区没有这个协会，或还没有成立。"))
    person = who(draft)
    if Member in draft.found:
        draft.puts[Member] = {}
        return
    tie = values.get("tie", Tie.SELF)
    disability = disabilities_of([person.pk]).get(person.pk) if person else None
    if association is None:
        return
    if tie == Tie.SELF and (
        disability is None or disability.category not in association.categories
    ):
        draft.refuse("id_number", _("档案中没有这个人的本类别残疾人证。"))
    elif tie != Tie.SELF:
        draft.refuse("tie", _("亲属会员请在页面上登记，要核对所关联的残疾人。"))
    joined = values.get("joined_on") or today()
    if joined > today():
        draft.refuse("joined_on", _("入会日期不能晚于今天。"))
    put: Row = {
        "association_id": association.pk,
        "tie": tie,
        "through_id": None,
        "joined_on": joined,
    }
    draft.puts[Member] = new_row(Member) | put


def count_anew(written: dict[Any, list[Any]]) -> None:
    """The member counts of all associations named."""
    for pk in set(
        Member.objects.filter(pk__in=written.get(Member, [])).values_list(
            "association_id", flat=True
        )
    ):
        keep_up(pk)


MEMBERS = Ledger(
    key="association-members",
    name=gettext_lazy("协会会员"),
    rows=lambda: Member.objects.select_related("association__region", "person").order_by(
        "region_id", "id"
    ),
    models=(Person, Member),
    main=Member,
    links={Member: {"person_id": Person}},
    columns=(
        region_column(
            "org",
            gettext_lazy("协会所在地区"),
            get="region_id",
            synonyms=("单位",),
            required=True,
            fixed=True,
        ),
        model_column(Member, "association.kind", key="kind", required=True, fixed=True),
        *person_columns("person"),
        model_column(Member, "tie", fixed=True),
        model_column(Member, "joined_on", fixed=True),
        model_column(Member, "took_part_on", computed=True),
        model_column(Member, "left_on", computed=True),
    ),
    identify=identify_member,
    find=find_members,
    plan=plan_member,
    prepare=open_book,
    unmask=recognised_in(lambda: Member.objects.values("person")),
    after=count_anew,
    counted=("kind", "tie"),
    filters=PEOPLE.filter_set,
    read="association.read",
    write="association.write",
    reveal="person.reveal",
    url="associations:member-list",
    note=gettext_lazy("按身份证号和协会认人；本人须持本类别残疾人证。"),
)
register_ledger(ASSOCIATIONS, MEMBERS)
