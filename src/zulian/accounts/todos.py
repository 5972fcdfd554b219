"""What the accounts room puts on the to-do list and into the search box."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts.models import Message, Post
from zulian.foundation.registries import HITS_ASKED, Hit, register_search
from zulian.foundation.scopes import active_scope
from zulian.foundation.waiting import Waiting, register_waiting
from zulian.regions.models import Level, Region

register_waiting(
    Waiting(
        key="accounts.unread",
        rank=2,
        name=gettext_lazy("未读消息"),
        listing="accounts:inbox",
        rows=lambda post: Message.objects.to(post).filter(read_at=None),
        title=lambda message: message.title,
        note=lambda message: message.sender,
        url=lambda message: reverse("accounts:message", args=[message.pk]),
    )
)


@register_search
def regions(post: Post, words: str) -> Iterator[Hit]:
    """Divisions of the jurisdiction."""
    for region in Region.objects.within(active_scope()).matching(words)[:HITS_ASKED]:
        level = str(Level(region.level).label)
        yield Hit(
            _("区划"),
            region.name,
            reverse("regions:detail", args=[region.code]),
            f"{level} {region.code}",
        )


@register_search
def people(post: Post, words: str) -> Iterator[Hit]:
    """Staff of the jurisdiction, for posts that may see them."""
    if post.may("staff.read"):
        for found in (
            Post.objects.held()
            .filter(user__name__contains=words)
            .select_related("user", "region")[:HITS_ASKED]
        ):
            yield Hit(
                _("人员"), found.user.name, reverse("accounts:post", args=[found.pk]), str(found)
            )
