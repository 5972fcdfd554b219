"""Registers of appraisal (绩效考核): schemes with their items, what each unit came to, its marks."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.appraisals import forms
from zulian.appraisals.models import Scheme, SchemeItem, Score, UnitResult
from zulian.appraisals.result_words import (
    described,
    each_words,
    how_counted,
    is_told_of,
    marked_words,
    papers_words,
    shown_place,
    shown_total,
    tasks_behind,
    unmarked_words,
)
from zulian.appraisals.room import OWN, READ, ROOM, WRITE
from zulian.appraisals.rules import COUNTED, TAKEN_OFF, Kind, short
from zulian.appraisals.services import marks, schemes
from zulian.foundation.detail import Button, ListItem
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.registers.actions import Action, Add, Call
from zulian.registers.register import Register
from zulian.registers.shown import Shown

State = Scheme.State
OURS = _("由制定考核办法的单位办理。")
UNIT = Shown("region", _("单位"), lambda row: row.region.organisation)


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


SCHEMES = SchemeRegister()
ITEMS = SchemeItemRegister()
RESULTS = UnitResultRegister()
SCORES = ScoreRegister()
