"""What is done with a handout: it goes out, is read, those who have not are reminded, and it ends."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts.messages import Letter, send_all
from zulian.accounts.models import Post, PostQuerySet
from zulian.accounts.services import ROLE_LEVELS
from zulian.documents.services import keep
from zulian.foundation import clock
from zulian.foundation.audit import audited, record
from zulian.foundation.scopes import EVERYTHING, active_scope, scope
from zulian.foundation.work import unit_of_work
from zulian.handouts.models import Audience, Handout, Receipt
from zulian.regions.models import Level, Region, ancestors

ALL_READ = gettext_lazy("都已读过，不用再催。")


def audience_of(handout: Handout) -> PostQuerySet:
    """All who must read it: who holds one of its roles now, in the jurisdiction of who sent it out; not the sender."""
    roles = handout.audience.values("role")
    posts = Post.objects.held().under(handout.region_id).filter(role__in=roles)
    return posts.exclude(pk=handout.by_id).select_related("user", "region")


def unread_of(handout: Handout) -> PostQuerySet:
    """Those of them who have not read it."""
    read = Receipt.objects.filter(handout=handout).values("post")
    return audience_of(handout).exclude(pk__in=read)


def unreached(handout: Handout) -> list[tuple[Level, int]]:
    """How many divisions of each level it is meant for have nobody in office who could read it, within the jurisdiction."""
    audience = handout.audience.filter(role__in=ROLE_LEVELS).values_list("role", flat=True)
    levels = {level for role in audience for level in ROLE_LEVELS[role]}
    held = audience_of(handout).filter(role__in=ROLE_LEVELS).order_by().values("region_id")
    divisions = Region.objects.under(handout.region_id).within(active_scope()).on(clock.today())
    empty = divisions.filter(level__in=levels).exclude(code=handout.region_id)
    counted = empty.exclude(code__in=held).order_by("level").values_list("level")
    return [(Level(level), number) for level, number in counted.annotate(Count("code"))]


def may_remind(post: Post, handout: Handout) -> bool:
    """Whether a post may remind its own of a handout: who sent it may, and the offices between sender and reader."""
    return handout.region_id in (post.region_id, *ancestors(post.region_id))


@unit_of_work
def send_out(post: Post, values: dict[str, Any]) -> Handout:
    """Send a handout to the roles `values["roles"]`, with a file where there is one.

    Raises ValidationError for one that says nothing, and where nobody holds any of the roles.
    """
    roles, file = values.pop("roles"), values.pop("file", None)
    if not values.get("text", "").strip() and file is None:
        raise ValidationError({"text": _("请写内容，或附上文件。")})
    handout = Handout(region=post.region, by=post, **values)
    if file is not None:
        handout.file = keep(file, file.name, post.region, post)
        # Those below read it.
        handout.file.published = True
        handout.file.save(update_fields=["published"])
    with audited("handout.send", handout):
        handout.save()
    Audience.objects.bulk_create(Audience(handout=handout, role=role) for role in roles)
    if not audience_of(handout).exists():
        raise ValidationError({"roles": _("本单位和下级还没有这些岗位的人员，请核对传阅对象。")})
    return handout


@unit_of_work
def read(handout: Handout, post: Post) -> Receipt:
    """已阅: once for each reader, however often it is said. Raises PermissionDenied for whom it is not meant."""
    if not Handout.objects.meant_for(post).filter(pk=handout.pk).exists():
        raise PermissionDenied(_("这份材料不是传阅给您这个岗位的。"))
    known = Receipt.objects.filter(handout=handout, post=post).first()
    if known is not None:
        return known
    receipt = Receipt(handout=handout, post=post)
    with audited("handout.read", receipt):
        receipt.save()
    return receipt


@unit_of_work
def remind(handout: Handout, post: Post) -> int:
    """催阅: a message to each organisation of the post's jurisdiction with somebody who has not read it, once a day.

    Returns to how many it is new; raises ValidationError where everybody has read it.
    """
    with scope(EVERYTHING):
        unread = unread_of(handout).under(post.region_id).order_by("region_id")
        codes = list(unread.values_list("region_id", flat=True))
    if not codes:
        raise ValidationError(ALL_READ)
    words = _("还没有读“%(title)s”，请尽快阅读") % {"title": handout.title}
    day = clock.today()
    count = send_all(
        Letter(
            code,
            "reminder",
            words,
            handout.get_absolute_url(),
            f"handout:{handout.pk}:{code}:{day}",
            post.region.organisation,
        )
        for code in dict.fromkeys(codes)
    )
    record("handout.remind", handout, {"units": count})
    return count


@unit_of_work
def stop(handout: Handout) -> Handout:
    """停止传阅: nobody is asked to read it any more; who has read it stays known."""
    with audited("handout.stop", handout):
        handout.state = Handout.State.OVER
        handout.save(update_fields=["state"])
    return handout
