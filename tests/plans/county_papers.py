"""A circular of a county that carries out the city's of the builders."""

from __future__ import annotations

OWN = """蒙残联〔{year}〕7号
{year}年2月1日
{year}年全县残联组织工作要点
一、建强基层
（一）落实岗位。村（社区）残协要在年底前核准专职委员名册。
（二）规范自查。各乡镇（街道）残联要在年底前完成规范化自查。
二、县里的事
（一）走亲连心。各乡镇（街道）残联要在年底前走访困难残疾人家庭。
"""
