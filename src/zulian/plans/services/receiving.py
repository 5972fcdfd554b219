"""Receiving a circular: the file is read and kept, and becomes a draft plan to be reviewed."""

from __future__ import annotations

from collections import Counter
from datetime import date
from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.documents.reading import Grid, Paper, ReadError
from zulian.documents.services import keep
from zulian.foundation import bulk
from zulian.foundation.audit import audited
from zulian.foundation.few import Few
from zulian.foundation.work import unit_of_work
from zulian.plans.models import Circular, Clause, Task
from zulian.plans.reading.acts import says_act
from zulian.plans.reading.circular import Reading
from zulian.plans.reading.duties import Duty, Guess, Usual, overlooked
from zulian.plans.reading.duty import says_partly
from zulian.plans.reading.levels import level_of_issuer
from zulian.plans.reading.papers import read_apart
from zulian.plans.reading.printing import as_json
from zulian.plans.reading.splitting import SENTENCE_ENDS, cut_after
from zulian.plans.reading.titles import LONGEST, printed, shortened, title_of
from zulian.plans.reading.tree import Node
from zulian.plans.services import deriving
from zulian.plans.services.binding import bind, measure_guess
from zulian.plans.services.places import places_called
from zulian.plans.services.targets import read_targets
from zulian.regions.called import ways_called
from zulian.regions.models import Level, Region

MAX_CLAUSES, MAX_TASKS = 2000, 4000
# So many drafts of one name are told of at most.
MOST_TWINS = 5


class SecondPlan(ValidationError):
    """The year has its plan already."""

    def __init__(self, message: dict[str, str], plan: Circular) -> None:
        super().__init__(message)
        self.plan = plan


def receive(
    data: bytes,
    name: str,
    post: Post,
    kind: str = Circular.Kind.PLAN,
    amends: Circular | None = None,
) -> Circular:
    """Read a file into a draft of the post's organisation; supplements and amendments name what they belong to.

    A further plan of a year is kept too: its review offers to make it a supplement or an amendment. Raises ValidationError
    with one sentence when it cannot be read, or when the year is closed; then nothing is left behind.
    """
    _check_kind(kind, amends, post)
    try:
        paper, reading = read_apart(data)
    except ReadError as error:
        raise ValidationError({"file": str(error)}) from error
    return keep_draft(data, name, post, paper, reading, kind, amends)


def keep_draft(
    data: bytes,
    name: str,
    post: Post,
    paper: Paper,
    reading: Reading,
    kind: str = Circular.Kind.PLAN,
    amends: Circular | None = None,
) -> Circular:
    """Keep a file that was read, with what was understood of it, as a draft of the post's organisation.

    Raises ValidationError with one sentence when it is no circular, too long or of a closed year; then nothing is left behind.
    """
    if not reading.sections:
        raise ValidationError(
            {
                "file": _(
                    "文件里没有读到带编号的条款（如“一、”“（一）”“一是”），请核对是否选错了文件。"
                )
            }
        )
    _check_size(reading)
    with unit_of_work():
        circular = _draft(paper, reading, post)
        circular.kind = kind
        if amends is None:
            _require_open_year(circular)
        else:
            belong_to(circular, amends)
        circular.source = keep(BytesIO(data), name, post.region, post, kind=paper.kind)
        with audited("circular.receive", circular):
            circular.save()
        clauses, guessed = _save_clauses(circular, reading.sections)
        _save_tasks(circular, reading.duties, clauses, guessed)
        deriving.suggest(circular)
    return circular


def _check_kind(kind: str, amends: Circular | None, post: Post) -> None:
    if (kind == Circular.Kind.PLAN) != (amends is None):
        raise ValidationError({"amends": _("补充通知、修改通知须选择对应的文件；工作要点不用选。")})
    if amends and (amends.region_id != post.region_id or not amends.is_adopted):
        raise ValidationError({"amends": _("只能补充或修改本单位已下达的文件。")})
    if amends and amends.is_closed:
        raise ValidationError({"amends": closed_words(amends)})


def closed_words(plan: Circular) -> str:
    """Why nothing is added to a closed plan."""
    return _("《%(title)s》已年终结账，不能再补充或修改。") % {"title": plan.title}


def belong_to(circular: Circular, plan: Circular) -> None:
    """Let a supplement or an amendment share year and period of the plan that it belongs to."""
    circular.amends, circular.year, circular.default_due = plan, plan.year, plan.default_due
    circular.starts_on, circular.ends_on = plan.starts_on, plan.ends_on


def adopted_plan(region: str, year: int) -> Circular | None:
    """The adopted plan of an organisation for a year."""
    return Circular.objects.filter(
        region_id=region, year=year, kind=Circular.Kind.PLAN, status="adopted"
    ).first()


def require_only_plan(circular: Circular) -> None:
    """Raise SecondPlan when the organisation has another adopted plan for the year: one unit has one plan a year.

    Two at once wait for each other at the row of the organisation's division, within the caller's unit of work.
    """
    Region.objects.select_for_update(no_key=True).get(pk=circular.region_id)
    other = adopted_plan(circular.region_id, circular.year)
    if other is None or other.pk == circular.pk:
        return
    words = _(
        "%(year)d年已下达工作要点《%(title)s》，一个单位一年只有一份。如对它作补充或修改，请把本文件作为补充通知或修改通知。"
    )
    raise SecondPlan({"kind": words % {"year": circular.year, "title": other.title}}, other)


def _require_open_year(circular: Circular) -> None:
    """Refuse a plan of a year that is closed: it could be neither adopted nor made a part of the year's plan."""
    plan = adopted_plan(circular.region_id, circular.year)
    if plan is not None and plan.is_closed:
        raise ValidationError({"file": closed_words(plan)})


def _check_size(reading: Reading) -> None:
    """Refuse what would take minutes to save, before anything of it is kept."""
    if sum(1 for section in reading.sections for _node in section.walk()) > MAX_CLAUSES:
        raise ValidationError(
            {"file": _("条款超过 %(max)d 条，请拆分文件后上传。") % {"max": MAX_CLAUSES}}
        )
    if len(reading.duties) > MAX_TASKS:
        raise ValidationError(
            {"file": _("任务超过 %(max)d 项，请拆分文件后上传。") % {"max": MAX_TASKS}}
        )


def previous(circular: Circular) -> Circular | None:
    """The plan of the same organisation for the latest year before this one's; None for a supplement or a first plan."""
    if circular.kind != Circular.Kind.PLAN:
        return None
    plans = Circular.objects.filter(
        region_id=circular.region_id, kind=Circular.Kind.PLAN, status="adopted"
    )
    return plans.filter(year__lt=circular.year).order_by("-year", "-id").first()


def following(circular: Circular) -> Circular | None:
    """The adopted plan of the same organisation for the first year after this one's."""
    if circular.kind != Circular.Kind.PLAN:
        return None
    plans = Circular.objects.filter(
        region_id=circular.region_id, kind=Circular.Kind.PLAN, status="adopted"
    )
    return plans.filter(year__gt=circular.year).order_by("year", "id").first()


def _draft(paper: Paper, reading: Reading, post: Post) -> Circular:
    read = as_json(reading)
    kept = {key: read[key] for key in ("citations", "attachments", "cc", "warnings")}
    return Circular(
        region=post.region,
        number=reading.number[:60],
        issuer=(reading.issuer or post.region.organisation)[:60],
        addressees="、".join(reading.addressees)[:300],
        title=(reading.title or _("未命名文件"))[:200],
        preamble=reading.preamble,
        issued_on=reading.date,
        year=reading.year,
        default_due=date(reading.year, 12, 31),
        starts_on=date(reading.year, 1, 1),
        ends_on=date(reading.year, 12, 31),
        paper=[
            {"table": list(map(list, b.rows))} if isinstance(b, Grid) else {"line": b.text}
            for b in paper.blocks
        ],
        reading=kept,
    )


def _save_clauses(circular: Circular, sections: list[Node]) -> tuple[dict[str, Clause], set[str]]:
    """Save the tree, level by level: the clauses by path in reading order, and the paths of those whose measures are guessed.

    Of a repeated path the first clause is kept.
    """
    by_path: dict[str, Clause] = {}
    guessed: set[str] = set()
    clauses: list[Clause] = []

    def add(nodes: list[Node], parent: Clause | None, depth: int) -> None:
        for node in nodes:
            tables = "\n".join(table.text for table in node.tables)
            words = "\n".join(filter(None, (node.text, tables)))
            bound = bind(node, words, parent, circular.starts_on)
            if bound.is_guess:
                guessed.add(node.path[:60])
            clause = Clause(
                circular=circular,
                parent=parent,
                order=len(clauses) + 1,
                depth=depth,
                label=node.label[:20],
                path=node.path[:60],
                title=(node.title + (node.stop if node.stop == "：" else ""))[:200],
                text=words,
                indicators=bound.codes,
            )
            clauses.append(clause)
            by_path.setdefault(node.path, clause)
            add(node.items, clause, depth + 1)

    add(sections, None, 0)
    for depth in range(max(clause.depth for clause in clauses) + 1):
        level = [clause for clause in clauses if clause.depth == depth]
        for clause in level:
            # The key of the clause above came with its row.
            clause.parent = clause.parent
        bulk.create(level)
    return by_path, guessed


def _save_tasks(
    circular: Circular, duties: list[Duty], clauses: dict[str, Clause], guessed: set[str]
) -> None:
    fallback = next(iter(clauses.values()))
    alone = Counter(duty.clause for duty in duties)
    tasks = bulk.create(
        _task(clauses.get(duty.clause, fallback), order, duty, alone[duty.clause] == 1, guessed)
        for order, duty in enumerate(duties, 1)
    )
    times = Counter((task.clause_id, task.text) for task in tasks)
    for task, duty in zip(tasks, duties, strict=True):
        read_targets(task, duty.like or task.text, times[task.clause_id, task.text])


def _task(clause: Clause, order: int, duty: Duty, is_alone: bool, guessed: set[str]) -> Task:
    circular, due = clause.circular, duty.deadline
    name = task_name(clause, duty, is_alone)
    places = places_called(duty.actors.names, duty.actors.levels, circular.region)
    return Task(
        circular=circular,
        clause=clause,
        order=order,
        name=name,
        text=duty.text.rstrip("，,；;、"),
        levels=list(duty.actors.levels),
        places=places,
        partners="、".join(duty.actors.departments)[:200],
        due=due.day if due else None,
        rhythm=_rhythm(due.rhythm.value if due and due.rhythm else ""),
        month_day=due.month_day if due else None,
        guesses=sorted(
            {*_guesses(circular, duty, name), *measure_guess(clause, guessed)}
            - _settled_by(places, duty)
        ),
    )


def _settled_by(places: dict[str, str], duty: Duty) -> set[Guess]:
    """The mark that units are named is no more needed where each of them is known, unless the words leave others out."""
    return {Guess.PARTLY} if places and not says_partly(duty.text, duty.actors) else set()


def _guesses(circular: Circular, duty: Duty, name: str) -> set[Guess]:
    """The marks of a duty under the name that its task has: a heading may stand for what its words say."""
    if name == printed(duty.title):
        return set(duty.guesses)
    kept_nowhere = Guess.REST, Guess.TIMES, Guess.NUMBERS, Guess.ACTORS
    marks = overlooked(
        duty.text,
        name,
        duty.actors,
        duty.deadline is not None,
        Usual(circular.year, issued=circular.issued_on),
    )
    return (set(duty.guesses) - set(kept_nowhere)) | marks


def _rhythm(found: str) -> str:
    """Weekly duties are followed month by month: a weekly report form would be a burden, not a measure."""
    return "month" if found == "week" else found


def task_name(clause: Clause, duty: Duty, is_alone: bool) -> str:
    """A short name: the act that the duty's words say; of the only duty of a clause whose words say none, its heading.

    An act that says its matter only with the heading (报送总结) gives way to the heading too.
    """
    heading = clause.title.rstrip("：:")
    says_whole = any(map(says_act, cut_after(SENTENCE_ENDS, duty.text))) and duty.title == title_of(
        duty.text
    )
    if is_alone and heading and len(heading) <= LONGEST and not says_whole:
        return printed(heading)
    return printed(shortened(duty.title or heading or clause.text))


def twins(circular: Circular) -> Few:
    """Other drafts of its organisation that are called the same: one paper that was uploaded more than once."""
    drafts = Circular.objects.filter(
        region=circular.region_id,
        status=Circular.Status.DRAFT,
        year=circular.year,
        title=circular.title,
    )
    return Few.of(drafts.exclude(pk=circular.pk), MOST_TWINS)


def is_of_another(circular: Circular) -> bool:
    """Whether a paper says that another organisation issued it than the one whose plan it would be."""
    if not circular.issuer:
        return False
    level = level_of_issuer(circular.issuer)
    own = Level(circular.region.level).name.lower()
    return (level is not None and level != own) or not any(
        called in circular.issuer for called in ways_called(circular.region.name)
    )
