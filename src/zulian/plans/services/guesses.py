"""Guesses of a reading (推定): what a circular does not say and was assumed; told in words, confirmed or corrected once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.foundation import bulk
from zulian.foundation.audit import audited, audited_all
from zulian.foundation.work import unit_of_work
from zulian.plans.models import Circular, Clause, Task, TaskTarget
from zulian.plans.reading.duties import Guess
from zulian.plans.reading.untold import SHORTEST, plain, untold
from zulian.plans.services.drafts import require_draft
from zulian.plans.services.guess_words import _sentences, left_of


@dataclass(frozen=True)
class GuessedTask:
    """A task with the sentences that say what was assumed of it and what holds now."""

    task: Task
    clause: Clause
    sentences: list[str]

    @property
    def is_of_measure_alone(self) -> bool:
        """Whether only what measures the task is asked for: that is chosen in its clause, or in the number itself."""
        return self.task.guesses == [Guess.MEASURE] and self.number is None

    @property
    def number(self) -> TaskTarget | None:
        """The number of which alone it is asked what measures it: that is chosen in the number itself."""
        if self.task.guesses != [Guess.MEASURE]:
            return None
        return next((target for target in self.task.targets.all() if target.measure), None)


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
        """How many things are to be settled as they stand on the page: questions, and tasks with what is asked of each alone."""
        return len(self.questions) + len(self.guessed)

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
