"""A ledger's column takes from the model what stands there: name, length, choices, bounds, checks, and how its kind is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from zulian.accounts.models import Post, User
from zulian.commissioners.models import Payment
from zulian.foundation.ledger import Column, ledgers
from zulian.foundation.ledger_cells import CellError
from zulian.foundation.ledger_columns import field_at, model_column
from zulian.grassroots.models import Mark, Organisation, Problem
from zulian.people.rules import mask_phone
from zulian.volunteers.models import Stint, Unit, Volunteer

# Headings of ledgers that are not the name of the model's column: (ledger's column, heading, name at the model).
OTHERWISE = {
    ("assessments.campaign.name", "评估活动", "名称"),
    ("assessments.standard.name", "评估标准", "名称"),
    ("association-members.org", "协会所在地区", "地区"),
    ("associations.member_count", "会员数", "会员"),
    ("congresses.ordinal", "第几次", "届次"),
    ("delegates.ordinal", "第几次", "届次"),
    ("liaisons.department", "部门", "名称"),
    ("payments.due", "应发", "应发（元）"),
    ("payments.paid", "实发", "实发（元）"),
    ("terms.org", "任职单位", "单位"),
    ("volunteer-hours.end", "结束时间", "结束"),
    ("volunteer-hours.hours", "服务时长", "时长"),
    ("volunteer-hours.kind", "服务类别", "服务项目"),
    ("volunteer-hours.start", "开始时间", "开始"),
    ("volunteers.radius", "服务半径", "服务半径（公里）"),
    ("volunteers.skills", "服务类别", "服务项目"),
}


def columns_with_fields() -> Iterator[tuple[str, Column, Any]]:
    """The columns of all ledgers that show a column of their register's model, with it; what is reckoned and keys of rows are none."""
    for ledger in ledgers():
        for column in ledger.columns:
            try:
                field = field_at(ledger.model, (column.get or column.key).removesuffix("_id"))
            except (FieldDoesNotExist, AttributeError):
                continue
            if field.name != "id":
                yield f"{ledger.key}.{column.key}", column, field


def test_headings_are_the_names_at_the_model() -> None:
    known = list(columns_with_fields())
    otherwise = {
        (key, str(column.name), str(field.verbose_name))
        for key, column, field in known
        if str(column.name) != str(field.verbose_name)
    }
    assert otherwise == OTHERWISE
    assert len(known) > 10 * len(otherwise)


def test_choices_and_lengths_are_those_of_the_model() -> None:
    for key, column, field in columns_with_fields():
        if column.computed or isinstance(field, models.ForeignKey):
            continue
        if field.choices and not column.barred:
            words = [str(word) for value, word in field.flatchoices if value != ""]
            assert column.choices and list(column.choices()) == words, key
        elif column.is_text and field.max_length:
            with pytest.raises(CellError):
                column.read("长" * (field.max_length + 1))


@pytest.mark.parametrize(
    ("text", "value"),
    [("0", "0"), ("¥1,234.50元", "1234.50"), ("１２.5", "12.5"), ("100000", "100000")],
)
def test_a_number_is_read_within_the_bounds_of_its_column(text: str, value: str) -> None:
    read = model_column(Payment, "paid", around=("¥", "元")).read
    assert read(text) == Decimal(value)


@pytest.mark.parametrize("text", ["-1", "100000.01", "1.234", "1,23", "1e3", "元", "", "٣", "5分"])
def test_what_is_no_such_number_is_refused_with_the_bounds(text: str) -> None:
    read = model_column(Payment, "paid", around=("¥", "元")).read
    with pytest.raises(CellError, match=r"不是 0 到 100000 的数，小数最多 2 位。"):
        read(text)


def test_digits_bound_a_number_that_has_no_other_bound() -> None:
    column = model_column(Mark, "own", around=("", "分"))
    assert column.read("9999.99分") == Decimal("9999.99")
    with pytest.raises(CellError, match=r"不是 0 到 9999\.99 的数"):
        column.read("10000")
    assert column.show is not None
    assert (column.show(Decimal("1.50")), column.show(None)) == (1.5, "")


def test_a_whole_number_has_no_decimals() -> None:
    read = model_column(Organisation, "establishment").read
    assert read("1２") == 12
    for text in ("1.5", "12.0", "9" * 30, "1000"):
        with pytest.raises(CellError, match="不是 0 到 999 的整数"):
            read(text)


def test_moments_are_days_with_a_time_and_no_days() -> None:
    column = model_column(Stint, "start")
    moment = column.read("2026-03-05 09:00")
    assert isinstance(moment, datetime) and column.show is not None
    assert column.show(moment) == "2026-03-05 09:00" and column.show(None) == ""
    with pytest.raises(CellError, match="不是时间"):
        column.read("2026-03-05")


def test_days_keep_to_the_span_of_their_column() -> None:
    read = model_column(Problem, "found_on").read
    assert read("2024.3.5") == date(2024, 3, 5)
    with pytest.raises(CellError, match="不能晚于今天"):
        read("2099-01-01")


def test_what_is_called_a_phone_is_one() -> None:
    column = model_column(Unit, "phone", limit=30, mask=mask_phone)
    assert column.text and column.read("0418-2812345 转 3") == "0418-2812345 转 3"
    for text in ("138", "演" * 31, "0418-2812345" + "转" * 30):
        with pytest.raises(CellError):
            column.read(text)


def test_what_nobody_said_is_no_choice() -> None:
    column = model_column(Volunteer, "vehicle")
    assert column.choices is not None and "没有" not in column.choices()
    with pytest.raises(CellError):
        column.read("没有")


def test_checks_of_a_column_are_asked() -> None:
    read = model_column(User, "email").read
    assert read("yan@example.org") == "yan@example.org"
    with pytest.raises(CellError):
        read("yan")


def test_a_path_leads_to_a_column_of_another_row() -> None:
    column = model_column(Post, "user.name", key="name")
    assert (column.key, column.get, str(column.name)) == ("name", "user.name", "姓名")
    assert model_column(Mark, "item.points").key == "item.points"
    assert model_column(Mark, "own_note", key="note", get="x").get == "x"


def test_sealed_data_is_given_out_behind_a_mask_alone() -> None:
    for more in ({}, {"limit": 30}, {"mask": mask_phone}, {"computed": True}):
        with pytest.raises(TypeError, match="sealed"):
            model_column(Unit, "phone", **more)


def test_a_kind_without_cells_has_no_column() -> None:
    with pytest.raises(TypeError, match="no column for"):
        model_column(Unit, "region")
