"""Tellers (计票员): two of them enter apart by a key of their own; their sheets are compared once both are there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.congress.models import Contest, ContestState, Nominee, TellerSheet
from zulian.congress.rules import election
from zulian.congress.rules.election import Count, Fault, Outcome
from zulian.congress.services import meeting
from zulian.foundation.audit import audited
from zulian.foundation.clock import now
from zulian.foundation.work import unit_of_work

SALT, KEY_DAYS = "congress.teller", 3
UNKNOWN = "+"  # before the name of somebody written in whom nobody has identified yet


def working_on(pk: int, *states: ContestState) -> Contest:
    """The contest locked for a step; raises ValidationError where it has gone on meanwhile."""
    contest = Contest.objects.select_for_update(of=("self",), no_key=True).with_names().get(pk=pk)
    if contest.state not in states:
        raise ValidationError(
            _("这项选举现在是“%(state)s”，请刷新页面再看。")
            % {"state": contest.get_state_display()}
        )
    return contest


def fault_words(fault: Fault) -> str:
    """Why a count can't stand, in words."""
    return {
        Fault.QUORUM: _("实到人数不足规定的到会比例"),
        Fault.MORE_ISSUED: _("发出的选票多于实到人数"),
        Fault.MORE_BACK: _("收回的选票多于发出的选票，本次选举无效"),
        Fault.PAPERS: _("有效票与无效票之和不等于收回的选票"),
        Fault.VOTES: _("有候选人的赞成、反对、弃权之和不等于有效票"),
        Fault.MARKS: _("赞成票总数超过有效票可选的总数"),
    }[fault]


def expected_present(contest: Contest) -> int | None:
    """How many have checked in, where the whole congress votes."""
    if contest.electorate != Contest.Electorate.CONGRESS:
        return None
    return meeting.presence(contest.congress).present


def teller_key(contest: Contest, seat: str, turn: int) -> str:
    """The key of a teller's page as it is handed out in a turn; it opens that seat of that contest for some days, and nothing else."""
    return signing.dumps([contest.pk, seat, turn], salt=SALT, compress=True)


def read_key(key: str) -> tuple[Contest, str, int]:
    """The contest, seat and turn of a key; raises signing.BadSignature for a key that is false or too old."""
    pk, seat, turn = signing.loads(key, salt=SALT, max_age=timedelta(days=KEY_DAYS))
    return Contest.objects.with_names().get(pk=pk), str(seat), int(turn)


@dataclass(frozen=True)
class Entered:
    """What a teller typed: the papers, the votes by nominee, the names that voters wrote in."""

    teller: str
    present: int
    issued: int
    back: int
    invalid: int
    votes: Mapping[str, tuple[int, int, int]]
    write_ins: Mapping[str, int]


@unit_of_work
def enter(pk: int, seat: str, entered: Entered) -> TellerSheet:
    """Keep a teller's count, or the same teller's correction of it; the two tellers are different people.

    Raises ValidationError for more ballots than people present, for the same teller twice, and for a candidate among those written in.
    """
    contest = working_on(pk, ContestState.VOTING)
    if seat not in dict(TellerSheet.SEATS):
        raise ValidationError(_("没有这个计票席位。"))
    name = entered.teller.strip()
    there = expected_present(contest)
    if there is not None and entered.present > there:
        raise ValidationError(
            {"present": _("实到人数不能多于签到的 %(n)d 人，请先补签到。") % {"n": there}}
        )
    other = contest.sheets.exclude(seat=seat).first()
    if other is not None and other.teller == name:
        raise ValidationError({"teller": _("两名计票员应是不同的人。")})
    standing = set(contest.nominees.filter(write_in=False).values_list("person__name", flat=True))
    if twice := sorted(standing & entered.write_ins.keys()):
        raise ValidationError(
            {
                "others": _("%(names)s已是候选人，请记在候选人的赞成票中。")
                % {"names": "、".join(twice)}
            }
        )
    sheet = contest.sheets.filter(seat=seat).first() or TellerSheet(
        contest=contest, region=contest.region, seat=seat
    )
    with audited("teller.enter", sheet):
        sheet.teller, sheet.present, sheet.issued, sheet.back, sheet.invalid = (
            name[:40],
            entered.present,
            entered.issued,
            entered.back,
            entered.invalid,
        )
        sheet.votes = {key: list(numbers) for key, numbers in entered.votes.items()}
        sheet.write_ins, sheet.at = dict(entered.write_ins), now()
        sheet.save()
    return sheet


def count_of(contest: Contest, sheet: TellerSheet) -> Count:
    """A teller's sheet as the rules read it; those written in count under the key of their entry, once they have one."""
    return _count(contest, sheet, contest.nominees.select_related("person"))


def _count(contest: Contest, sheet: TellerSheet, nominees: Iterable[Nominee]) -> Count:
    named = {nominee.person.name: str(nominee.pk) for nominee in nominees if nominee.write_in}
    write_ins = {
        named.get(name, UNKNOWN + name): number for name, number in sheet.write_ins.items()
    }
    return Count(
        contest.voters,
        sheet.present,
        sheet.issued,
        sheet.back,
        sheet.invalid,
        sheet.figures,
        write_ins,
    )


@dataclass(frozen=True)
class Comparison:
    """Both tellers' sheets: what differs, what is wrong, and once both agree what comes of it."""

    sheets: list[TellerSheet]
    differences: list[str]
    faults: list[str]
    outcome: Outcome | None

    @property
    def agreed(self) -> bool:
        return len(self.sheets) == 2 and not self.differences


def compare(contest: Contest) -> Comparison:
    """Compare the two tellers' sheets; only when both are there anything of them is told."""
    sheets = list(contest.sheets.all())
    if len(sheets) < 2:
        return Comparison(sheets, [], [], None)
    nominees = list(contest.nominees.select_related("person"))
    one, two = (_count(contest, sheet, nominees) for sheet in sheets)
    names = {str(nominee.pk): nominee.person.name for nominee in nominees} | _figure_names()
    differing = [
        names.get(key, key.removeprefix(UNKNOWN)) for key in election.differences(one, two)
    ]
    if differing:
        return Comparison(sheets, differing, [], None)
    outcome = election.outcome(one, contest.seats, contest.terms)
    return Comparison(sheets, [], [fault_words(f) for f in outcome.faults], outcome)


def _figure_names() -> dict[str, str]:
    return {
        "present": _("实到人数"),
        "issued": _("发出选票"),
        "back": _("收回选票"),
        "invalid": _("无效选票"),
        "due": _("应到人数"),
    }
