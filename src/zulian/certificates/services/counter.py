"""The counter: who is this, what may they do, start a case with its checklist, accept it, let it rest or end it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.certificates.models import Case, Certificate, Material, Objection, State
from zulian.certificates.rules import routes
from zulian.certificates.rules.cards import PRINTING, CardState, Kind, Standing
from zulian.certificates.services import across, cards
from zulian.certificates.services.common import (
    GUARDIAN,
    advance,
    begin,
    require_county,
    require_other_hands,
    require_sworn,
    whole,
    working_on,
)
from zulian.certificates.services.looking_up import card_in_use, checklist, obstacle_to, standing
from zulian.documents.services import keep
from zulian.foundation import bulk
from zulian.foundation.audit import audited
from zulian.foundation.clock import today
from zulian.foundation.policy import policy
from zulian.foundation.scopes import EVERYTHING, active_scope, scope
from zulian.foundation.steps import need_words
from zulian.foundation.work import unit_of_work
from zulian.foundation.workdays import workdays_between
from zulian.people.models import Person
from zulian.people.rules import IdNumberError, read_id_number, tidy_name
from zulian.regions.models import Region

LONGEST_REASON = 60  # characters of why a case rests
MEDICAL = "medical"  # the only papers of a case that its assessor reads
DETAILS = ("name", "id_number", "phone", "address")
ASSESSED_FOR = (Kind.FIRST, Kind.REGRADE)  # what is assessed says for which categories


@dataclass(frozen=True)
class Application:
    """What is taken down at the counter."""

    kind: Kind
    received: tuple[str, ...] = ()
    categories: tuple[int, ...] = ()
    reason: str = ""
    details: Mapping[str, str] | None = None
    to_region: Region | None = None
    at_home: bool = False
    arrived_on: date | None = None
    collect_there: bool = False


@unit_of_work
def start(person: Person, post: Post, wish: Application) -> Case:
    """Open a case; with all materials there it is accepted at once (随来随办), else it waits for what is missing.

    Another county than the holder's takes in what the policy of the day lets it (跨省通办); the holder's county decides.
    """
    require_sworn(post)
    day = wish.arrived_on or today()
    taken_at = across.place_taken(person, post, wish.kind, day)
    with whole() if taken_at else nullcontext():
        return _open(person, post, wish, day, taken_at)


def _open(
    person: Person, post: Post, wish: Application, day: date, taken_at: Region | None
) -> Case:
    _check(person, wish, day)
    card = Certificate.objects.live().filter(person=person).first()
    case = Case(
        region=person.region,
        to_region=wish.to_region,
        taken_at=taken_at,
        collect_there=wish.collect_there and taken_at is not None and wish.kind in PRINTING,
        person=person,
        certificate=card,
        kind=wish.kind,
        arrived_on=day,
        reason=wish.reason,
        details=json.dumps(dict(wish.details), ensure_ascii=False) if wish.details else "",
        at_home=wish.at_home,
        wanted=sorted(wish.categories),
    )
    if card and wish.kind is not Kind.REGRADE:
        case.category, case.grade, case.parts = card.category, card.grade, card.parts
    # The same business sent twice, or by two clerks: the first one stands, for the database refuses the second.
    with audited("case.start", case):
        begin(case)
        bulk.create(
            Material(case=case, received_on=day if item["key"] in wish.received else None, **item)
            for item in checklist(person, wish.kind, wish.categories, day, wish.details)
        )
    if wish.kind is Kind.REPLACEMENT:
        with whole():
            cards.note_loss(person)
    if not missing(case):
        accept(case.pk, post)
    return Case.objects.with_names().get(pk=case.pk)


def _check(person: Person, wish: Application, day: date) -> None:
    if person.status != Person.Status.OPEN:
        raise ValidationError(_("这份档案已合并或封存，不能办理业务。"))
    if day > today():
        raise ValidationError({"arrived_on": _("申请日期不能晚于今天。")})
    if why := obstacle_to(person, wish.kind, day):
        raise ValidationError(why)
    if wish.kind is Kind.TRANSFER and (
        wish.to_region is None or wish.to_region.code[:6] == person.region_id[:6]
    ):
        raise ValidationError(
            {"to_region": _("请选择另一个县（区）的迁入地；县内搬迁请直接更正户籍所在地。")}
        )
    if (
        wish.kind in {Kind.FREEZE, Kind.CANCEL, Kind.LOSS, Kind.REPLACEMENT, Kind.DAMAGE}
        and not wish.reason.strip()
    ):
        raise ValidationError({"reason": _("请写明事由。")})
    if wish.kind is Kind.DETAILS and not any((wish.details or {}).values()):
        raise ValidationError({"name": _("请至少填写一项要变更的内容。")})
    if wish.kind is Kind.DETAILS:
        _check_details(person, wish.details or {})
    if wish.kind in ASSESSED_FOR and not wish.categories:
        raise ValidationError({"categories": _("请选择申请评定的残疾类别。")})
    if wish.kind in PRINTING and _makes_card(wish, day):
        require_parts_known(card_in_use(person))
    items = checklist(person, wish.kind, wish.categories, day, wish.details)
    is_guarded = any(item["key"] == GUARDIAN for item in items)
    if is_guarded and not person.relatives.filter(kind="guardian").exists():
        raise ValidationError(guardian_words())
    last = person.consents.first()
    if wish.kind is Kind.FIRST and (last is None or not last.given):
        raise ValidationError(_("请先请本人或监护人签署个人信息处理同意书，并在档案中记录。"))


def _require_printable(stands: Standing) -> None:
    """Raise ValidationError unless the card can be made out once more with something else on it: valid, and not run out."""
    if stands.until and stands.until <= today():
        words = _("证件已于 %(until)s 到期：请先办到期换领，再变更印在证上的姓名、身份证号。")
        raise ValidationError(words % {"until": stands.until})
    if stands.card is not CardState.VALID:
        words = _("证件已挂失或冻结，只能变更电话、地址；改姓名、身份证号的，请先补办或解除。")
        raise ValidationError(words)


def guardian_words() -> str:
    """That a guardian is to be put on file first, and where."""
    return _(
        "未成年人和智力、精神残疾人由监护人代为申请，请先在档案中登记监护人（跨县通办的，请户籍所在地残联登记）。"
    )


def require_parts_known(card: Certificate | None) -> None:
    """Raise ValidationError for a card of several disabilities of which nobody knows which.

    A new finding would drop them, and nobody could say whether a guardian applies.
    """
    if card is not None and card.lacks_parts:
        words = _(
            "原证是多重残疾，各类明细没有登记：请户籍所在地先在证件页“补登各类等级”，再办理。"
        )
        raise ValidationError(words)


def _makes_card(wish: Application, day: date) -> bool:
    """Whether a business makes out a card: a change of what is not printed does not."""
    if wish.kind is not Kind.DETAILS:
        return True
    return routes.is_printed(policy("certificates/routes", day), wish.details or {})


def _check_details(person: Person, details: Mapping[str, str]) -> None:
    """What is to stand on the card is another than now, and the number somebody's who is not on file yet."""
    if routes.is_printed(policy("certificates/routes", today()), details):
        _require_printable(standing(person))
    if tidy_name(details.get("name", "")) == person.name:
        raise ValidationError({"name": _("新姓名与登记的相同，没有变更。")})
    if not details.get("id_number"):
        return
    try:
        number = read_id_number(details["id_number"], today()).number
    except IdNumberError as error:
        raise ValidationError({"id_number": str(error)}) from error
    if number == person.id_number:
        raise ValidationError({"id_number": _("新身份证号与登记的相同，没有变更。")})
    with scope(EVERYTHING):
        if Person.objects.alive().numbered(number).exists():
            raise ValidationError({"id_number": _("这个身份证号已登记在另一份档案，请核对。")})


@unit_of_work
def ask_to_come(
    id_number: str, to_region: Region, post: Post, received: Iterable[str] = ()
) -> Case:
    """The receiving county opens a transfer for a person registered elsewhere; the other county is to release them.

    The materials are gathered at the new home, as for any business that is taken in there.
    Raises ValidationError for a place beyond the county, for who is unknown or lives in it already, and for what stands in the way of a transfer.
    """
    require_sworn(post)
    if not active_scope().holds(to_region.code) or to_region.code[:6] != post.region_id[:6]:
        raise ValidationError({"to_region": _("请选择本县（区）的迁入地。")})
    with whole():
        person = Person.objects.alive().numbered(id_number).select_related("region").first()
        if person is None:
            raise ValidationError(_("没有找到这个身份证号，请按首次申领登记。"))
        if person.region_id[:6] == to_region.code[:6]:
            raise ValidationError(_("这个人已登记在本县（区）。"))
        wish = Application(Kind.TRANSFER, tuple(received), to_region=to_region)
        return _open(person, post, wish, today(), post.region)


def missing(case: Case) -> list[Material]:
    """Required items that are not there yet."""
    with whole():
        return list(case.materials.filter(required=True, received_on=None))


@unit_of_work
def receive_materials(
    pk: int, post: Post, keys: Iterable[str], scans: Mapping[str, Any] | None = None
) -> Case:
    """Note what has come in; once nothing is missing the case is accepted."""
    case = working_on(pk, post, State.MATERIALS)
    scans = scans or {}
    with whole(), audited("case.materials", case):
        for item in case.materials.all():
            if item.key in keys and item.received_on is None:
                item.received_on = today()
            if item.key in scans:
                file = scans[item.key]
                permission = "certificate.medical" if item.key == MEDICAL else "certificate.read"
                item.scan = keep(file, file.name or "", case.region, post, permission=permission)
            item.save()
    return case if missing(case) else accept(pk, post)


@unit_of_work
def accept(pk: int, post: Post) -> Case:
    """受理: all materials are there; the statutory clock starts.

    Raises ValidationError while a material is missing, and for a minor without a guardian.
    """
    case = working_on(pk, post, State.MATERIALS)
    if gaps := missing(case):
        words = _("还缺：%(names)s。补齐后才能受理。")
        raise ValidationError(words % {"names": "、".join(item.name for item in gaps)})
    if case.lacks_guardian:
        raise ValidationError(guardian_words())
    require_other_hands(case, post, "accept")
    if case.accepted_by is None:
        case.accepted_by, case.accepted_on = post, today()
    advance(case, "accept", post)
    if case.state == State.CLOSED and case.kind in {Kind.LOSS, Kind.DETAILS}:
        with whole():
            cards.apply_outcome(case)
    elif case.state == State.RELEASE and post.region_id[:6] == case.region_id[:6]:
        # The person came to the county that lets them go: it has agreed by accepting.
        advance(case, "release", post)
    return case


@unit_of_work
def pause(pk: int, post: Post, reason: str, words: str = "") -> Case:
    """暂停: stop the clock for one of the policy's reasons; `words` say more of it, and some reasons say nothing without.

    Raises ValidationError for any other reason, for one that says nothing, and once the step is late.
    """
    case = working_on(
        pk, post, *(s for s in State if s not in {State.CLOSED, State.UNQUALIFIED, State.WITHDRAWN})
    )
    if reason not in case.routes["pause_reasons"]:
        raise ValidationError({"reason": _("请选择规定的暂停原因。")})
    words = words.strip()
    if reason in case.routes["pause_explained"]:
        words = need_words(words, "words", _("请写明原因，申请人查进度时会看到。"))
    if case.due and case.due < today():
        raise ValidationError(_("本步已超时限，不能再暂停。"))
    with audited("case.pause", case):
        case.paused_on = today()
        case.pause_reason = f"{reason}：{words}"[:LONGEST_REASON] if words else reason
        case.save()
    return case


@unit_of_work
def resume(pk: int, post: Post) -> Case:
    """恢复: the deadline moves by the working days of the pause.

    Raises ValidationError where it does not rest, and while an objection is looked into.
    """
    require_sworn(post)
    case = Case.objects.locked(pk)
    require_county(case, post)
    if case.paused_on is None:
        raise ValidationError(_("这件业务没有暂停。"))
    if case.objections.waiting().exists():
        raise ValidationError(_("异议复核期间不能恢复，复核结束后自动恢复。"))
    return restart(case)


def restart(case: Case) -> Case:
    """Let the clock of a paused case run again."""
    with audited("case.resume", case):
        with whole():
            step = case.history.filter(left_on=None).first()
        if step and case.paused_on and case.due:
            case.due = routes.after_pause(case.due, case.paused_on, today())
            step.due, step.paused_days = (
                case.due,
                step.paused_days + workdays_between(case.paused_on, today()),
            )
            step.save()
        until = case.publish_until if case.state == State.PUBLISH else None
        if until and case.paused_on and case.paused_on <= until:
            # What stood still for one objection is published for as long as was left, so that others may speak.
            case.publish_until = routes.after_pause(until, case.paused_on, today())
        case.paused_on, case.pause_reason = None, ""
        case.save()
    return case


def end_pauses() -> int:
    """The day's work: pauses that have lasted as long as the policy allows end by themselves; returns how many did."""
    done = 0
    with scope(EVERYTHING):
        for pk in list(Case.objects.running().exclude(paused_on=None).values_list("pk", flat=True)):
            with unit_of_work():
                case = Case.objects.locked(pk)
                longest = timedelta(days=case.routes["max_pause_days"])
                if (
                    case.paused_on
                    and case.paused_on + longest < today()
                    and not case.objections.waiting().exists()
                ):
                    restart(case)
                    done += 1
    return done


@unit_of_work
def withdraw(pk: int, post: Post, reason: str) -> Case:
    """撤回 at the applicant's wish.

    Raises ValidationError without the wish in words, and while an objection is looked into.
    """
    states = [
        s
        for s in State
        if s not in {State.HANDOVER, State.CLOSED, State.UNQUALIFIED, State.WITHDRAWN}
    ]
    case = working_on(pk, post, *states)
    if case.origin_id is not None:
        raise ValidationError(_("按异议复核结论办理的业务不能撤回。"))
    if not reason.strip():
        raise ValidationError({"reason": _("请写明撤回原因。")})
    if Objection.objects.waiting().filter(case=case).exists():
        raise ValidationError(_("还有异议在复核，不能撤回。"))
    with whole():
        case.orders.open().update(cancelled=True)
    case.verdict = reason
    return advance(case, "withdraw", post, reason)
