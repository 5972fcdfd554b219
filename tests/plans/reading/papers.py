"""Circulars of a clause for the tests of the reading."""

from __future__ import annotations

from zulian.documents.reading import read_paper
from zulian.plans.reading.circular import understand
from zulian.plans.reading.duties import Duty

CITY = """测残联〔2027〕1号
各县（区）残联：
现印发。
2027年全市残联组织工作要点
一、{heading}
（一）做法。{clause}
测试市残疾人联合会
2027年1月12日
"""
COUNTY = """新测残联〔2027〕1号
各乡镇（街道）残联：
现印发。
2027年全县残联组织工作要点
一、{heading}
（一）做法。{clause}
新测县残疾人联合会
2027年1月12日
"""


def duties_of(clause: str, paper: str = CITY, heading: str = "工作") -> list[Duty]:
    """The duties of a circular of one clause."""
    return understand(read_paper(paper.format(clause=clause, heading=heading).encode())).duties
