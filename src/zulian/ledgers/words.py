"""Chinese words that ledgers carry besides their data: what stands around headings and below the rows."""

import re

NOISE = re.compile(r"[\s*＊:：（）()\[\]【】/／、,，.。_\-—]+")
# What a heading says besides: 身份证号（18位）.
ASIDE = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")
IGNORED = {"序号", "编号", "no", "行号", "问题"}
FOOTERS = (
    "合计",
    "总计",
    "小计",
    "填表",
    "制表",
    "审核人",
    "负责人",
    "填报",
    "备注：",
    "说明：",
    "注：",
)
# What a heading may carry behind its name.
TAILS = ("新人必填", "无号必填", "必填", "选填")
