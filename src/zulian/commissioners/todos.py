"""What the commissioners put on the to-do list."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.commissioners.models import (
    Applicant,
    Appraisal,
    Commissioner,
    Log,
    Need,
    Payment,
    Period,
    Position,
    Recruitment,
)
from zulian.commissioners.services.archive import complete, fresh
from zulian.foundation.clock import today
from zulian.foundation.registries import (
    QuickAction,
    Todo,
    TodoGroup,
    register_quick_actions,
    register_todo,
)
from zulian.foundation.waiting import Waiting, register_waiting
from zulian.regions.models import Level

register_quick_actions(QuickAction(_("记一笔"), "commissioners:log-write", "log.write", "edit"))


@register_todo
def my_log(post: Post) -> Iterator[TodoGroup]:
    """For a commissioner: nothing noted today."""
    own = (
        Commissioner.objects.serving().filter(account=post).first()
        if post.may("log.write")
        else None
    )
    if own is not None and not Log.objects.filter(commissioner=own, day=today()).exists():
        url = reverse("commissioners:log-write")
        yield TodoGroup(
            gettext("今天的工作日志"),
            1,
            url,
            lambda: [Todo(gettext("今天还没有记工作，记一笔"), url, "log")],
            first=today(),
        )


def vacancies(post: Post) -> QuerySet[Position]:
    """Positions that nobody holds."""
    return Position.objects.vacant().with_names().order_by("region_id", "pk")


def stale(post: Post) -> QuerySet[Commissioner]:
    """Archives to complete or to confirm."""
    serving = Commissioner.objects.serving().exclude(complete(today()) & fresh(today()))
    return serving.select_related("person", "region").order_by("region_id", "pk")


def with_applicants(post: Post) -> QuerySet[Recruitment]:
    """Notices of recruitment with applicants to review."""
    waiting = Applicant.objects.filter(state=Applicant.State.APPLIED).exclude(
        recruitment__state=Recruitment.State.DONE
    )
    return Recruitment.objects.filter(pk__in=waiting.order_by().values("recruitment")).order_by(
        "pk"
    )


def arrears(post: Post) -> QuerySet[Payment]:
    """Allowances that are owed."""
    return (
        Payment.objects.arrears(today())
        .select_related("commissioner__person", "region")
        .order_by("month", "pk")
    )


def running() -> QuerySet[Appraisal]:
    """Sheets of periods that run."""
    rows = Appraisal.objects.filter(period__state=Period.State.OPEN)
    return rows.select_related("period", "commissioner__person").order_by("period__last", "pk")


def to_rate_oneself(post: Post) -> QuerySet[Appraisal]:
    """One's own sheets without one's own marks."""
    return running().filter(commissioner__account=post, own=None)


def to_rate(post: Post) -> QuerySet[Appraisal] | None:
    """Sheets without the township's marks."""
    return None if post.may("log.write") else running().filter(town=None)


def appeals(post: Post) -> QuerySet[Appraisal]:
    """Appeals that wait for an answer."""
    rows = Appraisal.objects.filter(period__region=post.region_id, reply="").exclude(appeal="")
    return rows.select_related("commissioner__person").order_by("pk")


def needs(post: Post) -> QuerySet[Need] | None:
    """Needs found on visits that nobody has taken up; a province leaves them to its cities."""
    if post.level < Level.CITY or post.may("log.write"):
        return None
    rows = Need.objects.filter(state=Need.State.OPEN)
    if not post.may("commissioner.read"):
        rows = rows.filter(kind=Need.Kind.CERTIFICATE)
    return rows.select_related("region", "log").order_by("pk")


register_waiting(
    Waiting(
        key="commissioners.vacancies",
        name=_("空缺的专职委员岗位"),
        listing="commissioners:position-list",
        permission="commissioner.write",
        rows=vacancies,
    ),
    Waiting(
        key="commissioners.stale",
        name=_("要补全、核实的专职委员档案"),
        listing="commissioners:commissioner-list",
        permission="commissioner.write",
        rows=stale,
        title=lambda commissioner: commissioner.person.name,
        note=lambda commissioner: commissioner.region.organisation,
    ),
    Waiting(
        key="commissioners.applicants",
        name=_("有报名等审核的选聘公告"),
        listing="commissioners:recruitment-list",
        permission="commissioner.write",
        rows=with_applicants,
    ),
    Waiting(
        key="commissioners.arrears",
        name=_("欠发的专职委员补贴"),
        listing="commissioners:payment-list",
        permission="commissioner.pay",
        rows=arrears,
        title=lambda payment: payment.commissioner.person.name,
        note=lambda payment: f"{payment.month:%Y-%m}",
        url=lambda payment: payment.commissioner.get_absolute_url(),
    ),
    Waiting(
        key="commissioners.own-marks",
        name=_("等我自评的考核表"),
        listing="commissioners:appraisal-list",
        permission="log.write",
        rows=to_rate_oneself,
        title=lambda sheet: sheet.period.name,
        day="period__last",
    ),
    Waiting(
        key="commissioners.marks",
        name=_("等评分的专职委员考核表"),
        listing="commissioners:appraisal-list",
        permission="commissioner.write",
        rows=to_rate,
    ),
    Waiting(
        key="commissioners.appeals",
        is_of_people=True,
        name=_("等答复的考核申诉"),
        listing="commissioners:appraisal-list",
        permission="commissioner.appraise",
        rows=appeals,
        note=lambda sheet: sheet.appeal[:40],
        since="appealed_on",
    ),
    Waiting(
        key="commissioners.needs",
        is_of_people=True,
        name=_("走访发现、待办理的需求"),
        listing="commissioners:need-list",
        permission="need.write",
        rows=needs,
        title=lambda need: f"{need.get_kind_display()} · {need.text}".strip(" ·"),
        note=lambda need: need.region.organisation,
        since="log__day",
    ),
)
