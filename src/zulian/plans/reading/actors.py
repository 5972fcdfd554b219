"""Who must act: levels (市、县、乡、村) and departments, from the wording of a clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zulian.plans.reading.splitting import split_outside_brackets

CITY, COUNTY, TOWNSHIP, VILLAGE = "city", "county", "township", "village"
ORDER = (CITY, COUNTY, TOWNSHIP, VILLAGE)
# Blanks beside an optional sign, so that a run of them is read in one way only.
GAP = r"\s*+(?:、\s*+)?"
LEVEL_WORDS = (
    (
        COUNTY,
        rf"县\s*[(（]\s*市{GAP}区\s*[)）]|县\s*[(（]\s*区\s*[)）]|县、区|县区|区县|县|(?<![社地片])区",
    ),
    (TOWNSHIP, rf"乡\s*[(（]\s*镇{GAP}街道\s*[)）]|乡镇\s*[(（]\s*街道\s*[)）]|乡镇|街道|乡|镇"),
    (VILLAGE, r"村\s*[(（]\s*社区\s*[)）]|社区\s*[(（]\s*村\s*[)）]|行政村|社区|村"),
    (CITY, r"市"),
)
UNIT = "|".join(f"(?P<{level}>{words})" for level, words in LEVEL_WORDS)
LEVEL = re.compile(UNIT)
# In a run 区县 is read as its two words: taken as one, it would leave the bracket of 区、县（市、区） over.
ANY = "(?:" + "|".join(words.replace("|区县", "") for _level, words in LEVEL_WORDS) + ")"
MUST = r"(?:应当|要|应|须|必须|需|负责|将|均|都|分别|于|在|按|每|年底|\d)"
BODY = r"(?:残疾人联合会|残疾人协会|残疾人小组|残联|残协|级残联|级|两级残联|三级残联|两级|三级|各级)?"
# “市、县(区)要…”，“各县(区)残联应…”: a run of level words opening a sentence, then what they must do. The run gives
# nothing back: 县区 is one word or two, and trying both at every place would double the work with each of them.
PHRASE = re.compile(
    rf"^(?P<all>各地)?(?:全市|各|以及|和|由)?\s*(?P<run>(?>{ANY}(?:[、和及\s]*各?{ANY})*))\s*{BODY}(?={MUST})"
)
EVERYONE = re.compile(rf"^(?:全市)?各级(?:残联|残疾人联合会|组织|残疾人组织)?(?={MUST}|新任|领导)")
EVERYWHERE = re.compile(r"^各(?:地|单位)(?=要|应|须|必须|需)")
RESPONSIBLE = re.compile(
    r"(?:责任|牵头|承办|落实|负责)(?:单位|部门|科室|主体)?\s*[:：]\s*((?:[(（][^()（）]*[)）]|[^；;。()（）])+)"
)
DEPARTMENTS = re.compile(
    r"(?:文明办|宣传部|组织部|教育局?|卫生局?|卫健委|民政局?|团委|妇联|财政局?|人社局?|人力资源和社会保障局?|总工会|"
    r"科协|公安局?|文化局?|体育局?|广电局?|司法局?|扶贫办|农业局?|住建局?|医保局?|工商联|相关科室|各科室|专门协会|各专门协会|"
    r"[\u4e00-\u9fa5]{1,6}(?:科|处|室)(?=、|，|,|；|;|）|\)|$))"
)
OPEN_STRETCH = re.compile(r"[。；]")
JOINT_END = re.compile(r"等部门|等单位|部门|单位")
OPENING_WORDS = re.compile(r"^(?:要|同时|并|其中)[^，,]{0,8}?(?=各?[市县乡村])")
BODY_WORDS = re.compile(r"残疾人联合会|残疾人协会|残联|残协|级")
OF_FEDERATION = re.compile(r"残|级|各|[)）市县区乡镇道村]$")
NAME_ENDS = re.compile(r"[、，,；;\s]+")
LEADING = re.compile(r"(?:，|,|；|;|。|^)\s*(?P<who>相关科室|各?专门协会)")


@dataclass(frozen=True)
class Actors:
    """Levels of the federation that must act (outermost first), and departments named beside them."""

    levels: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.levels or self.departments)


def opening_levels(segment: str) -> tuple[str, ...]:
    """The levels that open a segment of a sentence and are told to act; empty when none do."""
    segment = segment.strip()
    if opening := OPENING_WORDS.match(segment):
        segment = segment[opening.end() :]
    if EVERYONE.match(segment):
        return (CITY, COUNTY, TOWNSHIP)
    if EVERYWHERE.match(segment):
        return (COUNTY,)
    found = PHRASE.match(segment)
    return levels_in(found["run"]) if found else ()


def levels_in(text: str) -> tuple[str, ...]:
    """All levels named in a phrase of level words."""
    named = {m.lastgroup for m in LEVEL.finditer(text)}
    return tuple(level for level in ORDER if level in named)


def responsible(text: str) -> Actors:
    """The actors of “责任单位：…”; empty when the clause has no such note."""
    found = RESPONSIBLE.search(text)
    return named_actors(found[1]) if found else Actors()


def named_actors(names: str) -> Actors:
    """Actors of a list of names, as in a table cell: 市残联、各县（区）残联、乡镇."""
    levels: set[str] = set()
    others = []
    for name in split_outside_brackets(NAME_ENDS, names):
        bare = name.strip().removeprefix("各")
        found = levels_in(BODY_WORDS.sub("", bare))
        if found and (len(bare) <= 12 and OF_FEDERATION.search(name)):
            levels.update(found)
        elif "各级" in name:
            levels.update((CITY, COUNTY, TOWNSHIP))
        elif bare:
            others.append(bare)
    return Actors(tuple(level for level in ORDER if level in levels), tuple(others))


def departments(text: str) -> tuple[str, ...]:
    """Departments that a sentence joins to the work: 由文明办、教育、民政等部门…, 相关科室、专门协会要…."""
    found: dict[str, None] = {}
    for names in joint_names(text):
        for name in DEPARTMENTS.findall(names):
            found.setdefault(name)
    for lead in LEADING.finditer(text):
        for name in DEPARTMENTS.findall(text[lead.start("who") : lead.start("who") + 14]):
            found.setdefault(name)
    return tuple(found)


def joint_names(text: str) -> Iterator[str]:
    """What stands between 由 and the next 部门 or 单位 of the same sentence: 由教育、民政等部门 → 教育、民政."""
    for stretch in OPEN_STRETCH.split(text):
        start = stretch.find("由")
        while start >= 0 and (end := JOINT_END.search(stretch, start + 1)):
            yield stretch[start + 1 : end.start()]
            start = stretch.find("由", end.end())
