"""Activities: plan by template, roles and shifts, publish, sign-up without overselling, check-in, photographs, summary."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.documents.services import keep
from zulian.foundation.audit import record
from zulian.foundation.clock import now, today
from zulian.foundation.policy import policy
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.steps import locked, need_words
from zulian.foundation.work import unit_of_work
from zulian.people.commemorative_days import occasion_day
from zulian.volunteers.models import Activity, Photo, Qualification, SignUp, Slot, Stint, Volunteer
from zulian.volunteers.services import hours
from zulian.volunteers.services.common import catalogue, trained_kinds, write

MAX_PHOTOS = 30


def template(key: str, year: int) -> dict[str, Any]:
    """What a new activity on an occasion begins with."""
    for name, title, rule, usual in policy("people/occasions", today())["days"]:
        if name == key:
            day = occasion_day(rule, year)
            head = _("%(year)d年%(title)s志愿助残活动") % {"year": year, "title": title}
            return {"title": head, "occasion": key, "on": day, "text": usual, "brand": title}
    return {}


@unit_of_work
def plan(post: Post, values: dict[str, Any]) -> Activity:
    """策划 an activity."""
    activity = Activity(region=post.region, **values)
    return write(activity, "activity.plan")


def _lock_own(pk: int, post: Post, *states: Activity.State) -> Activity:
    activity = locked(Activity, pk, *states)
    if activity.region_id != post.region_id:
        raise PermissionDenied(_("由主办单位办理。"))
    return activity


@unit_of_work
def change(pk: int, post: Post, values: dict[str, Any]) -> Activity:
    """Change what is planned; the day stays once people have signed up.

    Raises ValidationError for another day then.
    """
    activity = _lock_own(pk, post, Activity.State.DRAFT, Activity.State.PUBLISHED)
    if (
        values.get("on", activity.on) != activity.on
        and SignUp.objects.filter(slot__activity=activity, state="in").exists()
    ):
        raise ValidationError({"on": _("已有人报名，不能改日期；请取消活动后重新发布。")})
    return write(activity, "activity.change", **values)


@unit_of_work
def add_slot(pk: int, post: Post, values: dict[str, Any]) -> Slot:
    """设岗: a role for a shift with its places.

    Raises ValidationError for a kind that the catalogue does not know.
    """
    activity = _lock_own(pk, post, Activity.State.DRAFT, Activity.State.PUBLISHED)
    if values["kind"] not in dict(catalogue()):
        raise ValidationError({"kind": _("请选择服务项目。")})
    slot = Slot(activity=activity, **values)
    return write(slot, "slot.add")


@unit_of_work
def drop_slot(pk: int, post: Post) -> None:
    """Take a role out for which nobody has signed up.

    Raises ValidationError where somebody has.
    """
    slot = (
        Slot.objects.select_for_update(of=("self",), no_key=True)
        .select_related("activity")
        .get(pk=pk)
    )
    _lock_own(slot.activity_id, post)
    if slot.sign_ups.exists():
        raise ValidationError(_("已有人报过这个岗位，不能删除。"))
    record("slot.drop", slot)
    slot.delete()


@unit_of_work
def publish(pk: int, post: Post) -> Activity:
    """发布招募: everybody sees it, volunteers can sign up.

    Raises ValidationError without a role, and for a day that is past.
    """
    activity = _lock_own(pk, post, Activity.State.DRAFT)
    if not activity.slots.exists():
        raise ValidationError(_("请先设置岗位和名额，再发布。"))
    if activity.on < today():
        raise ValidationError(_("活动日期已经过去，请先改日期。"))
    return write(activity, "activity.publish", activity.publish)


@unit_of_work
def cancel(pk: int, post: Post) -> Activity:
    """取消: sign-ups end with it."""
    activity = _lock_own(pk, post, Activity.State.DRAFT, Activity.State.PUBLISHED)
    with scope(EVERYTHING):
        for row in SignUp.objects.filter(slot__activity=activity, state__in=["in", "waiting"]):
            row.cancel()
            row.save()
    return write(activity, "activity.cancel", activity.cancel)


# Sign-up


@unit_of_work
def sign_up(slot_pk: int, volunteer_pk: int) -> SignUp:
    """报名: a place where there is one, else the waiting list. Both rows are locked, so that no place is given twice."""
    with scope(EVERYTHING):
        volunteer = Volunteer.objects.select_for_update(of=("self",), no_key=True).get(
            pk=volunteer_pk
        )
        slot = (
            Slot.objects.select_for_update(of=("self",), no_key=True)
            .select_related("activity")
            .get(pk=slot_pk)
        )
        existing_sign_up = SignUp.objects.filter(slot=slot, volunteer=volunteer).first()
        if existing_sign_up is not None and existing_sign_up.state != SignUp.State.OUT:
            return existing_sign_up
        _ensure_may(slot, volunteer)
        room = slot.taken < slot.places
        state = SignUp.State.IN if room else SignUp.State.WAITING
        if existing_sign_up is None:
            new_sign_up = SignUp(slot=slot, volunteer=volunteer, on=slot.activity.on, state=state)
        else:
            new_sign_up = existing_sign_up
            new_sign_up.at = now()
            new_sign_up.again() if room else new_sign_up.wait_again()
        write(new_sign_up, "sign_up.make")
        if room:
            slot.taken += 1
            slot.save()
    return new_sign_up


def _ensure_may(slot: Slot, volunteer: Volunteer) -> None:
    if slot.activity.state != Activity.State.PUBLISHED or slot.activity.on < today():
        raise ValidationError(_("这个活动现在不接受报名。"))
    if volunteer.status != Volunteer.Status.ACTIVE:
        raise ValidationError(
            _("您现在是“%(state)s”，不能报名。") % {"state": volunteer.get_status_display()}
        )
    if slot.kind in trained_kinds():
        rows = Qualification.objects.filter(
            volunteer=volunteer, key=slot.kind, until__gte=slot.activity.on
        )
        if not rows.exists():
            raise ValidationError(_("这个岗位需要服务资格，请先参加培训。"))
    if not hours.free(volunteer, slot.activity.on, slot.start, slot.end):
        raise ValidationError(_("您这段时间已有别的服务或活动。"))


@unit_of_work
def sign_off(pk: int, volunteer: Volunteer) -> SignUp:
    """取消报名; the first of the waiting list moves up.

    Raises PermissionDenied for another volunteer's; ValidationError for one that is over.
    """
    with scope(EVERYTHING):
        slot_pk = SignUp.objects.get(pk=pk).slot_id
        slot = Slot.objects.select_for_update(of=("self",), no_key=True).get(pk=slot_pk)
        sign_up = SignUp.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
        if sign_up.volunteer_id != volunteer.pk:
            raise PermissionDenied(_("只能取消自己的报名。"))
        if sign_up.state not in {SignUp.State.IN, SignUp.State.WAITING}:
            raise ValidationError(_("这个报名现在不能取消。"))
        had = sign_up.state == SignUp.State.IN
        write(sign_up, "sign_up.cancel", sign_up.cancel)
        if had:
            _move_up(slot)
    return sign_up


def _move_up(slot: Slot) -> None:
    """Give a place that became free to the first who waits and still may; count it free where nobody does."""
    for row in slot.sign_ups.filter(state="waiting").select_related("volunteer"):
        try:
            _ensure_may(slot, row.volunteer)
        except ValidationError:
            continue
        write(row, "sign_up.move_up", row.move_up)
        return
    slot.taken -= 1
    slot.save()


# On the day


def _on_the_day(pk: int, *states: SignUp.State) -> SignUp:
    sign_up = locked(SignUp, pk, *states)
    if sign_up.on != today():
        raise ValidationError(_("只能在活动当天（%(day)s）签到签退。") % {"day": sign_up.on})
    return sign_up


@unit_of_work
def come(pk: int) -> SignUp:
    """签到."""
    sign_up = _on_the_day(pk, SignUp.State.IN)
    return write(sign_up, "sign_up.come", sign_up.come, came_at=now())


@unit_of_work
def go(pk: int) -> SignUp:
    """签退: the hours between count at once. Too soon is refused, so that a code scanned twice is no check-out."""
    sign_up = _on_the_day(pk, SignUp.State.PRESENT)
    assert sign_up.came_at is not None
    stretch = hours.Stretch(
        sign_up.came_at, now(), sign_up.slot.kind, Stint.How.CODE, sign_up=sign_up
    )
    hours.note(sign_up.volunteer_id, stretch, confirmed=True)
    return _gone(sign_up)


@unit_of_work
def scan(volunteer: Volunteer, code: str) -> SignUp:
    """扫码: in at the first scan of an activity's code, out at the second.

    Raises ValidationError for who did not sign up, or has left.
    """
    rows = SignUp.objects.filter(
        slot__activity__code=code, volunteer=volunteer, state__in=["in", "present"]
    )
    row = rows.order_by("slot__start").first()
    if row is None:
        raise ValidationError(_("您没有报名这个活动，或已经签退。"))
    return come(row.pk) if row.state == SignUp.State.IN else go(row.pk)


def _gone(sign_up: SignUp) -> SignUp:
    return write(sign_up, "sign_up.go", sign_up.go)


@unit_of_work
def settle(pk: int, post: Post) -> Activity:
    """举办完毕: who checked in and not out gets the hours of the shift; who did not come is noted as absent.

    Raises ValidationError before its day.
    """
    activity = _lock_own(pk, post, Activity.State.PUBLISHED)
    if activity.on > today():
        raise ValidationError(_("活动日期（%(day)s）还没有到。") % {"day": activity.on})
    with scope(EVERYTHING):
        rows = SignUp.objects.filter(slot__activity=activity).select_related("slot")
        for row in rows.filter(state=SignUp.State.PRESENT):
            start, end = hours.at(activity.on, row.slot.start), hours.at(activity.on, row.slot.end)
            stretch = hours.Stretch(
                start, min(end, now()), row.slot.kind, Stint.How.STATION, sign_up=row
            )
            # Somebody whose hours can't count does not hold up the others.
            with suppress(ValidationError):
                hours.note(row.volunteer_id, stretch, confirmed=True)
            _gone(row)
        for row in rows.filter(state=SignUp.State.IN):
            row.miss()
            row.save()
        for row in rows.filter(state=SignUp.State.WAITING):
            row.cancel()
            row.save()
    return write(activity, "activity.hold", activity.hold)


@unit_of_work
def add_photos(
    pk: int, post: Post, papers: Sequence[Any], caption: str, consent: bool
) -> list[Photo]:
    """Photographs with the word whether who is on them agrees to their being public.

    Raises ValidationError without a photograph, and for more than an activity may have.
    """
    activity = _lock_own(
        pk, post, Activity.State.PUBLISHED, Activity.State.HELD, Activity.State.SUMMED
    )
    if activity.photos.count() + len(papers) > MAX_PHOTOS:
        raise ValidationError({"papers": _("一个活动最多 %(n)d 张照片。") % {"n": MAX_PHOTOS}})
    if not papers:
        raise ValidationError({"papers": _("请选择照片。")})
    photos = []
    for paper in papers:
        file = keep(paper, paper.name, post.region, post)
        photo = Photo(activity=activity, file=file, caption=caption.strip(), consent=consent)
        write(photo, "photo.add")
        photos.append(photo)
    return photos


@unit_of_work
def sum_up(pk: int, post: Post, values: dict[str, Any]) -> Activity:
    """总结: effect, cost, media."""
    activity = _lock_own(pk, post, Activity.State.HELD, Activity.State.SUMMED)
    need_words(values.get("summary", ""), "summary", _("请填写活动总结。"))
    is_first = activity.state == Activity.State.HELD
    return write(activity, "activity.sum_up", activity.sum_up if is_first else None, **values)
