"""Accurate and current (信息准确、更新及时): each condition once, as a filter over files and as words on one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.cadres.models import POLICY, Cadre, Entry, quality
from zulian.cadres.rules import missing
from zulian.foundation.clock import today
from zulian.foundation.dates import born_before, months_before
from zulian.foundation.policy import by_place
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.leadership.models import Tie
from zulian.people import hooks
from zulian.people.models import Person


def _written(name: str) -> Q:
    return ~Q(**{name: ""})


def _set(name: str) -> Q:
    return Q(**{f"{name}__isnull": False})


def _career() -> Q:
    with scope(EVERYTHING):
        return Q(Exists(Entry.objects.filter(cadre=OuterRef("pk"), kind=Entry.Kind.CAREER)))


# What a file may be required to hold: its name, the condition that it does.
FIELDS: dict[str, tuple[Any, Callable[[], Q]]] = {
    "unit": (gettext_lazy("工作单位"), lambda: _written("unit")),
    "position": (gettext_lazy("现任职务"), lambda: _written("position")),
    "grade": (gettext_lazy("职级"), lambda: _written("grade")),
    "education": (gettext_lazy("学历"), lambda: _written("education")),
    "school": (gettext_lazy("毕业院校及专业"), lambda: _written("school")),
    "party": (gettext_lazy("政治面貌"), lambda: _written("party")),
    "work_since": (gettext_lazy("参加工作时间"), lambda: _set("work_since")),
    "strengths": (gettext_lazy("特长"), lambda: _written("strengths")),
    "keeper": (gettext_lazy("档案责任人"), lambda: _set("keeper")),
    "career": (gettext_lazy("工作经历"), _career),
    "photo": (gettext_lazy("照片"), lambda: _set("person__photo")),
}


def complete(day: date) -> Q:
    """Files that hold everything which the policy requires."""
    found = Q()
    for name in quality(day)["required"]:
        found &= FIELDS[name][1]()
    return found


def fresh(day: date) -> Q:
    """Files verified within the months of the policy."""
    return by_place(
        POLICY,
        "verified_within_months",
        day,
        lambda months: Q(verified_on__gt=months_before(day, months)),
    )


def stale(day: date) -> Q:
    """Files that nobody verified, or not within the time of the policy."""
    return Q(verified_on=None) | ~fresh(day)


def over_age(day: date) -> Q:
    """Files of people who have reached the age at which they leave office."""
    return Q(person__birth__lte=born_before(day, quality(day)["leave_age"]))


def closed(day: date) -> Q:
    """Files of people whose entry in the register of people is closed or merged."""
    return ~Q(person__status=Person.Status.OPEN)


def card_lapsed(day: date) -> Q:
    """Files that say the cadre is disabled while the register of certificates holds no valid card any more."""
    return Q(tie="self") & hooks.lapsed(day)


@dataclass(frozen=True)
class Facts:
    """What is known of one file: the person, whether there is a career, whether a card has lapsed."""

    cadre: Cadre
    person: Person
    career: bool
    lapsed: bool

    @property
    def gaps(self) -> list[str]:
        """The names of what is missing in the file."""
        kept: dict[str, object] = {
            name: getattr(self.cadre, name, None)
            for name in FIELDS
            if name not in {"keeper", "photo", "career"}
        }
        kept |= {
            "keeper": self.cadre.keeper_id,
            "photo": self.person.photo_id,
            "career": self.career,
        }
        return [str(FIELDS[name][0]) for name in missing(kept, quality(today())["required"])]


def facts_of(cadres: Sequence[Cadre]) -> list[Facts]:
    """What is known of some files, asked by keys alone: people and cards lie in other tables, perhaps on other machines."""
    keys = [cadre.person_id for cadre in cadres]
    with scope(EVERYTHING):
        people = Person.objects.in_bulk(keys)
        careers = set(
            Entry.objects.filter(
                cadre__in=[c.pk for c in cadres], kind=Entry.Kind.CAREER
            ).values_list("cadre_id", flat=True)
        )
        lapsed = hooks.lapsed_among(keys, today())
    return [Facts(c, people[c.person_id], c.pk in careers, c.person_id in lapsed) for c in cadres]


@dataclass(frozen=True)
class Issue:
    """One kind of trouble with files: its key, its name, how it is found among many and told of one, what mends it."""

    key: str
    name: Any
    condition: Callable[[date], Q]
    holds: Callable[[Facts], bool]
    mend: Any


ISSUES = (
    Issue(
        key="stale",
        name=gettext_lazy("久未核实"),
        condition=stale,
        holds=lambda f: not f.cadre.is_current,
        mend=gettext_lazy("与本人核对后点“核实无误”"),
    ),
    Issue(
        key="incomplete",
        name=gettext_lazy("内容不全"),
        condition=lambda day: ~complete(day),
        holds=lambda f: bool(f.gaps),
        mend=gettext_lazy("补全所缺内容"),
    ),
    Issue(
        key="card",
        name=gettext_lazy("残疾人证已失效"),
        condition=card_lapsed,
        holds=lambda f: f.cadre.tie == Tie.SELF and f.lapsed,
        mend=gettext_lazy("与办证窗口核对，换领或更正与残疾人的关系"),
    ),
    Issue(
        key="age",
        name=gettext_lazy("已到任职年龄界限"),
        condition=over_age,
        holds=lambda f: f.person.birth <= born_before(today(), quality(today())["leave_age"]),
        mend=gettext_lazy("办理离任或退休，把状态改过来"),
    ),
    Issue(
        key="closed",
        name=gettext_lazy("人员档案已封存或合并"),
        condition=closed,
        holds=lambda f: f.person.status != Person.Status.OPEN,
        mend=gettext_lazy("核对本人是否去世、迁出或重复登记"),
    ),
)


def with_issues(rows: Any, day: date, keys: Iterable[str] = ()) -> Any:
    """Serving cadres whose file has one of some issues; of any unless told."""
    wanted = set(keys) or {issue.key for issue in ISSUES}
    found = Q(pk__in=[])
    for issue in ISSUES:
        if issue.key in wanted:
            found |= issue.condition(day)
    return rows.filter(found, status=Cadre.Status.SERVING)


def issues_of(facts: Facts) -> list[Issue]:
    """What is wrong with one file."""
    return (
        [i for i in ISSUES if i.holds(facts)] if facts.cadre.status == Cadre.Status.SERVING else []
    )


def troubles(cadre: Cadre) -> list[tuple[Issue, str]]:
    """What is wrong with one file, each with its words."""
    [facts] = facts_of([cadre])
    missed = _("缺：%(names)s") % {"names": "、".join(facts.gaps)}
    return [
        (issue, missed if issue.key == "incomplete" else str(issue.mend))
        for issue in issues_of(facts)
    ]
