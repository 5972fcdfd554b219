"""The circular of 2013, read through clause by clause as an officer of the city would: who, what, with whom, by when.

市 city, 县 county, 乡 township, 村 village. `*`: nobody is named in clause or headings, so that those addressed (各县、区残联) act,
`^` together with those whom a heading names as the focus. `+`: nobody is named, and what it is about, the associations, is in
cities and counties alone. The paper names no deadline at all.
"""

from __future__ import annotations

import pytest

from zulian.documents.reading import read_paper
from zulian.plans.reading.circular import Reading, understand
from zulian.plans.reading.duties import Guess

SIGNS = {Guess.ADDRESSEES: "*", Guess.HEADINGS: "^", Guess.BODIES: "+"}
NAMES = {"city": "市", "county": "县", "township": "乡", "village": "村"}

# clause | who | with whom | what
EXPECTED = """
一(一) | 市县乡 |  | 筹备召开各级残疾人代表大会，完成换届任务
一(二) | 市县乡 |  | 做好各级残联领导班子人选的选配工作
一(二) | 市县乡 |  | 选拔配备残疾人领导干部和残疾人干部
一(三) | 市县 |  | 建立优秀残疾人干部储备登记制度
一(三) | 市县 | 组织部门 | 选拔确定残疾人后备干部，加强培养，推荐使用
一(三) | 市县 |  | 健全完善信息准确、更新及时的优秀残疾人干部及后备干部数据库
二(一) | 县乡村^ |  | 按照中残联“强基育人”工程评估标准，对照检查
二(一) | 县乡村^ |  | 查找问题不足，完善改进
二(一) | 县乡村^ |  | 巩固达标成果
二(一) | 市县 |  | 迎接上级残联对市、县(区)进行“强基育人”工程检查
二(二) | 县* |  | 解决好专职委员岗位设置、待遇报酬和评价考核激励机制问题
二(二) | 县* |  | 保障残疾人专职委员待遇落实
二(二) | 县乡村^ |  | 健全完善全省乡(镇、街道)、社区(村)残疾人专职委员基本信息电子档案
二(二) | 县* |  | 搞好对基层残疾人专职委员的培训
三(一) | 市县 | 文明办、教育、卫生、民政、团委 | 建立健全志愿者助残工作领导小组
三(一) | 市县 |  | 建立联席会议制度
三(一) | 市 |  | 建立志愿者助残总队
三(一) | 市 | 相关科室、专门协会 | 建立志愿者助残大队
三(一) | 县 |  | 建立志愿者助残联络总站
三(一) | 乡村 |  | 建立志愿者联络站
三(二) | 县* |  | 贯彻落实《全国助残志愿者注册管理办法(试行)》
三(三) | 县* |  | 完成志愿者注册任务及网络志愿者实名制统计工作
三(三) | 县* |  | 建立健全助残志愿者招募、注册、培训、供需对接等工作
三(四) | 县* |  | 开展“关爱残疾人志愿服务阳光行动”
三(四) | 县* |  | 设计载体和平台与各项业务相衔接，开展志愿助残活动
四(一) | 市县+ |  | 围绕“助残工程”和残联中心任务，开展协会工作
四(二) | 市县 |  | 成立专门协会办公室，配备专兼职工作人员
四(三) | 市县+ |  | 完善专门协会工作机制，建立健全会议制度、联系制度、调研制度
四(四) | 市县+ |  | 将专门协会建设成为学习文化型、服务能力型、创新活力型协会组织
四(四) | 市县+ |  | 组织各类残疾人开展适合残疾人特殊需求与突出特点的专项工作
四(四) | 市县+ |  | 以残疾人重大节日为载体，结合“十二”运开展文体活动
四(四) | 市县+ |  | 举办多样性品牌活动
四(五) | 县* |  | 鼓励、支持、引导残疾人社会组织、社团法人注册，承担社会事务
四(五) | 县* |  | 调动社会力量为残疾人提供更多,更真接、更个性化的服务
五(一) | 县* |  | 学习贯彻《残疾人证管理工作手册》等有关文件
五(一) | 县* |  | 严格办证标准、政策和程序
五(一) | 市县乡 |  | 加强办证保密及责任教育
五(一) | 市县乡 |  | 新任主管领导、新任办证员签订保密协议和责任承诺书
五(二) | 县* |  | 加快核发办证速度，做到随来随办
五(二) | 县* |  | 对行动不便的重度残疾人实行上门办证服务
"""


@pytest.fixture
def reading(real_circular: bytes) -> Reading:
    return understand(read_paper(real_circular))


def told(reading: Reading) -> list[str]:
    """The duties, a line each, as in the table above."""
    lines = []
    for duty in reading.duties:
        star = next((sign for guess, sign in SIGNS.items() if guess in duty.guesses), "")
        who = "".join(NAMES[level] for level in duty.actors.levels) + star
        lines.append(f"{duty.clause} | {who} | {'、'.join(duty.actors.departments)} | {duty.title}")
    return lines


def test_every_clause_is_read_as_an_officer_would(reading: Reading) -> None:
    assert told(reading) == EXPECTED.strip().splitlines()


def test_all_sixteen_clauses_set_duties(reading: Reading) -> None:
    clauses = [item.path for section in reading.sections for item in section.items]
    assert (
        len(clauses) == 16
        and list(dict.fromkeys(duty.clause for duty in reading.duties)) == clauses
    )


def test_the_words_of_the_duties_are_those_of_the_clauses(reading: Reading) -> None:
    for section in reading.sections:
        for item in section.items:
            words = "".join(duty.text for duty in reading.duties if duty.clause == item.path)
            assert words == item.text.replace("\n", "")


def test_what_the_paper_does_not_say_is_marked(reading: Reading) -> None:
    assert all(duty.deadline is None and Guess.DEADLINE in duty.guesses for duty in reading.duties)
    assert not any(Guess.LEVELS in duty.guesses for duty in reading.duties), (
        "the addressees are named"
    )
    others = {guess for duty in reading.duties for guess in duty.guesses} - {Guess.DEADLINE, *SIGNS}
    assert others == {Guess.NEXT}, "the rest is plain"


def test_its_own_title_is_no_citation(reading: Reading) -> None:
    assert reading.title not in {citation.title for citation in reading.citations}
    assert [c.number for c in reading.citations if c.number] == ["辽组通字【2002】25号"]
