"""What the accounts room puts on the to-do list and into the search box."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts import activation, alarms, backup_watch, confirming, handing
from zulian.accounts.models import Message, Post
from zulian.foundation.registries import register_slow_todo, register_todo
from zulian.foundation.scopes import active_scope
from zulian.foundation.searching import Hit, Search, register_search
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

register_waiting(
    Waiting(
        key="accounts.confirm",
        name=gettext_lazy("岗位待确认"),
        listing="accounts:waiting",
        permission="staff.confirm",
        rows=lambda _post: confirming.waiting(),
        title=lambda post: str(post.user),
        note=str,
        # There it is confirmed; its own page is about the account.
        url=lambda _post: reverse("accounts:waiting"),
        is_waiting=True,
    )
)
register_waiting(
    Waiting(
        key="accounts.handed",
        name=gettext_lazy("专用链接待发"),
        listing="accounts:handed-list",
        permission="page.hand",
        rows=handing.waiting,
        title=lambda page: page.label,
        note=handing.kind_name,
        since="asked_at",
        is_waiting=True,
    )
)
register_waiting(
    Waiting(
        key="accounts.letters",
        name=gettext_lazy("启用函待发"),
        listing="accounts:letters",
        permission="staff.confirm",
        rows=lambda _post: activation.waiting(),
        title=lambda post: str(post.user),
        note=str,
        url=lambda _post: reverse("accounts:letters"),
        is_waiting=True,
    )
)

register_slow_todo("audit.read", alarms.waiting)
register_todo(backup_watch.waiting)


def regions(post: Post, words: str) -> list[QuerySet[Region]]:
    """Divisions of the jurisdiction."""
    return [Region.objects.within(active_scope()).matching(words)]


def region_hits(regions: Iterable[Region]) -> Iterator[Hit]:
    """Each with its level and code."""
    for region in regions:
        detail = f"{Level(region.level).label} {region.code}"
        yield Hit(
            _("区划"),
            region.name,
            reverse("regions:detail", args=[region.code]),
            detail,
            region.code,
        )


def staff(post: Post, words: str) -> list[QuerySet[Post]]:
    """Staff of the jurisdiction, for posts that may see them."""
    if not post.may("staff.read"):
        return []
    rows = Post.objects.held().filter(user__name__contains=words)
    return [rows.select_related("user", "region")]


def staff_hits(staff: Iterable[Post]) -> Iterator[Hit]:
    """Each with role and place."""
    for post in staff:
        url = reverse("accounts:post", args=[post.pk])
        yield Hit(_("人员"), post.user.name, url, str(post))


register_search(Search(regions, region_hits, "divisions", is_quick=True))
register_search(Search(staff, staff_hits, "staff"))
