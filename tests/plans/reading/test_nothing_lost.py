"""Nothing that a circular says is lost: each actor, act, time and number put into a clause is read right, or marked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plans.reading.papers import duties_of
from zulian.plans.reading.duties import Duty, Guess
from zulian.plans.reading.overlooked import left, times_left
from zulian.plans.reading.targets import not_held, wanted
from zulian.plans.reading.times import Rhythm
from zulian.plans.reading.untold import untold

YEAR, ISSUED = 2027, date(2027, 1, 12)
ACTORS = {
    "": None,
    "市残联": "city",
    "市残联组联部": "city",
    "各县（区）残联": "county",
    "县（区）残联": "county",
    "各县（区）残联理事长": "county",
    "各乡镇（街道）残联": "township",
    "乡镇残联": "township",
    "村（社区）残协": "village",
    "村残协": "village",
    "由乡镇残联": "township",
    "由市残联": "city",
    "省残联": "none",
    "阜蒙县残联": "county",
    "专职委员": "none",
    "聋协": "none",
    "市财政局": "none",
    "各单位": "county",
}
ACTS = (
    ("开展", "入户走访"),
    ("建立", "工作台账"),
    ("报送", "工作总结"),
    ("举办", "骨干培训班"),
    ("完成", "换届选举"),
    ("争取", "项目资金"),
    ("编印", "宣传手册"),
    ("张贴", "公示名单"),
    ("约谈", "主要负责人"),
    ("选派", "业务骨干"),
    ("调剂", "办公用房"),
    ("兑付", "误工补助"),
    ("协助", "办理证件"),
    ("保障", "活动经费"),
    ("通报", "工作进度"),
    ("指导", "换届工作"),
    ("捐赠", "辅助器具"),
)
TIMES: dict[str, list[date | Rhythm] | None] = {
    "": None,
    "3月底前": [date(2027, 3, 31)],
    "于5月10日前": [date(2027, 5, 10)],
    "最迟9月底": [date(2027, 9, 30)],
    "不迟于8月20日": [date(2027, 8, 20)],
    "2027年11月底前": [date(2027, 11, 30)],
    "次年1月10日前": [date(2028, 1, 10)],
    "于6月底和11月底各": [date(2027, 6, 30), date(2027, 11, 30)],
    "国庆节前、春节前各": [date(2027, 9, 30), date(2027, 2, 5)],
    "春节、中秋节前": [date(2027, 2, 5), date(2027, 9, 14)],
    "于3、9月的20日前": [date(2027, 3, 20), date(2027, 9, 20)],
    "6月底、11月底": [date(2027, 6, 30), date(2027, 11, 30)],
    "每季度": [Rhythm.QUARTER],
    "每月5日前": [Rhythm.MONTH],
    "每半月": [Rhythm.MONTH],
    "逢单月10日前": None,
    "春节期间": None,
    "收到方案后5个工作日内": None,
    "24小时内": None,
    "次月15日前": None,
    "4—6月": [date(2027, 6, 30)],
    "每逢重大节日": None,
    "上半年": [date(2027, 6, 30)],
}
NUMBERS = (
    "",
    "2次",
    "20户",
    "不少于30人",
    "，每期不少于3天",
    "，每户不低于500元",
    "20万元",
    "，覆盖率达到95%以上",
    "，每县不少于4个",
    "，其中示范点2个",
    "1500字",
    "，每次不超过40分钟",
)
JOINS = ("，", "；", "。", "，并", "，同时")


@dataclass(frozen=True)
class Piece:
    """What one piece of a clause says."""

    actor: str
    time: str
    act: tuple[str, str]
    number: str
    join: str

    @property
    def words(self) -> str:
        return self.actor + self.time + "".join(self.act) + self.number


pieces = st.builds(
    Piece,
    st.sampled_from(list(ACTORS)),
    st.sampled_from(list(TIMES)),
    st.sampled_from(ACTS),
    st.sampled_from(NUMBERS),
    st.sampled_from(JOINS),
)


def clause(parts: list[Piece]) -> str:
    """The words of a clause put together from pieces; behind 并 and 同时 nobody is named anew."""
    text = ""
    for place, part in enumerate(parts):
        if place:
            text += parts[place - 1].join
        text += part.words
    return text + "。"


def marks(duty: Duty) -> str:
    """All words that the marks of a duty quote."""
    kept = left(duty.text, duty.title, duty.actors.levels, duty.actors.departments, YEAR, ISSUED)
    quoted = {
        Guess.REST: kept.rest,
        Guess.TIMES: kept.times,
        Guess.NUMBERS: kept.numbers,
        Guess.ACTORS: kept.actors,
        Guess.MORE: untold(duty.text, duty.title),
        Guess.DEADLINE: times_left(duty.text, YEAR, ISSUED),
        Guess.RHYTHM: not_held(duty.text),
    }
    return "\n".join(
        piece for guess, found in quoted.items() if guess in duty.guesses for piece in found
    )


def lost(text: str, parts: list[Piece], found: list[Duty]) -> list[str]:
    """The pieces that are neither read right nor marked."""
    missing = []
    for part in parts:
        near = [duty for duty in found if "".join(part.act) in duty.text]
        told = "\n".join([*(marks(duty) for duty in near), *(duty.title for duty in near)])
        if "".join(part.act) not in told:
            missing.append("act " + part.words)
        if part.actor and not _is_actor_kept(part, near):
            missing.append("actor " + part.words)
        if part.time and not _is_time_kept(part, found):
            missing.append("time " + part.words)
        if part.number and not _is_number_kept(part, found):
            missing.append("number " + part.words)
    return missing


def _is_actor_kept(part: Piece, near: list[Duty]) -> bool:
    level = ACTORS[part.actor]
    name = part.actor.removeprefix("由")
    return any(
        level in duty.actors.levels
        or name in marks(duty) + duty.title
        or any(helper in name or name in helper for helper in duty.actors.departments)
        or {Guess.OTHERS} & duty.guesses
        # Commissioners without a place are asked about by their word.
        or (Guess.STAFF in duty.guesses and "专职委员" in name)
        for duty in near
    )


def _is_time_kept(part: Piece, found: list[Duty]) -> bool:
    bare = part.time.removeprefix("于").removesuffix("各")
    holding = [duty for duty in found if bare in duty.text]
    if any(bare in marks(duty) for duty in holding) or not holding:
        return bool(holding)
    due = [duty.deadline.day or duty.deadline.rhythm for duty in holding if duty.deadline]
    expected = TIMES[part.time]
    return expected is not None and all(one in due for one in expected)


def _is_number_kept(part: Piece, found: list[Duty]) -> bool:
    words = part.number.strip("，")
    return any(
        words in marks(duty)
        or words in duty.title
        or any(words in target.phrase for target in wanted(duty.text))
        for duty in found
    )


@settings(max_examples=300)
@given(st.lists(pieces, min_size=1, max_size=4))
def test_each_piece_is_read_right_or_marked(parts: list[Piece]) -> None:
    text = clause([_named_once(parts, place) for place in range(len(parts))])
    assert not lost(
        text, [_named_once(parts, place) for place in range(len(parts))], duties_of(text)
    )


def _named_once(parts: list[Piece], place: int) -> Piece:
    """Behind 并 and 同时 the same one goes on."""
    is_same = place and parts[place - 1].join in {"，并", "，同时"}
    return replace(parts[place], actor="") if is_same else parts[place]
