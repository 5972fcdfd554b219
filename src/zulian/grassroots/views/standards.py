"""Standards: versions side by side, and the usual five columns as a workbook."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.foundation.excel import excel_response
from zulian.grassroots.models import Standard
from zulian.grassroots.registers.standards import STANDARDS
from zulian.grassroots.room import READ, ROOM
from zulian.grassroots.services import standard_versions
from zulian.registers.pages import row_of


@page(READ)
def compare(request: PostRequest, pk: int, other: int) -> HttpResponseBase:
    """The differences between two versions of a standard."""
    new: Standard = row_of(STANDARDS, pk, request.post)
    old: Standard = row_of(STANDARDS, other, request.post)
    if new.family != old.family:
        raise Http404
    rows = standard_versions.differences(old, new)
    return ROOM.detail_page(
        request,
        "standards",
        template="grassroots/differences.html",
        title=_("与 V%(n)d 的差异") % {"n": old.version},
        intro=str(new) if rows else _("%(new)s：没有差异。") % {"new": new},
        rows=rows,
        crumbs=[*STANDARDS.crumbs_to(new), (str(new), new.get_absolute_url())],
    )


@page(READ)
def sheet(request: PostRequest, pk: int) -> HttpResponseBase:
    """The standard as the usual five columns."""
    standard: Standard = row_of(STANDARDS, pk, request.post)
    tree = standard.tree()
    groups = {item.pk: group for group in tree.groups for item in tree.leaves_of(group)}
    head = (
        _("项目"),
        _("分值"),
        _("考核内容"),
        _("评分标准"),
        _("责任单位"),
        _("佐证材料"),
        _("检查方式"),
    )
    rows = [
        (
            str(groups[item.pk]),
            _("否决") if item.veto and not item.points else float(item.points),
            *(item.asked, item.rule, item.checker, item.evidence, item.get_method_display()),
        )
        for item in tree.leaves
    ]
    return excel_response(str(standard), [str(name) for name in head], rows)
