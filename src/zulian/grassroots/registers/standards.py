"""Registers of standards (评估标准): the standards in their versions, and the items of each."""

from __future__ import annotations

from decimal import Decimal
from operator import methodcaller
from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.foundation.actor import current_actor
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.foundation.numbers import plain
from zulian.grassroots import forms
from zulian.grassroots.forms import HEAD
from zulian.grassroots.models import Item as StandardItem
from zulian.grassroots.models import Standard
from zulian.grassroots.registers.common import GrassrootsRegister
from zulian.grassroots.room import LEAD, ROOM
from zulian.grassroots.services import standard_reading, standard_versions
from zulian.grassroots.services import standards as services
from zulian.indicators.registry import named
from zulian.registers.actions import Action, Add, Call, is_own
from zulian.registers.shown import Shown

State = Standard.State
PAGE = methodcaller("get_absolute_url")


def read_words(read: standard_reading.Read) -> str:
    """What came of a workbook, and what should be looked at in it."""
    words = gettext("已读入 %(n)d 项，请核对后施行。") % {"n": len(read.standard.tree().leaves)}
    return " ".join([words, *read.remarks])


def head_of(call: Call) -> services.Head:
    """What a standard is called and whom it is for."""
    return services.Head(**{name: call.data[name] for name in HEAD})


def is_ready(row: Standard) -> bool:
    """Whether nothing must be mended before a standard comes into force."""
    return not services.troubles(row)


def points_words(row: Standard) -> str:
    """How many items it has, and what they come to."""
    tree = row.tree()
    total = sum((tree.node(group).worth for group in tree.groups), Decimal(0))
    return gettext("%(n)d 项，共 %(t)s 分") % {"n": len(tree.leaves), "t": plain(total)}


class StandardRegister(GrassrootsRegister):
    """Standards of one's own and those in force of the federations above."""

    model = Standard
    key, prefix, tab, write = "standard", "standards/", "standards", LEAD
    intro = _("标准由项目、分值、考核内容、评分标准组成；可以从 Excel 导入，也可以从示例改起。")
    template = "grassroots/standard.html"
    columns = (
        *("name", "version", "level", "state", "pass_mark", "valid_from"),
        Shown("region", value=lambda row: row.region.name),
        "is_example",
    )
    filters = ("level", "state")
    facts = (
        "level",
        Shown("items", _("考核项目"), points_words),
        *("pass_mark", "good_mark", "source"),
        Shown(
            "is_example",
            value=lambda row: gettext("示例，不是任何文件的原文") if row.is_example else "",
        ),
        *("region", "valid_from", "valid_to"),
    )
    actions = (
        Add(
            key="import",
            label=_("从 Excel 导入标准"),
            title=_("导入评估标准"),
            icon="upload",
            service=lambda call: standard_reading.take_in(
                call.post, head_of(call), call.data["file"]
            ),
            form=forms.SheetForm,
            starts=lambda row: services.default_marks(current_actor().region),
            button=_("读入"),
            done=read_words,
        ),
        Add(
            label=_("新建"),
            title=_("新建评估标准"),
            service=lambda call: services.start(call.post, head_of(call)),
            fields=HEAD,
            starts=lambda row: services.default_marks(current_actor().region),
            main=False,
            button=_("新建"),
            done=_("已新建草稿，请逐项添加考核内容。"),
        ),
        Add(
            key="example",
            label=_("从示例开始"),
            icon="file-text",
            service=lambda call: standard_reading.load_example(call.post, call.data["level"]),
            fields=("level",),
            intro=_("示例由本系统编写，供参考和修改，不是任何文件的原文。"),
            main=False,
            button=_("载入"),
            done=_("已载入示例草稿，请按本地要求修改后施行。"),
        ),
        Action(
            key="publish",
            label=_("施行"),
            icon="check",
            service=lambda call: services.publish(call.pk, call.post),
            sources=[State.DRAFT],
            is_open_for=is_ready,
            main=True,
            done=_("已施行。"),
        ),
        Action(
            key="item",
            label=_("添加大项"),
            title=_("添加考核项目"),
            icon="plus",
            service=lambda call: services.add_item(call.pk, call.post, None, call.data),
            form=forms.ItemForm,
            intro=_("添加为大项；具体考核内容再加在它下面。"),
            sources=[State.DRAFT],
            button=_("添加"),
            done=_("已添加。"),
        ),
        Action(
            key="change",
            label=_("修改"),
            title=_("修改标准"),
            service=lambda call: services.change(call.pk, call.post, head_of(call)),
            fields=HEAD,
            sources=[State.DRAFT],
        ),
        Action(
            key="version",
            label=_("另立新版本"),
            icon="plus",
            service=lambda call: standard_versions.new_version(call.pk, call.post),
            sources=[State.FORCE, State.RETIRED],
            done=_("新版本草稿已建立，修改后施行。"),
            leads_to=PAGE,
        ),
        Action(
            key="import-version",
            label=_("导入新版本"),
            icon="upload",
            service=lambda call: standard_reading.take_in(
                call.post, head_of(call), call.data["file"], call.row
            ),
            form=forms.SheetForm,
            intro=_("读入后是草稿，不影响正在施行的版本。"),
            sources=[State.FORCE, State.RETIRED],
            button=_("读入"),
            done=read_words,
            leads_to=PAGE,
        ),
        Action(
            key="retire",
            label=_("停用"),
            icon="x",
            service=lambda call: services.retire(call.pk, call.post),
            sources=[State.FORCE],
            done=_("已停用。"),
        ),
    )

    def rows(self) -> QuerySet[Any]:
        """With their items: what a page says of a standard it says of them."""
        return super().rows().prefetch_related("items")

    def list_rows(self) -> QuerySet[Any]:
        return super().rows()

    def may_act(self, post: Post, row: Any) -> bool:
        return is_own(post, row)

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """Beside the actions: the standard as a workbook."""
        return [
            *super().acts(row, post, panel),
            Button(_("导出五栏表"), ROOM.url("standard-sheet", row.pk), "download"),
        ]

    def alert(self, post: Post, row: Any) -> str:
        """What must be mended before it comes into force."""
        troubles = services.troubles(row) if row.state == State.DRAFT else []
        if not troubles:
            return ""
        lines = format_html_join("", "<li>{}</li>", ((words,) for words in troubles))
        return format_html(
            '<strong>{}</strong><ul class="m-0">{}</ul>', gettext("施行前需要改好："), lines
        )

    def context(self, request: PostRequest, row: Any) -> dict[str, Any]:
        """Its items as they hang together."""
        tree = row.tree()
        lines = [
            {
                "item": item,
                "number": tree.numbers[item.pk],
                "depth": tree.depth(item),
                "worth": tree.node(item).worth,
                "is_group": bool(tree.below[item.pk]),
                "measured": getattr(named(item.indicator), "name", item.indicator)
                if item.indicator
                else "",
                "acts": ITEMS.acts(item, request.post),
            }
            for item in tree.lines
        ]
        return {"lines": lines, "is_changed": any(line["acts"] for line in lines)}

    def cards(self, row: Any, post: Post) -> list[Panel]:
        """Its other versions, and what they say otherwise."""
        versions = (
            Standard.objects.filter(family=row.family).exclude(pk=row.pk).order_by("-version")
        )
        items = [self._version(row, version) for version in versions]
        return [Panel(_("其他版本"), items, "")] if items else []

    def _version(self, row: Standard, version: Standard) -> ListItem:
        """Another version, with the way to its differences."""
        span = f"{version.valid_from} — {version.valid_to or ''}" if version.valid_from else ""
        differences = Button(_("看差异"), ROOM.url("standard-compare", row.pk, version.pk))
        name, state = f"V{version.version} {version.name}", self.state_of(version) or ("", "")
        return ListItem(name, version.get_absolute_url(), span, *state, [differences])


def is_draft(row: StandardItem) -> bool:
    """Whether the standard of an item can still be changed."""
    return bool(row.standard.state == State.DRAFT)


def is_group(row: StandardItem) -> bool:
    """Whether more may hang below an item: it is none that is marked, and not the last level."""
    return is_draft(row) and not row.asked and row.depth + 1 < services.MAX_DEPTH


class ItemRegister(GrassrootsRegister):
    """Items of a standard (考核项目), on its page."""

    model = StandardItem
    key, prefix, tab, parent, write = "item", "items/", "standards", "standard", LEAD
    has_page = has_list = False
    related = ("standard", "parent__parent__parent")
    actions = (
        Action(
            key="change",
            label=_("修改"),
            title=_("修改考核项目"),
            service=lambda call: services.change_item(call.pk, call.post, call.data),
            form=forms.ItemForm,
            is_open_for=is_draft,
            icon="",
        ),
        Action(
            key="below",
            label=_("加下级"),
            title=_("添加考核项目"),
            service=lambda call: services.add_item(
                call.row.standard_id, call.post, call.row, call.data
            ),
            form=forms.BelowForm,
            intro=lambda row: gettext("添加到“%(name)s”之下。") % {"name": row},
            is_open_for=is_group,
            icon="",
            button=_("添加"),
            done=_("已添加。"),
        ),
        Action(
            key="up",
            label=_("上移"),
            service=lambda call: services.move_item(call.pk, call.post, up=True),
            is_open_for=is_draft,
            icon="",
            done=_("已移动。"),
        ),
        Action(
            key="down",
            label=_("下移"),
            service=lambda call: services.move_item(call.pk, call.post, up=False),
            is_open_for=is_draft,
            icon="",
            done=_("已移动。"),
        ),
        Action(
            key="drop",
            label=_("删除"),
            service=lambda call: services.drop_item(call.pk, call.post),
            is_open_for=is_draft,
            icon="",
            done=_("已删除。"),
        ),
    )

    def rows(self) -> QuerySet[Any]:
        """Those of the standards that one may see."""
        return super().rows().filter(standard__in=Standard.objects.all())

    def may_act(self, post: Post, row: Any) -> bool:
        return is_own(post, row.standard)


STANDARDS = StandardRegister()
ITEMS = ItemRegister()
