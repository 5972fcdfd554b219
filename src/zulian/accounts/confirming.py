"""A post takes effect when another administrator confirms it: who gives posts gives nobody rights alone."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.accounts.services import own_fault
from zulian.foundation import clock
from zulian.foundation.audit import audited
from zulian.foundation.work import unit_of_work


def waiting() -> QuerySet[Post]:
    """The posts of the jurisdiction that were given and not confirmed yet, those given first first."""
    rows = Post.objects.filter(is_waiting=True).not_over(clock.today())
    return rows.select_related("user", "region").order_by("pk")


@unit_of_work
def confirm(pk: int) -> Post:
    """Let a post that was given take effect; raises ValidationError for one that does not wait, and for one's own."""
    post = _locked(pk)
    with audited("post.confirm", post):
        post.is_waiting = False
        post.save(update_fields=["is_waiting"])
    return post


@unit_of_work
def refuse(pk: int) -> Post:
    """Let a post that was given never take effect; raises ValidationError as `confirm` does."""
    post = _locked(pk)
    with audited("post.refuse", post):
        post.ended_at, post.until = clock.now(), max(post.since, clock.today())
        post.save(update_fields=["ended_at", "until"])
    return post


def _locked(pk: int) -> Post:
    rows = Post.objects.select_related("user", "region").select_for_update(
        of=("self",), no_key=True
    )
    post: Post = rows.get(pk=pk)
    if fault := own_fault(post.user):
        raise ValidationError(fault)
    if post not in waiting():
        raise ValidationError(_("%(name)s的这个岗位不在等待确认。") % {"name": post.user})
    return post
