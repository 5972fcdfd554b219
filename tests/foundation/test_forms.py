"""Forms speak one language."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver
from django.utils.datastructures import MultiValueDict

from zulian.accounts.forms import RegionField
from zulian.foundation import clock
from zulian.foundation.days import ANY_DAY, DEADLINE, FOUNDED, PAST, RECEIVED, Span
from zulian.foundation.form_messages import SENTENCES, speak
from zulian.foundation.forms import BaseForm, NumberField, make_ready
from zulian.registers.declared import registers

SOURCE = Path(__file__).parents[2] / "src/zulian"


def test_no_form_of_the_house_says_a_stock_sentence() -> None:
    """Every field of every form, sent empty and with nonsense, speaks the house's own sentences."""
    assert get_resolver().url_patterns  # loads the forms of all rooms
    stock = {
        str(words)
        for kind in (forms.Field, *_kinds(forms.Field))
        for words in _own_stock(kind).values()
    }
    for form in _kinds(BaseForm):
        for name, field in form.base_fields.items():
            field = copy.deepcopy(field)
            speak(field)
            said = {
                str(field.error_messages[code])
                for code in field.error_messages
                if code in SENTENCES
            }
            assert not said & stock, (form, name, said & stock)


def _kinds(kind: type[Any]) -> set[type[Any]]:
    return {kind} | {each for child in kind.__subclasses__() for each in _kinds(child)}


def _own_stock(kind: type[Any]) -> dict[str, Any]:
    return (
        getattr(kind, "default_error_messages", {}) if kind.__module__.startswith("django.") else {}
    )


def ready_fields() -> Iterator[tuple[str, forms.Field]]:
    """Every field of every form of the house, as it stands on its page, with its place in words."""
    assert get_resolver().url_patterns
    for register in registers():
        for action in register.actions:
            action.form_class(register.model)
    for form in sorted(_kinds(BaseForm), key=lambda kind: (kind.__module__, kind.__qualname__)):
        for name, base in form.base_fields.items():
            field = copy.deepcopy(base)
            make_ready(form, name, field)
            yield f"{form.__module__}.{form.__qualname__}.{name}", field


def test_no_file_of_any_form_is_taken_away_by_what_is_sent_beside_it() -> None:
    """`file-clear=on` is nobody's wish: an optional file that was not sent is none, never False."""
    files = [one for one in ready_fields() if isinstance(one[1], forms.FileField)]
    assert len(files) > 10
    for place, field in files:
        given = field.widget.value_from_datadict({"file-clear": "on"}, MultiValueDict(), "file")
        assert not given and given is not False, place
        assert field.required or not (field.clean(given) or field.clean(given) is False), place


def test_numbers_are_written_in_digits() -> None:
    """All numbers with places are read by one field; it does not take 1e9, 1_000 or what is no number; plain digits it takes with their zeros."""
    others = [
        place
        for place, field in ready_fields()
        if isinstance(field, forms.DecimalField) and not isinstance(field, NumberField)
    ]
    assert others == []
    field = NumberField(max_digits=12, decimal_places=2)
    speak(field)
    for value, number in (("120.00", "120"), (" 2.5 ", "2.5"), ("０１２", "12"), ("-3", "-3")):
        assert str(field.clean(value)) == number
    for value in ("1e9", "1E2", "1_000", "NaN", "Infinity", "0x10", "1,000", "三", "1.2.3", "."):
        with pytest.raises(ValidationError, match="请只填数字，例如 120 或 2.5。"):
            field.clean(value)


# Too short, too long, no number, too small, too large, too many places, no name and no address.
NONSENSE = [
    "",
    "x",
    "长" * 90_000,
    "-1",
    "0",
    "0.001",
    "9" * 40,
    "1.23456789",
    "NaN",
    "a b@",
    "1e400",
]


def test_no_field_says_a_stock_sentence_about_a_limit() -> None:
    """What Django says of limits begins with 请确保 or 输入; the house says what to do."""
    asked = 0
    for place, field in ready_fields():
        if isinstance(field, forms.ModelChoiceField | RegionField):
            continue
        for value in NONSENSE:
            try:
                field.clean(value)
            except ValidationError as error:
                asked += 1
                words = "".join(error.messages)
                assert not any(
                    stock in words for stock in ("请确保", "确认该", "输入一个", "Ensure", "Enter ")
                ), (
                    place,
                    words,
                )
            except (TypeError, AttributeError):
                assert not isinstance(field, forms.CharField | forms.IntegerField), place
    assert asked > 1000


def _day_fields() -> list[tuple[str, forms.Field]]:
    return [(place, field) for place, field in ready_fields() if isinstance(field, forms.DateField)]


def test_no_field_of_any_form_takes_a_day_that_is_a_slip_of_the_hand() -> None:
    fields = _day_fields()
    assert len(fields) > 80
    for place, field in fields:
        for day in ("0001-01-01", "1850-01-01", "2199-12-31", "9999-12-31"):
            with pytest.raises(ValidationError) as refused:
                field.clean(day)
            assert "日期" in "".join(refused.value.messages), (place, refused.value.messages)
        assert field.clean(str(clock.today())) == clock.today(), place


def test_deadlines_and_days_of_setting_up_are_narrower() -> None:
    spans = {place: _span(field) for place, field in _day_fields()}
    for place, span in spans.items():
        name = place.rpartition(".")[2]
        if name == "due" or name.endswith(("_due", "due_on")):
            assert span is DEADLINE, place
        if name in {"set_up_on", "established_on"}:
            assert span is FOUNDED, place
    assert set(spans.values()) == {ANY_DAY, PAST, DEADLINE, FOUNDED, RECEIVED}


def _span(field: forms.Field) -> Span:
    (span,) = [validator for validator in field.validators if isinstance(validator, Span)]
    return span


def test_a_span_says_why_in_words() -> None:
    with clock.on_day(date(2026, 5, 1)):
        assert (
            DEADLINE.fault(date(2199, 1, 1))
            == "请填 2000-01-01 至 2036-12-31 之间的日期，请核对年份。"
        )
        assert (
            FOUNDED.fault(date(1850, 1, 1))
            == "请填 1949-10-01 至 2026-05-01 之间的日期，请核对年份。"
        )
        assert FOUNDED.fault(date(2026, 5, 2)).startswith("不能晚于今天（2026-05-01）")
        assert FOUNDED.fault(date(2026, 5, 1)) == ANY_DAY.fault(date(1930, 1, 1)) == ""


class Optional(BaseForm):
    """Fields that need not be filled in."""

    text = forms.CharField(label="说明", required=False)
    kind = forms.ChoiceField(label="类别", choices=[("", "都要"), ("a", "甲")], required=False)
    place = forms.ChoiceField(
        label="地点", choices=[("", "---------"), ("a", "甲")], required=False
    )
    file = forms.FileField(label="附件", required=False)


def test_a_list_that_always_holds_an_answer_is_not_called_optional() -> None:
    form = Optional()
    marked = {field.name for field in form if "（选填）" in field.as_field_group()}
    assert marked == {"text", "place", "file"}


def test_a_file_that_is_gone_with_a_refused_form_is_asked_for_again() -> None:
    words = "请重新选择文件"
    file = SimpleUploadedFile("现场.jpg", b"x")
    assert words in Optional({}, {"file": file})["file"].as_field_group()
    assert words not in Optional({}, {})["file"].as_field_group()
    assert words not in Optional()["file"].as_field_group()


def test_fields_known_late_are_added_in_one_way() -> None:
    """`HouseForm.add_field` bounds a field and lets it speak; put in by hand it would say a stock sentence."""
    by_hand = re.compile(r"self\.fields\[[^\]]+\] = (?!self\.fields)")
    files = [path for path in SOURCE.rglob("*.py") if path != SOURCE / "foundation/forms.py"]
    lines = (
        (path, line) for path in files for line in path.read_text(encoding="utf-8").splitlines()
    )
    assert [f"{path.name}: {line.strip()}" for path, line in lines if by_hand.search(line)] == []
