"""The columns of a person in Excel ledgers: what the model says, and the readers of what it cannot say (numbers, names, births)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.foundation.clock import today
from zulian.foundation.ledger_cells import (
    CellError,
    CellLeft,
    is_month,
    one_of,
    read_date,
    text_of,
)
from zulian.foundation.ledger_columns import field_at, model_column
from zulian.foundation.phones import read_phone, second_note
from zulian.people.ethnicities import ETHNICITIES
from zulian.people.headings import HOME_WORDS, ID_WORDS, PLACE_WORDS
from zulian.people.models import Person
from zulian.people.rules import (
    FIRST_BIRTH,
    IdNumberError,
    is_name,
    mask_id,
    mask_phone,
    read_id_number,
    tidy_name,
)
from zulian.regions.ledgers import home_column

MAX_NAME = field_at(Person, "name").max_length
MAX_ADDRESS = 200


def read_number(text: str) -> str:
    """A citizen ID number of 18 characters; an old one is completed."""
    try:
        return read_id_number(text, today()).number
    except IdNumberError as error:
        raise CellError(str(error)) from error


def read_birth(text: str) -> date:
    """A date of birth; a month alone says too little, the ID number says the day."""
    if is_month(text):
        raise CellLeft(_("只写了年月，不登记；有身份证号的按号码登记出生日期。"))
    day = read_date(text)
    if not FIRST_BIRTH <= day <= today():
        raise CellError(_("出生日期 %(day)s 不合理，请核对。") % {"day": day})
    return day


def read_name(text: str) -> str:
    """A person's name, the same however it is spaced; raises CellError for what is hidden, or no name at all."""
    name = tidy_name(text)
    if not is_name(name):
        words = _("“%(text)s”不是完整的姓名：姓名不能遮掩，只用汉字、字母和间隔号。")
        raise CellError(words % {"text": text[:20]})
    return text_of(MAX_NAME)(name)


def mask_address(text: str) -> str:
    """An address is named, never shown in part."""
    return _("已登记") if text else ""


HOME = home_column(
    Person,
    "region",
    synonyms=HOME_WORDS + PLACE_WORDS,
    required=True,
    fixed=True,
)
COLUMNS = (
    model_column(
        Person,
        "name",
        read=read_name,
        synonyms=("残疾人姓名", "持证人", "持证人姓名", "人员姓名", "姓 名", "名字"),
        required=True,
        width=12,
    ),
    model_column(
        Person,
        "id_number",
        read=read_number,
        synonyms=ID_WORDS,
        mask=mask_id,
        text=True,
        width=22,
        note=gettext_lazy("18 位；15 位旧号会自动补全。"),
    ),
    model_column(Person, "no_number", note=gettext_lazy("有身份证号的不填。"), width=22),
    model_column(Person, "sex", fixed=True, width=6),
    model_column(
        Person,
        "birth",
        read=read_birth,
        synonyms=("出生年月日", "出生年月", "出生时间", "生日"),
        fixed=True,
        width=12,
    ),
    model_column(
        Person,
        "ethnicity",
        read=one_of(ETHNICITIES),
        width=10,
    ),
    HOME,
    model_column(
        Person,
        "phone",
        read=read_phone,
        synonyms=("电话", "手机", "手机号", "手机号码", "电话号码", "联系方式", "联系电话号码"),
        noted=second_note,
        mask=mask_phone,
    ),
    model_column(
        Person,
        "address",
        limit=MAX_ADDRESS,
        synonyms=("户口地址", "家庭住址", "家庭地址"),
        mask=mask_address,
        width=30,
    ),
    model_column(
        Person,
        "residence_address",
        limit=MAX_ADDRESS,
        synonyms=("现居住地址", "居住地址", "联系地址"),
        mask=mask_address,
        width=30,
    ),
)
