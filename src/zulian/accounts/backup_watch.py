"""What the system administrator is told of the site's backup: when it was made last, and that one failed or is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.models import Upkeep
from zulian.foundation.registries import Todo, TodoGroup
from zulian.foundation.upkeep import BACKUP, last

# A night, and two hours for the backup to be made in.
LATEST = timedelta(hours=26)


def trouble() -> str:
    """What is wrong with the backup, in words; "" where it was made last night, and where none is set."""
    return _trouble(last(BACKUP)) if settings.BACKUP is not None else ""


def _trouble(upkeep: Upkeep | None) -> str:
    if upkeep is None:
        return _("还没有做过备份。")
    if upkeep.failure:
        return _("没有备成：%(why)s") % {"why": upkeep.failure}
    if upkeep.done_at is None or timezone.now() - upkeep.done_at > LATEST:
        return _("一天多没有新的备份。")
    return ""


def words() -> str:
    """How the backup stands: the last one, and what is wrong."""
    upkeep = last(BACKUP)
    wrong = _trouble(upkeep)
    if upkeep is None or upkeep.done_at is None:
        return wrong
    made = _("最近一次 %(at)s。") % {"at": f"{localtime(upkeep.done_at):%Y-%m-%d %H:%M}"}
    return made + wrong


def waiting(post: Post) -> Iterator[TodoGroup]:
    """The trouble as a group of the system administrator's first page, until a backup is made."""
    if post.role == Role.SYSTEM_ADMIN and (wrong := trouble()):
        url = reverse("start:list")
        line = Todo(_("每夜备份"), url, "overdue", overdue=True, note=wrong)
        yield TodoGroup(_("备份需要处理"), 1, url, lambda: (line,), late=1, rank=0)
