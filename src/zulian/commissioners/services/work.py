"""The work log from the phone, and what becomes of needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.commissioners.models import Commissioner, Log, Need
from zulian.commissioners.models.archive import rules
from zulian.documents.models import Attachment
from zulian.documents.services import keep
from zulian.foundation.audit import audited
from zulian.foundation.clock import today
from zulian.foundation.work import unit_of_work
from zulian.people.hooks import take_need
from zulian.people.models import Person


@dataclass(frozen=True)
class Entry:
    """What was done: on which day, what, for whom, in words; what is needed ("" for nothing); a photograph of it."""

    day: date
    kind: str
    person: Person | None
    text: str
    need: str = ""
    need_text: str = ""
    photo: UploadedFile[bytes] | None = None


def commissioner_of(post: Post) -> Commissioner:
    """The archive of who is signed in; raises PermissionDenied where the account belongs to nobody's archive."""
    found = Commissioner.objects.serving().filter(account=post).with_names().first()
    if found is None:
        raise PermissionDenied(
            _("您的账号还没有关联到专职委员档案，请联系乡镇残联在档案中选择系统账号。")
        )
    return found


@unit_of_work
def write(post: Post, entry: Entry, key: str) -> Log:
    """记一笔: once per `key`, for today or the days just past.

    Raises ValidationError for a day outside those, and for a visit to nobody.
    """
    found = commissioner_of(post)
    late = rules(today(), found.region_id)["log_late_days"]
    if not today() - timedelta(days=late) <= entry.day <= today():
        raise ValidationError({"day": _("只能登记最近 %(n)d 天的工作。") % {"n": late}})
    if entry.person is None and entry.kind in {Log.Kind.VISIT, Log.Kind.PHONE, Log.Kind.SERVICE}:
        raise ValidationError({"person": _("请选择服务对象。")})
    made = Log(
        commissioner=found,
        day=entry.day,
        kind=entry.kind,
        person=entry.person,
        text=entry.text.strip(),
        key=key[:36],
    )
    try:
        with unit_of_work(), audited("log.write", made):
            made.photo = _kept(entry.photo, post)
            made.save()
    except IntegrityError:
        return Log.objects.get(commissioner=found, key=key[:36])
    if found.last_log_on is None or found.last_log_on < entry.day:
        found.last_log_on = entry.day
        found.save(update_fields=["last_log_on"])
    if entry.need:
        need = Need(log=made, person=entry.person, kind=entry.need, text=entry.need_text.strip())
        with audited("need.find", need):
            need.save()
    return made


def _kept(photo: UploadedFile[bytes] | None, post: Post) -> Attachment | None:
    """A photograph of somebody's home: sealed, and read by who may read the log. Raises ValidationError for other files."""
    if photo is None:
        return None
    try:
        kept = keep(photo, photo.name or "", post.region, post, permission="commissioner.read")
    except ValidationError as error:
        raise ValidationError({"photo": error.messages}) from error
    if not kept.is_image:
        raise ValidationError({"photo": _("请选择照片（JPG 或 PNG）。")})
    return kept


def _need(pk: int, *states: Need.State) -> Need:
    found = Need.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if found.state not in states:
        raise ValidationError(
            _("这项需求现在是“%(state)s”，请刷新页面再看。") % {"state": found.get_state_display()}
        )
    return found


@unit_of_work
def hand_over(pk: int, post: Post) -> Need:
    """转办: to the room that meets needs of its kind, in whose list it now stands.

    Raises ValidationError where it is nobody's, and where no room meets its kind.
    """
    found = _need(pk, Need.State.OPEN)
    if found.person is None:
        raise ValidationError(_("这项需求没有登记服务对象，请直接办理并登记结果。"))
    url = take_need(found.kind, found.person, post, found.text or str(found.get_kind_display()))
    if not url:
        raise ValidationError(
            _("“%(kind)s”还没有可以转办的业务，请直接登记办理情况。")
            % {"kind": found.get_kind_display()}
        )
    with audited("need.take", found):
        found.take()
        found.url, found.by = url[:200], post
        found.save()
    return found


@unit_of_work
def settle(pk: int, post: Post, reply: str) -> Need:
    """办结 with what was done.

    Raises ValidationError without words.
    """
    found = _need(pk, Need.State.OPEN, Need.State.TAKEN)
    if not reply.strip():
        raise ValidationError({"reply": _("请写明办理情况。")})
    with audited("need.settle", found):
        found.settle()
        found.reply, found.by, found.done_on = reply.strip(), post, today()
        found.save()
    return found
