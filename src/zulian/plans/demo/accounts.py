"""Who signs in to the demo: one account for each role, listed on the sign-in page with what to try."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from zulian.accounts.models import Post, User
from zulian.accounts.roles import Role
from zulian.accounts.services import give_post
from zulian.errors import StartError
from zulian.regions.models import Level, Region

PASSWORD = "fuxin-demo-2013"  # noqa: S105  (printed to everyone who runs the demo)
PROVINCE, PROVINCE_NAME = "210000000000", "辽宁省"  # untranslated: a name
CITY, COUNTY, OTHER_COUNTY = "210900000000", "210921000000", "210922000000"


class DemoRefused(StartError):
    """The place is in use: it holds accounts, people or circulars that are not the demo's."""

    def __init__(self) -> None:
        super().__init__(
            "This place holds accounts, people or circulars of its own: the demo fills an empty place only."
            " Name another folder with ZULIAN_HOME."
        )


@dataclass(frozen=True)
class Account:
    """A demo account: login, name, post, and a line what to try."""

    username: str
    name: str
    role: Role
    region: str
    hint: str


def accounts() -> list[Account]:
    """The accounts of the demo, in the order in which they are listed."""
    town = Region.objects.under(COUNTY).filter(level=Level.TOWNSHIP).order_by("code")[0].code
    village = Region.objects.under(town).filter(level=Level.VILLAGE).order_by("code")[0].code
    officer, clerk = Role.COUNTY_OFFICER, Role.CERTIFICATE_CLERK
    return [
        Account(
            "province",
            "赵演九",
            Role.PROVINCE_OFFICER,
            PROVINCE,
            _("上传省里的工作要点，向各市下达，看各市的台账和指标"),
        ),
        Account(
            "city",
            "赵演一",
            Role.CITY_OFFICER,
            CITY,
            _("看进度表和排名，审核各县上报，生成通报；上传一份明年的工作要点（今年的已有）"),
        ),
        Account(
            "fumeng",
            "周演七",
            officer,
            COUNTY,
            _("签收和上报任务，给志愿者派单，审批残疾人证，审核协会活动"),
        ),
        Account(
            "zhangwu", "吴演八", officer, OTHER_COUNTY, _("进度较慢的一个县：看逾期任务和换届进度")
        ),
        Account("haizhou", "钱演二", officer, "210902000000", _("一人两个岗位：在右上角切换")),
        Account("xinqiu", "孙演三", officer, "210903000000", _("签收和上报任务")),
        Account("taiping", "李演四", officer, "210904000000", _("签收和上报任务")),
        Account("qinghemen", "冯演五", officer, "210905000000", _("看拖欠的专职委员补贴")),
        Account("xihe", "郑演六", officer, "210911000000", _("签收和上报任务")),
        Account(
            "town", "王演一", Role.TOWNSHIP_OFFICER, town, _("填报基层组织自评，看本乡镇的代表大会")
        ),
        Account(
            "village", "冯演二", Role.COMMISSIONER, village, _("用手机记工作日志，登记残疾人的需求")
        ),
        Account("clerk", "陈演三", clerk, COUNTY, _("受理一件残疾人证申请，打印申请表")),
        Account("reviewer", "褚演四", Role.REVIEWER, COUNTY, _("审核公示期满的办件")),
        Account("assessor", "卫演五", Role.ASSESSOR, COUNTY, _("录入评定结果")),
        Account(
            "association",
            "蒋演六",
            Role.ASSOCIATION_OFFICER,
            COUNTY,
            _("管理五个专门协会：会议、联系、活动"),
        ),
        Account("station", "沈演七", Role.STATION_LEADER, COUNTY, _("登记志愿者，确认服务时长")),
        Account("clerk2", "韩演八", clerk, OTHER_COUNTY, _("接收跨县迁移的残疾人证")),
        Account("assessor2", "杨演一", Role.ASSESSOR, CITY, _("市级医院的评定和复核")),
        Account("sysadmin", "赵演二", Role.SYSTEM_ADMIN, CITY, _("开设账号和岗位，维护区划")),
        Account("secadmin", "钱演三", Role.SECURITY_ADMIN, CITY, _("解锁账号")),
        Account("auditor", "孙演四", Role.AUDIT_ADMIN, CITY, _("查看审计记录")),
    ]


@cache
def hashing() -> Future[str]:
    """The hash of the password in the making: it takes a while by intent, and another processor can do it meanwhile."""
    pool = ThreadPoolExecutor(1)
    hashed = pool.submit(make_password, PASSWORD)
    pool.shutdown(wait=False)
    return hashed


def open_accounts(today: date) -> None:
    """Make the accounts with their posts; one hash of the password serves all of them."""
    # At work for two years and more, before the first of the two plans was issued.
    since = date(today.year - 2, 1, 1)
    hashed = hashing().result()
    regions = Region.objects.in_bulk()
    for account in accounts():
        user = User.objects.create(username=account.username, name=account.name, password=hashed)
        give_post(user, account.role, regions[account.region], since)
        if account.username == "haizhou":
            give_post(user, Role.ASSOCIATION_OFFICER, regions[account.region], since)
        # Last, for a post that is given to an account of the demo takes it out of the demo.
        user.demo = account.hint
        user.save(update_fields=["demo"])


def holder(role: Role, code: str) -> Post:
    """The post of a demo account."""
    return Post.objects.select_related("user", "region").get(
        role=role, region_id=code, user__demo__gt=""
    )
