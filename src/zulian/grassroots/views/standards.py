"""Standards: list, one as a tree, the editor, a workbook in and out, versions side by side."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.foundation.excel import excel_response
from zulian.foundation.forms import HouseForm
from zulian.foundation.inputs import read_id
from zulian.foundation.lists import list_page
from zulian.foundation.pages import act_and_go, form_page
from zulian.grassroots import forms
from zulian.grassroots.models import Item, Standard
from zulian.grassroots.models.standards import LEVEL_KEYS, LEVELS
from zulian.grassroots.services import standards as services
from zulian.grassroots.tables import STANDARD_TONES, StandardFilter, StandardTable
from zulian.grassroots.views.common import home, to_standard
from zulian.indicators.registry import named
from zulian.regions.models import Level

HEAD = ("name", "level", "pass_mark", "good_mark", "source")


def _to(pk: int) -> str:
    return reverse("grassroots:standard", args=[pk])


def _mine(pk: int) -> Standard:
    return get_object_or_404(Standard.objects.with_names(), pk=pk)


def _head(data: dict[str, Any]) -> services.Head:
    return services.Head(**{name: data[name] for name in HEAD})


@page("grassroots.read")
def index(request: PostRequest) -> HttpResponseBase:
    """Standards of one's own and of those above."""
    return list_page(
        request, title=_("评估标准"), rows=Standard.objects.with_names(), table=StandardTable, filters=StandardFilter,
        template="grassroots/standards.html", tab="standards", levels=LEVELS,
        intro=_("标准由项目、分值、考核内容、评分标准组成；可以从 Excel 导入，也可以从示例改起。"),
    )  # fmt: skip


@page("grassroots.lead")
def add(request: PostRequest) -> HttpResponseBase:
    """A new, empty standard."""
    form = forms.HeadForm(request.POST or None, initial=services.default_marks())
    return form_page(
        request, form, lambda data: services.start(request.post, _head(data)), title=_("新建评估标准"), button=_("新建"),
        to=lambda made: _to(made.pk), done=_("已新建草稿，请逐项添加考核内容。"), back=reverse("grassroots:standards"), crumbs=home(),
        more=(_("从 Excel 导入"), reverse("grassroots:standard-import")),
    )  # fmt: skip


def _said(request: PostRequest, made: services.Read) -> str:
    for words in made.remarks:
        messages.warning(request, words)
    return _("已读入 %(n)d 项，请核对后施行。") % {"n": len(made.standard.tree().leaves)}


@page("grassroots.lead")
def take_in(request: PostRequest) -> HttpResponseBase:
    """A standard out of a workbook: a new one, or the next version of one."""
    before = read_id(request.GET.get("of", ""))
    replaces = _mine(before) if before is not None else None
    start = {name: getattr(replaces, name) for name in HEAD} if replaces else services.default_marks()
    form = forms.SheetForm(request.POST or None, request.FILES or None, initial=start)
    return form_page(
        request, form, lambda data: services.take_in(request.post, _head(data), data["file"], replaces), title=_("导入评估标准"),
        intro=_("读入后是草稿，不影响正在施行的版本。") if replaces else "", button=_("读入"), to=lambda made: _to(made.standard.pk),
        done=lambda made: _said(request, made), back=reverse("grassroots:standards"), crumbs=home(),
    )  # fmt: skip


@require_POST
@page("grassroots.lead")
def example(request: PostRequest, level: int) -> HttpResponseBase:
    """A draft out of a shipped example."""
    if level not in {int(known) for known in LEVEL_KEYS}:
        raise Http404
    to = reverse("grassroots:standards")
    return act_and_go(
        request,
        lambda: services.load_example(request.post, Level(level)),
        _("已载入示例草稿，请按本地要求修改后施行。"),
        to,
    )


@page("grassroots.read")
def detail(request: PostRequest, pk: int) -> HttpResponseBase:
    """One standard as a tree."""
    found = _mine(pk)
    tree = found.tree()
    own = request.post.may("grassroots.lead") and found.region_id == request.post.region_id
    lines = [
        {"item": i, "number": tree.numbers[i.pk], "depth": tree.depth(i), "worth": tree.node(i).worth, "group": bool(tree.below[i.pk]),
         "measured": getattr(named(i.indicator), "name", i.indicator) if i.indicator else ""}
        for i in tree.lines
    ]  # fmt: skip
    context = {
        "title": str(found), "found": found, "lines": lines, "tone": STANDARD_TONES[found.state], "tab": "standards",
        "total": sum((tree.node(g).worth for g in tree.groups), start=Decimal(0)), "count": len(tree.leaves),
        "troubles": services.troubles(found) if found.state == Standard.State.DRAFT else [],
        "edit": own and found.state == Standard.State.DRAFT, "own": own, "crumbs": to_standard(found)[:2],
        "versions": Standard.objects.filter(family=found.family).exclude(pk=pk).order_by("-version"),
    }  # fmt: skip
    return render(request, "grassroots/standard.html", context)


@page("grassroots.lead")
def change(request: PostRequest, pk: int) -> HttpResponseBase:
    """Name, marks and source of a draft."""
    found = _mine(pk)
    form = forms.HeadForm(request.POST or None, initial={name: getattr(found, name) for name in HEAD})
    return form_page(
        request, form, lambda data: services.change(pk, request.post, _head(data)), title=_("修改标准"), button=_("保存"), to=_to(pk),
        done=_("已保存。"), back=_to(pk), crumbs=to_standard(found),
    )  # fmt: skip


@page("grassroots.lead")
def item_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """A new item, in the group that `?in=` names."""
    found = _mine(pk)
    key = read_id(request.GET.get("in", ""))
    parent = get_object_or_404(Item, pk=key, standard=found) if key is not None else None
    form = forms.ItemForm(request.POST or None)
    return form_page(
        request, form, lambda data: services.add_item(pk, request.post, parent, data), title=_("添加考核项目"), button=_("添加"),
        intro=_("添加到“%(name)s”之下。") % {"name": parent} if parent else _("添加为大项；具体考核内容再加在它下面。"),
        to=_to(pk), done=_("已添加。"), back=_to(pk), crumbs=to_standard(found),
    )  # fmt: skip


def _item(pk: int) -> Item:
    item = get_object_or_404(Item.objects.select_related("standard"), pk=pk)
    _mine(item.standard_id)
    return item


@page("grassroots.lead")
def item_change(request: PostRequest, pk: int) -> HttpResponseBase:
    """Change an item of a draft."""
    item = _item(pk)
    form: HouseForm = forms.ItemForm(
        request.POST or None, initial={name: getattr(item, name) for name in forms.ItemForm.base_fields}
    )
    to = _to(item.standard_id)
    return form_page(
        request, form, lambda data: services.change_item(pk, request.post, data), title=_("修改考核项目"), button=_("保存"), to=to,
        done=_("已保存。"), back=to, crumbs=to_standard(item.standard),
    )  # fmt: skip


@require_POST
@page("grassroots.lead")
def item_drop(request: PostRequest, pk: int) -> HttpResponseBase:
    """Take an item out of a draft."""
    item = _item(pk)
    return act_and_go(request, lambda: services.drop_item(pk, request.post), _("已删除。"), _to(item.standard_id))


@require_POST
@page("grassroots.lead")
def item_move(request: PostRequest, pk: int, way: str) -> HttpResponseBase:
    """Change places with a neighbour: up or down."""
    if way not in {"up", "down"}:
        raise Http404
    item = _item(pk)
    return act_and_go(
        request, lambda: services.move_item(pk, request.post, way == "up"), _("已移动。"), _to(item.standard_id)
    )


@require_POST
@page("grassroots.lead")
def step(request: PostRequest, pk: int, key: str) -> HttpResponseBase:
    """Publish, retire, or begin the next version."""
    _mine(pk)
    if key == "version":
        return form_page(
            request, HouseForm(request.POST), lambda data: services.new_version(pk, request.post), title=_("另立新版本"), button=_("新建"),
            to=lambda made: _to(made.pk), done=_("新版本草稿已建立，修改后施行。"), back=_to(pk),
        )  # fmt: skip
    acts = {"publish": (services.publish, _("已施行。")), "retire": (services.retire, _("已停用。"))}
    if key not in acts:
        raise Http404
    act, done = acts[key]
    return act_and_go(request, lambda: act(pk, request.post), done, _to(pk))


@page("grassroots.read")
def compare(request: PostRequest, pk: int, other: int) -> HttpResponseBase:
    """What this version says otherwise than another one of its family."""
    new, old = _mine(pk), _mine(other)
    if new.family != old.family:
        raise Http404
    context = {
        "title": _("与 V%(n)d 的差异") % {"n": old.version}, "new": new, "old": old, "rows": services.differences(old, new), "tab": "standards",
        "crumbs": to_standard(new),
    }  # fmt: skip
    return render(request, "grassroots/differences.html", context)


@page("grassroots.read")
def sheet(request: PostRequest, pk: int) -> HttpResponseBase:
    """The standard as the usual five columns."""
    found = _mine(pk)
    tree = found.tree()
    above = {item.pk: group for group in tree.groups for item in tree.leaves_of(group)}
    head = (_("项目"), _("分值"), _("考核内容"), _("评分标准"), _("责任单位"), _("佐证材料"), _("检查方式"))
    rows = [
        (str(above[i.pk]), _("否决") if i.veto and not i.points else float(i.points), i.asked, i.rule, i.checker, i.evidence, i.get_method_display())
        for i in tree.leaves
    ]  # fmt: skip
    return excel_response(str(found), [str(name) for name in head], rows)
