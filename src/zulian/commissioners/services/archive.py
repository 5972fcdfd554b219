"""Positions and their holders: quota, appointment, change of position, leaving with handover, the archive kept current."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.commissioners.due import LEVELS
from zulian.commissioners.models import Commissioner, Contract, Position, Record, Tenure
from zulian.commissioners.models.archive import POLICY, rules
from zulian.foundation.audit import audited
from zulian.foundation.changes import changing
from zulian.foundation.clock import today
from zulian.foundation.dates import months_before, years_after
from zulian.foundation.policy import by_place
from zulian.foundation.scopes import EVERYTHING, active_scope, scope
from zulian.foundation.work import unit_of_work
from zulian.people.models import Person
from zulian.people.services import Entry, enrol
from zulian.regions.models import Region

# Positions


@unit_of_work
def add_position(region: Region) -> Position:
    """One position more than there is.

    Raises ValidationError for a division that is neither township nor village.
    """
    if region.level not in LEVELS:
        raise ValidationError({"region": _("专职委员岗位设在乡镇（街道）和村（社区）。")})
    last = Position.objects.filter(region=region).order_by("-number").first()
    position = Position(region=region, number=last.number + 1 if last else 1, since=today())
    with audited("position.add", position):
        position.save()
    return position


@unit_of_work
def abolish(pk: int) -> Position:
    """撤岗: only a vacant position.

    Raises ValidationError where somebody holds it, and for one that was abolished.
    """
    position = Position.objects.select_for_update(of=("self",), no_key=True).with_names().get(pk=pk)
    if position.abolished_on:
        raise ValidationError(_("这个岗位已经撤销。"))
    if position.tenures.open().exists():
        raise ValidationError(_("岗位上还有人，请先办理离任。"))
    with audited("position.abolish", position):
        position.abolished_on = today()
        position.save()
    return position


# Holders


@dataclass(frozen=True)
class Terms:
    """How somebody takes a position: the tie to disabled people, how they were found, since when, contract until when."""

    tie: str
    how: str
    since: date
    until: date | None = None
    education: str = ""


@unit_of_work
def appoint(position_pk: int, who: Person | Entry, terms: Terms) -> Commissioner:
    """聘任: the archive is opened or taken up again, with a contract for the years of the policy unless told otherwise."""
    position = (
        Position.objects.select_for_update(of=("self",), no_key=True)
        .with_names()
        .get(pk=position_pk)
    )
    _require_free(position)
    person = who if isinstance(who, Person) else enrol(who)
    _require_age(person, terms.since, position.region_id)
    commissioner = _archive(person, position, terms)
    tenure = Tenure(position=position, commissioner=commissioner, how=terms.how, since=terms.since)
    with audited("tenure.begin", tenure):
        tenure.save()
    renew(
        commissioner.pk,
        terms.since,
        terms.until or years_after(terms.since, _contract_years(position)),
    )
    return commissioner


def _require_free(position: Position) -> None:
    if position.abolished_on:
        raise ValidationError(_("这个岗位已经撤销。"))
    if position.tenures.open().exists():
        raise ValidationError(_("这个岗位已有人任职。"))


def _contract_years(position: Position) -> int:
    """For how many years a contract holds, where nothing else is said."""
    return int(rules(today(), position.region_id)["contract_years"])


def _require_age(person: Person, day: date, place: str) -> None:
    age, figures = person.age_on(day), rules(today(), place)
    if not figures["youngest"] <= age < figures["oldest"]:
        words = _("任职时年龄 %(age)d 岁，应满 %(low)d 岁、未满 %(high)d 岁。")
        raise ValidationError(
            words % {"age": age, "low": figures["youngest"], "high": figures["oldest"]}
        )
    if day > today():
        raise ValidationError({"since": _("任职日期不能晚于今天。")})


def _archive(person: Person, position: Position, terms: Terms) -> Commissioner:
    with scope(EVERYTHING):
        commissioner = Commissioner.objects.filter(person=person).select_related("region").first()
    if commissioner is not None and commissioner.status == Commissioner.Status.SERVING:
        raise ValidationError(
            _("%(name)s 正在 %(place)s 任职，请先办理离任。")
            % {"name": person.name, "place": commissioner.region.organisation}
        )
    commissioner = commissioner or Commissioner(person=person)
    with audited("commissioner.open", commissioner):
        commissioner.region, commissioner.status, commissioner.tie = (
            position.region,
            Commissioner.Status.SERVING,
            terms.tie,
        )
        commissioner.education = terms.education or commissioner.education
        commissioner.save()
    return commissioner


@unit_of_work
def renew(pk: int, since: date, until: date, number: str = "") -> Contract:
    """签订 or 续签 a contract."""
    commissioner = Commissioner.objects.get(pk=pk)
    contract = Contract(commissioner=commissioner, number=number.strip(), since=since, until=until)
    with audited("contract.sign", contract):
        contract.save()
    return contract


@dataclass(frozen=True)
class Leaving:
    """How a position is left: when, why, and what was handed over to whom."""

    on: date
    why: str
    handover: str


def _open_tenure(commissioner: Commissioner) -> Tenure:
    tenure = (
        commissioner.tenures.select_for_update(of=("self",), no_key=True)
        .filter(ended_on=None)
        .first()
    )
    if tenure is None:
        raise ValidationError(_("这名专职委员目前没有任职。"))
    return tenure


@unit_of_work
def leave(pk: int, leaving: Leaving) -> Commissioner:
    """离任 with handover: the position is vacant from that day, the archive stays."""
    commissioner = (
        Commissioner.objects.select_for_update(of=("self",), no_key=True).with_names().get(pk=pk)
    )
    _end(commissioner, leaving)
    with audited("commissioner.leave", commissioner):
        commissioner.status, commissioner.account = Commissioner.Status.LEFT, None
        commissioner.save()
    return commissioner


def _end(commissioner: Commissioner, leaving: Leaving) -> None:
    tenure = _open_tenure(commissioner)
    if not tenure.since <= leaving.on <= today():
        raise ValidationError({"ended_on": _("离任日期应在任职之后、不晚于今天。")})
    if not leaving.handover.strip() and leaving.why != Tenure.Why.DIED:
        raise ValidationError({"handover": _("请写明档案、台账、物品交接给谁。")})
    with audited("tenure.end", tenure):
        tenure.ended_on, tenure.ended_why, tenure.handover = (
            leaving.on,
            leaving.why,
            leaving.handover.strip(),
        )
        tenure.save()
    for contract in commissioner.contracts.filter(until__gt=leaving.on):
        if contract.since < leaving.on:
            with audited("contract.end", contract):
                contract.until = leaving.on
                contract.save()


@unit_of_work
def transfer(pk: int, position_pk: int, on: date, handover: str) -> Commissioner:
    """调整岗位: out of one position and into another on the same day; the contract goes on."""
    commissioner = (
        Commissioner.objects.select_for_update(of=("self",), no_key=True).with_names().get(pk=pk)
    )
    position = (
        Position.objects.select_for_update(of=("self",), no_key=True)
        .with_names()
        .get(pk=position_pk)
    )
    _require_free(position)
    contract = commissioner.contracts.first()
    until = contract.until if contract else years_after(on, _contract_years(position))
    _end(commissioner, Leaving(on, Tenure.Why.TRANSFER, handover))
    tenure = Tenure(
        position=position, commissioner=commissioner, how=Tenure.How.TRANSFERRED, since=on
    )
    with audited("tenure.begin", tenure):
        tenure.save()
    with audited("commissioner.transfer", commissioner):
        commissioner.region, commissioner.account = position.region, None
        commissioner.save()
    if until > on:
        renew(commissioner.pk, on, until)
    return commissioner


# The archive


@unit_of_work
def change(pk: int, values: dict[str, Any]) -> Commissioner:
    """Correct an archive; an account must be a village's or township's post in the same division.

    Raises ValidationError for an account of another division.
    """
    commissioner = (
        Commissioner.objects.select_for_update(of=("self",), no_key=True).with_names().get(pk=pk)
    )
    account = values.get("account")
    if account is not None and account.region_id != commissioner.region_id:
        raise ValidationError({"account": _("账号的岗位应在专职委员任职的单位。")})
    with audited("commissioner.change", commissioner):
        for name, value in values.items():
            setattr(commissioner, name, value)
        commissioner.save()
    return commissioner


def accounts_for(commissioner: Commissioner) -> Any:
    """The posts in this system that may be theirs."""
    return Post.objects.held().filter(
        region=commissioner.region_id, role__in=[Role.COMMISSIONER, Role.TOWNSHIP_OFFICER]
    )


@unit_of_work
def verify(pk: int) -> Commissioner:
    """核实: the archive is right as of today."""
    commissioner = Commissioner.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    with audited("commissioner.verify", commissioner):
        commissioner.verified_on = today()
        commissioner.save()
    return commissioner


@unit_of_work
def add_record(pk: int, kind: str, on: date, text: str) -> Record:
    """A line of the archive."""
    commissioner = Commissioner.objects.get(pk=pk)
    record = Record(commissioner=commissioner, kind=kind, on=on, text=text.strip())
    with audited("record.add", record), changing(Commissioner, [commissioner.pk]):
        record.save()
    return record


@dataclass(frozen=True)
class Lack:
    """One thing that an archive should hold: its name, and the condition under which it does."""

    key: str
    name: Any
    condition: Q


def lacks(day: date) -> list[Lack]:
    """What the policy wants of every archive."""
    with scope(EVERYTHING):
        contract = Exists(
            Contract.objects.filter(commissioner=OuterRef("pk"), since__lte=day, until__gte=day)
        )
    known = {
        "education": Lack("education", gettext_lazy("学历"), ~Q(education="")),
        "phone": Lack("phone", gettext_lazy("联系电话"), ~Q(person__phone_index="")),
        "photo": Lack("photo", gettext_lazy("照片"), Q(person__photo__isnull=False)),
        "insured": Lack(
            "insured", gettext_lazy("社会保险"), Q(pension=True) | Q(medical=True) | Q(injury=True)
        ),
        "contract": Lack("contract", gettext_lazy("有效的聘用协议"), Q(contract)),
        "account": Lack("account", gettext_lazy("系统账号"), Q(account__isnull=False)),
    }
    return [known[key] for key in rules(day)["required"]]


def complete(day: date) -> Q:
    """Archives that lack nothing."""
    found = Q()
    for lack in lacks(day):
        found &= lack.condition
    return found


def fresh(day: date) -> Q:
    """Archives that were verified recently enough."""
    return by_place(
        POLICY,
        "verified_within_months",
        day,
        lambda months: Q(verified_on__gt=months_before(day, months)),
    )


def missing_of(keys: Iterable[int], day: date) -> dict[int, list[str]]:
    """What some archives lack, by key, one statement for each thing."""
    wanted = list(keys)
    found: dict[int, list[str]] = {key: [] for key in wanted}
    for lack in lacks(day):
        for key in (
            Commissioner.objects.filter(pk__in=wanted)
            .exclude(lack.condition)
            .values_list("pk", flat=True)
        ):
            found[key].append(str(lack.name))
    return found


def require_here(code: str) -> None:
    """Raise PermissionDenied for a division outside the jurisdiction."""
    if not active_scope().holds(code):
        raise PermissionDenied(_("这个单位不在您的管辖范围内。"))
