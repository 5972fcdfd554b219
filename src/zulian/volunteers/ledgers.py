"""The ledgers of the volunteers room: volunteers and their hours, in the terms of the ministry's exchange (MZ/T 061), and units."""

from __future__ import annotations

import secrets
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.foundation import bulk, clock
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
from zulian.foundation.scopes import active_scope
from zulian.people.headings import EDUCATION_WORDS
from zulian.people.ledgers import (
    by_number,
    columns_at,
    find_by_person,
    person_columns,
    recognised_in,
    refuse_other_name,
    who,
)
from zulian.people.models import Person
from zulian.regions.ledgers import home_column, open_book
from zulian.volunteers.ledgers_units import UNITS
from zulian.volunteers.models import Stint, Volunteer
from zulian.volunteers.models.registry import joined
from zulian.volunteers.registers import people, teams
from zulian.volunteers.rules.figures import age_on, hours_between
from zulian.volunteers.services import hours
from zulian.volunteers.services.common import catalogue, figures, words_of
from zulian.volunteers.services.registry import number_of


def read_skills(text: str) -> str:
    """Services by their words, parted by commas or 、."""
    return joined(several_of(text, catalogue(), _("没有“%(what)s”这项服务，可填：%(names)s。")))


def show_skills(value: str) -> str:
    """Keys of services in words."""
    return "、".join(words_of(key) for key in value.split(",") if key)


def find_volunteers(drafts: list[Draft]) -> None:
    """People of a chunk and the volunteers they are, wherever they serve."""
    find_by_person(Volunteer, drafts, Volunteer.objects.all)


# The ministry's word for what the register calls a service.
KIND = gettext_lazy("服务类别")
KEYS = ("skills", "radius", "vehicle", "languages", "education", "politics", "employer", "guardian")


def plan_volunteer(draft: Draft) -> None:
    """A new name is registered and counts as checked on the day of import; who is there already is corrected."""
    who(draft)
    values, there = draft.values, draft.found.get(Volunteer)
    put = draft.said(*KEYS)
    if there is not None:
        if not active_scope().holds(there.region_id):
            draft.refuse("id_number", _("这个人已在其他地区注册，请通过迁移办理。"))
        draft.puts[Volunteer] = put | ({"region_id": values["org"]} if "org" in values else {})
        return
    birth = draft.found[Person].birth if Person in draft.found else values.get("birth")
    if birth is not None and age_on(birth, today()) < figures()["youngest"]:
        draft.refuse("id_number", _("年满 %(n)d 周岁才能注册。") % {"n": figures()["youngest"]})
    if (
        birth is not None
        and age_on(birth, today()) < figures()["adult"]
        and not values.get("guardian")
    ):
        draft.refuse("guardian", _("未成年人请填写监护人。"))
    on = values.get("registered_on") or today()
    if on > today():
        draft.refuse("registered_on", _("注册日期不能晚于今天。"))
    draft.puts[Volunteer] = (
        new_row(Volunteer)
        | put
        | {
            "region_id": values["org"],
            "registered_on": on,
            "team_id": None,
            "brigade_id": None,
            "verified_on": today(),
            "verified_how": _("台账导入"),
            "number": f"~{secrets.token_hex(8)}",
        }
    )


def volunteer_locked(draft: Draft) -> tuple[str, str] | None:
    """Who has left or was removed stays in the register as they left."""
    volunteer = draft.found[Volunteer]
    if volunteer.status in {Volunteer.Status.ACTIVE, Volunteer.Status.AWAY}:
        return None
    return "id_number", _("这名志愿者%(state)s，不能用导入更改。") % {
        "state": volunteer.get_status_display()
    }


def number_new(written: dict[Any, list[Any]]) -> None:
    """New volunteers get their numbers."""
    fresh = list(
        Volunteer.objects.filter(pk__in=written.get(Volunteer, []), number__startswith="~")
    )
    for row in fresh:
        row.number = number_of(row)
    bulk.save(fresh, ["number"])


VOLUNTEERS = Ledger(
    key="volunteers",
    name=gettext_lazy("助残志愿者"),
    rows=lambda: Volunteer.objects.with_names().order_by("region_id", "id"),
    models=(Person, Volunteer),
    main=Volunteer,
    links={Volunteer: {"person_id": Person}},
    columns=(
        model_column(Volunteer, "number", text=True, computed=True, width=18),
        *person_columns("person"),
        home_column(Volunteer, synonyms=("服务区域", "所属区域"), required=True),
        model_column(
            Volunteer,
            "skills",
            name=KIND,
            read=read_skills,
            show=show_skills,
            synonyms=("服务项目", "服务意向"),
            width=30,
            several=lambda: [words for _key, words in catalogue()],
        ),
        model_column(Volunteer, "education", synonyms=EDUCATION_WORDS),
        model_column(Volunteer, "politics"),
        model_column(Volunteer, "employer", synonyms=("工作单位",), width=20),
        model_column(Volunteer, "languages"),
        model_column(Volunteer, "radius", name=gettext_lazy("服务半径"), width=10),
        model_column(Volunteer, "vehicle"),
        model_column(Volunteer, "guardian"),
        model_column(Volunteer, "registered_on", fixed=True),
        model_column(Volunteer, "status", computed=True),
        model_column(Volunteer, "hours", computed=True),
        model_column(Volunteer, "stars", computed=True),
        model_column(Volunteer, "verified_on", computed=True),
    ),
    identify=by_number,
    find=find_volunteers,
    plan=plan_volunteer,
    locked=volunteer_locked,
    prepare=open_book,
    unmask=recognised_in(lambda: Volunteer.objects.values("person")),
    after=number_new,
    counted=("status", "stars", "politics"),
    filters=people.VOLUNTEERS.filter_set,
    read="volunteer.read",
    write="volunteer.write",
    reveal="person.reveal",
    url="volunteers:volunteer-list",
    note=gettext_lazy(
        "与部级平台交换用同样的栏目（参照 MZ/T 061 的数据项，背景资料）：导出可直接上报，下载的名单可直接导入。"
    ),
)


# Hours


def read_kind(text: str) -> str:
    """One service by its words."""
    return read_skills(text).split(",")[1]


def identify_stint(values: Row) -> str:
    """A volunteer's stretch begins at one moment."""
    return (
        f"{values['id_number']}|{values['start']}"
        if {"id_number", "start"} <= values.keys()
        else ""
    )


def find_stints(drafts: list[Draft]) -> None:
    """Volunteers of a chunk and the stretches they have at the same moments."""
    find_volunteers(drafts)
    moments = by_key(
        drafts,
        lambda d: (d.found[Volunteer].pk, d.values.get("start")) if Volunteer in d.found else None,
    )
    rows = Stint.objects.filter(volunteer_id__in={key for key, _start in moments})
    match(Stint, moments, (((row.volunteer_id, row.start), row) for row in rows))


_stretches: ContextVar[dict[int, list[tuple[datetime, datetime, int]]] | None] = ContextVar(
    "zulian_stretches", default=None
)


def _prepare_stints() -> None:
    open_book()
    _stretches.set({})


def _overlapped(draft: Draft, volunteer: Volunteer) -> int | None:
    """The row of the same sheet whose time a row overlaps; a row that overlaps none is remembered."""
    stretches = _stretches.get()
    assert stretches is not None
    start, end = draft.values["start"], draft.values["end"]
    known = stretches.setdefault(volunteer.pk, [])
    for first, last, number in known:
        if first < end and start < last:
            return number
    known.append((start, end, draft.number))
    return None


def plan_stint(draft: Draft) -> None:
    """A stretch kept elsewhere: the volunteer is known here, and it overlaps nothing."""
    there, values = draft.found.get(Stint), draft.values
    volunteer = draft.found.get(Volunteer)
    if volunteer is None or not active_scope().holds(volunteer.region_id):
        draft.refuse("id_number", _("本辖区没有这个身份证号的注册志愿者。"))
    if Person in draft.found:
        refuse_other_name(draft, draft.found[Person])
    if there is not None:
        draft.puts[Stint] = {}
        return
    start, end = values["start"], values["end"]
    if (
        end <= start
        or end > clock.now()
        or end - start > timedelta(hours=figures()["longest_hours"])
    ):
        draft.refuse(
            "end",
            _("结束时间应晚于开始、不晚于现在，一次不超过 %(n)d 小时。")
            % {"n": figures()["longest_hours"]},
        )
    elif hours_between(start, end) <= 0:
        draft.refuse("end", _("不足半小时不计时长。"))
    if volunteer is None or draft.faults:
        return
    if Stint.objects.filter(volunteer=volunteer, start__lt=end, end__gt=start).exists():
        draft.refuse("start", _("这段时间与已有的服务记录重叠。"))
    elif (number := _overlapped(draft, volunteer)) is not None:
        draft.refuse("start", _("这段时间与本表第 %(n)d 行重叠。") % {"n": number})
    draft.puts[Stint] = {
        "volunteer_id": volunteer.pk,
        "service_id": None,
        "sign_up_id": None,
        "kind": values["kind"],
        "day": timezone.localdate(start),
        "start": start,
        "end": end,
        "hours": hours_between(start, end),
        "how": Stint.How.IMPORT,
        "confirmed_on": today(),
    }


def add_up(written: dict[Any, list[Any]]) -> None:
    """Hours of all volunteers named are counted anew; a sheet whose own rows overlap is refused as a whole."""
    keys = set(
        Stint.objects.filter(pk__in=written.get(Stint, [])).values_list("volunteer_id", flat=True)
    )
    for volunteer in Volunteer.objects.select_related("person").filter(pk__in=keys):
        hours.ensure_apart(volunteer)
        hours.recount(volunteer)


STINTS = Ledger(
    key="volunteer-hours",
    name=gettext_lazy("志愿服务记录"),
    rows=lambda: Stint.objects.with_names().order_by("region_id", "day", "id"),
    models=(Stint,),
    columns=(
        model_column(Stint, "volunteer.number", key="number", text=True, computed=True, width=18),
        *columns_at("volunteer.person", ("name", "id_number")),
        home_column(Stint, computed=True),
        model_column(
            Stint,
            "kind",
            name=KIND,
            read=read_kind,
            show=words_of,
            synonyms=("服务项目",),
            choices=lambda: [words for _key, words in catalogue()],
            required=True,
            fixed=True,
        ),
        model_column(Stint, "start", name=gettext_lazy("开始时间"), required=True, fixed=True),
        model_column(
            Stint, "end", name=gettext_lazy("结束时间"), required=True, fixed=True, width=20
        ),
        model_column(Stint, "hours", name=gettext_lazy("服务时长"), computed=True),
        model_column(Stint, "how", computed=True),
        model_column(Stint, "confirmed_on", computed=True),
    ),
    identify=identify_stint,
    find=find_stints,
    plan=plan_stint,
    prepare=_prepare_stints,
    unmask=recognised_in(lambda: Stint.objects.values("volunteer__person")),
    after=add_up,
    counted=("kind", "how"),
    filters=teams.STINTS.filter_set,
    read="volunteer.read",
    write="volunteer.write",
    reveal="person.reveal",
    url="volunteers:stint-list",
    note=gettext_lazy("其他平台的服务记录从这里导入：按身份证号和开始时间认行，重叠的不予登记。"),
)


# Units


register_ledger(VOLUNTEERS, STINTS, UNITS)
