"""What every list has, held for all lists at once: place, sizes, the last page, columns, the same in its workbook, words of its filters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import django_filters
import openpyxl
import pytest
from django.db.models import QuerySet
from django.forms import NullBooleanField
from django_tables2.data import TableQuerysetData

from tests.builders import COUNTY, TOWN, VILLAGE, load
from tests.tables.queries import PAGES, POSTED
from tests.tables.world import World, address
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation import chips, columns, lists, paging, places
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import EVERYTHING, code_range, home_field, prefix_length, scope
from zulian.regions.models import Region

pytestmark = pytest.mark.django_db
# What is asked for by POST is no list.
LISTS = [name for name in PAGES if name not in POSTED]
# Lists of one division by their nature: messages to my organisation, my own jobs; what is published is for everybody.
ONE_PLACE = {"accounts:inbox", "ledgers:jobs", "certificates:board"}
# Roles by turns until one may open the page; the city sees most.
ASKING = [Role.CITY_OFFICER, Role.COUNTY_OFFICER, Role.CERTIFICATE_CLERK, *Role]


class Seen:
    """What a list was made of."""

    def __init__(self) -> None:
        self.rows: Any = None
        self.chosen: Any = None
        self.table: Any = None


@contextmanager
def watching(monkeypatch: pytest.MonkeyPatch) -> Iterator[Seen]:
    """The rows that a list is narrowed from and to, its filters and its table, as they pass by."""
    seen = Seen()
    narrow, filtered, kinds = places.narrowed, lists._filtered, columns.kinds_of

    def narrowed(rows: Any, data: Any) -> Any:
        seen.rows = narrow(rows, data)
        return seen.rows

    def keep_filters(*given: Any) -> Any:
        seen.chosen = filtered(*given)
        return seen.chosen

    def keep_table(table: Any, *given: Any, **more: Any) -> Any:
        seen.table = table
        return kinds(table, *given, **more)

    with monkeypatch.context() as patch:
        patch.setattr(lists, "narrowed", narrowed)
        patch.setattr(lists, "_filtered", keep_filters)
        patch.setattr(columns, "kinds_of", keep_table)
        yield seen


def opened(world: World, name: str, query: dict[str, Any]) -> tuple[Post | None, Any]:
    """The page for the first who may open it."""
    for role in ASKING:
        post = world.inside[role]
        response = world.client(post).get(address(name, world), query)
        if response.status_code == 200:
            return post, response
    return None, None


@pytest.fixture
def list_of(world: World, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A list by its address: who opens it, the answer, what it was made of; skipped where the address is no list."""

    def open_list(name: str, **query: Any) -> tuple[Post, Any, Seen]:
        with watching(monkeypatch) as seen:
            post, response = opened(world, name, query)
        if post is None or seen.table is None:
            pytest.skip("no list")
        return post, response, seen

    return open_list


@pytest.mark.parametrize("name", LISTS)
def test_every_list_has_place_sizes_columns_and_words(list_of: Any, name: str) -> None:
    post, response, seen = list_of(name)
    has_words(name, response.content.decode(), seen)
    is_narrowed_by_place(list_of, name, post, response.content.decode(), seen)
    tells_states(seen)
    has_columns(list_of, name, seen)


def tells_states(seen: Seen) -> None:
    """On a phone the card of a row says its state, however many columns there are."""
    shown = {bound.name for bound in seen.table.columns}
    told = {getattr(seen.table, "row_state", ""), "state", "status"} & shown
    kinds = seen.table.kinds
    assert all("m-rest" not in kinds.css(column) for column in told)
    assert bool(kinds.state) == bool(told)


@pytest.mark.parametrize("name", LISTS)
def test_every_order_goes_on_to_the_next_page(list_of: Any, name: str) -> None:
    """Whatever a list is sorted by, the place of its last row can be told, and the row after it is another one."""
    _post, _response, seen = list_of(name)
    if not isinstance(seen.rows, QuerySet):
        pytest.skip("counted off")
    for bound in [column for column in seen.table.columns if column.orderable]:
        for sign in ("", "-"):
            data = TableQuerysetData(seen.rows)
            data.set_table(seen.table)
            with scope(EVERYTHING):
                data.order_by([f"{sign}{bound.name}"])
                first = paging.key_page(data.data, 1)
                if first.after:
                    second = paging.key_page(data.data, 1, after=first.after)
                    assert second.rows and second.rows[0].pk != first.rows[0].pk, bound.name


def is_narrowed_by_place(list_of: Any, name: str, post: Post, text: str, seen: Seen) -> None:
    """Rows of a place are exactly those that lie under it."""
    if not isinstance(seen.rows, QuerySet) or not places.has_place(seen.rows.model):
        assert 'name="place"' not in text
        return
    below_village = prefix_length(post.region_id) == 12
    assert ('<select class="form-select" id="id_place"' in text) == (
        name not in ONE_PLACE and not below_village
    )
    if name in ONE_PLACE or below_village:
        return
    path = home_field(seen.rows.model)
    for code in (COUNTY, TOWN, VILLAGE):
        _post, response, narrowed = list_of(name, place=code)
        # Now, for whom a page is refused leaves entries in the trail.
        with scope(EVERYTHING):
            every = dict(seen.rows.order_by().values_list("pk", path))
        low, high = code_range(code)
        wanted = {pk for pk, home in every.items() if home and low <= home < high}
        with scope(EVERYTHING):
            assert set(narrowed.rows.order_by().values_list("pk", flat=True)) == wanted, code
        if code.startswith(post.region_id.rstrip("0")):
            assert (
                f'<option value="{code}" selected>' in response.content.decode()
                or code == post.region_id
            )


def has_columns(list_of: Any, name: str, seen: Seen) -> None:
    """Columns are chosen, sizes and the last page are there, and the workbook has the same columns."""
    offered = [box.name for box in columns.boxes(seen.table)]
    one = offered[-1]
    _post, _response, seen = list_of(name, cols=f"{one},nonsense", size="100", last="1")
    shown = [bound.name for bound in seen.table.columns if not bound.column.exclude_from_export]
    assert shown == [one]
    if isinstance(seen.rows, QuerySet):
        assert [size for size, _query, here in seen.table.sizes if here] == [100]
    head = [
        str(bound.header) for bound in seen.table.columns if not bound.column.exclude_from_export
    ]
    _post, book, _seen = list_of(name, cols=one, export="xlsx")
    sheet = openpyxl.load_workbook(BytesIO(book.content)).active
    assert [cell.value for cell in sheet[2]] == head
    _post, _response, seen = list_of(name, cols="nonsense")
    assert len(list(seen.table.columns)) >= len(offered) - len(
        [b for b in columns.boxes(seen.table) if not b.shown]
    )


def has_words(name: str, text: str, seen: Seen) -> None:
    """Filters say yes, no or all, and those that no field shows can be said."""
    assert "未知</option>" not in text
    if seen.chosen is None:
        return
    for field in seen.chosen.form.fields.values():
        if isinstance(field, NullBooleanField) and not field.widget.is_hidden:
            assert [str(words) for _value, words in field.widget.choices] == ["全部", "是", "否"]
    for bound in seen.chosen.form.hidden_fields():
        each: django_filters.Filter = seen.chosen.filters[bound.name]
        named = each._label or chips._column(seen.chosen.queryset.model, each.field_name)
        assert named, f"{name}: what does the filter {bound.name} mean?"


def test_a_filter_of_a_link_is_said_and_can_be_cleared(world: World) -> None:
    client, clause = world.client(world.inside[Role.CITY_OFFICER]), world.rows["issued"].clause
    text = client.get(
        "/plans/assignments/", {"clause": clause.pk, "state": "issued", "under": COUNTY}
    ).content.decode()
    [chip] = re.findall(r'<li class="chip">([^<]+)<a href="\?([^"]*)"', text)
    assert str(clause) in chip[0] and "clause" not in chip[1] and "state=issued" in chip[1]
    # What earlier links call a place is the one select's.
    assert f"place={COUNTY}" in chip[1] and f'<option value="{COUNTY}" selected>' in text


def test_a_place_beyond_the_jurisdiction_shows_nothing(world: World) -> None:
    client = world.client(world.inside[Role.COUNTY_OFFICER])
    assert (
        "没有符合条件的记录"
        in client.get("/plans/assignments/?place=210922000000").content.decode()
    )
    every = client.get("/plans/assignments/").content.decode()
    # What is no code says nothing.
    assert client.get("/plans/assignments/?place=21092").content.decode().count(
        "<tr>"
    ) == every.count("<tr>")


def test_places_are_written_so_that_one_can_tell_them(world: World) -> None:
    def text(role: Role) -> str:
        return (
            world.client(world.inside[role])
            .get("/plans/assignments/", {"place": VILLAGE})
            .content.decode()
        )

    assert re.search(r'<span class="lead">\S+ · \S+ · </span>', text(Role.CITY_OFFICER))
    assert re.search(r'<span class="lead">[^ ·]+ · </span>', text(Role.COUNTY_OFFICER))
    assert 'class="lead"' not in text(Role.TOWNSHIP_OFFICER)


def test_who_takes_a_list_with_them_is_in_the_trail(world: World) -> None:
    post = world.inside[Role.COUNTY_OFFICER]
    answer = world.client(post).get("/people/?sex=male&cols=name,sex&export=xlsx")
    rows = list(openpyxl.load_workbook(BytesIO(answer.content)).active.values)[2:]
    assert rows and {row[1] for row in rows} == {"男"} and {len(row) for row in rows} == {2}
    entry = AuditEntry.objects.filter(action="list.export").latest("pk")
    assert (
        entry.user_id == post.user_id
        and entry.changes["rows"] == len(rows)
        and "sex=male" in entry.changes["query"]
    )


def test_the_last_page_ends_with_the_last_row_and_leads_back(world: World) -> None:
    client = world.client(world.inside[Role.CITY_OFFICER])
    with scope(EVERYTHING):
        codes = list(
            Region.objects.under("210900000000").order_by("code").values_list("code", flat=True)
        )
        load([(f"2109215{n:02}000", f"演{n}乡") for n in range(10, 40)])
    first = client.get("/regions/").content.decode()
    assert re.findall(r'class="c-code[^>]*>(\d{12})<', first)[0] == codes[0] and "末页" in first
    last = client.get("/regions/?last=1").content.decode()
    shown = re.findall(r'class="c-code[^>]*>(\d{12})<', last)
    with scope(EVERYTHING):
        assert (
            shown
            == list(
                Region.objects.under("210900000000").order_by("code").values_list("code", flat=True)
            )[-25:]
        )
    assert "首页" in last and "下一页" not in last
    before = re.search(r'href="(\?[^"]+)">上一页<', last)
    assert before and "last" not in before[1]
    earlier = re.findall(
        r'class="c-code[^>]*>(\d{12})<', client.get(f"/regions/{before[1]}").content.decode()
    )
    assert earlier[-1] < shown[0]
