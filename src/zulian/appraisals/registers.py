"""Registers of appraisal (绩效考核): schemes and their items."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.appraisals import forms
from zulian.appraisals.models import Scheme, SchemeItem, UnitResult
from zulian.appraisals.result_words import (
    each_words,
    marked_words,
)
from zulian.appraisals.room import READ, ROOM, WRITE
from zulian.appraisals.rules import COUNTED, TAKEN_OFF, Kind, short
from zulian.appraisals.services import marks, schemes
from zulian.foundation.detail import Button, ListItem
from zulian.registers.actions import Action, Add
from zulian.registers.register import Register
from zulian.registers.shown import Shown

State = Scheme.State
OURS = _("由制定考核办法的单位办理。")


def is_issuer(post: Post, row: Any) -> bool:
    """Whether a post is of the organisation that appraises."""
    scheme = row if isinstance(row, Scheme) else row.result.scheme
    return bool(scheme.region_id == post.region_id)


class SchemeRegister(Register):
    """Schemes, one for a plan: drawn up, handed down, counted, told, published."""

    model, room, tab, permission = Scheme, ROOM, "schemes", "plan"
    key, prefix, read, write = "scheme", "schemes/", READ, WRITE
    title = _("考核办法")
    intro = _(
        "按年度工作要点考核下一级单位：先定项目和分值，下达时生成各单位的目标责任书；完成情况由系统按任务和台账计分，评议项目由考核单位打分；结果告知各单位，异议期满后公布。"
    )
    columns = (
        "name",
        Shown("region__organisation", _("考核单位")),
        Shown("circular__year", _("年度")),
        "state",
        "told_on",
        "published_on",
    )
    facts = (
        Shown("region__organisation", _("考核单位")),
        Shown("circular", _("工作要点"), leads="circular"),
        *("issued_on", "scored_on", "told_on"),
        "objection_until",
        "published_on",
    )
    filters = ("state", "circular__year")
    search = ("name__contains",)
    panels = (SchemeItem,)
    beside = (UnitResult,)
    actions = (
        Add(
            key="draw-up",
            label=_("起草考核办法"),
            service=lambda call: schemes.draw_up(call.post, **call.data),
            form=forms.SchemeForm,
            button=_("起草"),
            done=_("已起草，项目和分值可以修改，合计应为 100 分。"),
            leads_to=lambda scheme: str(scheme.get_absolute_url()),
        ),
        Action(
            key="issue",
            label=_("下达"),
            icon="send",
            service=lambda call: schemes.issue(call.pk, call.post),
            form=forms.IssueForm,
            inline=True,
            button=_("下达"),
            sources=[State.DRAFT],
            is_for=is_issuer,
            whose=OURS,
            is_open_for=lambda row: not schemes.gap_words(row),
            closed=schemes.gap_words,
            main=True,
            done=_("已下达，各单位的目标责任书可以下载、签订。"),
        ),
        Action(
            key="count",
            label=_("重新计分"),
            icon="refresh",
            service=lambda call: schemes.count(call.pk, call.post),
            sources=[State.ISSUED],
            is_for=is_issuer,
            whose=OURS,
            done=_("已按今天的任务和台账计分。"),
        ),
        Action(
            key="recall",
            label=_("收回修改"),
            icon="arrow-back-up",
            service=lambda call: schemes.recall(call.pk, call.post, call.data["reason"]),
            form=forms.RecallForm,
            intro=_("收回后各单位的目标责任书作废，项目和分值可以修改，改好再下达。"),
            button=_("收回"),
            sources=[State.ISSUED],
            is_for=is_issuer,
            whose=OURS,
            done=_("已收回，各单位已收到通知。"),
        ),
        Action(
            key="tell",
            label=_("告知结果"),
            icon="send",
            service=lambda call: schemes.tell(call.pk, call.post),
            form=forms.TellForm,
            button=_("告知"),
            sources=[State.ISSUED],
            is_for=is_issuer,
            whose=OURS,
            main=True,
            done=_("已告知各单位，异议期满后公布。"),
        ),
        Action(
            key="publish",
            label=_("公布结果"),
            icon="check",
            service=lambda call: schemes.publish(call.pk, call.post),
            form=forms.PublishForm,
            button=_("公布"),
            sources=[State.TOLD],
            is_for=is_issuer,
            whose=OURS,
            main=True,
            done=_("已公布。"),
        ),
        Action(
            key="item",
            label=_("添加"),
            title=_("添加考核项目"),
            icon="plus",
            service=lambda call: schemes.add_item(call.pk, call.post, call.data),
            form=forms.SchemeItemForm,
            sources=[State.DRAFT],
            is_for=is_issuer,
            whose=OURS,
            panel="item",
            button=_("添加"),
            done=_("已添加。"),
        ),
        Action(
            key="rename",
            label=_("修改名称"),
            service=lambda call: schemes.rename(call.pk, call.post, call.data["name"]),
            fields=("name",),
            sources=[State.DRAFT],
            is_for=is_issuer,
            whose=OURS,
        ),
        Action(
            key="drop",
            label=_("删除"),
            icon="x",
            service=lambda call: schemes.drop(call.pk, call.post),
            sources=[State.DRAFT],
            is_for=is_issuer,
            whose=OURS,
            done=_("已删除。"),
            leads_to=lambda _done: ROOM.url("scheme-list"),
        ),
    )

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """The table of the results, for those who may read all of them."""
        acts = super().acts(row, post, panel)
        is_open = row.state == State.PUBLISHED or is_issuer(post, row)
        if panel or row.state == State.DRAFT or not is_open:
            return acts
        return [*acts, Button(_("汇总表"), ROOM.url("scheme-summary", row.pk), "download")]

    def alert(self, post: Post, row: Any) -> str:
        """What keeps a draft from being handed down."""
        return schemes.gap_words(row) if row.state == State.DRAFT else ""


class SchemeItemRegister(Register):
    """Items of a scheme."""

    model, room, tab, permission = SchemeItem, ROOM, "schemes", "plan"
    key, prefix, read, write = "item", "items/", READ, WRITE
    parent, has_page, has_list, empty = "scheme", False, False, _("还没有考核项目。")
    related = ("scheme",)
    columns = ("title", "kind", "points", "rule")
    actions = (
        Action(
            key="marks",
            label=_("逐单位打分"),
            service=lambda call: marks.judge_all(call.pk, call.post, call.data["column"]),
            form=forms.ColumnForm,
            intro=marked_words,
            is_open_for=lambda row: (
                row.scheme.state in {State.ISSUED, State.TOLD} and row.kind not in COUNTED
            ),
            is_for=lambda post, row: row.region_id == post.region_id,
            whose=OURS,
            done=_("已保存，总分和名次随之更新。"),
        ),
        Action(
            key="change",
            label=_("修改"),
            title=_("修改考核项目"),
            service=lambda call: schemes.change_item(call.pk, call.post, call.data),
            form=forms.SchemeItemForm,
            is_open_for=lambda row: row.scheme.state == State.DRAFT,
            is_for=lambda post, row: row.region_id == post.region_id,
            whose=OURS,
        ),
        Action(
            key="drop",
            label=_("删除"),
            icon="x",
            service=lambda call: schemes.drop_item(call.pk, call.post),
            is_open_for=lambda row: row.scheme.state == State.DRAFT,
            is_for=lambda post, row: row.region_id == post.region_id,
            whose=OURS,
            done=_("已删除。"),
        ),
    )

    def item(self, row: Any, post: Post) -> ListItem:
        kind = str(row.get_kind_display())
        most = {
            Kind.BONUS: gettext("最多加 %(n)s 分"),
            **dict.fromkeys(TAKEN_OFF, gettext("最多扣 %(n)s 分")),
        }.get(Kind(row.kind), gettext("%(n)s 分"))
        words = [kind if kind != row.title else "", most % {"n": short(row.points)}]
        if row.each is not None:
            words.append(each_words(row))
        words.append(row.rule)
        acts = self.acts(row, post)
        return ListItem(row.title, "", " · ".join(filter(None, words)), "", "", acts)


SCHEMES = SchemeRegister()
ITEMS = SchemeItemRegister()
