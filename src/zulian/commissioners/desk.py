"""What the commissioners room puts on the to-do list."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

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
from zulian.foundation.registries import Todo, TodoGroup, register_todo
from zulian.regions.models import Level

SHOWN = 6


@register_todo
def my_log(post: Post) -> Iterator[TodoGroup]:
    """For a commissioner: nothing noted today."""
    own = Commissioner.objects.serving().filter(account=post).first() if post.may("log.write") else None
    if own is not None and not Log.objects.filter(commissioner=own, day=today()).exists():
        url = reverse("commissioners:log-write")
        yield TodoGroup(_("今天的工作日志"), 1, url, (Todo(_("今天还没有记工作，记一笔"), url, "log"),))


@register_todo
def my_commissioners(post: Post) -> Iterator[TodoGroup]:
    """For who keeps them: vacancies, archives to mend, applicants to review, needs, arrears."""
    if not post.may("commissioner.write"):
        return
    vacant = Position.objects.vacant().with_names()
    items = [Todo(str(p), p.get_absolute_url(), "position") for p in vacant[:SHOWN]]
    yield TodoGroup(
        _("空缺的专职委员岗位"), vacant.count(), f"{reverse('commissioners:position-list')}?vacant=true", tuple(items)
    )
    stale = Commissioner.objects.serving().exclude(complete(today()) & fresh(today()))
    yield TodoGroup(
        _("要补全、核实的专职委员档案"),
        stale.count(),
        f"{reverse('commissioners:commissioner-list')}?stale=true&status=serving",
    )
    waiting = Applicant.objects.filter(state=Applicant.State.APPLIED).exclude(recruitment__state=Recruitment.State.DONE)
    yield TodoGroup(_("等审核的选聘报名"), waiting.count(), reverse("commissioners:recruitment-list"))
    if post.may("commissioner.pay"):
        owed = Payment.objects.arrears(today())
        yield TodoGroup(_("欠发的专职委员补贴"), owed.count(), f"{reverse('commissioners:payment-list')}?arrears=true")


@register_todo
def my_appraisals(post: Post) -> Iterator[TodoGroup]:
    """Sheets that wait for the own mark, for the township's, or for an answer to an appeal."""
    running = Appraisal.objects.filter(period__state=Period.State.OPEN)
    if post.may("log.write"):
        own = running.filter(commissioner__account=post, own=None).select_related("period")
        items = [Todo(a.period.name, a.get_absolute_url(), "appraisal", due=a.period.last) for a in own[:SHOWN]]
        yield TodoGroup(_("等我自评的考核表"), own.count(), reverse("commissioners:appraisal-list"), tuple(items))
    elif post.may("commissioner.write"):
        rows = running.filter(town=None)
        yield TodoGroup(
            _("等评分的专职委员考核表"), rows.count(), f"{reverse('commissioners:appraisal-list')}?town=true"
        )
    if post.may("commissioner.appraise"):
        appeals = (
            Appraisal.objects.filter(period__region=post.region_id, reply="")
            .exclude(appeal="")
            .select_related("commissioner__person")
        )
        items = [Todo(str(a), a.get_absolute_url(), "appeal", note=a.appeal[:40]) for a in appeals[:SHOWN]]
        yield TodoGroup(_("等答复的考核申诉"), appeals.count(), reverse("commissioners:appraisal-list"), tuple(items))


@register_todo
def my_needs(post: Post) -> Iterator[TodoGroup]:
    """Needs found on visits that nobody has taken up; a province leaves them to its cities."""
    if post.level >= Level.CITY and post.may("need.write") and not post.may("log.write"):
        rows = Need.objects.filter(state=Need.State.OPEN)
        if not post.may("commissioner.read"):
            rows = rows.filter(Q(kind=Need.Kind.CERTIFICATE))
        found = rows.select_related("region", "log").order_by("pk")
        items = [
            Todo(
                f"{n.get_kind_display()} · {n.text}".strip(" ·"),
                n.get_absolute_url(),
                "need",
                note=n.region.organisation,
            )
            for n in found[:SHOWN]
        ]
        yield TodoGroup(
            _("走访发现、待办理的需求"), rows.count(), f"{reverse('commissioners:need-list')}?state=open", tuple(items)
        )
