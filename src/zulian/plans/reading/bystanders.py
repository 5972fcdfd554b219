"""Those whom a duty's words name and who do not act."""

from __future__ import annotations

import re

from zulian.plans.reading.actors import (
    NAMED_LEVEL,
)
from zulian.plans.reading.duty import (
    Usual,
)
from zulian.plans.reading.helpers import without_helped
from zulian.plans.reading.levels import ANY, levels_in
from zulian.plans.reading.named import own_name
from zulian.plans.reading.splitting import without_citations

# A federation by its name: 细河区残联.
NAMED_FEDERATION = re.compile(
    r"(?<![\u4e00-\u9fa5])(?P<name>[\u4e00-\u9fa5]{2,8}(?:县|区|旗|镇|乡))(?:残联|残疾人联合会)"
)
# Those who are inspected do not inspect.
INSPECTED_ARE = re.compile(
    rf"(?:^|[，,。；;于月日])对(?:各|全[市县区]|辖区内?各?)(?P<run>(?>{ANY}))(?:级)?(?:残联|残协)?[^，,。；;]{{0,20}}?(?:督查|检查|抽查|督导|考核|评估|验收|调研|指导)"
    # So are those who are guided, or for whom something is made.
    rf"|^(?:要|应)?(?:指导|督促|帮助|协助|(?:统一)?[为给向])各(?P<guided>(?>{ANY}))(?:级)?(?:残联|残协)?(?=[^，,。；;]{{2}})"
    # So are those who are taught: 培训乡镇专职委员35人.
    rf"|(?:^|[，,。；;前内月日])(?:统一|集中|全员)?(?:培训|轮训)各?(?P<taught>(?>{ANY}))(?:级)?(?:残联|残协)?(?:专职|理事长|干部|工作人员|业务)"
)


def is_done_to_those_addressed(text: str, usual: Usual) -> bool:
    """Whether those are inspected to whom the paper is addressed: 对各县（区）残联工作进行督查 is the issuer's to do."""
    found = INSPECTED_ARE.search(text)
    return bool(found) and bool(
        found
        and set(levels_in(found["run"] or found["guided"] or found["taught"]))
        & set(usual.addressed or (usual.below,))
    )


def names_others(text: str, levels: tuple[str, ...]) -> bool:
    """Whether words name federations of a level that does not act: 做好海州区、细河区残联的试点工作, below a heading on townships."""
    words = without_helped(without_citations(text))
    named = (
        NAMED_LEVEL.fullmatch(own_name(match["name"])) for match in NAMED_FEDERATION.finditer(words)
    )
    return any(match is not None and match.lastgroup not in levels for match in named)
