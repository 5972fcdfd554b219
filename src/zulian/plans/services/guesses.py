"""Guesses of a reading (推定): what a circular does not say and was assumed; told in words, confirmed or corrected once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.foundation import bulk
from zulian.foundation.audit import audited, audited_all
from zulian.foundation.templatetags.zulian import day
from zulian.foundation.work import unit_of_work
from zulian.indicators.registry import named
from zulian.plans.models import Circular, Clause, Task
from zulian.plans.reading.actors import opening_actor
from zulian.plans.reading.acts import STOPS, segments
from zulian.plans.reading.deadlines import deadlines
from zulian.plans.reading.duties import Guess
from zulian.plans.reading.overlooked import Left, left, times_left
from zulian.plans.reading.splitting import SENTENCE_ENDS, cut_after
from zulian.plans.reading.targets import not_held, totals, wanted
from zulian.plans.reading.untold import SHORTEST, plain, untold
from zulian.plans.services.drafts import require_draft


@dataclass(frozen=True)
class GuessedTask:
    """A task with the sentences that say what was assumed of it and what holds now."""

    task: Task
    clause: Clause
    sentences: list[str]

    @property
    def is_of_measure_alone(self) -> bool:
        """Whether only what measures the task is asked for: that is chosen in its clause, or in the number itself."""
        return self.task.guesses == [Guess.MEASURE] and not self.task.targets.all()


def guessed_tasks(
    circular: Circular, tasks: Iterable[Task], clauses: Sequence[Clause]
) -> list[GuessedTask]:
    """The tasks that still carry a guess; asks the database for nothing where targets are prefetched."""
    by_key = {clause.pk: clause for clause in clauses}
    return [
        GuessedTask(task, by_key[task.clause_id], list(_sentences(circular, task, by_key).values()))
        for task in tasks
        if task.guesses
    ]


@dataclass(frozen=True)
class Question:
    """One guess that several tasks share (谁办、何时完成), asked once for all of them."""

    guess: Guess
    sentence: str
    tasks: list[Task]

    @property
    def first(self) -> Task:
        """The task by which the question is addressed."""
        return self.tasks[0]

    @property
    def is_changed_together(self) -> bool:
        """Whether one answer may be another for all: what measures a task is chosen in its clause."""
        return self.guess != Guess.MEASURE


INNER_QUOTES = str.maketrans("“”", "‘’")
# What a task's own words decide is asked for each task. What weighs least comes last.
SHARED = (
    Guess.LEVELS,
    Guess.ADDRESSEES,
    Guess.HEADINGS,
    Guess.BODIES,
    Guess.STAFF,
    Guess.DEADLINE,
    Guess.MEASURE,
)


def questions(
    circular: Circular, tasks: Iterable[Task], clauses: Sequence[Clause]
) -> list[Question]:
    """The guesses that at least two tasks have alike; asks the database for nothing."""
    by_key = {clause.pk: clause for clause in clauses}
    alike: dict[tuple[Guess, str], list[Task]] = {}
    for task in tasks:
        for guess, sentence in _sentences(circular, task, by_key).items():
            if guess in SHARED:
                alike.setdefault((guess, sentence), []).append(task)
    questions = [
        Question(guess, sentence, shared)
        for (guess, sentence), shared in alike.items()
        if len(shared) > 1
    ]
    return sorted(questions, key=lambda question: SHARED.index(question.guess))


def question_of(task: Task, guess: str) -> Question | None:
    """The question that a task shares with others of its draft; None where it shares none."""
    return asked_now(task.circular).question_of(task, guess)


def not_shared(guessed: Iterable[GuessedTask], asked: Iterable[Question]) -> list[GuessedTask]:
    """The tasks with the guesses that no question asks for."""
    taken = {(task.pk, question.sentence) for question in asked for task in question.tasks}
    rest = [
        GuessedTask(
            one.task,
            one.clause,
            [said for said in one.sentences if (one.task.pk, said) not in taken],
        )
        for one in guessed
    ]
    return [one for one in rest if one.sentences]


@dataclass(frozen=True)
class Asked:
    """All that is asked about a draft: the guesses that tasks share, and those of each task alone."""

    questions: list[Question]
    guessed: list[GuessedTask]

    @property
    def count(self) -> int:
        """How many questions and single guesses there are."""
        return len(self.questions) + sum(len(one.sentences) for one in self.guessed)

    def question_of(self, task: Task, guess: str) -> Question | None:
        """The question that a task shares with others; None where it shares none."""
        shared = (q for q in self.questions if q.guess == guess and task in q.tasks)
        return next(shared, None)

    def guessed_of(self, task: Task) -> GuessedTask | None:
        """What is assumed of a task alone; None where nothing is."""
        return next((one for one in self.guessed if one.task == task), None)


def asked_of(circular: Circular, tasks: Sequence[Task], clauses: Sequence[Clause]) -> Asked:
    """What is asked about a draft with these rows; asks the database for nothing where targets are prefetched."""
    shared = questions(circular, tasks, clauses)
    return Asked(shared, not_shared(guessed_tasks(circular, tasks, clauses), shared))


def asked_now(circular: Circular) -> Asked:
    """What is asked about a draft as it is in the database."""
    tasks = list(circular.tasks.order_by("order").prefetch_related("targets"))
    return asked_of(circular, tasks, list(circular.clauses.all()))


def left_of(circular: Circular, task: Task) -> Left:
    """What of a task's words is kept nowhere."""
    return left(
        task.text,
        task.name,
        task.levels,
        task.partners.split("、"),
        circular.year,
        circular.issued_on,
    )


def _sentences(circular: Circular, task: Task, clauses: dict[int, Clause]) -> dict[Guess, str]:
    levels = task.level_names or _("无")
    words_left = left_of(circular, task)
    labels = {
        Guess.LEVELS: _("原文没有写由谁办，推定为%(levels)s") % {"levels": levels},
        Guess.ADDRESSEES: _("原文没有写由谁办，按主送单位推定为%(levels)s") % {"levels": levels},
        Guess.HEADINGS: _("原文没有写由谁办，连同上面标题提到的级别推定为%(levels)s")
        % {"levels": levels},
        Guess.BODIES: _("原文没有写由谁办，按有专门协会的级别推定为%(levels)s")
        % {"levels": levels},
        Guess.STAFF: _("原文只写了专职委员，没有写哪一级，推定为%(levels)s") % {"levels": levels},
        Guess.NEXT: _("原文到下一句才写由谁办，推定也是%(levels)s") % {"levels": levels},
        Guess.DEADLINE: _deadline_sentence(circular, task),
        Guess.RHYTHM: _rhythm_sentence(circular, task),
        Guess.REST: _("“%(words)s”没有读成任务，如是一件事，请在本条加任务")
        % {"words": _in_quotes(words_left.rest)},
        Guess.MORE: _("任务名称没有写到“%(words)s”，要单独反映进度的，请在本条加任务")
        % {"words": _in_quotes(untold(task.text, task.name))},
        Guess.OTHERS: _("原文写的单位既不是本单位，也不能认作下级，推定不由本系统的单位承担"),
        Guess.PARTLY: _(
            "原文有除外、单列的单位或数量，系统没有分开，承担单位一律相同；只给部分地方的，请点“修改”选地方"
        ),
        Guess.TABLE: _("本条的表格没有读成任务或数量，要办的请在本条加任务、加目标任务量"),
        Guess.EACH: _("原文没有写数量是各自完成还是合计，推定各单位各自达到"),
        Guess.TOTAL: _("“%(words)s”是合计数，没有分到各承担单位，要分解的请修改目标任务量")
        % {"words": _in_quotes(totals(task.text))},
        Guess.APIECE: _("原文的数量是对每个下级单位提的，系统没有相乘，推定为承担单位各自的数量"),
        Guess.APART: _(
            "原文给各级写了不同的数量，系统没有分开，承担单位都按全部数量，请分级加任务、改目标"
        ),
        Guess.TIMES: _("原文另有“%(words)s”的时限没有单列，要分别到期的，请在本条加任务")
        % {"words": _in_quotes(words_left.times)},
        Guess.NUMBERS: _("“%(words)s”的数量没有列为目标任务量")
        % {"words": _in_quotes(words_left.numbers)},
        Guess.ACTORS: _("原文还写了“%(words)s”，没有单列承担单位，请核对承担级别或在本条加任务")
        % {"words": _in_quotes(words_left.actors)},
        Guess.TEXT: _text_sentence(circular, task),
        Guess.MEASURE: _measure_sentence(task, clauses),
    }
    return {guess: labels[guess] for guess in Guess if guess in task.guesses}


def _in_quotes(pieces: Iterable[str]) -> str:
    """Words of a paper as they stand between “ and ”: quotations within them have the marks of the second order."""
    return "”“".join(piece.translate(INNER_QUOTES) for piece in pieces)


def _when(circular: Circular, task: Task) -> str:
    if task.rhythm:
        return task.rhythm_words
    return (
        day(task.due)
        if task.due
        else _("文件的默认时限 %(day)s") % {"day": day(circular.default_due)}
    )


def _deadline_sentence(circular: Circular, task: Task) -> str:
    """That no time is named, or which was not read as a deadline."""
    unread_times = times_left(task.text, circular.year, circular.issued_on)
    when = _when(circular, task)
    if unread_times:
        labels = {"words": _in_quotes(unread_times), "when": when}
        return _("“%(words)s”没有读成时限，推定为%(when)s") % labels
    return _("原文没有写何时完成，推定为%(when)s") % {"when": when}


def _rhythm_sentence(circular: Circular, task: Task) -> str:
    """Which rhythm no plan holds and what stands for it, and which number is therefore no target."""
    said = next(iter(deadlines(task.text, circular.year, circular.issued_on)), None)
    numbers = not_held(task.text)
    found = []
    if said and said.is_nearest:
        labels = {"words": said.words, "when": _when(circular, task)}
        found.append(_("系统没有“%(words)s”这样的周期，推定为%(when)s") % labels)
    if numbers:
        phrases = _in_quotes(numbers)
        found.append(
            _("“%(words)s”的数量没有对应的周期可汇总，没有列为目标任务量") % {"words": phrases}
        )
    return "，".join(found) or _("原文写的周期系统没有，推定为%(when)s") % {
        "when": _when(circular, task)
    }


def _text_sentence(circular: Circular, task: Task) -> str:
    """That the words of a clause were changed; and what they name now where the task has another day, level or number."""
    found = [_("条款文字改过，请对照原文核对任务名称、承担级别、时限和数量")]
    said = next(iter(deadlines(task.text, circular.year, circular.issued_on)), None)
    if said is not None and said.day is not None and said.day != task.due:
        labels = {"words": said.words, "when": _when(circular, task)}
        found.append(_("现在写的是“%(words)s”，任务的时限是%(when)s") % labels)
    if others := _opened_by_others(task):
        facts = {"words": _in_quotes(others), "levels": task.level_names or _("无")}
        found.append(_("现在写的是“%(words)s”，任务的承担级别是%(levels)s") % facts)
    known = {target.number for target in task.targets.all()}
    numbers = [one.phrase for one in wanted(task.text) if one.number not in known]
    if numbers:
        found.append(_("“%(words)s”不在目标任务量里") % {"words": _in_quotes(numbers)})
    return "；".join(found)


def _opened_by_others(task: Task) -> list[str]:
    """The pieces of a task's words that open with somebody who is not among its levels."""
    pieces = [
        piece.strip()
        for sentence in cut_after(SENTENCE_ENDS, task.text)
        for piece in segments(sentence)
    ]
    return [
        piece.strip(STOPS)
        for piece in pieces
        if (levels := opening_actor(piece).levels) and not set(levels) <= set(task.levels)
    ]


def _measure_sentence(task: Task, clauses: dict[int, Clause]) -> str:
    names = _measures(task, clauses)
    if not names:
        return _("原文没有写用什么衡量，推定由各单位上报")
    return _("原文没有写用什么衡量，推定用“%(names)s”") % {"names": "、".join(dict.fromkeys(names))}


def _measures(task: Task, clauses: dict[int, Clause]) -> list[str]:
    """The names of what measures a task: its numbers, else the indicators of its clause or of the one above."""
    if numbers := [target.measure_name for target in task.targets.all() if target.measure]:
        return numbers
    clause: Clause | None = clauses[task.clause_id]
    while clause is not None and not clause.indicators and clause.parent_id:
        clause = clauses.get(clause.parent_id)
    codes = clause.indicators if clause is not None else []
    return [str(indicator.name) for code in codes if (indicator := named(code))]


@unit_of_work
def confirm(task: Task) -> None:
    """就这样: what was assumed of a task holds, but for what is asked for several at once.

    Raises ValidationError when its circular is adopted.
    """
    require_draft(task.circular)
    left = [guess for guess in task.guesses if question_of(task, guess)]
    with audited("task.confirm", task):
        task.guesses = left
        task.save(update_fields=["guesses"])


@unit_of_work
def settle_alike(task: Task, guess: str, values: dict[str, Any]) -> int:
    """都这样, or 一起改 with `values`: what a task shares with others of its draft is settled for all; returns how many.

    Raises ValidationError when the circular is adopted, or when nothing of the kind is left to settle.
    """
    require_draft(task.circular)
    list(task.circular.tasks.select_for_update(no_key=True, of=("self",)).order_by("pk"))
    question = question_of(task, guess)
    if question is None:
        raise ValidationError(_("没有推定的内容了。"))
    with audited_all("task.confirm", question.tasks):
        for one in question.tasks:
            one.guesses = [kind for kind in one.guesses if kind != guess]
            for name, value in values.items():
                setattr(one, name, value)
        bulk.save(question.tasks, ["guesses", *values])
    return len(question.tasks)


@unit_of_work
def confirm_all(circular: Circular) -> int:
    """Let all that was assumed in a draft hold; returns of how many tasks.

    Raises ValidationError when the circular is adopted, or when nothing is left to confirm.
    """
    require_draft(circular)
    rows = circular.tasks.select_for_update(no_key=True, of=("self",)).order_by("pk")
    tasks = [task for task in rows if task.guesses]
    if not tasks:
        raise ValidationError(_("没有推定的内容了。"))
    with audited_all("task.confirm", tasks):
        for task in tasks:
            task.guesses = []
        bulk.save(tasks, ["guesses"])
    return len(tasks)


def settle_told(clause: Clause) -> None:
    """Take away the marks of a clause's tasks on words (没有读成任务) that the name of another of its tasks says by now."""
    tasks = list(clause.tasks.order_by("order"))
    for task in tasks:
        names = [plain(other.name) for other in tasks if other.pk != task.pk]
        pieces = {
            Guess.REST: left_of(clause.circular, task).rest,
            Guess.MORE: untold(task.text, task.name),
        }
        told = {guess for guess, words in pieces.items() if words and _all_said(words, names)}
        if told & set(task.guesses):
            with audited("task.confirm", task):
                task.guesses = [guess for guess in task.guesses if guess not in told]
                task.save(update_fields=["guesses"])


def _all_said(pieces: Sequence[str], names: Sequence[str]) -> bool:
    """Whether each of some words is said by a name, or says a name that is no mere verb."""
    return all(
        any(
            plain(words) in name or (len(name) >= SHORTEST and name in plain(words))
            for name in names
        )
        for words in pieces
    )


def settle_measure(tasks: Iterable[Task]) -> None:
    """Somebody chose what measures these tasks: that is no guess any more."""
    for task in tasks:
        if Guess.MEASURE in task.guesses:
            task.guesses = [guess for guess in task.guesses if guess != Guess.MEASURE]
            task.save(update_fields=["guesses"])


def tasks_measured_by(clause: Clause) -> list[Task]:
    """The tasks that the indicators of a clause measure: its own, and those of items below without their own."""
    tasks, bearing = list(clause.tasks.all()), [clause.pk]
    while bearing:
        items = Clause.objects.filter(parent_id__in=bearing, indicators=[])
        tasks += Task.objects.filter(clause__in=items)
        bearing = list(items.values_list("pk", flat=True))
    return tasks
