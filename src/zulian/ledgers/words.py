"""Chinese words that ledgers carry besides their data: what stands around headings and below the rows."""

import re

NOISE = re.compile(r"[\s*＊:：（）()\[\]【】/／、,，.。_\-—]+")
# What a heading says besides: 身份证号（18位）.
ASIDE = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")
IGNORED = {"序号", "编号", "no", "行号", "问题"}
# A row that begins so is a sum, whatever stands behind it.
TOTALS = ("合计", "总计", "小计", "共计", "累计", "总合计", "本页合计", "本页小计", "本表合计")
BLANK_BELOW = ("以下空白", "以下无正文", "以下无数据")
# One text alone: a place, a part of the sheet, or its title again.
GROUP = re.compile(
    r"(?:省|市|区|县|旗|镇|乡|街道|办事处|村|社区|委会|嘎查|苏木|科室|单位|协会|残联|类|组|部分|名单|名册|花名册|登记表|统计表|台账)"
    r"(?:[(（][^()（）]{0,20}[)）])?$|^(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）])\S|[:：]$"
)
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
    "制表人",
    "联系人：",
    "单位负责人",
    "第1页",
)
# What a heading may carry behind its name.
TAILS = ("新人必填", "无号必填", "必填", "选填")
