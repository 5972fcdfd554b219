"""The register of cases (办件): where each stands, by when, and what can be done on it."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from functools import cached_property
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.certificates.models import Case, State, Step
from zulian.certificates.models.assessment import words as categories_in_words
from zulian.certificates.models.cases import KINDS
from zulian.certificates.registers import case_words as words_of
from zulian.certificates.registers.case_steps import ACTIONS, paused_words
from zulian.certificates.registers.common import HIDDEN, OfSworn, called, noted, unsworn
from zulian.certificates.room import COUNTER
from zulian.certificates.services.common import whole
from zulian.certificates.services.promises import missing_promises
from zulian.certificates.services.standstill import standstill
from zulian.foundation.audit import record
from zulian.foundation.clock import today
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.foundation.filters import FilterSet
from zulian.registers.dates import Day
from zulian.registers.filters import ALL
from zulian.registers.shown import Shown, state_of

SCOPES = (("running", _("在办")), ("late", _("超时限")), ("paused", _("暂停")))


class CaseFilter(FilterSet):
    """By name, kind, state, lateness; the statistics lead to those that finished a step in a year."""

    words = django_filters.CharFilter(label=_("姓名"), method=called, max_length=60)
    kind = django_filters.ChoiceFilter(label=_("办件类别"), choices=KINDS, empty_label=ALL)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=State.choices, empty_label=ALL)
    scope = django_filters.ChoiceFilter(
        label=_("范围"), choices=SCOPES, method="by_scope", empty_label=ALL
    )
    step = django_filters.ChoiceFilter(
        label=_("办完的环节"), choices=State.choices, method="by_step", widget=HIDDEN
    )
    year = django_filters.NumberFilter(
        label=_("年度"), method="by_step", min_value=2000, max_value=2999, widget=HIDDEN
    )
    slow = django_filters.ChoiceFilter(
        label=_("超时"), choices=[("yes", _("超时"))], method="by_step", widget=HIDDEN
    )

    def by_step(self, rows: Any, name: str, value: Any) -> Any:
        """Cases that finished the step `step` in `year`, only late ones with `slow`: the rows behind a figure."""
        chosen = self.form.cleaned_data
        if name != "step":
            return rows
        done = Step.objects.filter(state=value, left_on__isnull=False)
        if chosen.get("year"):
            done = done.filter(left_on__year=int(chosen["year"]))
        return rows.filter(
            pk__in=(done.filter(late=True) if chosen.get("slow") else done).values("case_id")
        )

    def by_scope(self, rows: Any, name: str, value: str) -> Any:
        if value == "late":
            return rows.late(today())
        return rows.running() if value == "running" else rows.exclude(paused_on=None)


class CaseRegister(OfSworn):
    """Cases, what is due first on top. Only the county whose turn it is acts on one."""

    model, key, prefix, tab, permission = Case, "case", "cases/", "cases", "certificate"
    dates = (Day("due", "ended_on", name=_("办件时限")),)
    template = "certificates/case.html"
    columns = (Shown("person__name", _("申请人")), "kind", "state", "due", "region", "arrived_on")
    actions = ACTIONS
    facts = (
        Shown("number", _("办件编号")),
        Shown("person__name", _("申请人"), leads="person"),
        *("region", "to_region", "taken_at", "doubted_on"),
        Shown(
            "arrived_on", _("申请／受理"), lambda row: f"{row.arrived_on}／{row.accepted_on or '—'}"
        ),
        "reason",
        Shown("change_words", _("变更内容")),
        Shown("wanted", _("申请评定的类别"), lambda row: categories_in_words(row.wanted)),
        Shown("certificate", _("原证记载"), words_of.former_words),
        Shown("result", _("结果"), words_of.result_words),
        Shown("found_on", _("结论和告知"), words_of.told_words),
        Shown("publish_until", _("公示"), words_of.published_words),
        Shown("signers", _("共同签署"), lambda row: "、".join(row.signers)),
        Shown("certificate__masked_number", _("证件"), leads="certificate"),
        Shown("handed_to", _("领取")),
        Shown(
            "collect_there",
            _("领取地"),
            lambda row: gettext("受理地发放，户籍地制证后寄去") if row.collect_there else "",
        ),
        Shown("at_home", _("上门"), words_of.home_words),
        "verdict",
        Shown("procedure", _("依据"), lambda row: f"{noted(row.procedure)}\n{noted(row.routes)}"),
    )

    def opened(self, row: Any) -> None:
        record("case.read", row)

    @cached_property
    def filter_set(self) -> type[django_filters.FilterSet]:
        return CaseFilter

    def list_rows(self) -> QuerySet[Any]:
        return self.rows().due_first()  # type: ignore[attr-defined,no-any-return]

    def may_act(self, post: Post, row: Any) -> bool:
        counties = {row.county, row.region_id[:6], row.home_id[:6]}
        return post.region_id[:6] in counties and super().may_act(post, row)

    def refusal(self, post: Post, row: Any) -> Any:
        return unsworn(post) or row.ended_words or _("这件业务现在由另一个县（区）残联办理。")

    def title_of(self, row: Any) -> str:
        return f"{row.person.name} · {row.get_kind_display()}"

    def line_of(self, row: Any) -> str:
        """Whoever judges several at once sees the result of each, and who has no photo."""
        photo = "" if row.person.photo_id else gettext("没有照片")
        return " · ".join(filter(None, (self.title_of(row), row.said, photo)))

    def state_of(self, row: Any) -> tuple[str, Any] | None:
        """Paused and late outweigh the state."""
        words = row.get_state_display()
        if row.paused_on:
            return "dropped", f"{gettext('暂停')}·{words}"
        return ("overdue", f"{gettext('超时')}·{words}") if row.is_late else state_of(row, "state")

    def alert(self, post: Post, row: Any) -> str:
        if row.paused_on:
            return paused_words(row)
        if row.state == State.CHECK:
            return words_of.doubtful_words(row)
        if row.state in {State.PRODUCE, State.HANDOVER} and (words := standstill(row)):
            return words
        if row.state == State.MATERIALS and row.lacks_guardian:
            return gettext("须由监护人代为申请：请在档案中登记监护人，并补收监护人材料后再受理。")
        if words := words_of.nothing_found_words(row):
            return words
        return gettext("意见：%(words)s") % {"words": row.verdict} if row.verdict else ""

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """The next step at the key 1; papers to print; then what is done more rarely."""
        acts = [
            replace(act, key="1") if act.main else act for act in super().acts(row, post, panel)
        ]
        steps = sum(act.main for act in acts)
        return [*acts[:steps], *self._papers(row, post), *acts[steps:]]

    def _papers(self, row: Case, post: Post) -> list[Button]:
        papers, url = [], self.url("forms", row.pk)
        if post.may(COUNTER):
            papers = [
                Button(_("打印表格"), url, "printer", key="p"),
                Button("Word", f"{url}?kind=docx", "file-text"),
                Button(_("打印回执"), f"{url}?which=receipt", "printer"),
                Button(_("下一位"), self.room.url("counter"), key="n"),
            ]
            if row.state == State.HANDOVER:
                papers.append(Button(_("打印制证单"), f"{url}?which=card", "printer"))
        if row.state == State.UNQUALIFIED:
            papers.append(Button(_("告知书"), self.url("letter", row.pk), "download"))
        return papers

    def context(self, request: PostRequest, row: Any) -> dict[str, Any]:
        return {
            "intro": " · ".join(filter(None, (words_of.owner_words(row), words_of.due_words(row)))),
            "way": words_of.crumbs(row),
            "person": row.person,
            "missing": missing_promises(request.post, today()),
        }

    def cards(self, row: Any, post: Post) -> list[Panel]:
        """Assessment, materials, objections, as far as there are any.

        A county that only took the case in sees the materials; both counties of a transfer see what was found.
        """
        with whole():
            materials = [words_of.material_item(item, post) for item in row.materials.all()]
        with whole() if row.to_region_id or row.moved_to_id else nullcontext():
            assessed = self._assessed(row)
            objected = [words_of.objection_item(each, post) for each in row.objections.all()]
        titled = ((_("评定"), assessed), (_("材料"), materials), (_("异议"), objected))
        return [Panel(title, items, "") for title, items in titled if items]

    def _assessed(self, row: Any) -> list[ListItem]:
        """Orders and what was found."""
        findings = row.findings.select_related("by__user", "order")
        return [
            *(words_of.order_item(order) for order in row.orders.select_related("hospital")),
            *(words_of.finding_item(finding) for finding in findings),
        ]

    def cards_beside(self, row: Any, post: Post) -> list[Panel]:
        """How it came to where it stands."""
        with whole():
            items = [words_of.step_item(step) for step in row.history.select_related("by__user")]
        if row.ended_on:
            items.append(ListItem(row.get_state_display(), "", str(row.ended_on)))
        return [Panel(_("办理过程"), items, "")]


CASES = CaseRegister()
