"""Activities: plan, approval by the federation, who took part, what it cost and brought, photographs; awards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.associations.models import Activity, Association, Award, Member, Photo, Turnout
from zulian.associations.rules.figures import norms
from zulian.associations.services import bodies
from zulian.associations.services.common import keep_up, lock_own_association, require_own
from zulian.associations.services.research import ensure_easy
from zulian.documents.services import keep
from zulian.foundation import bulk
from zulian.foundation.audit import audited
from zulian.foundation.clock import today
from zulian.foundation.steps import locked, need_words, not_to_come
from zulian.foundation.work import unit_of_work
from zulian.people.commemorative_days import named_days, year_days
from zulian.people.disabilities import CATEGORIES

MAX_PHOTOS = 30
FAMILY = "family"


def guest_kinds() -> list[tuple[str, Any]]:
    """Who comes and is no member: by category of disability, and family and friends."""
    return [(str(key), label) for key, label in CATEGORIES] + [(FAMILY, _("家属、志愿者等"))]


def own_days(association: Association, year: int) -> list[tuple[Any, str, str, str]]:
    """The days of an association's group in a year: day, key, name, what is usually done."""
    keys = norms()["days"][association.kind]
    return [row for row in year_days(year) if row[1] in keys]


@unit_of_work
def plan(pk: int, post: Post, values: dict[str, Any]) -> Activity:
    """策划 an activity."""
    association = lock_own_association(pk, post)
    ensure_easy(values["easy"], "easy")
    activity = Activity(association=association, **values)
    with audited("activity.plan", activity):
        activity.save()
    return activity


def _lock_own(pk: int, post: Post, *states: Activity.State) -> Activity:
    activity = locked(Activity, pk, *states)
    require_own(activity, post)
    return activity


@unit_of_work
def change(pk: int, post: Post, values: dict[str, Any]) -> Activity:
    """Change the plan before it goes to the federation."""
    activity = _lock_own(pk, post, Activity.State.DRAFT)
    ensure_easy(values["easy"], "easy")
    with audited("activity.change", activity):
        for name, value in values.items():
            setattr(activity, name, value)
        activity.save()
    return activity


@unit_of_work
def submit(pk: int, post: Post) -> Activity:
    """报批.

    Raises ValidationError for a day that is past.
    """
    activity = _lock_own(pk, post, Activity.State.DRAFT)
    if activity.on < today():
        raise ValidationError(_("活动日期已经过去，请先改日期。"))
    with audited("activity.submit", activity):
        activity.submit()
        activity.save()
    return activity


@unit_of_work
def judge(pk: int, post: Post, approved: bool, note: str) -> Activity:
    """审批 by the federation; what is sent back says what to mend.

    Raises PermissionDenied for an association's own office, which does not judge itself.
    """
    activity = _lock_own(pk, post, Activity.State.SUBMITTED)
    if not post.may("association.lead"):
        raise PermissionDenied(_("由残联审批。"))
    words = note.strip() if approved else need_words(note, "note", _("请写明需要修改什么。"))
    with audited("activity.judge", activity):
        activity.approve() if approved else activity.send_back()
        activity.note = words
        activity.save()
    return activity


@unit_of_work
def cancel(pk: int, post: Post) -> Activity:
    """取消."""
    activity = _lock_own(
        pk, post, Activity.State.DRAFT, Activity.State.SUBMITTED, Activity.State.APPROVED
    )
    with audited("activity.cancel", activity):
        activity.cancel()
        activity.save()
    return activity


@unit_of_work
def hold(pk: int, post: Post, members: Iterable[Member], guests: dict[str, int]) -> Activity:
    """举办完毕: which members came, and how many others of each group.

    Raises ValidationError before its day, and where nobody is said to have come.
    """
    activity = _lock_own(pk, post, Activity.State.APPROVED)
    if activity.on > today():
        raise ValidationError(_("活动日期（%(day)s）还没有到。") % {"day": activity.on})
    attending = list(members)
    counted = {key: n for key, n in guests.items() if n}
    if not attending and not counted:
        raise ValidationError({"members": _("请登记参加的会员，或填写其他参加人数。")})
    rows = [Turnout(activity=activity, member=member) for member in attending]
    bulk.create(rows)
    for member in attending:
        if member.took_part_on is None or member.took_part_on < activity.on:
            with audited("member.took_part", member):
                member.took_part_on = activity.on
                member.save()
    with audited("activity.hold", activity):
        activity.hold()
        activity.guests, activity.reached = counted, len(attending) + sum(counted.values())
        activity.save()
    keep_up(activity.association_id)
    return activity


@unit_of_work
def sum_up(pk: int, post: Post, effect: str, cost: Decimal) -> Activity:
    """总结: the effect, and the cost, which is booked as a spending of the association."""
    activity = _lock_own(pk, post, Activity.State.HELD)
    if cost:
        bodies.spend(
            activity.association_id,
            post,
            {
                "on": activity.on,
                "amount": cost,
                "purpose": activity.title[:100],
                "activity": activity,
            },
        )
    with audited("activity.sum_up", activity):
        activity.sum_up()
        activity.effect, activity.cost = need_words(effect, "effect", _("请填写活动成效。")), cost
        activity.save()
    return activity


def by_group(activity: Activity) -> list[tuple[Any, int]]:
    """Who took part, by group: members under their association's group, guests as they were counted."""
    members = activity.turnouts.count()
    rows = [(_("本协会会员"), members)] + [
        (words, activity.guests.get(key, 0)) for key, words in guest_kinds()
    ]
    return [(words, n) for words, n in rows if n]


@unit_of_work
def add_photos(
    pk: int, post: Post, files: Sequence[Any], caption: str, consent: bool
) -> list[Photo]:
    """Photographs with the word whether who is on them agrees to their being public.

    Raises ValidationError without a photograph, and for more than an activity may have.
    """
    activity = _lock_own(
        pk, post, Activity.State.APPROVED, Activity.State.HELD, Activity.State.SUMMED
    )
    if not files or activity.photos.count() + len(files) > MAX_PHOTOS:
        raise ValidationError(
            {"papers": _("请选择照片，一个活动最多 %(n)d 张。") % {"n": MAX_PHOTOS}}
        )
    photos = []
    for file in files:
        kept = keep(file, file.name, post.region, post, permission="association.read")
        row = Photo(activity=activity, file=kept, caption=caption.strip(), consent=consent)
        with audited("photo.add", row):
            row.save()
        photos.append(row)
    return photos


@unit_of_work
def set_consent(pk: int, post: Post, consent: bool) -> Photo:
    """同意公开, or 撤回同意: a photograph leaves the public page at once."""
    photo = Photo.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    require_own(photo, post)
    with audited("photo.consent", photo):
        photo.consent = consent
        photo.save()
    return photo


def template(association: Association, key: str, year: int) -> dict[str, Any]:
    """What a new activity on one of the group's days begins with."""
    for day, name, title, usual in year_days(year):
        if name == key:
            head = _("%(year)d年%(title)s活动") % {"year": year, "title": title}
            return {
                "title": head,
                "occasion": key,
                "on": day,
                "text": usual,
                "kind": "day",
                "brand": title,
            }
    return {}


def occasion_words(key: str) -> str:
    """The name of an occasion."""
    return dict(named_days()).get(key, key)


@unit_of_work
def add_award(pk: int, post: Post, values: dict[str, Any]) -> Award:
    """荣誉、名次."""
    association = lock_own_association(pk, post)
    not_to_come(values["on"], "on")
    award = Award(association=association, **values)
    with audited("award.add", award):
        award.save()
    return award
