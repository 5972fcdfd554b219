"""The province in circulars: in its own it acts and 各级 means it too, in those of others it is background or helps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents.papers import as_txt
from tests.plans.reading.test_sentences import ACTS
from zulian.documents.reading import read_paper
from zulian.plans.reading.circular import Reading, understand
from zulian.plans.reading.duties import Duty, Guess
from zulian.plans.reading.levels import level_of_issuer
from zulian.plans.reading.named import named_actors

PROVINCE, CITY = "演示省残疾人联合会", "测试市残疾人联合会"
ALONE = ["省残联", "省级残联", "省残疾人联合会", "自治区残联", "省残联各部室"]
RUNS = {
    "省、市残联": ("province", "city"),
    "省、市、县（区）残联": ("province", "city", "county"),
    "省残联和各市残联": ("province", "city"),
    "省级和市级残联": ("province", "city"),
    "各级残联": ("province", "city", "county", "township"),
    "市、县（区）残联": ("city", "county"),
    "各市（州）残联": ("city",),
}
actors = st.one_of(
    st.sampled_from([(word, ("province",)) for word in ALONE]),
    st.sampled_from(list(RUNS.items())),
)


def read(sentence: str, issuer: str = PROVINCE, addressees: str = "各市残联") -> Reading:
    lines = [
        "测残联〔2026〕3号",
        "2026年工作要点",
        f"{addressees}：",
        "现印发。",
        sentence,
        issuer,
        "2026年3月4日",
    ]
    return understand(read_paper(as_txt(lines)))


def duties(sentence: str, issuer: str = PROVINCE) -> list[Duty]:
    return read(f"一、工作。{sentence}", issuer).duties


@given(actors, st.sampled_from(ACTS), st.sampled_from(["要", "应", "须", "负责"]))
def test_who_is_told_to_act_is_read(
    actor: tuple[str, tuple[str, ...]], act: str, must: str
) -> None:
    name, levels = actor
    (duty,) = duties(f"{name}{must}{act}。")
    assert duty.actors.levels == levels
    assert duty.guesses == {Guess.DEADLINE}
    assert duty.title == act


@given(st.sampled_from(ALONE), st.sampled_from(ACTS), st.sampled_from(ACTS))
def test_after_the_province_its_cities_are_told(name: str, first: str, second: str) -> None:
    found = duties(f"{name}要{first}；各市残联要在5月底前{second}。")
    assert [duty.actors.levels for duty in found] == [("province",), ("city",)]


def test_who_is_named_nowhere_is_guessed_as_the_level_below() -> None:
    reading = read("一、工作。建立走访台账。", addressees="机关各部室")
    assert [(d.actors.levels, d.guesses) for d in reading.duties] == [
        (("city",), {Guess.LEVELS, Guess.DEADLINE}),
    ]


@given(st.sampled_from([word for word in ALONE if "部室" not in word]), st.sampled_from(ACTS))
def test_in_a_citys_circular_the_province_carries_nothing(name: str, act: str) -> None:
    for sentence in (f"{name}将{act}，各县（区）残联要做好准备。", f"省、市残联要{act}。"):
        found = duties(sentence, CITY)
        assert found and not any("province" in duty.actors.levels for duty in found)


def test_a_note_names_the_province_as_carrier_in_its_own_circular_and_as_helper_in_anothers() -> (
    None
):
    words = "建立走访台账。（责任单位：省残联、各市残联）"
    (own,) = duties(words)
    assert (own.actors.levels, own.actors.departments) == (("province", "city"), ())
    (below,) = duties(words, CITY)
    assert (below.actors.levels, below.actors.departments) == (("city",), ("省残联",))


@pytest.mark.parametrize(
    ("issuer", "level"),
    [
        ("演示省残疾人联合会", "province"),
        ("内蒙古自治区残疾人联合会", "province"),
        ("演示省人民政府残疾人工作委员会", "province"),
        ("演示市残疾人联合会", "city"),
        ("演示省演示市残疾人联合会", "city"),
        ("阜新蒙古族自治县残疾人联合会", "county"),
        ("海州区残联", "county"),
    ],
)
def test_the_level_of_an_issuer(issuer: str, level: str) -> None:
    assert level_of_issuer(issuer) == level


def test_names_in_a_cell() -> None:
    assert named_actors("省残联、各市残联、省民政厅").levels == ("province", "city")
