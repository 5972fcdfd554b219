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
    commissioner = Commissioner.objects.serving().filter(account=post).with_names().first()
    if commissioner is None:
        raise PermissionDenied(
            _("您的账号还没有关联到专职委员档案，请联系乡镇残联在档案中选择系统账号。")
        )
    return commissioner


@unit_of_work
def write(post: Post, entry: Entry, key: str) -> Log:
    """记一笔: once per `key`, for today or the days just past.

    Raises ValidationError for a day outside those, and for a visit to nobody.
    """
    commissioner = commissioner_of(post)
    late = rules(today(), commissioner.region_id)["log_late_days"]
    if not today() - timedelta(days=late) <= entry.day <= today():
        raise ValidationError({"day": _("只能登记最近 %(n)d 天的工作。") % {"n": late}})
    if entry.person is None and entry.kind in {Log.Kind.VISIT, Log.Kind.PHONE, Log.Kind.SERVICE}:
        raise ValidationError({"person": _("请选择服务对象。")})
    log = Log(
        commissioner=commissioner,
        day=entry.day,
        kind=entry.kind,
        person=entry.person,
        text=entry.text.strip(),
        key=key[:36],
    )
    try:
        with unit_of_work(), audited("log.write", log):
            log.photo = _kept(entry.photo, post)
            log.save()
    except IntegrityError:
        return Log.objects.get(commissioner=commissioner, key=key[:36])
    if commissioner.last_log_on is None or commissioner.last_log_on < entry.day:
        commissioner.last_log_on = entry.day
        commissioner.save(update_fields=["last_log_on"])
    if entry.need:
        need = Need(log=log, person=entry.person, kind=entry.need, text=entry.need_text.strip())
        with audited("need.find", need):
            need.save()
    return log


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
    need = Need.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if need.state not in states:
        raise ValidationError(
            _("这项需求现在是“%(state)s”，请刷新页面再看。") % {"state": need.get_state_display()}
        )
    return need


@unit_of_work
def hand_over(pk: int, post: Post) -> Need:
    """转办: to the room that meets needs of its kind, in whose list it now stands.

    Raises ValidationError where it is nobody's, and where no room meets its kind.
    """
    need = _need(pk, Need.State.OPEN)
    if need.person is None:
        raise ValidationError(_("这项需求没有登记服务对象，请直接办理并登记结果。"))
    url = take_need(need.kind, need.person, post, need.text or str(need.get_kind_display()))
    if not url:
        raise ValidationError(
            _("“%(kind)s”还没有可以转办的业务，请直接登记办理情况。")
            % {"kind": need.get_kind_display()}
        )
    with audited("need.take", need):
        need.take()
        need.url, need.by = url[:200], post
        need.save()
    return need


@unit_of_work
def settle(pk: int, post: Post, reply: str) -> Need:
    """办结 with what was done.

    Raises ValidationError without words.
    """
    need = _need(pk, Need.State.OPEN, Need.State.TAKEN)
    if not reply.strip():
        raise ValidationError({"reply": _("请写明办理情况。")})
    with audited("need.settle", need):
        need.settle()
        need.reply, need.by, need.done_on = reply.strip(), post, today()
        need.save()
    return need
