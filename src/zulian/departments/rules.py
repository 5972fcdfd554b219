"""Which department words mean: names as circulars write them, 民政部门 for 阜蒙县民政局; pure.

How departments are called is background knowledge of the field, no quotation of a rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

K = TypeVar("K")
PARTS = re.compile(r"[、，,；;/\s]+")
# Before a name: whose it is. 市场, 县域, 区域 and 乡村 are words of their own.
WHOSE = re.compile(
    r"(?:中共)?(?:[\u4e00-\u9fff]{1,6}?[县旗](?!域)|[省州旗镇]|市(?!场)|县(?!域)|区(?!域)|乡(?!村)|街道)?(?:委(?!员)|政府)?"
)  # untranslated: as departments are named
LEVEL = re.compile(r"省|市(?!场)|县(?!域)|区(?!域)")  # untranslated: as departments are named
# Behind a name: what kind of body it is.
BODIES = (
    "委员会办公室",
    "委员会",
    "委办公室",
    "办公室",
    "部门",
    "单位",
    "委",
    "局",
    "厅",
    "部",
    "办",
)  # untranslated: as departments are named
# Short forms that leave out what no rule finds again.
SHORT = {
    "卫健": "卫生健康",
    "卫计": "卫生健康",
    "人社": "人力资源社会保障",
    "住建": "住房城乡建设",
    "发改": "发展改革",
    "文旅": "文化旅游",
    "教体": "教育",
    "农业": "农业农村",
    "医保": "医疗保障",
    "市监": "市场监督管理",
    "市场监管": "市场监督管理",
    "应急": "应急管理",
    "工信": "工业信息化",
    "自然资源规划": "自然资源",
    "退役军人": "退役军人事务",
    "妇女联合会": "妇联",
    "总工会": "工会",
    "团": "共青团",
    "精神文明建设指导": "文明",
}  # untranslated: as departments are named
# What begins so stands for several, and what holds one of these is a body of the federation's own.
SEVERAL = ("各", "有关", "相关", "其他", "其它")  # untranslated: as circulars write it
OWN = ("专门协会", "残联", "残疾人联合会")  # untranslated: as circulars write it
# What stands for departments and names none.
NOBODY = frozenset(["有关", "相关", "成员", "责任", "配合"])  # untranslated: as circulars write it
AND = "和"  # untranslated: 住房和城乡建设 is 住房城乡建设
LEAST = 2


def names_in(text: str) -> list[str]:
    """The names that a text lists, each once, in their order.

    >>> names_in("民政局、卫健局 教育局、民政局")
    ['民政局', '卫健局', '教育局']
    """
    return list(dict.fromkeys(filter(None, PARTS.split(text.strip()))))


def core(name: str, places: Sequence[str] = ()) -> str:
    """What a department is about: its name without whose it is and what kind of body.

    `places` are the names of divisions that may stand before it.

    >>> core("阜蒙县民政局", ["阜蒙县"]), core("民政部门"), core("县委组织部"), core("卫健委")
    ('民政', '民政', '组织', '卫生健康')
    """
    plain = name.strip()
    for place in sorted(places, key=len, reverse=True):
        if place and plain.startswith(place) and len(plain) > len(place):
            plain = plain.removeprefix(place)
            break
    lead = WHOSE.match(plain)
    if lead and len(plain) - lead.end() >= LEAST:
        plain = plain[lead.end() :]
    plain = _without_body(plain)
    if len(plain) > LEAST + 1:
        plain = plain.replace(AND, "")
    return SHORT.get(plain, plain)


def _without_body(name: str) -> str:
    for body in BODIES:
        stem = name.removesuffix(body)
        if stem != name and (len(stem) >= LEAST or stem in SHORT or stem in NOBODY):
            return stem
    return name


def level_said(name: str) -> str:
    """With which word for a level a name begins, "" for none.

    >>> level_said("市教育局"), level_said("市场监管局"), level_said("教育局")
    ('市', '', '')
    """
    found = LEVEL.match(name)
    return found[0] if found else ""


def is_nobody(name: str) -> bool:
    """Whether words name no department that could be kept: several at once (有关部门, 各专门协会), or the federation's own.

    >>> is_nobody("有关部门"), is_nobody("各专门协会"), is_nobody("民政部门")
    (True, True, False)
    """
    is_own = any(own in name for own in OWN)
    return is_own or name.startswith(SEVERAL) or core(name) in NOBODY


def meant(
    name: str, departments: Iterable[tuple[K, Sequence[str]]], places: Sequence[str] = ()
) -> K | None:
    """Which of some departments, each with all its names, a name means: the very name first, then what it is about.

    None where it is none of them, and where it may be several: a wrong link is worse than none.

    >>> meant("民政部门", [(1, ["阜蒙县民政局"]), (2, ["教育局"])], ["阜蒙县"])
    1
    """
    known = list(departments)
    very = [key for key, names in known if name in names]
    if len(very) == 1:
        return very[0]
    wanted = core(name, places)
    alike = [key for key, names in known if wanted in {core(each, places) for each in names}]
    return alike[0] if len(alike) == 1 else None
