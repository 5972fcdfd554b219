"""Pages of the plan in force that the search box finds by name (进度表、排名、通报): which plan is asked only where a name is called."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts.models import Post
from zulian.foundation import clock
from zulian.foundation.searching import Hit, register_pages
from zulian.plans.services.overview import plan_in_force

# What a page is called, and its address.
NAMED = (
    (gettext_lazy("进度表"), "plans:matrix"),
    (gettext_lazy("排名"), "plans:ranking"),
    (gettext_lazy("通报"), "plans:bulletin"),
)


@register_pages
def plan_pages(post: Post, words: str) -> list[Hit]:
    """The pages of one's own plan whose name bears the words."""
    called = [(str(name), url) for name, url in NAMED if words and words in str(name)]
    if not called or not post.may("plan.read"):
        return []
    plan = plan_in_force(post.region, clock.today())
    if plan is None:
        return []
    return [
        Hit(_("页面和功能"), name, reverse(url, args=[plan.pk]), plan.title) for name, url in called
    ]
