"""Registers of files of cadres (干部档案): the files, their lines, trainings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.cadres import forms
from zulian.cadres.models import Cadre, Entry, Reserve, Training, quality
from zulian.cadres.room import ROOM
from zulian.cadres.services import files as services
from zulian.cadres.services import reserve
from zulian.cadres.services.quality import ISSUES, troubles, with_issues
from zulian.foundation.actor import current_actor
from zulian.foundation.audit import record
from zulian.foundation.cells import badge
from zulian.foundation.clock import today
from zulian.foundation.dates import born_before
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.leadership.forms import InspectionForm
from zulian.leadership.models import Inspection
from zulian.leadership.services import inspections
from zulian.people import hooks
from zulian.people.disabilities import CATEGORIES
from zulian.people.forms import person_in
from zulian.people.shown import person_link, photo_card, tie_words
from zulian.people.tables import name_filter
from zulian.regions.filters import LEVELS
from zulian.registers.actions import Action, Add, Call, Look
from zulian.registers.filters import ALL
from zulian.registers.register import Register
from zulian.registers.shown import Shown

ANY_ISSUE = (("any", _("任何问题")), *((issue.key, issue.name) for issue in ISSUES))


def by_age(rows: Any, name: str, value: Any) -> Any:
    """Files of people up to an age."""
    return rows.filter(person__birth__gt=born_before(today(), int(value) + 1))


def by_issue(rows: Any, name: str, value: str) -> Any:
    """Files with one issue, or with any."""
    return with_issues(rows, today(), () if value == "any" else (value,))


FILTERS = (
    name_filter(),
    "tie",
    django_filters.ChoiceFilter(
        field_name="category",
        label=_("残疾类别"),
        choices=CATEGORIES,
        empty_label=ALL,
        method=lambda rows, name, value: rows.filter(hooks.of_category(int(value))),
    ),
    "person__sex",
    "education",
    "party",
    django_filters.NumberFilter(
        "younger", label=_("年龄不超过"), min_value=18, max_value=99, method=by_age
    ),
    "sign",
    "strengths",
    django_filters.ChoiceFilter(
        field_name="region__level", label=_("层级"), choices=LEVELS, empty_label=ALL
    ),
    django_filters.ChoiceFilter(
        field_name="issue",
        label=_("待办问题"),
        choices=ANY_ISSUE,
        empty_label=_("不限"),
        method=by_issue,
    ),
)


def keeper_words(row: Cadre) -> str:
    """Who answers for the file."""
    return f"{row.keeper.user.name} {row.keeper}" if row.keeper else gettext("未指定")


def verified_words(row: Cadre) -> str:
    """When the file was verified, and by whom."""
    if row.verified_on is None:
        return gettext("尚未核实")
    return f"{row.verified_on} {row.verified_by.user.name if row.verified_by else ''}".strip()


def verified_cell(row: Cadre) -> Any:
    """The day of the verification, marked where it is too long ago."""
    return row.verified_on if row.is_current else badge("overdue", row.verified_on)


def comparison(rows: Sequence[Cadre]) -> str:
    """The address of a comparison."""
    return (
        f"{ROOM.url('cadre-compare')}?{urlencode({'pick': [row.pk for row in rows]}, doseq=True)}"
    )


def open_file(call: Call) -> Cadre:
    """Open the file of a person."""
    values = {name: call.data[name] for name in forms.FILE if name != "region"}
    return services.open_file(person_in(call.data), call.data["region"], call.post, values)


def nominate(call: Call) -> Reserve:
    """Nominate the cadre for a list."""
    return reserve.nominate(
        call.row, call.data["level"], call.data["direction"], call.data["reason"]
    )


def is_serving(row: Cadre) -> bool:
    """Whether a cadre is in service."""
    return row.status == Cadre.Status.SERVING


def is_free_for_a_list(row: Cadre) -> bool:
    """Whether a cadre may be nominated: in service, and on no list yet."""
    return is_serving(row) and not Reserve.objects.open().filter(cadre=row).exists()


def age_limits(row: Any) -> str:
    """Up to which age one is put onto the lists."""
    words = gettext(
        "年龄界限：市级 %(city)d 岁、县级 %(county)d 岁、乡级 %(township)d 岁（背景资料，可调整）。"
    )
    return str(words % quality(today(), current_actor().region)["reserve_age"])


def inspect(call: Call) -> Inspection:
    """Record an inspection of the cadre."""
    return inspections.inspect(
        call.row.person, call.post.region, call.post, inspections.Findings(**call.data)
    )


class CadreRegister(Register):
    """Files of cadres, one for each."""

    model = Cadre
    room, tab, permission = ROOM, "files", "cadre"
    key, ledger, state = "cadre", "cadres", "status"
    intro = _("残疾人干部和残联工作干部，每人一份。勾选两至四人可以并排对比。")
    columns = (
        *("person__name", "person__birth", "tie", "position", "education", "party", "region"),
        Shown("verified_on", value=verified_cell),
    )
    filters = FILTERS
    facts = (
        Shown("region__organisation", _("管理单位")),
        Shown("verified_on", value=verified_words),
        *("person__sex", "person__birth", "person__ethnicity"),
        Shown("tie", value=tie_words),
        *(
            "unit",
            "position",
            "grade",
            "since",
            "education",
            "school",
            "party",
            "party_since",
            "work_since",
        ),
        *("native_place", "profession", "sign", "languages", "strengths"),
        Shown("keeper", value=keeper_words),
        Shown("person__masked_id", _("人员档案"), person_link),
    )
    panels = (Entry,)
    beside = (Reserve, Training)
    looks = (Look("compare", _("对比所选"), comparison, "users"),)
    actions = (
        Add(
            label=_("新建档案"),
            title=_("新建干部档案"),
            service=open_file,
            form=forms.OpenForm,
            done=_("档案已建立，请补充经历和照片，再点“核实无误”。"),
        ),
        Action(
            key="verify",
            label=_("核实无误"),
            icon="check",
            service=lambda call: services.verify(call.pk, call.post),
            main=True,
            done=_("已记下今天核实无误。"),
        ),
        Action(
            key="change",
            label=_("修改"),
            title=_("修改档案"),
            service=lambda call: services.change(call.pk, call.data),
            form=forms.ChangeForm,
        ),
        Action(
            key="nominate",
            label=_("提名后备"),
            title=_("提名后备干部"),
            icon="plus",
            service=nominate,
            model=Reserve,
            fields=("level", "direction", "reason"),
            intro=age_limits,
            is_open_for=is_free_for_a_list,
            done=_("已提名，等会同组织部门审核。"),
            leads_to=lambda row: str(row.get_absolute_url()),
        ),
        Action(
            key="inspect",
            label=_("登记考察"),
            title=_("登记考察情况"),
            icon="plus",
            service=inspect,
            form=InspectionForm,
            permission="inspection.read",
            done=_("已保存，目前只有您能看。"),
            leads_to=lambda row: reverse("leadership:inspection", args=[row.pk]),
        ),
        Action(
            key="entry",
            label=_("添加"),
            title=_("添加档案记录"),
            icon="plus",
            service=lambda call: services.add_entry(call.pk, services.Line(**call.data)),
            form=forms.EntryForm,
            panel="entry",
            done=_("已添加。"),
        ),
        Action(
            key="training",
            label=_("安排培养锻炼"),
            icon="plus",
            service=lambda call: services.plan_training(call.pk, **call.data),
            model=Training,
            fields=("kind", "subject", "planned_on"),
            panel="training",
            many=True,
            done=_("已列入培养计划。"),
        ),
    )

    def opened(self, row: Any) -> None:
        record("cadre.read", row)

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("verified_by__user")

    def title_of(self, row: Any) -> str:
        return str(row.person.name)

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """Beside the actions: the appointment form."""
        acts = super().acts(row, post, panel)
        return (
            acts
            if panel
            else [*acts, Button(_("任免审批表"), ROOM.url("cadre-paper", row.pk), "file-text")]
        )

    def alert(self, post: Post, row: Any) -> SafeString | str:
        """What is wrong with the file, and what mends it."""
        lines = [(issue.name, words) for issue, words in troubles(row)]
        if not lines:
            return ""
        found = format_html_join("", "<li>{}：{}</li>", lines)
        return format_html(
            '<strong>{}</strong><ul class="m-0">{}</ul>', _("这份档案需要处理："), found
        )

    def cards_beside(self, row: Any, post: Post) -> list[Panel]:
        """What is kept of the cadre elsewhere: the photograph, terms in office, inspections for their circle."""
        cards = [_terms(row)]
        if row.person.photo_id and post.may("person.photo"):
            cards.insert(0, photo_card(row))
        if post.may("inspection.read"):
            cards.append(_inspections(row, post))
        return cards


def _terms(row: Cadre) -> Panel:
    items = [
        ListItem(
            f"{term.region.organisation} {term.office.title}",
            reverse("leadership:office", args=[term.office_id]),
            f"{term.since} — {term.ended_on or term.until} · {term.get_how_display()}",
        )
        for term in row.person.terms.with_names()
    ]
    return Panel(_("任职"), items, _("没有任职记录。"))


def _inspections(row: Cadre, post: Post) -> Panel:
    items = [
        ListItem(
            f"{inspection.on} {inspection.purpose}",
            reverse("leadership:inspection", args=[inspection.pk]),
        )
        for inspection in Inspection.objects.seen_by(post).filter(person=row.person)
    ]
    return Panel(_("考察"), items, _("没有您可以查看的考察材料。"))


class OfCadre(Register):
    """Rows of a file."""

    room, permission, parent, has_page = ROOM, "cadre", "cadre", False


class EntryRegister(OfCadre):
    """Lines of a file (履历), on its page by their kind."""

    model = Entry
    tab, has_list = "files", False
    key, prefix, empty = "entry", "entries/", _("没有记录。")
    actions = (
        Action(
            key="drop",
            label=_("删除"),
            icon="x",
            service=lambda call: services.drop_entry(call.pk),
            done=_("已删除。"),
        ),
    )

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("cadre__person")

    def cards_on(self, parent: Any, post: Post, acts: Iterable[Button]) -> list[Panel]:
        rows = list(self.rows().filter(cadre=parent))
        return [
            Panel(
                name,
                [self.item(row, post) for row in rows if row.kind == kind],
                self.empty,
                list(acts),
            )
            for kind, name in Entry.Kind.choices
        ]

    def item(self, row: Any, post: Post) -> ListItem:
        span = (
            f"{row.since:%Y.%m}—{f'{row.until:%Y.%m}' if row.until else ''} " if row.since else ""
        )
        return ListItem(f"{span}{row.text}", "", row.result, acts=self.acts(row, post))


CADRES = CadreRegister()
ENTRIES = EntryRegister()
