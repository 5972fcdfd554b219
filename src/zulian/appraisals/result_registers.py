"""Registers of what units came to in an appraisal, and of their marks."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.appraisals import forms
from zulian.appraisals.models import Scheme, Score, UnitResult
from zulian.appraisals.registers import OURS, is_issuer
from zulian.appraisals.result_words import (
    described,
    how_counted,
    is_told_of,
    papers_words,
    shown_place,
    shown_total,
    tasks_behind,
    unmarked_words,
)
from zulian.appraisals.room import OWN, READ, ROOM, WRITE
from zulian.appraisals.rules import COUNTED, TAKEN_OFF, short
from zulian.appraisals.services import marks
from zulian.foundation.detail import Button, ListItem
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.registers.actions import Action, Call
from zulian.registers.register import Register
from zulian.registers.shown import Shown

State = Scheme.State
UNIT = Shown("region", _("单位"), lambda row: row.region.organisation)


class UnitResultRegister(Register):
    """What units came to: each sees its own, who appraises sees all, and all do once it is published."""

    model, room, tab, permission = UnitResult, ROOM, "results", "plan"
    key, prefix, read, write = "result", "results/", READ, OWN
    title = _("单位考核")
    columns = (
        UNIT,
        Shown("scheme__name", _("考核办法")),
        Shown("total", value=lambda row: shown_total(row)),
        Shown("place", value=lambda row: shown_place(row)),
    )
    facts = (
        UNIT,
        Shown("scheme", _("考核办法"), leads="scheme"),
        Shown("scheme__state", _("进度"), lambda row: row.scheme.get_state_display()),
        Shown("total", value=lambda row: shown_total(row)),
        Shown("place", value=lambda row: shown_place(row)),
        Shown("sum", _("总分怎样算出"), lambda row: how_counted(row)),
        Shown("scheme__objection_until", _("异议期至")),
    )
    parent, empty = "scheme", _("下达后列出各单位。")
    panels = (Score,)

    def rows_on(self, parent: Any) -> QuerySet[Any]:
        """Of a published scheme all units."""
        if isinstance(parent, Scheme) and parent.state == State.PUBLISHED:
            with scope(EVERYTHING):
                return super().rows_on(parent)
        return super().rows_on(parent).prefetch_related("scores__item")

    def title_of(self, row: Any) -> str:
        return str(row.region.organisation)

    def item_on(self, parent: Any, row: Any, post: Post) -> ListItem:
        url = row.get_absolute_url() if post.region.scope().holds(row.region_id) else ""
        total, place = shown_total(row), shown_place(row)
        words = [
            gettext("第 %(n)s 名") % {"n": place} if place else "",
            gettext("%(n)s 分") % {"n": total} if total else "",
            unmarked_words(row),
        ]
        return ListItem(row.region.organisation, url, " · ".join(filter(None, words)))

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """The letter of responsibility, which begins the year."""
        paper = Button(_("目标责任书"), ROOM.url("result-paper", row.pk), "download")
        return [*super().acts(row, post, panel), *([] if panel else [paper])]


def answer(call: Call) -> Score:
    """What becomes of an objection."""
    return marks.answer(call.pk, call.post, call.data["given"], call.data["reply"])


class ScoreRegister(Register):
    """Marks of a unit, item by item."""

    model, room, tab, permission = Score, ROOM, "results", "plan"
    key, prefix, read, write = "score", "scores/", READ, OWN
    parent, has_page, has_list, empty = "result", False, False, _("没有考核项目。")
    columns = (Shown("item__title", _("考核项目")), "counted", "given", "note")
    actions = (
        Action(
            key="judge",
            label=_("打分"),
            service=lambda call: marks.judge(call.pk, call.post, **call.data),
            form=forms.MarkForm,
            intro=described,
            permission=WRITE,
            is_for=is_issuer,
            whose=OURS,
            is_open_for=lambda row: row.result.scheme.state in {State.ISSUED, State.TOLD},
            done=_("已打分，总分和名次随之更新。"),
        ),
        Action(
            key="prove",
            label=_("上传佐证"),
            icon="paperclip",
            service=lambda call: marks.prove(call.pk, call.post, call.data["papers"]),
            form=forms.PapersForm,
            permission=OWN,
            is_for=lambda post, row: row.region_id == post.region_id,
            whose=_("佐证材料由被考核的单位上传。"),
            is_open_for=lambda row: (
                row.result.scheme.state == State.ISSUED or not marks.closed_words(row.result.scheme)
            ),
            button=_("上传"),
            done=_("已上传。"),
        ),
        Action(
            key="object",
            label=_("提出异议"),
            icon="alert-triangle",
            service=lambda call: marks.object_to(call.pk, call.post, call.data["ground"]),
            fields=("ground",),
            required=("ground",),
            intro=described,
            permission=OWN,
            is_for=lambda post, row: row.region_id == post.region_id,
            whose=_("异议由被考核的单位提出。"),
            is_open_for=lambda row: not row.ground and not marks.closed_words(row.result.scheme),
            closed=lambda row: marks.closed_words(row.result.scheme),
            button=_("提出"),
            done=_("已提出，等待答复。"),
        ),
        Action(
            key="answer",
            label=_("答复异议"),
            service=answer,
            form=forms.AnswerForm,
            permission=WRITE,
            is_for=is_issuer,
            whose=OURS,
            intro=lambda row: f"{described(row)}：{row.ground}",
            is_open_for=lambda row: (
                row.result.scheme.state == State.TOLD and bool(row.ground) and not row.reply
            ),
            main=True,
            button=_("答复"),
            done=_("已答复。"),
        ),
    )

    def title_of(self, row: Any) -> str:
        return str(row.item.title)

    def item(self, row: Any, post: Post) -> ListItem:
        """The mark, what it is made of, what was said of it."""
        sign = "−" if row.item.kind in TAKEN_OFF else ""
        knows = is_told_of(row.result)
        points = row.points if knows else row.counted
        mark = "—" if points is None else f"{sign if points else ''}{short(points)}"
        is_other = knows and row.given is not None and row.counted is not None
        words = [
            gettext("%(mark)s／%(most)s 分") % {"mark": mark, "most": short(row.item.points)},
            row.basis if row.item.kind in COUNTED else "",
            gettext("系统计分 %s 分") % short(row.counted) if is_other else "",
            gettext("核定：%s") % row.note if knows and row.given is not None and row.note else "",
            gettext("异议：%s") % row.ground if row.ground else "",
            gettext("答复：%s") % row.reply if row.reply else "",
            papers_words(row),
        ]
        is_open = bool(row.ground) and not row.reply
        state: tuple[str, Any] = ("reported", _("待答复")) if is_open else ("", "")
        said = format_html_join(" · ", "{}", ((word,) for word in words if word))
        return ListItem(row.item.title, tasks_behind(row), said, *state, self.acts(row, post))

    def rows(self) -> QuerySet[Any]:
        return super().rows().prefetch_related("papers")


RESULTS = UnitResultRegister()
SCORES = ScoreRegister()
