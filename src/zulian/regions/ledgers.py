"""The ledger of the divisions, and how every other ledger reads and shows a division."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.foundation.clock import today
from zulian.foundation.ledger import (
    Column,
    Draft,
    Ledger,
    register_ledger,
)
from zulian.foundation.ledger_cells import CellError, half_width
from zulian.foundation.ledger_columns import model_column
from zulian.foundation.scopes import active_scope, prefix_length
from zulian.regions.called import Called, plain_place, whole_code
from zulian.regions.due import make_due
from zulian.regions.filters import RegionFilter
from zulian.regions.models import Level, Region, RegionEvent, ancestors, parent_code
from zulian.regions.services import FIRST_DAY, initials

MOST_OFFERED = 12
PATH_LEVELS = (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE)


class Book:
    """The divisions of the jurisdiction by every way in which a ledger names them; read once for a whole import."""

    def __init__(self) -> None:
        self.names: dict[str, str] = dict(Region.objects.values_list("code", "name"))
        self.closed = set(
            Region.objects.filter(valid_to__isnull=False).values_list("code", flat=True)
        )
        mine = Region.objects.current().within(active_scope())
        self.called = Called(self.names, mine.values_list("code", flat=True))

    def find(self, text: str) -> str:
        """The code of a division by code, name, or names from above down; raises CellError with what it may mean."""
        words = plain_place(text)
        if words.isascii() and words.isdigit():
            return self._coded(words)
        codes = self.called.find(text)
        if len(codes) == 1:
            return codes[0]
        if codes:
            words = _("有 %(n)d 个区划叫“%(text)s”，请写上所属县和乡镇，或填 12 位代码。")
            facts = {"n": len(codes), "text": text[:30]}
            raise CellError(words % facts, map(self.path, codes[:MOST_OFFERED]))
        raise self._unknown(text)

    def _coded(self, digits: str) -> str:
        code = whole_code(digits)
        if code in self.names and active_scope().holds(code):
            return code
        raise CellError(
            _("区划代码“%(text)s”不存在，或不在您的管辖范围内。") % {"text": digits[:20]}
        )

    def _unknown(self, text: str) -> CellError:
        near = [self.path(code) for code in self.called.like(text)]
        facts = {"text": text[:30], "near": near[0] if near else ""}
        if near:
            words = _("您的管辖范围内没有“%(text)s”，您是不是要“%(near)s”？")
        else:
            words = _("您的管辖范围内没有“%(text)s”，请填 12 位区划代码，或从县名写起的全称。")
        return CellError(words % facts, near)

    def path(self, code: str) -> str:
        """County, township and village in one word, as `find` takes it; higher divisions by their name."""
        line = [c for c in [*reversed(ancestors(code)), code] if prefix_length(c) in PATH_LEVELS]
        return "".join(self.names.get(c, "") for c in line) or self.names.get(code, code)


_book: ContextVar[Book | None] = ContextVar("zulian_book", default=None)


def open_book() -> None:
    """Read the divisions anew: at the start of an import or export."""
    _book.set(Book())


def book() -> Book:
    """The divisions as read at the start."""
    book = _book.get()
    if book is None:
        open_book()
        book = _book.get()
    assert book is not None
    return book


def read_region(text: str) -> str:
    """The code of the division that a cell names."""
    return book().find(text)


def show_region(code: str | None) -> str:
    """A division's code as its path of names; of a closed one the code itself, for another may bear the name now."""
    if not code:
        return ""
    return code if code in book().closed else book().path(code)


def closed(code: str | None) -> str:
    """Why a division takes no new rows, "" when it does."""
    over = _closed_over(code)
    if not over:
        return ""
    return _("区划“%(name)s”（%(code)s）已停用，不能新增或迁入记录，请填写现在的区划。") % {
        "name": book().path(over),
        "code": over,
    }


def _closed_over(code: str | None) -> str:
    """The closed division among a division and those above it, "" where all are in use."""
    return (
        next((each for each in (code, *ancestors(code)) if each in book().closed), "")
        if code
        else ""
    )


def region_column(key: str, name: Any, **more: Any) -> Column:
    """A column that holds a division."""
    more = {"get": f"{key}_id", "width": 34, "lasting": True, **more}
    note = gettext_lazy("12 位区划代码，或从县名写起的全称，如“彰武县五峰镇五峰村委会”。")
    return Column(key, name, read_region, show=show_region, note=note, barred=closed, **more)


def home_column(model: type[Model], key: str = "org", **more: Any) -> Column:
    """The column of the division that a row of a model belongs to, under the name that the model gives it."""
    field: Any = model._meta.get_field("region")
    return region_column(key, field.verbose_name, **{"get": field.attname, **more})


_new: ContextVar[set[str] | None] = ContextVar("zulian_new_regions", default=None)


def _prepare() -> None:
    open_book()
    _new.set(set())


def read_code(text: str) -> str:
    """A division code within the jurisdiction."""
    code = half_width(text)
    if len(code) != 12 or not code.isdigit() or prefix_length(code) == 0:
        raise CellError(_("区划代码应为 12 位数字。"))
    if not active_scope().holds(code):
        raise CellError(_("区划 %(code)s 不在您的管辖范围内。") % {"code": code})
    return code


def _find(drafts: list[Draft]) -> None:
    there = Region.objects.in_bulk([d.key for d in drafts if d.key])
    for draft in drafts:
        if draft.key in there:
            draft.found[Region] = there[draft.key]


def _plan(draft: Draft) -> None:
    """A new division needs the one above it; a new name needs the document it rests on."""
    values, there = draft.values, draft.found.get(Region)
    if there is None:
        made = _new.get()
        assert made is not None
        above = parent_code(draft.key)
        if above and above not in book().names and above not in made:
            draft.refuse("code", _("上级区划 %(code)s 还不存在，请先导入上级。") % {"code": above})
        elif over := _closed_over(above):
            words = _("上级区划“%(name)s”（%(code)s）已停用，不能在其下新增区划。")
            draft.refuse("code", words % {"name": book().path(over), "code": over})
        if draft.faults:
            return
        made.add(draft.key)
        draft.puts[Region] = {
            "code": draft.key,
            "name": values["name"],
            "level": prefix_length(draft.key),
            "initials": initials(values["name"]),
            "valid_from": values.get("valid_from", FIRST_DAY),
            "valid_to": None,
            "successor_id": None,
        }
        return
    name = values.get("name", there.name)
    if name == there.name:
        return
    if there.valid_to:
        draft.refuse("name", _("该区划已停用，不能更名。"))
    if not values.get("basis"):
        draft.refuse(
            "basis", _("名称与现名“%(name)s”不同，更名须填写依据文件。") % {"name": there.name}
        )
        return
    draft.puts[Region] = {"name": name, "initials": initials(name)}
    draft.puts[RegionEvent] = {
        "kind": RegionEvent.Kind.RENAMED,
        "on": values.get("renamed_on", today()),
        "name_before": there.name,
        "name_after": name,
        "basis": values["basis"],
        "into_id": None,
    }


def _found(written: dict[type[Model], list[Any]]) -> list[Model]:
    """What is due in the divisions that were written, and was not there."""
    keys = set(written[Region])
    return (
        make_due([region for region in Region.objects.current() if region.code in keys], today())
        if keys
        else []
    )


REGIONS = Ledger(
    key="regions",
    name=gettext_lazy("行政区划"),
    rows=lambda: Region.objects.within(active_scope()).order_by("code"),
    filters=RegionFilter,
    counted=("level",),
    models=(Region, RegionEvent),
    links={RegionEvent: {"region_id": Region}},
    columns=(
        model_column(
            Region,
            "code",
            read=read_code,
            synonyms=("统计用区划代码", "代码", "行政区划代码"),
            required=True,
            text=True,
        ),
        model_column(Region, "name", synonyms=("区划名称", "单位名称"), required=True, width=24),
        model_column(Region, "level", computed=True, width=8),
        model_column(Region, "valid_from", fixed=True),
        model_column(Region, "valid_to", computed=True),
        # What comes with a new name is a row of the event, which an export of divisions has not.
        model_column(
            RegionEvent, "on", key="renamed_on", name=gettext_lazy("更名日期"), secret=True
        ),
        model_column(
            RegionEvent,
            "basis",
            name=gettext_lazy("更名依据文件"),
            synonyms=("依据文件",),
            secret=True,
            width=30,
        ),
    ),
    identify=lambda values: str(values.get("code", "")),
    find=_find,
    plan=_plan,
    prepare=_prepare,
    adds=_found,
    read="region.read",
    write="region.write",
    url="regions:list",
    note=gettext_lazy("新增区划和更名可以导入；撤并请在区划页面办理。"),
)
register_ledger(REGIONS)
