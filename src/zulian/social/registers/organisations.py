"""Registers of social organisations (社会组织): the organisations, steps of incubation, support given, yearly inspections."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.registers.actions import Action, Add
from zulian.registers.register import Register
from zulian.registers.shown import Shown
from zulian.social import forms
from zulian.social.handed import ORGANISATION
from zulian.social.models import AnnualInspection, Contract, Organisation, Step, Support
from zulian.social.room import ROOM
from zulian.social.services import organisations as services

State = Organisation.State
EXISTING = (State.FOUND, State.INCUBATING, State.REGISTERED)


class OrganisationRegister(Register):
    """Organisations of and for disabled people, from the first note to the end."""

    model = Organisation
    room, tab, permission = ROOM, "organisations", "social"
    key, ledger = "organisation", "social-organisations"
    intro = _("残疾人自己的组织和助残组织，先摸底登记，再孵化、登记成立、年检、承接服务。")
    columns = (
        "name",
        "region",
        "kind",
        "nature",
        "credit_code",
        "capacity",
        "inspected_year",
        "state",
    )
    filters = ("name", "kind", "nature", "state")
    search = ("name__contains", "credit_code__iexact")
    facts = (
        *(
            "region",
            "kind",
            "nature",
            "credit_code",
            "registered_on",
            "authority",
            "supervisor",
            "leader",
            "people",
        ),
        Shown("masked_phone", _("联系电话")),
        *("contact", "place", "services", "staff", "capacity"),
        Shown("listed", _("公众页面"), lambda row: _("公开") if row.listed else _("不公开")),
        "ended_on",
    )
    beside = (AnnualInspection, Support, Contract)
    actions = (
        Add(
            label=_("登记组织"),
            title=_("登记社会组织"),
            service=lambda call: services.add(call.data),
            form=forms.AddForm,
        ),
        Action(
            key="incubate",
            label=_("开始孵化"),
            icon="refresh",
            service=lambda call: services.incubate(call.pk),
            sources=[State.FOUND],
            main=True,
            many=True,
            done=_("已开始孵化，按清单逐项完成。"),
        ),
        Action(
            key="register",
            label=_("登记成立"),
            icon="check",
            service=lambda call: services.register(call.pk, **call.data),
            form=forms.RegisterForm,
            sources=[State.FOUND, State.INCUBATING],
            main=True,
            done=_("已登记成立。"),
        ),
        Action(
            key="change",
            label=_("修改"),
            title=_("修改社会组织"),
            service=lambda call: services.change(call.pk, call.data),
            form=forms.ChangeForm,
            sources=EXISTING,
        ),
        Action(
            key="end",
            label=_("注销"),
            icon="x",
            service=lambda call: services.end(call.pk, call.data["on"]),
            form=forms.DayForm,
            sources=EXISTING,
            intro=lambda row: row.name,
            done=_("已注销。"),
        ),
        Action(
            key="inspect",
            label=_("登记年检"),
            icon="plus",
            service=lambda call: services.inspect(call.pk, call.data),
            model=AnnualInspection,
            fields=("year", "on", "result", "note"),
            sources=[State.REGISTERED],
            many=True,
            panel="inspection",
        ),
        Action(
            key="support",
            label=_("登记扶持"),
            icon="plus",
            service=lambda call: services.support(call.pk, call.data),
            model=Support,
            fields=("on", "kind", "amount", "text"),
            sources=EXISTING,
            many=True,
            panel="support",
        ),
    )

    def list_intro(self, rows: QuerySet[Any]) -> str:
        """How many wait for their registration stands behind the sentence."""
        count = rows.exclude(state__in=[State.ENDED, State.REGISTERED]).count()
        more = gettext("未登记和孵化中 %(n)d 个。") % {"n": count} if count else ""
        return f"{self.intro}{more}"

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """Beside the actions: the address by which the organisation keeps its own page."""
        acts = super().acts(row, post, panel)
        if not panel and post.may("social.write") and row.state != State.ENDED:
            url = reverse("accounts:handed", args=[ORGANISATION, row.pk])
            acts.append(Button(_("本组织的页面"), url, "link"))
        return acts

    def cards(self, row: Any, post: Post) -> list[Panel]:
        """The checklist of incubation, while it is gone through and after."""
        done = {step.key: step for step in row.steps.all()}
        if row.state != State.INCUBATING and not (row.state == State.REGISTERED and done):
            return []
        is_live = post.may("social.write") and row.state == State.INCUBATING
        items = [
            self._step(row, done.get(key), key, words, needed, is_live)
            for key, words, needed in services.path()
        ]
        return [Panel(_("孵化清单"), items, "")]

    def _step(
        self,
        row: Organisation,
        step: Step | None,
        key: str,
        words: str,
        needed: bool,
        is_live: bool,
    ) -> ListItem:
        """A step of the checklist, done or not."""
        state = (
            ("closed", _("已完成"))
            if step
            else ("issued", _("必需"))
            if needed
            else ("none", _("可选"))
        )
        url = reverse("documents:download", args=[step.file_id]) if step and step.file_id else ""
        button = Button(_("修改") if step else _("完成"), self.url("step", row.pk, key), "check")
        return ListItem(
            words,
            url,
            f"{step.done_on} {step.note}" if step else "",
            *state,
            [button] if is_live else (),
        )


class OfOrganisation(Register):
    """What the registers of an organisation's rows have alike."""

    room, tab, permission = ROOM, "inspections", "social"
    parent = "organisation"
    has_page = False


class InspectionRegister(OfOrganisation):
    """Yearly inspections (年检)."""

    model = AnnualInspection
    key, prefix = "inspection", "inspections/"
    columns = ("year", "organisation", "on", "result", "note")
    filters = ("year", "result")
    state = "result"
    actions = (
        Action(
            key="correct",
            label=_("更正"),
            title=_("更正年检登记"),
            service=lambda call: services.correct_inspection(call.pk, call.data),
            fields=("on", "result", "note"),
            intro=lambda row: str(row),
            is_open_for=lambda row: row.organisation.state == State.REGISTERED,
        ),
    )
    links = (
        (_("扶持记录"), "support-list", "clipboard-list"),
        (_("孵化步骤"), "step-list", "clipboard-list"),
    )


class SupportRegister(OfOrganisation):
    """Support given (扶持)."""

    model = Support
    key, prefix = "support", "supports/"
    columns = ("on", "organisation", "kind", "amount", "text")
    filters = ("kind",)


class StepRegister(OfOrganisation):
    """Steps of incubation that are done (孵化清单)."""

    model = Step
    key, prefix = "step", "steps/"
    columns = (
        "organisation",
        Shown("key", value=lambda row: services.step_words(row.key)),
        "done_on",
        "note",
    )


ORGANISATIONS = OrganisationRegister()
INSPECTIONS = InspectionRegister()
SUPPORTS = SupportRegister()
STEPS = StepRegister()
