"""Filling the demo: in one transaction, so that an interrupted fill leaves nothing and the next one does it all."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date

from django.db.models import Model
from django.utils.translation import gettext as _

from zulian.accounts.models import User
from zulian.accounts.services import DEMO_FILLED, demo_filled
from zulian.associations import demo as associations
from zulian.associations.models import Contact, Turnout
from zulian.cadres import demo as cadres
from zulian.certificates import demo as certificates
from zulian.certificates.models import Certificate, Step
from zulian.commissioners import demo as commissioners
from zulian.commissioners.models import Payment
from zulian.congress import demo as congress
from zulian.departments import demo as departments
from zulian.documents.models import Attachment
from zulian.foundation import bulk
from zulian.foundation.audit import record
from zulian.foundation.changes import unwatched
from zulian.foundation.clock import today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import undivided
from zulian.grassroots import demo as grassroots
from zulian.grassroots.models import Assessment, Mark
from zulian.handouts import demo as handouts
from zulian.indicators import aggregates
from zulian.indicators.models import Snapshot
from zulian.leadership import demo as leadership
from zulian.people.models import Person
from zulian.plans.demo import plan
from zulian.plans.demo.accounts import (
    CITY,
    PROVINCE,
    PROVINCE_NAME,
    Account,
    DemoRefused,
    accounts,
    hashing,
    open_accounts,
)
from zulian.plans.demo.files import files_of_the_fill
from zulian.plans.demo.history import take_history
from zulian.plans.models import Assignment, Circular, Report, Result
from zulian.regions.models import Region
from zulian.regions.services import load, load_csv
from zulian.social import demo as social
from zulian.statistics import demo as statistics
from zulian.volunteers import demo as volunteers
from zulian.volunteers.models import Stint

Announce = Callable[[str], AbstractContextManager[object]]
Stage = tuple[str, Callable[[date], object]]
# A place that holds any of these is no empty one.
OWN: tuple[type[Model], ...] = (User, Person, Certificate, Circular)
# The registers with thousands of rows.
LARGE: tuple[type[Model], ...] = (
    *(Assignment, Attachment, Report, Report.evidence.through, Result),
    *(
        Assessment,
        Mark,
        Mark.evidence.through,
        Payment,
        Stint,
        Snapshot,
        Step,
        Person,
        Contact,
        Turnout,
    ),
)


def plan_stages() -> list[Stage]:
    """What the plan needs: divisions, accounts, the circulars with their tasks; no register."""
    return [
        (_("区划"), _divisions),
        (_("账号"), open_accounts),
        (_("工作要点和任务"), plan.fill),
    ]


def _divisions(_day: date) -> None:
    """The divisions of the city, and the province above it."""
    load([(PROVINCE, PROVINCE_NAME)])
    load_csv()


def stages() -> list[Stage]:
    """What is filled, in the order in which one stands on the other, each with its name."""
    return [
        *plan_stages(),
        (_("残疾人证"), certificates.fill),
        (_("班子职务"), leadership.fill),
        (_("残疾人干部"), cadres.fill),
        (_("代表大会"), congress.fill),
        (_("专职委员"), commissioners.fill),
        (_("保密协议和责任承诺书"), certificates.sign_in_townships),
        (_("基层组织"), grassroots.fill),
        (_("志愿者"), volunteers.fill),
        (_("专门协会"), associations.fill),
        (_("社会组织和购买服务"), social.fill),
        (_("通知传阅"), handouts.fill),
        (_("有关部门和函件"), departments.fill),
        (_("年终结账和结转"), plan.close_last_year),
        (_("汇总"), aggregates.rebuild),
        (_("指标走势"), take_history),
        (_("统计报表"), statistics.fill),
    ]


def fill(announce: Announce = nullcontext, chosen: Sequence[Stage] | None = None) -> list[Account]:
    """Fill an empty place with the `chosen` stages, or with all, and return the accounts; a filled one is left as it is.

    Each stage runs inside `announce(its name)`. Raises DemoRefused where something else is there already.
    """
    with scope(EVERYTHING):
        if not demo_filled():
            if any(model._base_manager.exists() for model in OWN):
                raise DemoRefused
            _fill(announce, stages() if chosen is None else chosen)
        return accounts()


def _fill(announce: Announce, chosen: Sequence[Stage]) -> None:
    day = today()
    hashing()
    with (
        files_of_the_fill(),
        undivided(),
        bulk.keys_checked_together(*LARGE),
        unwatched(),
        no_collection(),
    ):
        for name, act in chosen:
            with announce(name):
                act(day)
        record(DEMO_FILLED, Region.objects.get(code=CITY))


@contextmanager
def no_collection() -> Iterator[None]:
    """Without the cyclic garbage collector: what the fill leaves behind is little, and looking for it takes a tenth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
