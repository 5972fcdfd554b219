"""Departments beside the federation (部门): who helps (会同、配合), who takes part (由…等部门), who is responsible (责任单位)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zulian.plans.reading.actors import NAME_ENDS, Actors
from zulian.plans.reading.levels import in_order
from zulian.plans.reading.named import named_actors, own_name
from zulian.plans.reading.splitting import outermost_brackets, split_bodies, split_outside_brackets

DEPARTMENTS = re.compile(
    r"(?:[省市县区])?(?:文明办|宣传部门?|组织部门?|(?:组织|宣传|统战)(?=[、和及与等])|统战部|政法委|编办|教育[局厅]?|卫健[委局]?|卫生健康[委局]?|卫生[局厅]?|民政[局厅]?|团[市县区]?委|"
    r"共青团|妇联|财政[局厅]?|人社[局厅]?|人力资源和?社会保障[局厅]?|总工会|工会|科协|公安[局厅]?|文旅[局厅]?|文化[局厅]?|体育[局厅]?|广电[局厅]?|司法[局厅]?|扶贫办|乡村振兴[局厅]?|"
    r"农业农村[局厅]?|农业[局厅]?|住建[局厅]?|交通[局厅]?|医保[局厅]?|税务[局厅]?|统计[局厅]?|审计[局厅]?|市场监管[局厅]?|退役军人事务[局厅]?|红十字会|慈善总会|关工委|老龄办|"
    r"法院|检察院|银行|工商联|(?:评[定残]|定点)(?:医院|机构)|医疗机构|相关科室|各科室|各?专门协会|[\u4e00-\u9fa5]{1,6}(?:科|处|室)(?=、|，|,|；|;|）|\)|$))"
)
OPEN_STRETCH = re.compile(r"[。；\n]")
JOINT_END = re.compile(r"等部门|等单位|部门|单位")
LEADING = re.compile(r"(?:，|,|；|;|。|^)\s*(?P<who>相关科室|各?专门协会)")
# Who helps: 会同组织部门选拔, 联合教育、卫健等部门开展, 配合民政局做好.
WITH = re.compile(r"会同|联合|配合|协同|商请|协调|积极争取|主动联系|争取")
NAME = rf"(?:{DEPARTMENTS.pattern}|有关部门|相关部门)"
NAMES = re.compile(rf"(?:{NAME})(?:[、和及与]{NAME})*(?P<more>等)?(?P<kind>部门|单位)?")
# Departments of whom nothing is said but that they have to do with it.
GENERAL_NAME = re.compile("(?:各|同级|当地|上级)?(?:相关|有关|职能|成员|各)?")
NAMED_WHOLE = re.compile("(?:局|委|办|部|院|会|中心|公司|联|团)$")
# Money that is asked for (争取财政资金) names nobody.
MONEY = re.compile(r"(?:专项)?(?:资金|经费|支持|投入|补助|补贴|预算|拨款)")
# Bodies of any name whom somebody is joined by: 会同县人民医院、派出所、民政办.
ANY_BODY = (
    r"(?:办公室|(?:(?!残联)[\u4e00-\u9fa5]){1,10}?(?:(?<!全)部门?|局|委员会|委|办公室|办|院|所|中心|站|馆|社|团体|学校|高校|大学|学院|银行|企业|公司|机构|社会组织|协会|学会|商会|基金会|单位|"
    r"工会|妇联|科协|法院|检察院|医院|机关))"
)
ANY_BODIES = re.compile(
    rf"(?P<names>{ANY_BODY}(?:[、和及与]{ANY_BODY}){{0,7}})(?P<more>等)?(?=[，,。；;]|(?:每|共同|联合|一起|对|在|于|开展|组织(?!部)|举办|做好|进行|实施|制定|建立|走访|召开|选派|推进|落实|完成|\d))"
)
# 商市财政局制定办法: before whom it is agreed.
JOINED = re.compile(
    "会同|联合(?!会|国|体|办)|协同|商请|商(?=[省市县区旗][^，,。；;]{1,10}(?:局|委|部|办))"
)
# A name without its kind, which gives nothing back.
SHORT = "(?>(?:(?![和与及等]|部门|单位|相关|有关|[二三四五六七八九十]个?(?:部门|单位))[\u4e00-\u9fa5]){2,8})"
# Whatever they are called, who stand in a row before 等部门 are departments: 会同消防、住建等部门.
ROW_OF_DEPARTMENTS = re.compile(
    rf"(?:会同|联合|协同|商请|商|协调|配合|与|和)(?P<names>{SHORT}(?:[、和及与]{SHORT}){{1,19}})等?(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}})?个?(?:相关|有关)?(?:职能|成员)?(?:部门|单位)"
    rf"|(?:会同|联合|协同|商请)(?P<one>{SHORT})等?(?:相关|有关)?(?:部门|单位)"
)
# Together with whom: 与民政部门联合开展, 与县教育局共同举办, 与公安、民政等部门建立机制.
BESIDE = re.compile(
    rf"(?:与|同(?=[省市县区旗有相])|跟)(?P<names>{ANY_BODY}(?:[、和及与]{ANY_BODY}){{0,7}}|{NAME}(?:[、和及与]{NAME}){{0,7}})(?P<more>等?(?:相关|有关)?(?:部门|单位)?)"
    r"(?=(?:密切|积极|加强|主动)?(?:联合|共同|一起|一道|携手|合作|协作|配合|沟通|对接|衔接|协调)|的(?:沟通|协调|对接|衔接|联系|协作|合作|配合)"
    r"|(?<=部门)(?:建立|制定|开展|举办|组织)|(?:(?<=局)|(?<=委))(?:建立|制定|开展|核对|比对|会商))"
)
# Federations, or all units of a level, as others name them.
UNITS = "县（区）|县（市、区）|县区|乡镇（街道）|乡镇|街道|村（社区）|社区|村"
OFFICE = rf"各?(?:(?:[\u4e00-\u9fa5]|（[^（）]{{1,6}}）){{1,9}}?(?:残疾人联合会|残联|残协)|{UNITS})"
FEDERATIONS = ("残联", "残协", "联合会")
# Who helps where another bears: 县民政局配合, 市卫健委、市医保局协助; and 在县卫生健康局配合下.
HELPING_BODIES = re.compile(
    rf"(?:^|(?<=[，,、；;（(]))(?:并?由)?(?P<names>{ANY_BODY}(?:[、和及与](?:{ANY_BODY}|{OFFICE})){{0,7}})(?:等(?:相关|有关)?(?:部门|单位)?)?"
    r"(?:积极|密切|共同|分别|予以|给予|做好)?(?:配合|协助|协同|协办|参与|参加)(?:工作|实施|落实)?(?=[，,、。；;）)]|$)"
    rf"|在(?P<under>{ANY_BODY}(?:[、和及与]{ANY_BODY}){{0,7}})等?的?(?:配合|协助|支持|指导)下"
)
# A federation that is helped, or with whom something is done: 配合县残联做好…, 会同乡镇残联….
HELPED = re.compile(
    rf"(?:配合|协助|协同|会同|联合|商)(?P<names>{OFFICE})(?=[^，,。；;的等]{{0,4}}(?:做|完|开|组|落|搞|抓|推|制|办|举|建|走|核|入|摸|选|培|共同|联合|一起))"
)
# A unit by its name that helps another of its level: 彰武县残联牵头，阜蒙县、海州区残联配合.
NAMED_UNIT = r"[\u4e00-\u9fa5]{1,9}?(?:县|区|旗|市|镇|乡|街道|村|社区)(?:残联|残协)?"
UNITS_HELPING = re.compile(
    rf"(?:^|(?<=[，,、。；;（(]))(?:并?由)?(?P<names>{NAMED_UNIT}(?:[、和及与]{NAMED_UNIT}){{0,7}})(?<=残联|残协)"
    r"(?:积极|密切|共同|分别|予以|给予|做好)?(?:配合|协助|协同|协办)(?:工作|实施|落实)?(?=[，,、。；;）)]|$)"
)
MODAL_BEFORE = re.compile("^(?:要|应|须|必须|积极|主动){1,3}")
LEADING_ROLE = re.compile("(?:(?:负责)?牵头(?:负责|组织)?|负责|主办|承办)?[、，,]?")

NOTE = re.compile(
    r"(?P<role>(?:(?:落实|负责|实施|承担)(?:单位|部门|科室|主体|处室)|"
    r"(?:责任|牵头|承办)(?:单位|部门|科室|主体|处室)?)\s*[:：])"
    r"|(?P<help>(?:(?:参加|参与|协助|协作|协同)(?:单位|部门|科室|主体|处室)|(?:(?<![密积相协][切极互调])配合|协办)(?:单位|部门|科室|主体|处室)?)\s*[:：])"
    r"|(?P<time>完成时限|完成时间|办理时限|时限要求|时限|完成期限)\s*[:：]"
    r"|(?P<other>责任人|联系人|联系电话|责任领导|分管领导)\s*[:：]"
)
# A new note may follow after a comma: 责任部门：组联科，责任人：某某.
NOTE_ENDS = frozenset("；;。\n】)）]")
ROLE = re.compile(
    r"(?:按照?职责分工|按分工|分工|各司其职)?(?:牵头负责|具体负责|共同负责|牵头|负责|配合|协助|参与|参加|承办|组织实施|落实)$"
)
HELP = re.compile("配合|协助|参与|参加")
NOTE_LENGTH = 200
# Without one of these a text holds no note: most sentences are spared the patterns.
NOTE_SIGNS = frozenset("：:（(【")


@dataclass(frozen=True)
class Share:
    """Some names, and whether their part is only to help."""

    names: str
    is_help: bool


@dataclass(frozen=True)
class Note:
    """A note on who is responsible (责任单位：…), with the time that stands in it; `helpers` where it names nobody else (县民政局配合)."""

    actors: Actors
    time: str = ""
    helpers: tuple[str, ...] = ()

    @property
    def is_of_somebody(self) -> bool:
        return bool(self.actors or self.helpers)


def responsible(text: str) -> Actors:
    """The actors of “责任单位：…” or “（市残联牵头，民政局配合）”; empty when the clause has no such note."""
    return note_of(text).actors


def note_of(text: str) -> Note:
    """All notes of a text on who is responsible and by when, taken together."""
    shares, time = list[Share](), ""
    if NOTE_SIGNS.isdisjoint(text):
        return Note(Actors())
    for role, value in _labelled(text):
        if role == "time":
            time = time or value
        elif role in {"role", "help"}:
            shares.append(Share(value, role == "help"))
    if not shares:
        shares = [share for inner in _in_brackets(text) for share in shared_out(inner)]
    if shares and all(share.is_help for share in shares):
        names = [name for share in shares for name in split_bodies(share.names, NAME_ENDS)]
        return Note(Actors(), time, tuple(dict.fromkeys(names)))
    named = [named_actors(share.names) for share in shares]
    departments = dict.fromkeys(name for actors in named for name in actors.departments)
    levels = in_order(level for actors in named for level in actors.levels)
    own = dict.fromkeys(name for actors in named for name in actors.names)
    return Note(Actors(levels, tuple(departments), tuple(own)), time)


def begins_with_note(text: str) -> bool:
    """Whether a line is a note and nothing else."""
    match = NOTE.match(text.lstrip(" 　（(【["))
    return bool(match)


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    """The kind and the value of each labelled note."""
    marks = list(NOTE.finditer(text))
    limits = [*(mark.start() for mark in marks), len(text)][1:]
    for mark, limit in zip(marks, limits, strict=True):
        end, depth = mark.end(), 0
        while end < limit:
            char = text[end]
            if char in NOTE_ENDS and not depth:
                break
            depth += (char in "(（") - (char in ")）")
            end += 1
        yield str(mark.lastgroup), text[mark.end() : end].strip(" ，,、（(【")


def _in_brackets(text: str) -> Iterator[str]:
    """What stands in brackets and may share out the work."""
    for start, end in outermost_brackets(text):
        if text[start] in "（(【" and end - start <= NOTE_LENGTH:
            yield text[start + 1 : end]


PARTS = re.compile("[，,；;]")


def shared_out(inner: str) -> list[Share]:
    """The shares of 市残联牵头，民政局配合; none unless every part says what it does."""
    shares = []
    names = ""
    for part in split_outside_brackets(PARTS, inner):
        role = ROLE.search(part)
        names += ("、" if names else "") + (part[: role.start()] if role else part)
        if role:
            shares.append(Share(names, bool(HELP.search(role[0]))))
            names = ""
    return [] if names else [share for share in shares if share.names.strip("、，, ")]


def departments(text: str) -> tuple[str, ...]:
    """Departments that a sentence joins to the work: 由文明办、教育等部门…, 会同组织部门…, 相关科室、专门协会要…."""
    found: dict[str, None] = {}
    for names in joint_names(text):
        for name in DEPARTMENTS.findall(names):
            found.setdefault(name)
    rows = list(ROW_OF_DEPARTMENTS.finditer(text))
    for name in (one for row in rows for one in _in_row(row)):
        found.setdefault(name)
    told = {row.start() for row in rows}
    for mark in WITH.finditer(text):
        for name in [] if mark.start() in told else _names_after(text, mark.end()):
            found.setdefault(name)
    joined = [name for mark in JOINED.finditer(text) for name in _bodies_after(text, mark.end())]
    beside = [name for mark in BESIDE.finditer(text) for name in split_bodies(mark["names"])]
    helping = [
        name
        for mark in HELPING_BODIES.finditer(text)
        for name in split_bodies(mark["names"] or mark["under"])
        if not name.endswith(FEDERATIONS)
    ]
    helped = [mark["names"].removeprefix("各") for mark in HELPED.finditer(text)]
    units = [
        name
        for mark in UNITS_HELPING.finditer(text)
        for name in split_bodies(mark["names"])
        if own_name(name)
    ]
    for name in [*joined, *beside, *helping, *helped, *units]:
        # 卫健 of 卫健局 was found above by its short name.
        if not any(name.startswith(short) or short in name for short in found):
            found.setdefault(name)
    for lead in LEADING.finditer(text):
        for name in DEPARTMENTS.findall(text[lead.start("who") : lead.start("who") + 14]):
            found.setdefault(name)
    return tuple(found)


def _in_row(row: re.Match[str]) -> list[str]:
    """The names of a row of departments; a single one keeps its whole name (组织部门)."""
    if one := (row["one"] or "").removesuffix("等"):
        named = one if NAMED_WHOLE.search(one) else f"{one}部门"
        return [named] if not GENERAL_NAME.fullmatch(one) else []
    names = (name.removesuffix("等") for name in split_bodies(row["names"]))
    return [name for name in names if not GENERAL_NAME.fullmatch(name)]


def _names_after(text: str, start: int) -> list[str]:
    """The departments named from `start` on; a single 组织部门 keeps its whole name."""
    match = NAMES.match(text, start)
    if match is None or MONEY.match(text, match.end()):
        return []
    end = (
        match.start("more")
        if match["more"]
        else match.start("kind")
        if match["kind"]
        else match.end()
    )
    names = split_bodies(text[start:end])
    if len(names) == 1 and match["kind"] and not match["more"]:
        return [names[0] + match["kind"]]
    return names


def _bodies_after(text: str, start: int) -> list[str]:
    """The bodies of any name that are named from `start` on."""
    match = ANY_BODIES.match(text, start)
    return split_bodies(match["names"]) if match else []


def without_helped(text: str) -> str:
    """The text without the federations that are helped in it, or with whom something is done."""
    return HELPED.sub(lambda match: "〇" * len(match[0]), text)


def names_helpers(words: str) -> bool:
    """Whether words say nothing but with whom something is done: 会同县人民医院、派出所; 县民政局配合."""
    if any(
        not words[match.end() :].strip("，,、。；; ")
        and LEADING_ROLE.fullmatch(words[: match.start()])
        for match in HELPING_BODIES.finditer(words)
    ):
        return True
    words = MODAL_BEFORE.sub("", words)
    mark = JOINED.match(words)
    match = ANY_BODIES.match(f"{words}，", mark.end()) if mark else None
    return bool(match and not words[match.end() :].strip("等部门单位，,。；; "))


def joint_names(text: str) -> Iterator[str]:
    """What stands between 由 and the next 部门 or 单位 of the same sentence: 由教育、民政等部门 → 教育、民政."""
    for stretch in OPEN_STRETCH.split(text):
        start = stretch.find("由")
        while start >= 0 and (end := JOINT_END.search(stretch, start + 1)):
            yield stretch[start + 1 : end.start()]
            start = stretch.find("由", end.end())
