"""The register of forms that units made themselves: read from Excel, changed as drafts, in force from a day on, ended."""

from __future__ import annotations

from datetime import date
from operator import methodcaller
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.foundation.clock import today
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.registers.actions import Action, Add, is_own
from zulian.registers.register import Register
from zulian.registers.shown import Shown, choice_of
from zulian.statistics import own_form_forms as forms
from zulian.statistics.formulas import check_words
from zulian.statistics.models import OwnForm
from zulian.statistics.room import LEAD, READ, ROOM
from zulian.statistics.services import own_forms
from zulian.statistics.shown import column_words, described

State = OwnForm.State
PAGE = methodcaller("get_absolute_url")


def read_words(form: OwnForm) -> str:
    """What came of a file."""
    others = max(len(form.read["tables"]) - 1, 0)
    words = gettext("已读入“%(sheet)s”：%(lines)d 行、%(columns)d 列，请核对后保存。") % {
        "sheet": form.read["sheet"],
        "lines": len(form.data["lines"]),
        "columns": len(form.data["columns"]),
    }
    return words + gettext("文件里还有 %(n)d 张表，可以换。") % {"n": others} if others else words


def has_sheets(row: OwnForm) -> bool:
    """Whether another sheet of the file may be read instead."""
    return len(row.read.get("tables", ())) > 1


class OwnFormRegister(Register):
    """Forms of one's own unit, those of the units above once in force, and those of the units below."""

    model = OwnForm
    room, tab, permission, key, prefix = ROOM, "forms", "statistic", "own-form", "own-forms/"
    read, write = READ, LEAD
    title = _("自制报表")
    intro = _("省、市、县按本地的报表自己做：上传 Excel，核对每行的来源，启用后就能布置。")
    template = "statistics/own_form.html"
    columns = (
        *("name", "version", "region", "kind", "period", "since", "until", "state"),
        Shown("lines", _("行数"), lambda row: len(row.data.get("lines", ())), is_figure=True),
    )
    facts = (
        *("number", "kind", "period", "lowest"),
        Shown("region__organisation", _("制定单位")),
        *("version", "since", "until", "source"),
    )
    filters = ("name", "kind", "state")
    search = ("name__contains",)
    actions = (
        Add(
            key="upload",
            label=_("上传 Excel"),
            title=_("上传自制报表"),
            icon="upload",
            form=forms.SheetForm,
            service=lambda call: own_forms.take_in(call.post, call.data["file"]),
            intro=_("读入后是草稿：表头、行次、单位和合计按表推定，核对保存后才能启用。"),
            button=_("读入"),
            done=read_words,
        ),
        Action(
            key="edit",
            label=_("核对和修改"),
            form=forms.TableForm,
            service=lambda call: own_forms.change(call.pk, call.post, call.data),
            sources=[State.DRAFT],
            main=True,
            intro=_("名称留空的列和行不要；名称前面空两格表示下一层。"),
        ),
        Action(
            key="enable",
            label=_("启用"),
            icon="check",
            form=forms.EnableForm,
            service=lambda call: own_forms.enable(call.pk, call.post, call.data["since"]),
            sources=[State.DRAFT],
            is_open_for=lambda row: not own_forms.trouble_of(row),
            closed=own_forms.trouble_of,
            starts=lambda row: {"since": today()},
            intro=_("从这一天起可以布置；上一版本到这一天为止，已经布置的仍按原来的版本填报。"),
            button=_("启用"),
            done=_("已启用，可以在“报表”里布置。"),
        ),
        Action(
            key="sheet",
            label=_("换一张工作表"),
            icon="table",
            form=forms.ChooseSheetForm,
            service=lambda call: own_forms.choose_sheet(call.pk, call.post, call.data["sheet"]),
            sources=[State.DRAFT],
            is_open_for=has_sheets,
            button=_("读这一张"),
            done=read_words,
        ),
        Action(
            key="version",
            label=_("修改（另立新版本）"),
            icon="edit",
            service=lambda call: own_forms.new_version(call.pk, call.post),
            sources=[State.FORCE, State.ENDED],
            done=_("新版本草稿已建立，修改后启用。"),
            leads_to=PAGE,
        ),
        Action(
            key="end",
            label=_("停用"),
            icon="ban",
            service=lambda call: own_forms.end(call.pk, call.post),
            sources=[State.FORCE],
            done=_("已停用，布置过的仍可填报。"),
        ),
        Action(
            key="drop",
            label=_("删除草稿"),
            icon="x",
            service=lambda call: own_forms.drop(call.pk, call.post),
            sources=[State.DRAFT],
            done=_("草稿已删除。"),
            leads_to=lambda _none: ROOM.url("forms"),
        ),
    )

    def may_act(self, post: Post, row: Any) -> bool:
        return is_own(post, row)

    def refusal(self, post: Post, row: Any) -> Any:
        return _("报表由制定它的单位修改。")

    def state_of(self, row: Any) -> tuple[str, Any]:
        """By the day: one that begins later, and one that holds until its next version does, say so."""
        return state_on(row, today())

    def alert(self, post: Post, row: Any) -> Any:
        """What must be done before a draft comes into force."""
        is_draft = row.state == State.DRAFT and self.may_act(post, row)
        return own_forms.trouble_of(row) if is_draft else ""

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """Beside the actions: the table with today's numbers of one's own unit."""
        acts = super().acts(row, post, panel)
        return [*acts, Button(_("预览"), ROOM.url("own-form-preview", row.pk), "eye")]

    def context(self, request: PostRequest, row: Any) -> dict[str, Any]:
        """Its lines with where their numbers come from, its columns and checks."""
        layout = row.layout
        return {
            "lines": described(layout, heads=True),
            "columns": [column_words(column) for column in layout.columns],
            "checks": [check_words(check) for check in row.data.get("checks", ())],
            "notes": layout.notes,
        }

    def cards_beside(self, row: Any, post: Post) -> list[Panel]:
        """Its other versions."""
        versions = self.rows().filter(code=row.code).exclude(pk=row.pk).order_by("-version")
        items = [item_of(one) for one in versions]
        return [Panel(gettext("其他版本"), items, "")] if items else []


def state_on(row: OwnForm, day: date) -> tuple[str, Any]:
    """The colour and the words of the state of a form on a day."""
    if row.state == State.FORCE and row.since and row.since > day:
        return State.DRAFT.color, _("待启用")
    if row.state == State.ENDED and row.until and row.until > day:
        return State.FORCE.color, State.FORCE.label
    return choice_of(row)


def item_of(row: OwnForm) -> ListItem:
    """A form as a line of a panel: whose it is, and from when to when it holds."""
    days = f"{row.since} — {row.until or ''}".strip(" —") if row.since else ""
    detail = " · ".join(filter(None, (row.region.organisation, days)))
    return ListItem(str(row), row.get_absolute_url(), detail, *state_on(row, today()))


OWN_FORMS = OwnFormRegister()
