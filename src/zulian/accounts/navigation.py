"""Where its pages stand in the navigation."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from zulian.foundation.navigation import Entry, register_entries
from zulian.foundation.site_pages import register_pages


def is_home(view_name: str) -> bool:
    """The first page is one's own."""
    return view_name == "home"


STAFF = {"staff", "staff-add", "post", "post-end", "waiting", "letters"}
AUDIT = {"audit", "alarms", "seen"}


def is_of(pages: set[str]) -> Callable[[str], bool]:
    """Whether a page is one of those of accounts; most of the others are one's own."""
    names = {f"accounts:{name}" for name in pages}
    return names.__contains__


register_entries(
    Entry(label=_("我的待办"), url="home", order=0, key="h", is_current=is_home),
    Entry(
        label=_("人员岗位"),
        url="accounts:staff",
        order=200,
        permission="staff.read",
        icon="users",
        is_office=True,
        is_current=is_of(STAFF),
    ),
    Entry(
        label=_("开始使用"),
        url="start:list",
        order=190,
        permission="start.read",
        icon="circle-check",
        is_office=True,
        is_current=lambda view_name: view_name == "start:list",
    ),
    Entry(label=_("行政区划"), url="regions:list", order=210, icon="home", is_office=True),
    Entry(
        label=_("审计日志"),
        url="accounts:audit",
        order=230,
        permission="audit.read",
        icon="history",
        is_office=True,
        is_current=is_of(AUDIT),
    ),
)

register_pages(
    stay="accounts:stay",
    sign_in="accounts:sign-in",
    sign_out="accounts:sign-out",
    password="accounts:password",  # noqa: S106  (the name of an address)
    sessions="accounts:sessions",
    inbox="accounts:inbox",
    switch="accounts:switch",
    view="accounts:view",
    save_view="accounts:view-save",
    manual="manual:index",
    chapter="manual:chapter",
)
