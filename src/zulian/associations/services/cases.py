"""Rights cases: taken in, taken up, handled within a circle, closed with an outcome; the complainant follows by a page of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.messages import send
from zulian.accounts.models import Post
from zulian.accounts.roles import PERMISSIONS
from zulian.associations.models import Association, CaseNote, RightsCase
from zulian.associations.rules.figures import norms
from zulian.associations.services.common import lock_own_association
from zulian.foundation.audit import audited, record
from zulian.foundation.clock import today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.steps import need_words
from zulian.foundation.work import unit_of_work

MAX_NOTES = 100


@dataclass(frozen=True)
class Complaint:
    """What is complained of, by whom, and how they want to be answered."""

    matter: str
    name: str
    text: str
    reply_to: str = ""


def complaint_of(data: dict[str, Any]) -> Complaint:
    """What a form says of a complaint."""
    return Complaint(data["matter"], data["name"], data["text"], data["reply_to"])


def _made(association: Association, complaint: Complaint, source: str) -> RightsCase:
    rights_case = RightsCase(
        association=association,
        matter=complaint.matter,
        source=source,
        name=complaint.name.strip(),
        reply_to=complaint.reply_to.strip(),
        text=need_words(complaint.text, "text", _("请写下发生了什么。")),
        on=today(),
        due_on=today() + timedelta(days=norms(place=association.region_id)["case_days"]),
    )
    with audited("case.take_in", rights_case):
        rights_case.save()
    return rights_case


@unit_of_work
def complain(association: Association, complaint: Complaint) -> RightsCase:
    """From the public page: nobody needs a telephone; the page's address is the key to the answer."""
    rights_case = _made(association, complaint, RightsCase.Source.PAGE)
    send(
        rights_case.region_id,
        "case",
        _("收到一件维权诉求，请受理"),
        reverse("associations:case", args=[rights_case.pk]),
        f"case-{rights_case.pk}",
    )
    return rights_case


@unit_of_work
def take_down(pk: int, post: Post, complaint: Complaint, source: str) -> RightsCase:
    """Told in the office: whoever takes it down handles it."""
    rights_case = _made(lock_own_association(pk, post), complaint, source)
    return take_up(rights_case.pk, post)


def seen(pk: int, post: Post) -> RightsCase:
    """A case that the post may see, locked; raises RightsCase.DoesNotExist for others."""
    return RightsCase.objects.seen_by(post).select_for_update(of=("self",), no_key=True).get(pk=pk)


def _handled(pk: int, post: Post) -> RightsCase:
    rights_case = seen(pk, post)
    if rights_case.state != RightsCase.State.HANDLING:
        raise ValidationError(
            _("这件现在是“%(state)s”，请刷新页面再看。")
            % {"state": rights_case.get_state_display()}
        )
    return rights_case


@unit_of_work
def take_up(pk: int, post: Post) -> RightsCase:
    """受理: from now on only its circle sees it.

    Raises ValidationError where somebody else took it up meanwhile.
    """
    rights_case = seen(pk, post)
    if rights_case.state != RightsCase.State.NEW:
        raise ValidationError(_("这件已由别人受理，请刷新页面再看。"))
    with audited("case.take_up", rights_case):
        rights_case.take_up()
        rights_case.handler = post
        rights_case.save()
    rights_case.circle.add(post)
    return rights_case


@unit_of_work
def refuse(pk: int, post: Post, why: str) -> RightsCase:
    """不予受理, with the reason and where to turn.

    Raises ValidationError where somebody took it up meanwhile.
    """
    rights_case = seen(pk, post)
    if rights_case.state != RightsCase.State.NEW:
        raise ValidationError(_("这件已由别人受理，请刷新页面再看。"))
    with audited("case.refuse", rights_case):
        rights_case.refuse()
        rights_case.outcome, rights_case.done_on, rights_case.handler = (
            need_words(why, "note", _("请写明原因和可以找谁。")),
            today(),
            post,
        )
        rights_case.save()
    rights_case.circle.add(post)
    return rights_case


def admissible(rights_case: RightsCase) -> Any:
    """Posts that may be let in: by role, of the case's own division or of the city above it."""
    with scope(EVERYTHING):
        codes = [rights_case.region_id, f"{rights_case.region_id[:4]}00000000"]
        rows = Post.objects.held().filter(
            role__in=PERMISSIONS["association.case"], region__in=codes
        )
        return rows.exclude(pk__in=rights_case.circle.values("pk"))


@unit_of_work
def admit(pk: int, post: Post, other: Post) -> RightsCase:
    """Add another post to the circle of those who may see a case.

    Raises ValidationError for a post that may not deal with such cases, or belongs to the circle already.
    """
    rights_case = _handled(pk, post)
    if not admissible(rights_case).filter(pk=other.pk).exists():
        raise ValidationError({"post": _("这个岗位不能办理维权个案，或已在知悉范围内。")})
    rights_case.circle.add(other)
    record("case.admit", rights_case, {"post": [None, other.pk]})
    return rights_case


@unit_of_work
def note(pk: int, post: Post, text: str, shared: bool) -> CaseNote:
    """办理记录; a shared one is a message to the complainant."""
    return _note(_handled(pk, post), text, post, shared)


def _note(rights_case: RightsCase, text: str, post: Post | None, shared: bool) -> CaseNote:
    if rights_case.notes.count() >= MAX_NOTES:
        raise ValidationError(_("记录已满 %(n)d 条，请办结后另立。") % {"n": MAX_NOTES})
    note = CaseNote(
        case=rights_case,
        by=post,
        text=need_words(text, "text", _("请填写内容。"))[:1000],
        shared=shared,
    )
    with audited("case.note", note):
        note.save()
    return note


@unit_of_work
def say(key: str, text: str) -> CaseNote:
    """The complainant adds something, in writing."""
    rights_case = _open(key)
    note = _note(rights_case, text, None, shared=True)
    send(
        rights_case.region_id,
        "case",
        _("维权诉求的反映人补充了情况"),
        reverse("associations:case", args=[rights_case.pk]),
        f"case-note-{note.pk}",
    )
    return note


def _open(key: str) -> RightsCase:
    rights_case = RightsCase.objects.select_for_update(of=("self",), no_key=True).get(page_key=key)
    if rights_case.state not in {RightsCase.State.NEW, RightsCase.State.HANDLING}:
        raise ValidationError(_("这件已经办结。"))
    return rights_case


@unit_of_work
def close(pk: int, post: Post, outcome: str) -> RightsCase:
    """办结: the outcome stands on the complainant's page."""
    rights_case = _handled(pk, post)
    with audited("case.close", rights_case):
        rights_case.close()
        rights_case.outcome, rights_case.done_on = (
            need_words(outcome, "outcome", _("请写明办理结果。")),
            today(),
        )
        rights_case.save()
    return rights_case


@unit_of_work
def rate(key: str, mark: int) -> RightsCase:
    """What the complainant thinks of the outcome, 1 to 5.

    Raises ValidationError before the case is closed, and for a mark that is none.
    """
    rights_case = RightsCase.objects.select_for_update(of=("self",), no_key=True).get(page_key=key)
    if rights_case.state != RightsCase.State.CLOSED:
        raise ValidationError(_("办结以后才能评价。"))
    if not 1 <= mark <= 5:
        raise ValidationError({"mark": _("请选择 1 到 5。")})
    with audited("case.rate", rights_case):
        rights_case.mark = mark
        rights_case.save()
    return rights_case


def read(rights_case: RightsCase, post: Post) -> None:
    """Opening a case is audited; a post outside its circle has no business here.

    Raises PermissionDenied for who does not belong to the circle.
    """
    if not RightsCase.objects.seen_by(post).filter(pk=rights_case.pk).exists():
        raise PermissionDenied(_("您不在这件维权个案的知悉范围内。"))
    record("case.read", rights_case)
