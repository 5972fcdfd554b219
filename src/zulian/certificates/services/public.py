"""For applicants, without an account (公众服务): progress by the code on the receipt, a card checked, a visit asked for."""

from __future__ import annotations

import re
import unicodedata
from base64 import b32encode
from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.certificates.models import Case, Certificate, HomeAsk, Request
from zulian.certificates.rules.cards import CardState
from zulian.certificates.services import cards, visits
from zulian.certificates.services.common import require_sworn
from zulian.foundation import limits
from zulian.foundation.audit import audited
from zulian.foundation.clock import now, today
from zulian.foundation.policy import Policy, policy
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.sealing import blind
from zulian.foundation.work import unit_of_work
from zulian.people.models import Person
from zulian.people.rules import tidy, tidy_name
from zulian.regions.models import Level, Region

CODE = re.compile("([0-9]{1,12})-?([A-Z0-9]{4})-?([A-Z0-9]{4})")
LETTERS = 8
# Figures that no code has, and the letters that they are read for.
ALIKE = str.maketrans("018", "OIB")


def figures() -> Policy:
    """How often may be asked."""
    return policy("certificates/public", today())


def code_of(case: Case) -> str:
    """查询码 on the receipt of a case: its number and eight letters that nobody can guess."""
    digest = bytes.fromhex(blind(f"certificates.progress|{case.pk}"))[:5]
    letters = b32encode(digest).decode()[:LETTERS]
    return f"{case.pk}-{letters[:4]}-{letters[4:]}"


def case_of(code: str) -> Case:
    """The case of a code; raises ValidationError where it is none, in the same words whatever is wrong with it."""
    limits.count_here("certificates.progress", figures()["progress"])
    # A Chinese keyboard types letters and figures of another width.
    match = CODE.fullmatch(tidy(unicodedata.normalize("NFKC", code)))
    with scope(EVERYTHING):
        case = Case.objects.with_names().filter(pk=int(match[1])).first() if match else None
    letters = f"{match[2]}-{match[3]}".translate(ALIKE) if match else ""
    if match is None or case is None or code_of(case) != f"{match[1]}-{letters}":
        raise ValidationError({"code": _("没有查到，请核对回执上的查询码。")})
    return case


class Checked(StrEnum):
    """What is told of a card: valid, made out and not handed over yet, or neither."""

    VALID = "valid"
    READY = "ready"
    NONE = "none"


def check(number: str, name: str) -> Checked:
    """Whether a card of this number and name is valid today: nothing else is told, whatever is wrong with it.

    A card that was made out and not handed over does not hold yet, for an objection may still make it void; the one
    before it, unless it was lost or has run out, does until then. Raises ValidationError where an address, or everybody
    together about one card, asks too often.
    """
    number, name = tidy(number), tidy_name(name)
    limits.count_here("certificates.check", figures()["checks"])
    limits.count("certificates.checked", number, figures()["checks_of_a_card"])
    with scope(EVERYTHING):
        numbered = Certificate.objects.numbered(number).filter(valid_until__gte=today())
        known = numbered.select_related("person")
        live = known.filter(state=CardState.VALID).first()
        before = (
            known.filter(state=CardState.REPLACED, after__in=cards.lying_ready())
            .exclude(ended_from__in=(CardState.LOST, CardState.FROZEN))
            .first()
        )
        is_ready = live is not None and cards.lying_ready().filter(pk=live.pk).exists()
    # The two may bear different names: each is checked by its own.
    if _bears(before, name):
        return Checked.VALID
    if not _bears(live, name):
        return Checked.NONE
    return Checked.READY if is_ready else Checked.VALID


def _bears(card: Certificate | None, name: str) -> bool:
    """Whether there is a card of a living holder on which a name stands."""
    return card is not None and card.person.died_on is None and tidy_name(card.name) == name


@dataclass(frozen=True)
class Wish:
    """What somebody asks for on the public page."""

    name: str
    phone: str
    region: Region
    purpose: str
    why: str
    place: str = ""


@unit_of_work
def ask(wish: Wish) -> HomeAsk:
    """Ask to be visited at home; a clerk of the county calls back.

    Raises ValidationError for a place that is no village or township.
    """
    limits.count_here("certificates.home", figures()["home_asks"])
    if wish.region.level < Level.TOWNSHIP:
        raise ValidationError({"region": _("请选到村（社区），或乡镇（街道）。")})
    home_ask = HomeAsk(
        region=wish.region,
        name=wish.name.strip(),
        phone=tidy(wish.phone),
        place=wish.place.strip(),
        purpose=wish.purpose,
        why=wish.why.strip(),
        at=now(),
    )
    with audited("home.ask", home_ask):
        home_ask.save()
    return home_ask


def _locked(pk: int, post: Post) -> HomeAsk:
    require_sworn(post)
    home_ask = HomeAsk.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if home_ask.state != HomeAsk.State.NEW:
        words = _("这份预约现在是“%(state)s”，请刷新页面再看。")
        raise ValidationError(words % {"state": home_ask.get_state_display()})
    return home_ask


@unit_of_work
def take(
    pk: int,
    post: Post,
    id_number: str,
    categories: tuple[int, ...] = (),
    *,
    for_other: bool = False,
) -> HomeAsk:
    """登记上门: matched with the file of who asked, it becomes a request for a visit.

    Raises ValidationError where nobody of that number is on file in the jurisdiction, and where it is somebody of another
    name than who asked, unless they asked for somebody else (`for_other`).
    """
    home_ask = _locked(pk, post)
    person = Person.objects.alive().numbered(id_number).select_related("region").first()
    if person is None:
        raise ValidationError(
            {"id_number": _("本辖区没有这个人的档案，请先在窗口登记，或请其到户籍地申请。")}
        )
    if not for_other and tidy_name(home_ask.name) != tidy_name(person.name):
        words = _(
            "这个号码的档案是%(theirs)s，预约人是%(name)s：请核对号码，或勾选“家属代为预约”。"
        )
        raise ValidationError(
            {"id_number": words % {"theirs": person.masked_name, "name": home_ask.name}}
        )
    wish = visits.Wish(
        home_ask.purpose,
        Request.Source.PORTAL,
        home_ask.why,
        region=home_ask.region,
        categories=tuple(categories),
    )
    visit = visits.ask(person, post, wish)
    with audited("home.take", home_ask):
        home_ask.visit, home_ask.note = visit, _("已登记，核实后安排上门。")
        home_ask.take()
        home_ask.save()
    return home_ask


@unit_of_work
def refuse(pk: int, post: Post, note: str) -> HomeAsk:
    """不予受理 with the reason, which who asked can read on the own page.

    Raises ValidationError without the reason.
    """
    home_ask = _locked(pk, post)
    if not note.strip():
        raise ValidationError({"note": _("请写明原因，申请人会看到。")})
    with audited("home.refuse", home_ask):
        home_ask.note = note.strip()[:200]
        home_ask.refuse()
        home_ask.save()
    return home_ask
