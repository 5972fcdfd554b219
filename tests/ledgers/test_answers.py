"""What is not sure is asked once for all rows, and what was answered is read so: columns, words, cells, sheets."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from tests import builders
from tests.builders import OTHER_COUNTY, VILLAGE
from tests.ledgers.books import HEADS, agree, book, faults, hand_in, number, people, sheets
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.models import AuditEntry
from zulian.ledgers import asking, books
from zulian.ledgers.models import Import, Wording
from zulian.people.models import Person
from zulian.volunteers.models import Volunteer


@pytest.fixture
def clerk(regions: None) -> Post:
    return builders.post(Role.CERTIFICATE_CLERK)


def browser(post: Post) -> Client:
    client = Client()
    client.force_login(post.user)
    return client


def again(made: Import) -> Import:
    return Import.objects.get(pk=made.pk)


OWN = ("户主", "证件", "住哪儿", "电话", "民族")


def test_columns_of_an_unknown_file_are_matched_and_remembered(clerk: Post) -> None:
    client = browser(clerk)
    made = hand_in("people", clerk, book(OWN, people(2)))
    assert (made.refused, made.layout["extra"]) == (2, ["户主", "证件", "住哪儿"])
    page = f"/ledgers/imports/{made.pk}/columns/"
    shown = client.get(page).content.decode()
    assert "如：演试1、演试2" in shown and number(1) not in shown
    client.post(page, {"h0": "name", "h1": "id_number", "h2": "region"})
    assert (again(made).new, again(made).refused) == (2, 0), faults(again(made))
    assert "户主 → 姓名" in client.get(f"/ledgers/imports/{made.pk}/").content.decode()
    assert hand_in("people", clerk, book(OWN, people(3))).new == 3
    elsewhere = builders.post(Role.CERTIFICATE_CLERK, OTHER_COUNTY)
    assert hand_in("people", elsewhere, book(OWN, people(3))).refused == 3
    agree(again(made))
    assert Person.objects.count() == 2


def test_a_file_without_any_known_heading_can_be_matched(clerk: Post) -> None:
    made = hand_in("people", clerk, book(["甲", "乙", "丙"], [row[:3] for row in people(2)]))
    assert made.state == Import.State.FAILED
    client = browser(clerk)
    assert "对应列名" in client.get(f"/ledgers/imports/{made.pk}/").content.decode()
    client.post(
        f"/ledgers/imports/{made.pk}/columns/", {"h0": "name", "h1": "id_number", "h2": "region"}
    )
    assert (again(made).state, again(made).new) == (Import.State.READY, 2)


def test_two_headings_are_never_one_column(clerk: Post) -> None:
    made = hand_in("people", clerk, book(OWN, people(1)))
    with pytest.raises(ValidationError, match="同一项"):
        asking.match_columns(made, clerk, {"户主": "name", "证件": "name"})
    with pytest.raises(ValidationError, match="没有这一列"):
        asking.match_columns(made, clerk, {"户主": "nothing"})
    assert not Wording.objects.exists()


def test_an_unknown_value_is_asked_once_and_answered_for_all_its_rows(regions: None) -> None:
    post = builders.post(Role.COUNTY_OFFICER)
    heads = ["姓名", "身份证号", "户籍所在地", "服务地区", "服务类别"]
    rows = [[f"演{n}", number(n), VILLAGE, "演一村二组", "陪伴"] for n in (1, 2, 3)]
    made = hand_in("volunteers", post, book(heads, rows))
    assert made.refused == 3
    assert [(one["key"], one["n"]) for one in made.questions] == [("org", 3), ("skills", 3)]
    client = browser(post)
    shown = client.get(f"/ledgers/imports/{made.pk}/").content.decode()
    assert "您是不是要“陪伴聊天”" in shown and "（3 行）" in shown and "alert-success" not in shown
    client.post(f"/ledgers/imports/{made.pk}/answer/", {"w1": "=陪伴聊天", "t0": VILLAGE})
    made = again(made)
    assert (made.new, made.refused, made.questions) == (3, 0, [])
    assert "原为“陪伴”" in client.get(f"/ledgers/imports/{made.pk}/").content.decode()
    agree(made)
    assert {v.skills for v in Volunteer.objects.all()} == {",company,"}
    assert AuditEntry.objects.filter(action="ledger.answer").exists()


def test_a_value_may_be_left_out(regions: None) -> None:
    post = builders.post(Role.COUNTY_OFFICER)
    heads = ["姓名", "身份证号", "户籍所在地", "服务地区", "服务类别"]
    made = hand_in("volunteers", post, book(heads, [["演一", number(1), VILLAGE, VILLAGE, "其他"]]))
    browser(post).post(f"/ledgers/imports/{made.pk}/answer/", {"w0": "-"})
    assert again(made).new == 1


def test_a_cell_is_mended_on_the_preview(clerk: Post) -> None:
    lines = people(3)
    lines[1][1] = "210900196005060011"
    made = hand_in("people", clerk, book(HEADS, lines))
    client = browser(clerk)
    shown = client.get(f"/ledgers/imports/{made.pk}/").content.decode()
    assert 'name="c3-id_number"' in shown and "210900196005060011" not in shown
    client.post(f"/ledgers/imports/{made.pk}/answer/", {"c3-id_number": number(2)})
    made = again(made)
    assert (made.new, made.refused) == (3, 0)
    agree(made)
    assert Person.objects.numbered(number(2)).exists()


def test_what_a_file_lacks_is_filled_in_on_the_preview(clerk: Post) -> None:
    heads = ["姓名", "身份证号"]
    made = hand_in("people", clerk, book(heads, [row[:2] for row in people(2)]))
    shown = browser(clerk).get(f"/ledgers/imports/{made.pk}/").content.decode()
    assert shown.count("户籍所在地：新增记录必须填写") == 2 and 'name="c2-region"' in shown
    browser(clerk).post(
        f"/ledgers/imports/{made.pk}/answer/", {"c2-region": "演一村", "c3-region": ""}
    )
    assert (again(made).new, again(made).refused) == (1, 1)


def test_other_sheets_are_read_from_the_same_file(clerk: Post) -> None:
    tables = [(name, [HEADS, *people(5)[at : at + 2]]) for at, name in enumerate("一二三")]
    made = hand_in("people", clerk, sheets(*tables))
    client = browser(clerk)
    shown = client.get(f"/ledgers/imports/{made.pk}/").content.decode()
    assert (made.new, made.layout["unread"]) == (2, ["二", "三"]) and "没有读取：二、三" in shown
    client.post(f"/ledgers/imports/{made.pk}/sheets/", {"sheet": ["二", "三"]})
    third, second = Import.objects.exclude(pk=made.pk)
    assert [one.layout["sheet"] for one in (second, third)] == ["二", "三"]
    assert second.file_id == made.file_id and (second.new, third.new) == (2, 2)
    agree(again(made))
    shown = client.get(f"/ledgers/imports/{second.pk}/").content.decode()
    assert "没有读取" not in shown and f"/ledgers/imports/{made.pk}/" in shown
    assert "同一个文件已由" not in shown
    with pytest.raises(ValidationError, match="刷新"):
        books.read_sheets(made, clerk, ["二"])
    with pytest.raises(ValidationError, match="请选择"):
        books.read_sheets(made, clerk, [])
    with pytest.raises(PermissionDenied):
        books.read_sheets(made, builders.post(Role.CERTIFICATE_CLERK), ["二"])


def test_what_was_said_of_a_sheet_holds_for_the_others(clerk: Post) -> None:
    first, second = ([[*row[:4], "汉满"] for row in people(4)[at : at + 2]] for at in (0, 2))
    made = hand_in("people", clerk, sheets(("一", [OWN, *first]), ("二", [OWN, *second])))
    asking.match_columns(made, clerk, {"户主": "name", "证件": "id_number", "住哪儿": "region"})
    asking.answer(again(made), clerk, {"words": {"ethnicity": {"汉满": "满族"}}})
    assert again(made).new == 2
    (job,) = books.read_sheets(again(made), clerk, ["二"])
    assert Import.objects.get(pk=job.source_id).new == 2


def test_words_are_remembered_for_the_office_and_asked_again(clerk: Post) -> None:
    odd = [[*row[:4], "汉满"] for row in people(2)]
    made = hand_in("people", clerk, book(HEADS, odd))
    asking.answer(made, clerk, {"words": {"ethnicity": {"汉满": "满族"}}})
    later = hand_in("people", clerk, book(HEADS, odd[:1]))
    assert (later.new, later.answers.words) == (1, {"ethnicity": {"汉满": "满族"}})
    client = browser(clerk)
    assert "民族“汉满” → “满族”" in client.get(f"/ledgers/imports/{later.pk}/").content.decode()
    elsewhere = builders.post(Role.CERTIFICATE_CLERK, OTHER_COUNTY)
    assert hand_in("people", elsewhere, book(HEADS, odd)).refused == 2
    client.post(f"/ledgers/imports/{later.pk}/forget/")
    assert (again(later).refused, len(again(later).questions)) == (1, 1)
    # What was shown before stays as it was shown.
    agree(again(made))
    assert again(made).new == 2 and not Wording.objects.exists()


def test_what_is_meant_for_one_file_is_not_remembered(clerk: Post) -> None:
    made = hand_in("people", clerk, book(HEADS, people(1)))
    said = {"words": {"birth": {"去年": "2025-03-01"}, "ethnicity": {"21090019": "汉族"}}}
    asking.answer(made, clerk, said)
    assert not Wording.objects.exists()


def test_only_who_handed_a_file_in_answers_and_only_until_it_is_written(clerk: Post) -> None:
    made = hand_in("people", clerk, book(HEADS, people(1)))
    other = builders.post(Role.CERTIFICATE_CLERK)
    with pytest.raises(PermissionDenied):
        asking.answer(made, other, {"words": {"name": {"a": "b"}}})
    agree(made)
    with pytest.raises(ValidationError, match="已经结束"):
        asking.answer(made, clerk, {"cells": {"2": {"name": "演二"}}})
    assert Person.objects.get().name == "演试1"


def test_the_same_file_again_says_so(clerk: Post) -> None:
    data = book(HEADS, people(2))
    agree(hand_in("people", clerk, data))
    made = hand_in("people", clerk, data)
    assert "同一个文件已由" in browser(clerk).get(f"/ledgers/imports/{made.pk}/").content.decode()
    other = hand_in("people", clerk, book(HEADS, people(3)))
    assert "同一个文件" not in browser(clerk).get(f"/ledgers/imports/{other.pk}/").content.decode()
