"""The demo of handouts: the city's for counties and townships, partly read; the county's for its villages; one that is over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile

from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.documents.official import Heading, Official, Text
from zulian.documents.official_docx import write as write_docx
from zulian.foundation.clock import on_day
from zulian.foundation.work import unit_of_work
from zulian.handouts import services
from zulian.handouts.models import Handout

COUNTY = "210921000000"
# Counties that are late with their reading, as they are with their tasks, and every so many of the others.
SLOW = ("210922", "210905")
EACH = 4
Kind = Handout.Kind


@dataclass(frozen=True)
class Paper:
    """One that is sent out so many days ago, to be read within so many from today; `readers` are the roles that have read it."""

    kind: str
    title: str
    text: str
    roles: tuple[Role, ...]
    sent: int
    left: int | None
    readers: tuple[Role, ...] = ()
    has_file: bool = False
    over: bool = False


OF_CITY = (
    Paper(
        Kind.NOTICE,
        "年初组联工作会议纪要",
        "会议研究了全年组联工作安排。请各县（区）传达到分管领导和经办人。",
        (Role.COUNTY_OFFICER,),
        sent=60,
        left=-50,
        readers=(Role.COUNTY_OFFICER,),
        over=True,
    ),
    Paper(
        Kind.LESSON,
        "基层残疾人组织规范化学习材料",
        "请结合本地实际学习附件。\n一、先看各项台账怎么建、由谁更新。\n二、再看自评时最容易漏的佐证材料。\n"
        "三、有疑问的，在相应任务的“进展和问答”里提出，市残联统一答复。",
        (Role.COUNTY_OFFICER, Role.TOWNSHIP_OFFICER),
        sent=12,
        left=3,
        readers=(Role.COUNTY_OFFICER, Role.TOWNSHIP_OFFICER),
        has_file=True,
    ),
    Paper(
        Kind.NOTICE,
        "关于核对乡镇（街道）残联干部联系方式的通知",
        "请在“人员岗位”里逐一核对本地乡镇（街道）残联干部的姓名、岗位和电子邮箱，离岗的及时报系统管理员停用账号。",
        (Role.COUNTY_OFFICER,),
        sent=2,
        left=5,
    ),
)
OF_COUNTY = Paper(
    Kind.HANDBOOK,
    "专职委员入户走访手册",
    "一、走访前：看一遍这户的档案和上次记下的需求。\n二、进门后：说明来意，先听后问，不当众谈论残疾情况。\n"
    "三、走访后：当天记工作日志；办不了的需求登记上报，不口头许诺。",
    (Role.TOWNSHIP_OFFICER, Role.COMMISSIONER, Role.CERTIFICATE_CLERK, Role.STATION_LEADER),
    sent=5,
    left=1,
    readers=(Role.TOWNSHIP_OFFICER, Role.CERTIFICATE_CLERK),
)


def fill(today: date) -> None:
    """Fill the room; runs under the scope of everything, and does nothing where handouts are."""
    if Handout.objects.exists():
        return
    posts = Post.objects.select_related("region", "user")
    with unit_of_work():
        city = posts.get(role=Role.CITY_OFFICER)
        for paper in OF_CITY:
            _send(today, city, paper)
        _send(today, posts.get(role=Role.COUNTY_OFFICER, region_id=COUNTY), OF_COUNTY)


def _send(today: date, sender: Post, paper: Paper) -> None:
    """One paper on its day, read in the days after it."""
    values: dict[str, Any] = {
        "kind": paper.kind,
        "title": paper.title,
        "text": paper.text,
        "roles": list(paper.roles),
        "read_by": None if paper.left is None else today + timedelta(days=paper.left),
    }
    with on_day(today - timedelta(days=paper.sent)):
        if paper.has_file:
            values["file"] = _file(sender, today)
        handout = services.send_out(sender, values)
    _read(today, handout, paper)
    if paper.over:
        with on_day(today - timedelta(days=1)):
            services.stop(handout)


def _read(today: date, handout: Handout, paper: Paper) -> None:
    """Those who have read it, in the week after it went out."""
    for n, post in enumerate(_readers(handout, paper)):
        with on_day(today - timedelta(days=max(paper.sent - 1 - n % 7, 0))):
            services.read(handout, post)


def _readers(handout: Handout, paper: Paper) -> Iterable[Post]:
    meant = [post for post in services.audience_of(handout) if post.role in paper.readers]
    return [
        post
        for n, post in enumerate(meant, 1)
        if paper.over or not (post.region_id.startswith(SLOW) or n % EACH == 0)
    ]


def _file(sender: Post, today: date) -> ContentFile[bytes]:
    """The lesson as a document."""
    official = Official(
        title="基层残疾人组织规范化学习材料",
        addressees="",
        signer=sender.region.organisation,
        day=today,
        blocks=[
            Heading("台账怎么建"),
            Text(("每个村（社区）残协的成员、活动、走访分别登记，变动当月更新。",)),
            Heading("自评怎么评"),
            Text(
                (
                    "逐项对照标准，先核对系统自动取的数，再上传佐证材料；没有做到的如实扣分，写明原因和整改打算。",
                )
            ),
        ],
    )
    return ContentFile(write_docx(official), name=f"{official.name}.docx")
