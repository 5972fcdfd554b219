"""The declaration of a register, and what its pages ask of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, partial, reduce
from operator import or_
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.foundation.dated import register_dated
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.foundation.few import Few
from zulian.foundation.lists import Many
from zulian.foundation.saved import register_former
from zulian.foundation.searching import Search, register_search
from zulian.regions.naming import organisation_named
from zulian.registers.actions import Add
from zulian.registers.dates import Day
from zulian.registers.declared import declare, register_of
from zulian.registers.filters import filters_of, narrowed_url
from zulian.registers.hits import hits_of
from zulian.registers.shown import Shown, by_value, state_of
from zulian.registers.tables import table_of

if TYPE_CHECKING:
    import django_filters
    import django_tables2
    from django.db.models import Model, QuerySet
    from django_stubs_ext import StrOrPromise

    from zulian.accounts.middleware import PostRequest
    from zulian.accounts.models import Post
    from zulian.foundation.rooms import Crumbs, Room
    from zulian.registers.actions import Action, Look
    from zulian.registers.leaves import Leaf
    from zulian.registers.pages import View
# A panel shows the first rows of a child register; its list has all of them.
PANEL_ROWS = 30
# The lookup that asks for the name of a row's division.
UNIT_NAME = "region__name__contains"


class Register:
    """A register of one model: subclass it in the room's `registers.py` and make one of it, and put its `urls()` among the room's.

    >>> class Stations(Register):
    ...     key = "station"

    model: whose rows they are. room, tab: where its pages stand. permission: the word before `.read` and `.write`.
    key: names its addresses (`social:support-list`, `social:support`, `social:support-add`). prefix: what they begin with;
    list_prefix: where its list stands, if elsewhere.
    columns, facts: what its list and the page of a row show. filters: the columns (or filters) by which it is narrowed.
    usual: what its filters are set to where nothing is asked.
    actions: what can be done. looks: pages about several rows together.
    panels: the child registers on a row's page, those of `beside` in the second column. leaves: further pages of a row.
    parent: the column of the row that its rows belong to; they have a page of their own if `has_page`.
    links: other lists that its list leads to. former_names: URL names that its list had before, for views kept under them.
    ledger: the key of its ledger. search: lookups by which the search box finds its rows, hit_columns: what it tells of them
    beside place and state. dates: the columns whose days stand in the calendar. state: the column of its states.
    related: what its pages show of other rows, beside `with_names` of the model. panel_rows: how many rows stand on a panel.
    read, write: what a post must hold, where it is not `.read` and `.write`.
    template: the page of a row, where it shows more than all do; `context` gives it what it shows.
    """

    model: ClassVar[type[Model]]
    room: ClassVar[Room]
    permission: ClassVar[str]
    key: ClassVar[str]
    tab: ClassVar[str] = ""
    prefix: ClassVar[str] = ""
    list_prefix: ClassVar[str] = ""
    title: ClassVar[StrOrPromise] = ""
    intro: ClassVar[StrOrPromise] = ""
    columns: ClassVar[Sequence[str | Shown]] = ()
    facts: ClassVar[Sequence[str | Shown]] = ()
    filters: ClassVar[Sequence[str | django_filters.Filter]] = ()
    usual: ClassVar[Mapping[str, str]] = {}
    actions: ClassVar[Sequence[Action]] = ()
    looks: ClassVar[Sequence[Look]] = ()
    panels: ClassVar[Sequence[type[Model]]] = ()
    beside: ClassVar[Sequence[type[Model]]] = ()
    leaves: ClassVar[Sequence[Leaf]] = ()
    links: ClassVar[Sequence[tuple[StrOrPromise, str, str]]] = ()
    parent: ClassVar[str] = ""
    has_page: ClassVar[bool] = True
    has_list: ClassVar[bool] = True
    empty: ClassVar[StrOrPromise] = ""
    former_names: ClassVar[Sequence[str]] = ()
    ledger: ClassVar[str] = ""
    search: ClassVar[Sequence[str]] = ()
    hit_columns: ClassVar[Sequence[str | Shown]] = ()
    dates: ClassVar[Sequence[Day]] = ()
    state: ClassVar[str] = "state"
    related: ClassVar[Sequence[str]] = ()
    panel_rows: ClassVar[int] = PANEL_ROWS
    read: ClassVar[str] = ""
    write: ClassVar[str] = ""
    template: ClassVar[str] = "foundation/room_detail.html"

    def __init__(self) -> None:
        declare(self)
        if self.search:
            register_search(Search(self.searched, partial(hits_of, self), self.label))
        if self.has_list:
            register_former(self.label, f"{self.room.app}:{self.key}-list", *self.former_names)
        register_dated(*(day.of(self) for day in self.dates))

    # What may be overridden

    def rows(self) -> QuerySet[Any]:
        """All rows within the jurisdiction, with what its pages show of other rows."""
        rows: Any = self.model._default_manager.all()
        rows = rows.with_names() if hasattr(rows, "with_names") else rows
        return rows.select_related(*self.related) if self.related else rows  # type: ignore[no-any-return]

    def place_of(self, row: Any) -> tuple[Room, str]:
        """The room and the tab of a row's page: rows of a room within the room have tabs of their own."""
        return self.room, self.tab

    def list_rows(self) -> QuerySet[Any]:
        """The rows of its list, which may leave out what is over and still has its page."""
        return self.rows()

    def seen_by(self, rows: QuerySet[Any], post: Post) -> QuerySet[Any]:
        """Those of its rows that a post may see: all within the jurisdiction, unless they are known to a circle alone."""
        return rows

    def may_act(self, post: Post, row: Any) -> bool:
        """Whether a post that may write the register may do so to this row; its actions are open to nobody else."""
        return True

    def refusal(self, post: Post, row: Any) -> StrOrPromise:
        """What a post is told that may not act on a row."""
        return _("由所属单位办理。")

    def total(self, post: Post, chosen: dict[str, Any]) -> int | None:
        """How many rows its list has by what was chosen in the filters, where kept counts know it."""
        return None

    def list_intro(self, rows: QuerySet[Any]) -> StrOrPromise:
        """The sentence above its list."""
        return self.intro

    def line_of(self, row: Any) -> str:
        """What is said of a row where it is one of several that something is done to."""
        return self.title_of(row)

    def alert(self, post: Post, row: Any) -> StrOrPromise:
        """What stands in the way of the row's next step, above its page."""
        return ""

    @by_value
    def state_of(self, row: Any) -> tuple[str, StrOrPromise] | None:
        """The colour and the words of the row's state; None where it has none."""
        return state_of(row, self.state)

    def item(self, row: Any, post: Post) -> ListItem:
        """The row as a line of its parent's panel: its name, and what its other columns say."""
        name, left_out = self.title_of(row), (self.parent, self.state)
        columns = [shown for shown in map(Shown.of, self.columns[1:]) if shown.path not in left_out]
        values = [shown.value_of(row) for shown in columns]
        words = [str(value) for value in values if value not in ("", None, name)]
        url = row.get_absolute_url() if self.has_page else ""
        return ListItem(
            name, url, " · ".join(words), *(self.state_of(row) or ("", "")), self.acts(row, post)
        )

    def item_on(self, parent: Any, row: Any, post: Post) -> ListItem:
        """The same on the page of one of several rows that it belongs to: what that page says need not be said again."""
        return self.item(row, post)

    def cards(self, row: Any, post: Post) -> list[Panel]:
        """Cards of the row's page that no child register shows, before its panels."""
        return []

    def cards_beside(self, row: Any, post: Post) -> list[Panel]:
        """The same in the second column, which stands beside the first where there are panels or cards in it."""
        return []

    def found_by(self, words: str) -> QuerySet[Any]:
        """The rows that the search box finds."""
        wanted = reduce(or_, (_asked(lookup, words) for lookup in self.search))
        return self.rows().filter(wanted).order_by(self.search[0].partition("__")[0])

    def context(self, request: PostRequest, row: Any) -> dict[str, Any]:
        """What the register's own `template` shows beside what all pages of rows show."""
        return {}

    def rows_on(self, parent: Any) -> QuerySet[Any]:
        """The rows that stand on the page of the row they belong to."""
        return self.rows().filter(**{column_to(self.model, type(parent)): parent})

    def opened(self, row: Any) -> None:
        """Called when the page of a row is opened: a look at what is confidential leaves its trace here."""

    def title_of(self, row: Any) -> str:
        """What the row is called on pages; `str` of it also goes into the trail, where a person's name is masked."""
        return str(row)

    # What its pages ask

    @property
    def label(self) -> str:
        """The register's own name, which stays when its addresses change: `plans.circular`."""
        return str(self.model._meta.label_lower)

    def name(self) -> StrOrPromise:
        """What its list is called."""
        return self.title or self.model._meta.verbose_name_plural or ""

    def url(self, name: str = "", *args: Any) -> str:
        """An address of the register: of a row's page without a name, else of its list or an action."""
        return reverse(f"{self.room.app}:{self.key}{'-' if name else ''}{name}", args=args)

    def action(self, key: str) -> Action:
        """The action of a key; raises KeyError."""
        return next(action for action in self.actions if action.key == key)

    def read_permission(self) -> str:
        """What a post must hold to see the register."""
        return self.read or f"{self.permission}.read"

    def permission_of(self, action: Action) -> str:
        """What a post must hold for an action."""
        return action.permission or self.write or f"{self.permission}.write"

    def may(self, post: Post, action: Action, row: Any) -> bool:
        """Whether the post may do it to the row as it is now: a button is shown exactly then."""
        is_whose = self.may_act(post, row) and action.is_for(post, row)
        return post.may(self.permission_of(action)) and is_whose and action.is_open(row)

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """The buttons of a row that stand on its page, or on the panel of a child register; the first main one is primary.

        What has its form there needs no button.
        """
        acts: list[Button] = []
        for action in self.actions:
            if (
                isinstance(action, Add)
                or action.inline
                or action.panel != panel
                or not self.may(post, action, row)
            ):
                continue
            is_main = action.main and not any(act.main for act in acts)
            acts.append(
                Button(
                    action.label,
                    self.url(action.key, row.pk),
                    action.icon,
                    is_main,
                    click=not action.asks,
                )
            )
        return acts

    def list_acts(self, post: Post) -> list[Button]:
        """The buttons above its list."""
        acts = [
            Button(action.label, self.url(action.key), action.icon, action.main)
            for action in self.actions
            if isinstance(action, Add) and post.may(self.permission_of(action))
        ]
        return acts + [Button(label, self.room.url(name), icon) for label, name, icon in self.links]

    def many(self, post: Post) -> Many | None:
        """What the post can do for several rows of its list at once; None for nothing."""
        acts = [
            Button(action.label, action.key, action.icon)
            for action in self.actions
            if action.many and post.may(self.permission_of(action))
        ]
        acts += [Button(look.label, look.key, look.icon) for look in self.looks]
        return Many(self.url("many"), acts) if acts else None

    def leaf_with(self, panel: str) -> Leaf | None:
        """The further page of its rows on which a panel stands; None for those on the row's own page."""
        for leaf in self.leaves:
            if panel in {leaf.key, *(register_of(model).key for model in leaf.children)}:
                return leaf
        return None

    def page_with(self, row: Any, panel: str) -> str:
        """The address of the page of a row on which a panel stands."""
        leaf = self.leaf_with(panel)
        return self.url(leaf.key, row.pk) if leaf else str(row.get_absolute_url())

    def home_of(self, row: Any) -> str:
        """Where an action of a row leads back to: its own page, or the one that it stands on of the row it belongs to."""
        if self.has_page:
            return str(row.get_absolute_url())
        parent = getattr(row, self.parent)
        return register_of(type(parent)).page_with(parent, self.key)

    def back_of(self, action: Action, row: Any) -> str:
        """Where one action of a row leads back to: the further page that has its panel, else where all do."""
        leaf = self.leaf_with(action.panel)
        return self.url(leaf.key, row.pk) if leaf else self.home_of(row)

    def crumbs_to(self, row: Any) -> Crumbs:
        """The way to a row's page, itself not included."""
        if self.parent:
            parent = getattr(row, self.parent)
            return register_of(type(parent)).crumbs_within(parent, self.key)
        return self.crumbs()

    def crumbs_within(self, row: Any, panel: str = "") -> Crumbs:
        """The way to what stands below a row's page: over that page, and the further one that has the panel."""
        way = [*self.crumbs_to(row), (self.title_of(row), str(row.get_absolute_url()))]
        leaf = self.leaf_with(panel)
        return [*way, (leaf.label, self.url(leaf.key, row.pk))] if leaf else way

    def crumbs(self) -> Crumbs:
        """The way to its list, which is included."""
        front = self.room.home()
        return (
            front if self.url("list") == front[-1][1] else [*front, (self.name(), self.url("list"))]
        )

    def panel(self, parent: Any, post: Post, acts: Iterable[Button]) -> Panel | None:
        """The rows that belong to a row, on its page; None where it has no such panel now."""
        rows = Few.of(self.rows_on(parent), self.panel_rows, narrowed_url(self, parent))
        empty = self.empty or _("还没有%(name)s。") % {"name": self.model._meta.verbose_name}
        return Panel(
            self.name(),
            [self.item_on(parent, row, post) for row in rows],
            empty,
            list(acts),
            of=rows,
        )

    def cards_on(self, parent: Any, post: Post, acts: Iterable[Button]) -> list[Panel]:
        """What its rows are on the page of the row they belong to: one panel, unless a register makes several of them."""
        card = self.panel(parent, post, acts)
        return [] if card is None else [card]

    def searched(self, post: Post, words: str) -> list[QuerySet[Any]]:
        """The rows that the search box finds of the register, for who may read it."""
        return (
            [self.seen_by(self.found_by(words), post)] if post.may(self.read_permission()) else []
        )

    def place_code(self, row: Any) -> str:
        """The code of the division that a row lies in; "" where it lies in none."""
        return str(getattr(row, "region_id", "") or "")

    def hit_detail(self, row: Any) -> str:
        """What tells rows of one name apart in the search."""
        return str(row.region) if hasattr(row, "region") else ""

    def label_of(self, shown: Shown) -> StrOrPromise:
        """The name of what is shown."""
        return shown.label_for(self.model)

    def fact_list(self, row: Any) -> list[tuple[StrOrPromise, Any]]:
        """Names and values of a row's facts."""
        return [(self.label_of(shown), shown.linked(row)) for shown in map(Shown.of, self.facts)]

    @cached_property
    def table(self) -> type[django_tables2.Table]:
        """The table of its list."""
        return table_of(self)

    @cached_property
    def filter_set(self) -> type[django_filters.FilterSet] | None:
        """The filters of its list."""
        return filters_of(self)

    def urls(self, page: View | None = None) -> list[Any]:
        """Its addresses, for the room's `urlpatterns`; `page` is the view of a row where that is none of a register's."""
        from zulian.registers.pages import patterns_of

        return patterns_of(self, page)


def _asked(lookup: str, words: str) -> Q:
    """One lookup of a search; a row's division is found by the name of its organisation as well."""
    return organisation_named("region", words) if lookup == UNIT_NAME else Q(**{lookup: words})


def column_to(model: type[Model], other: type[Model]) -> str:
    """The column by which rows of a model belong to rows of another; raises LookupError where there is none."""
    for field in model._meta.concrete_fields:
        if field.related_model is other:
            return str(field.name)
    raise LookupError(f"{model.__name__} holds no {other.__name__}")
