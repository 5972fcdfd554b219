"""Who must act: levels (市、县、乡、村) of the federation, from the wording of a clause, its heading, the addressees."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from zulian.plans.reading.deadlines import OPENS
from zulian.plans.reading.holidays import NAMES
from zulian.plans.reading.levels import (
    ALL_LEVELS,
    ANY,
    CITY,
    COUNTY,
    LEVEL,
    OFFICES,
    OWN,
    PROVINCE,
    VILLAGE,
    below_or_same,
    in_order,
    levels_in,
)
from zulian.plans.reading.splitting import (
    REMEMBERED,
    split_bodies,
)
from zulian.plans.reading.verbs import VERB

MUST = (
    r"(?:务(?=必|于|须)|不迟于|不晚于|最迟|最晚|至迟|次[年月]|明年|来年|逢"
    r"|应当|要|应|须|必须|需|负责|将|均|都|分别|于|在|按|每|年底|全年|年内|\d|至少|不少于|力争|确保|务必|各(?=\d))"
)
# Whom those do something for who are named without an office (县区对乡镇专职委员每年轮训一遍): both are levels.
FOR_THOSE_BELOW = re.compile(rf"(?:对|为|给|向)(?:各|所属|辖区内?)?{ANY}")
# What papers do between the levels tells even a bare word to act: 社区上报需求，街道审核汇总.
HANDS_ON = re.compile(
    "(?:初|复)?(?:上报|报送|填报|汇总|审核|审查|核实|自查|自评|抽查)|(?:自行)?(?:办班|举办(?![^，,。；;]{0,12}的))"
)
# How many hours commissioners learn is asked of whoever teaches them, how much they get of whoever pays.
HOURS_OF_STAFF = re.compile(
    r"(?:每[人名])?(?:每[年月])?(?:培训|补贴|报酬)?(?:不少于|不低于|至少|达到|按)?\d{1,6}个?(?:学时|课时|元)"
)
# Some of a level, by what they can: 鼓励有条件的乡镇设立服务站.
ENCOURAGED = re.compile(
    rf"^(?:(?:鼓励|支持|引导|提倡|倡导|推动)(?:和?(?:支持|引导))?)?(?:有|具备)(?:一定)?条件的(?P<run>(?>{ANY}(?:[、和及]{ANY}){{0,3}}))(?:级)?(?:残联|残协)?(?=[一-龥\d])"
)
# Each level does its part of one thing: 村自查、乡镇核查、县抽查.
PART = (
    "(?:自查|自评|初审|初核|初评|复审|复核|终审|审核|审批|核查|核实|抽查|检查|督查|验收|评定|备案|上报|汇总|"
    "申报|推荐)"
)
PART_OF_EACH = rf"(?>{ANY})(?:级|残联|残协)?(?:{PART}|组?建立?[^、，,。；;\d]{{2,14}})"
EACH_ITS_PART = re.compile(rf"^{PART_OF_EACH}(?:、{PART_OF_EACH}){{1,4}}(?=[，,。；;的]|$)")
# Verbs that tell somebody named by office (县残联举办…) or as each of many (每个村培训…) to act.
# How, when and with whom it is done may stand between who acts and the verb (市残联上半年举办…, 各村残协对…逐户核查).
BETWEEN = (
    rf"“[^“”]{{1,6}}”(?:前|期间|节前|当天|日前)|会同|联合|协同|对(?!口|照)|向|把|根据|围绕|结合|依托|通过|利用|{NAMES}|自(?!查)|先行|率先|收到|本?文件(?:印发|下发)|今年|本年度|"
    r"[上下]半年|半年(?=联合|抽|检|督|通报|召开|开展|组织)|与|第?[一二三四]季度|(?:领导)?班子(?:中|里|内)|逐[户人村级项一]|主动|定期|认真|积极|继续|切实|及时|牵头|带头|作为|全员|联动"
)
VERBS = rf"(?:{VERB}|{BETWEEN})"
FEDERATION = r"(?:残疾人联合会|残疾人协会|残疾人小组|残疾人组织|[两三四五]?级残联(?:组织)?|残联|残协|党委|政府|人民政府)"
STAFF = r"(?:残疾人)?(?:专职委员|专职干事|联络员|协理员)"
# Commissioners without a place: most of them are of villages.
STAFF_ALONE = re.compile(rf"^(?:各|全体)?{STAFF}(?=要|应|须|每(?!名|人)|负责)")
BODY = rf"(?:{FEDERATION}{STAFF}?|{STAFF}|级|两级|三级|四级|各级|里(?!程))"
# The issuer's own rooms named last: 各县（区）残联、市残联各部室要….
# So a single window or office of a federation: 县残联办证窗口要….
ROOMS_TOO = (
    r"(?:(?:[、和及](?:各?直属|[省市县区]直(?:有关|相关|各)?)(?:单位|机构|部门))|(?:[、和及]?(?:[市县区]残联)?(?:机关)?各?(?:相关|有关)?(?:科室|部室|股室))"
    r"|(?:(?<=残联)|(?<=联合会))(?!会同|联合|协同|全部)[\u4e00-\u9fa5]{0,6}?(?:窗口|大厅|办公室|中心|机关|科|股|室|部(?![门署分])|处))?"
)
# Who speaks for a federation: 县残联领导班子成员每人每年…, 各县（区）残联理事长为第一责任人.
PERSONS = (
    r"(?:(?:(?<=残联)|(?<=残协)|(?<=联合会))(?:机关)?(?:党组)?(?:(?:领导)?班子成员|主要领导|分管领导|领导干部|主要负责(?:同志|人)|负责(?:同志|人)|理事长|主席)"
    rf"(?=每|各|为|是|{MUST}|{VERBS}))?"
)
# A federation named at the beginning of a segment acts, whatever verb follows (市残联争取资金…), unless it only tells of what
# the words behind it are: 县残联换届工作….
OF_THEM = (
    r"[的之、，,。；;：:（(）)]|和|及|以|等|领导班子|班子|换届|建设|工作|自身|内部|组织(?:建设|机构|体系|覆盖|网络)|规范化|标准化|干部|人员|理事|主席|负责人|"
    r"机关|代表大会|残代会|专门协会|协会|专职委员|覆盖|名称|牌子|名册|名单|事业|系统|实际|党组|科室|部室|股室|办公室|活动室|服务|"
    r"[\u4e00-\u9fa5]{1,8}?(?:率(?!先)|覆盖面|满意度)"
)
ACTS_FREELY = (
    r"(?:(?:(?<=理事长)|(?<=主席)|(?<=领导)|(?<=负责人))(?=[为是])|(?:(?<=残联)|(?<=残协)|(?<=联合会)|(?<=残疾人协会)|(?<=残疾人小组)"
    rf"|(?<=残联[\u4e00-\u9fa5]{{2}}[部科股室]))(?!门|{OF_THEM})(?=[\u4e00-\u9fa5]))"
)
# “市、县(区)要…”，“各县(区)残联应…”: a run of level words opening a sentence, then what they must do. The run gives
# nothing back: 县区 is one word or two, and trying both at every place would double the work with each of them.
PHRASE = re.compile(
    rf"^(?P<all>各地)?(?:全市|全省|全县)?(?P<each>各|每个|每一个|每|其他|其余|其它|(?P<count>\d{{1,4}}|[一二三四五六七八九十]{{1,3}})个)?(?:以及|和|由各?)?\s*"
    rf"(?P<run>(?>{ANY}(?:{FEDERATION}|里)?(?:[、和及\s]*(?:各|所辖|辖区内?)?{ANY}(?:{FEDERATION}|里)?)*))\s*(?P<body>{BODY})?{PERSONS}{ROOMS_TOO}(?P<whole>均|都|全部)?(?:(?={MUST})|(?P<verb>(?={VERBS}))|(?P<free>{ACTS_FREELY}))"
)
# Units called by their names (海州区、太平区残联要…) or by their kind (试点乡镇要…): some of a level. None of the names gives back
# more than its own characters.
NAME = r"(?:(?![和及的每报由给须])[\u4e00-\u9fa5]){2,12}"
NAMED = re.compile(
    rf"^(?P<names>{NAME}(?:[、和及]{NAME}){{0,15}})(?<=[区县旗市乡镇村道])(?P<body>{BODY})?(?P<with>[（(]含?各?(?>{ANY})[)）])?{PERSONS}{ROOMS_TOO}(?:均|都)?"
    rf"(?:(?=为第?[一二三四五首]批)|(?={MUST})|(?P<verb>(?={VERBS}))|(?P<free>{ACTS_FREELY}))"
)
# Who asks somebody by name to act: 请海州区残联…, 责成清河门区残联…, 由彰武县残联牵头.
ASKED = re.compile("^(?:请|责成|责令|要求|由)(?=[\u4e00-\u9fa5])")
# 阜蒙、彰武两县: how many they are belongs to no name.
HOW_MANY = re.compile("[两二三四五六七八九]个?(?=[县区旗镇乡]$)")
NAMED_LEVEL = re.compile(
    r"[\u4e00-\u9fa5]{1,7}?(?:(?P<county>(?<![社小辖片地园景校灾市])区|县|旗)|(?P<city>市)|(?P<township>街道|乡镇|乡|镇)|(?P<village>社区|村))"
)
# What opens like a name and is none.
NO_NAME = re.compile(
    rf"^(?:并|且|还|同时|{VERB}|{BETWEEN}|(?:要|应|须|需|应当|必须|积极|主动|认真)*(?:配合|协助|支持|参与)|请|商|[全我本][省市县区州盟旗乡镇村地]|各|每|其他|其它|其余|所|由|经|为|从|于|在|按|使|让|将|推动|推进|促进|帮助|督促|动员|引导|确保|面向|城乡|农村|"
    r"(?:偏远|边远|贫困|革命)?[山老林牧库]区)"
)
EVERYONE = re.compile(
    rf"(?:全市|全省)?各级(?:残联组织|残联|残疾人联合会|残疾人组织|组织)?(?=[，,]?{MUST}|{VERBS}|新任|领导)"
)
EVERYWHERE = re.compile(
    rf"^各(?:地(?=要|应|须|必须|需)|单位(?={MUST}|{VERBS}|不迟于|最迟|最晚|次年))"
)
# Rooms and associations of the issuing federation that a sentence opens with.
ROOMS = re.compile(
    r"^(?P<who>(?P<of>[省市县区]残联)?(?:机关)?(?:各?(?:相关|有关)?(?:科室|部室|部（室）|处室|股室)|各?专门协会|直属单位)"
    r"(?:[、和及](?:各?(?:相关|有关)?(?:科室|部室|部（室）|处室|股室)|各?专门协会|直属单位))*)(?=要|应|须|必须|负责|结合|每|分别|按照)"
)
ASSOCIATIONS_ALL = ("专门协会", "各专门协会")
# Single associations by name: 县盲协、聋协、肢协各制定…, 聋人协会….
ASSOCIATION = r"(?:[盲聋肢智精]协|(?:盲人|聋人|肢残人|智力残疾人及?亲友|精神残疾人及?亲友)协会)"
ASSOCIATIONS_NAMED = re.compile(
    rf"^各?(?P<level>[省市县区旗])?(?P<who>{ASSOCIATION}(?:[、和及][省市县区旗]?{ASSOCIATION}){{0,4}})(?![的建换工作组织领班])"
)
# All associations of some levels: 市、县（区）专门协会每年…, 县级各专门协会要….
ASSOCIATIONS_OF = re.compile(
    rf"^各?(?P<run>(?>{ANY}(?:[、和及]{ANY}){{0,3}}))(?:[两三]?级|本级)?(?:残联)?各?(?:[一二三四五六]个|各类)?(?P<who>(?:残疾人)?专门协会|协会)(?={MUST}|{VERBS})"
)
# A congress whose day is told is called by those whose it is: 县（区）残联代表大会于6月底前召开, 县级残联换届3月启动.
CONGRESS_OF = re.compile(
    rf"^各?(?P<run>(?>{ANY}(?:[、和及]{ANY}){{0,3}}))(?:[两三]?级)?(?:残联|残协|残疾人联合会)?(?=(?:第[一二三四五六七八九十]{{1,3}}次)?(?:(?:残疾人)?(?:代表大会|残代会)|换届(?:选举)?(?:工作)?)"
    r"(?:要|应|须|力争|确保|原则上)?[^，,。；;]{0,16}(?:召开|举行|启动|完成|结束)[，,。；;]?$)"
)
# Who acts may stand behind what is done: 专职委员由乡镇（街道）残联考核.
DONE_BY = re.compile(
    rf"^[^，,。；;：:由经]{{2,16}}(?<![自理])由各?(?P<run>(?>{ANY}(?:[、和及]{ANY}){{0,3}}))(?:残联|残协)(?:[\u4e00-\u9fa5]{{2}}[部科股室])?(?:负责|等额|差额|统一|逐级|具体)?(?:每(?:年|半年|季度?|月)|定期|按[月季年])?(?={VERB})"
)
# Others beside a federation: 县残联、县财政局争取项目资金.
JOINED = re.compile(
    r"^(?P<own>[^，,、。；;和及与]{0,16}?(?:残联|残协|联合会)(?:[\u4e00-\u9fa5]{2}[部科股室])?)"
    r"(?P<others>(?:[、和及与](?:[省市县区旗]|团)(?!残联)[\u4e00-\u9fa5]{1,14}?(?:局|委|办|部|院|中心|组|会)"
    rf"(?=[、和及与]|联合|共同|一起|{MUST}|{VERBS})){{1,4}})"
)
# Others before a federation: 市卫健委、市残联每年联合检查1次.
JOINED_BY = re.compile(
    r"^(?P<others>(?:(?:[省市县区旗]|团)(?!残联)(?:(?![、和及与])[\u4e00-\u9fa5]){1,14}?(?:局|委|办|部|院|中心|组|会)[、和及与]){1,4})"
    r"(?=[省市县区旗各][^，,、。；;和及与]{0,12}?(?:残联|联合会))"
)
# Each with its part behind a colon, numbered or not: （1）社区残协：核对信息；（2）街道残联：复核.
SHARED_OUT = re.compile(
    rf"^(?:[（(]?\d[)）.、])?各?(?P<run>(?>{ANY}(?:[、和及]{ANY}){{0,2}}))(?:级)?(?:残联|残协|残疾人联合会|残疾人协会)[：:](?=[\u4e00-\u9fa5])"
)
# Who pays: 县区财政按照每村每年不低于1000元标准安排.
PAYS = re.compile(
    rf"^各?(?P<run>(?>{ANY}))(?:级|本级)?(?P<who>财政(?:局|部门)?)(?!资金|补|专户|局|部门|投入)"
)
# How much of a number is whose: 全市不少于10人，其中市级2人.
PART_OF_ALL = re.compile(
    rf"其中，?(?:[\u4e00-\u9fa5]{{1,6}}?)?(?>{ANY})(?:级|本级|残联)?(?:各|不少于|不低于|至少)?\d"
)
# 换届后县级残联领导班子…: what comes before or after something is of no name.
AROUND = re.compile(
    r"(?:换届|撤并|合并|调整|划转|改革|挂牌|达标|验收|评估|培训|考核|检查|会议|大会)(?:工作)?(?:完成|结束)?之?[前后](?!旗)"
    "|年[底末终初中](?!前)|届时|最后|会后|平时"
)
NAMED_NEXT = re.compile(rf"各|{ANY}(?:{FEDERATION}|{STAFF}|级)")
ROOM_NAMES_END = re.compile("[、和]|及(?!亲友)")
# The issuer of a province's circular, alone or before the levels below it: 省残联要…，省、市、县残联要….
PROVINCE_NAME = re.compile(rf"(?:省|自治区)级?(?P<body>{FEDERATION})?")
PROVINCE_ALONE = re.compile(rf"{ROOMS_TOO}(?:均|都)?(?:(?={MUST}|{VERBS})|{ACTS_FREELY})")
PROVINCE_FEDERATION = re.compile(r"(?:省|自治区)级?(?:残疾人联合会|残联)(?:机关)?")
OPENING_WORDS = re.compile(
    r"^(?:要|同时|并|其中)(?![^，,]{0,6}(?:配合|协助|协同|会同|联合))[^，,报送交向至到对给为与和把将]{0,8}?(?=各?[省市县乡村])"
)
# Where associations are set up: background of the field.
ASSOCIATION_LEVELS = (CITY, COUNTY)
# 市级轮训骨干50人，县级全员轮训: a level without a word of its federation.
OF_LEVEL = ("市级", "县级", "区级", "乡级", "镇级", "村级", "县区级", "乡镇级", "市本级")
BODY_WORDS = re.compile(r"残疾人联合会|残疾人协会|残联|残协|级|专职委员|人民政府|政府|党委")
OF_FEDERATION = re.compile(r"残|级|各|每|专职委员|[)）市县区旗州乡镇道村]$")
# Units that bear a word of a level in their name and are none.
NO_LEVEL = re.compile(
    r"开发区|园区|新区|景区|校区|矿区|林区|度假区|示范区|管委会|[市县区]直|部门|单位|科室|部室|机关"
)
NAMES_JOIN = re.compile("[、和及]")
NAME_ENDS = re.compile(r"[、，,；;\s和及]+")


@dataclass(frozen=True)
class Actors:
    """Levels of the federation that must act (outermost first), and departments named beside them.

    names: the units called by their own names (阜蒙县), where not all of a level act.
    """

    levels: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.levels or self.departments)


@dataclass(frozen=True)
class Opening:
    """Whom a segment of a sentence tells to act, and where their name ends."""

    levels: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    end: int = 0
    is_everyone: bool = False
    # 各单位: those to whom the paper is addressed.
    is_addressed: bool = False
    # What follows is no verb that is known: whatever it is, it is what they are to do.
    is_free: bool = False
    # The names by which some units of a level are called; and whether only some are, be they named or 其他.
    names: tuple[str, ...] = ()
    is_some: bool = False
    # Only commissioners are named, without the place that they serve.
    is_staff: bool = False
    # Associations are named without the level whose they are.
    is_bodies: bool = False

    def __bool__(self) -> bool:
        return bool(self.levels or self.rooms or self.names)


def opening_levels(segment: str) -> tuple[str, ...]:
    """The levels that open a segment of a sentence and are told to act; empty when none do."""
    return opening_actor(segment).levels


@lru_cache(REMEMBERED)
def opening_actor(segment: str) -> Opening:
    """The levels, or the rooms of the federation, that open a segment of a sentence and are told to act."""
    words = segment.lstrip()
    if PART_OF_ALL.match(words):
        return Opening()
    if opening := OPENING_WORDS.match(words):
        words = words[opening.end() :]
    if (timed := OPENS.match(words)) and NAMED_NEXT.match(words, timed.end()):
        # 4月底前各县区组织学习: who acts stands behind the time.
        words = words[timed.end() :]
    if (around := AROUND.match(words)) and NAMED_NEXT.match(words, around.end()):
        words = words[around.end() :]
    start = len(segment) - len(words)
    if asked := ASKED.match(words):
        told = words[asked.end() :]
        called = _opening_of_names(told, start + asked.end())
        if not called and not ASKED.match(told):
            called = opening_actor(told)
        if called.levels and not called.names and asked[0] != "由":
            return replace(called, end=start + asked.end() + called.end)
        if called.names:
            return called
    if joined := JOINED.match(words):
        alone = opening_actor(joined["own"] + words[joined.end() :])
        if alone.levels:
            rooms = tuple(split_bodies(joined["others"][1:]))
            end = start + alone.end + len(joined["others"])
            return replace(alone, rooms=(*alone.rooms, *rooms), end=end)
    if joined := JOINED_BY.match(words):
        own = opening_actor(words[joined.end() :])
        if own.levels:
            rooms = tuple(split_bodies(joined["others"][:-1]))
            return replace(own, rooms=(*rooms, *own.rooms), end=start + joined.end() + own.end)
    if match := SHARED_OUT.match(words):
        return Opening(levels_in(match["run"]), end=start + match.end(), is_free=True)
    if match := PAYS.match(words):
        return Opening(
            levels_in(match["run"]), rooms=(match["who"],), end=start + match.end(), is_free=True
        )
    if match := STAFF_ALONE.match(words):
        return Opening((VILLAGE,), end=start + match.end(), is_staff=True)
    if match := ENCOURAGED.match(words):
        return Opening(levels_in(match["run"]), end=start + match.end(), is_some=True, is_free=True)
    if match := EACH_ITS_PART.match(words):
        return Opening(levels_in(match[0]), end=start, is_free=True)
    if match := EVERYONE.match(words):
        return Opening(ALL_LEVELS, end=start + match.end(), is_everyone=True)
    if match := EVERYWHERE.match(words):
        return Opening((COUNTY,), end=start + match.end(), is_addressed=True)
    if match := ROOMS.match(words):
        of = OWN.get((match["of"] or "")[:1])
        rooms = tuple(ROOM_NAMES_END.split(match["who"]))
        if match["who"] in ASSOCIATIONS_ALL:
            return Opening(ASSOCIATION_LEVELS, rooms=rooms, end=start + match.end(), is_bodies=True)
        return Opening((of,) if of else (), rooms=rooms, end=start + match.end())
    if match := ASSOCIATIONS_NAMED.match(words):
        named = OWN.get(match["level"] or "")
        return Opening(
            (named,) if named else ASSOCIATION_LEVELS,
            rooms=tuple(ROOM_NAMES_END.split(match["who"])),
            end=start + match.end(),
            is_free=True,
            is_bodies=named is None,
        )
    if match := ASSOCIATIONS_OF.match(words):
        return Opening(
            levels_in(match["run"]), rooms=(match["who"],), end=start + match.end(), is_free=True
        )
    if match := CONGRESS_OF.match(words):
        return Opening(levels_in(match["run"]), end=start + match.end(), is_free=True)
    if match := DONE_BY.match(words):
        return Opening(levels_in(match["run"]), end=start, is_free=True)
    if above := PROVINCE_NAME.match(words):
        return _opening_of_province(words, above, start)
    match = PHRASE.match(words)
    # A bare word and a verb (社区开展, 村组织) may be anything; an office or each of many is told to act.
    if match is None or (match["verb"] is not None and not _is_told(match)):
        return _opening_of_names(words, start)
    if HOURS_OF_STAFF.match(words, match.end()) and (match["body"] or "").endswith("委员"):
        return Opening()
    return Opening(
        levels_in(match["run"]),
        end=start + match.end(),
        # 2个县区先行 are some of all, 35个乡镇残联全部 are all that there are.
        is_some=(match["each"] or "").startswith("其")
        or bool(match["count"] and not match["whole"]),
        is_free=match["free"] is not None,
    )


def _opening_of_names(words: str, start: int) -> Opening:
    """Words that open with the names of some units of one level: 海州区、太平区残联要…, 沈阳、大连市残联要…."""
    match = NAMED.match(words)
    if match is None or NO_NAME.match(words):
        return Opening()
    names = tuple(
        HOW_MANY.sub("", BODY_WORDS.sub("", name)) if len(name) > 2 else name
        for name in NAMES_JOIN.split(match["names"])
    )
    kinds = [NAMED_LEVEL.fullmatch(name) for name in names]
    last = kinds[-1]
    # 由乡镇实施 names a level, and no unit that is called so.
    if last is None or any(NO_NAME.match(name) or LEVEL.fullmatch(name) for name in names):
        return Opening()
    # A federation's name may leave out the word of the level but at the end; a lone name without it must be told to act.
    if not match["body"] and (not all(kinds) or (len(names) == 1 and match["verb"] is not None)):
        return Opening()
    below = levels_in(match["with"] or "")
    return Opening(
        in_order({*below, *(kind.lastgroup for kind in kinds if kind)}),
        end=start + match.end(),
        names=names,
        is_some=True,
        is_free=match["free"] is not None,
    )


def _opening_of_province(words: str, above: re.Match[str], start: int) -> Opening:
    """Words that open with the province: its federation alone is told to act, or with the levels named after it."""
    end = above.end()
    if above["body"] and (alone := PROVINCE_ALONE.match(words, end)):
        return Opening((PROVINCE,), end=start + alone.end())
    rest = words[end:]
    below = PHRASE.match(rest[1:]) if rest[:1] in {"、", "和", "及"} else None
    if below is None or (below["verb"] is not None and not _is_told(below)):
        return Opening()
    return Opening(
        in_order([PROVINCE, *levels_in(below["run"])]), end=start + end + 1 + below.end()
    )


def _is_told(match: re.Match[str]) -> bool:
    body = match["run"] + (match["body"] or "")
    # 村（社区）, 乡镇（街道）: all of a kind, however they are called.
    is_any = "（" in match["run"] or "(" in match["run"]
    is_office = any(sign in body for sign in ("残", "专", "联络", "里")) or body in OF_LEVEL
    behind = match.string[match.end() :]
    is_between = FOR_THOSE_BELOW.match(behind) or HANDS_ON.match(behind)
    return bool(match["each"] or match["all"] or is_any or is_office or is_between)


def at_or_below(actors: Actors, own: str) -> Actors:
    """Actors of a circular of a level: who is above it and named there is no carrier, but helps."""
    levels = below_or_same(actors.levels, own)
    above = [OFFICES[level] for level in actors.levels if level not in levels]
    return (
        replace(actors, levels=levels, departments=(*actors.departments, *above))
        if above
        else actors
    )
