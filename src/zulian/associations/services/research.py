"""Research: topic, fieldwork, report, proposal, verdict; surveys with their questions, answers and results."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.associations.models import Answer, Fieldwork, Question, Research, Survey
from zulian.associations.rules.easy import LONGEST, is_easy, too_long
from zulian.associations.rules.figures import norms
from zulian.associations.services.common import lock_own_association, require_own
from zulian.documents.services import keep
from zulian.foundation.actor import SYSTEM, acting
from zulian.foundation.audit import audited, record
from zulian.foundation.clock import now, today
from zulian.foundation.keys import new_key
from zulian.foundation.steps import locked, need_words, not_to_come
from zulian.foundation.work import unit_of_work

MAX_QUESTIONS, MAX_ANSWERS, SCALE = 40, 20_000, 5
SALT, LASTS = "associations.survey", timedelta(days=7)


@unit_of_work
def begin(pk: int, post: Post, values: dict[str, Any]) -> Research:
    """立题."""
    association = lock_own_association(pk, post)
    research = Research(association=association, **values)
    with audited("research.begin", research):
        research.save()
    return research


def _lock_own(pk: int, post: Post, *states: Research.State) -> Research:
    research = locked(Research, pk, *states)
    require_own(research, post)
    return research


@unit_of_work
def go_out(pk: int, post: Post, values: dict[str, Any]) -> Fieldwork:
    """实地调研."""
    research = _lock_own(pk, post, Research.State.FIELD)
    not_to_come(values["on"], "on")
    fieldwork = Fieldwork(research=research, **values)
    with audited("fieldwork.add", fieldwork):
        fieldwork.save()
    return fieldwork


@unit_of_work
def write_up(pk: int, post: Post, report: str, file: Any = None) -> Research:
    """成稿: stands on fieldwork or on a survey.

    Raises ValidationError where it stands on neither.
    """
    research = _lock_own(pk, post, Research.State.FIELD)
    if (
        not research.fieldwork.exists()
        and not Answer.objects.filter(survey__research=research).exists()
    ):
        raise ValidationError(_("还没有实地调研记录，也没有收到答卷，不能成稿。"))
    with audited("research.write_up", research):
        research.write_up()
        research.report, research.reported_on = (
            need_words(report, "report", _("请填写调研报告。")),
            today(),
        )
        if file:
            research.file = keep(file, file.name, post.region, post)
        research.save()
    return research


@unit_of_work
def propose(pk: int, post: Post, proposal: str, to: str) -> Research:
    """提建议."""
    research = _lock_own(pk, post, Research.State.REPORTED)
    with audited("research.propose", research):
        research.propose()
        research.proposal, research.proposed_to, research.proposed_on = (
            proposal.strip(),
            to.strip(),
            today(),
        )
        research.save()
    return research


@unit_of_work
def verdict(pk: int, post: Post, adopted: bool, by: str, words: str) -> Research:
    """采纳 or not, by whom."""
    research = _lock_own(pk, post, Research.State.PROPOSED)
    with audited("research.verdict", research):
        research.adopt() if adopted else research.reject()
        research.verdict_by, research.verdict, research.verdict_on = (
            by.strip(),
            words.strip(),
            today(),
        )
        research.save()
    return research


# Surveys


def ensure_easy(text: str, field: str) -> str:
    """Words for easy reading; raises ValidationError with the sentence that is too long."""
    if not is_easy(text):
        long = too_long(text)
        words = (
            _("“%(what)s”太长，请拆成短句，每句不超过 %(n)d 个字。")
            % {"what": long[0], "n": LONGEST}
            if long
            else _("请用几个短句写。")
        )
        raise ValidationError({field: words})
    return text.strip()


@unit_of_work
def design(pk: int, post: Post, values: dict[str, Any]) -> Survey:
    """设计问卷.

    Raises ValidationError for a last day that is past.
    """
    research = _lock_own(pk, post, Research.State.FIELD)
    ensure_easy(values["easy"], "easy")
    if values["until"] < today():
        raise ValidationError({"until": _("截止日期不能早于今天。")})
    survey = Survey(research=research, **values)
    with audited("survey.design", survey):
        survey.save()
    return survey


@unit_of_work
def ask(pk: int, post: Post, values: dict[str, Any]) -> Question:
    """加一道题; choices have at least two options.

    Raises ValidationError for options that are too few, too many or twice, and for more questions than a survey may have.
    """
    survey = locked(Survey, pk, Survey.State.DRAFT)
    require_own(survey, post)
    options = [line.strip() for line in values.pop("options", "").splitlines() if line.strip()]
    if values["kind"] in {Question.Kind.ONE, Question.Kind.MANY}:
        if len(options) < 2 or len(set(options)) != len(options) or len(options) > 12:
            raise ValidationError({"options": _("请写 2 至 12 个不同的选项，每行一个。")})
    else:
        options = []
    count = survey.questions.count()
    if count >= MAX_QUESTIONS:
        raise ValidationError(_("一份问卷最多 %(n)d 道题。") % {"n": MAX_QUESTIONS})
    last = survey.questions.order_by("-order").first()
    question = Question(
        survey=survey, order=last.order + 1 if last else 1, options=options, **values
    )
    with audited("question.add", question):
        question.save()
    return question


@unit_of_work
def drop_question(pk: int, post: Post) -> None:
    """删题, while the survey is being designed."""
    question = Question.objects.get(pk=pk)
    require_own(question, post)
    locked(Survey, question.survey_id, Survey.State.DRAFT)
    record("question.drop", question)
    question.delete()


@unit_of_work
def start(pk: int, post: Post) -> Survey:
    """发布问卷.

    Raises ValidationError without a question.
    """
    survey = locked(Survey, pk, Survey.State.DRAFT)
    require_own(survey, post)
    if not survey.questions.exists():
        raise ValidationError(_("还没有题目，请先加题。"))
    with audited("survey.start", survey):
        survey.start()
        survey.save()
    return survey


@unit_of_work
def close(pk: int, post: Post) -> Survey:
    """截止."""
    survey = locked(Survey, pk, Survey.State.OPEN)
    require_own(survey, post)
    with audited("survey.close", survey):
        survey.close()
        survey.save()
    return survey


def is_open(survey: Survey, day: date) -> bool:
    """Whether a survey takes answers."""
    return survey.state == Survey.State.OPEN and survey.until >= day


def hand_out(survey: Survey) -> str:
    """A form of a survey that is handed out: it can be handed in once."""
    return signing.dumps(new_key(), salt=f"{SALT}.{survey.pk}")


def handed_out(survey: Survey, form: str) -> str:
    """The token of a form that was handed out; raises ValidationError for one that was not, or long ago."""
    try:
        token: str = signing.loads(form, salt=f"{SALT}.{survey.pk}", max_age=LASTS)
    except signing.BadSignature as error:
        raise ValidationError(_("这份问卷打开太久了，请刷新页面后重新填写。")) from error
    return token


@unit_of_work
def fill_in(pk: int, token: str, given: dict[int, Any], name: str = "") -> Answer:
    """Take an answer: once per form that was handed out. Of an anonymous one nothing is kept but the answers themselves.

    Raises ValidationError where the survey is over, has as many answers as it may, or an answer is missing.
    """
    survey = Survey.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    existing_answer = Answer.objects.filter(token=token).first()
    if existing_answer is not None:
        return existing_answer
    if not is_open(survey, today()):
        raise ValidationError(_("这份问卷已经截止，谢谢您。"))
    if survey.answers.count() >= MAX_ANSWERS:
        raise ValidationError(_("这份问卷的答卷已满，谢谢您。"))
    checked = {str(q.pk): _checked(q, given.get(q.pk)) for q in survey.questions.all()}
    kept = {key: value for key, value in checked.items() if value not in ("", [], None)}
    answer = Answer(survey=survey, token=token, given=kept)
    if survey.anonymous:
        answer.at = None
        # The trail says that an answer came in, and neither from where nor when within its order what was said.
        with acting(SYSTEM):
            answer.save()
            record("answer.anonymous", survey)
        return answer
    answer.name, answer.at = name.strip(), now()
    with audited("answer.add", answer):
        answer.save()
    return answer


def _checked(question: Question, value: Any) -> Any:
    """An answer that the question allows; raises ValidationError at its field."""
    field, kinds = f"q{question.pk}", Question.Kind
    if value in (None, "", []):
        if question.required:
            raise ValidationError({field: _("这道题需要回答。")})
        return ""
    wrong = ValidationError({field: _("请从选项中选择。")})
    if question.kind == kinds.WORDS:
        return str(value).strip()[:500]
    if question.kind == kinds.SCALE:
        if str(value) not in {str(n) for n in range(1, SCALE + 1)}:
            raise wrong
        return int(value)
    chosen = [str(v) for v in value] if question.kind == kinds.MANY else [str(value)]
    if not set(chosen) <= set(question.options):
        raise wrong
    return chosen if question.kind == kinds.MANY else chosen[0]


@dataclass(frozen=True)
class Count:
    """The results of a question: how many answered, by option how many, and the words that were written."""

    question: Question
    answered: int
    options: list[tuple[str, int]]
    words: list[str]
    mean: str = ""


def hidden(survey: Survey) -> int:
    """How many answers are still wanting before results of an anonymous survey are shown; 0 when they may be."""
    least = norms()["anonymous_least"]
    return max(0, least - survey.answers.count()) if survey.anonymous else 0


def results(survey: Survey) -> list[Count]:
    """The results by question; nothing while they could give somebody away."""
    if hidden(survey):
        return []
    rows = list(survey.answers.values_list("given", flat=True))
    return [
        _count(question, [row[str(question.pk)] for row in rows if str(question.pk) in row])
        for question in survey.questions.all()
    ]


def _count(question: Question, given: list[Any]) -> Count:
    if question.kind == Question.Kind.WORDS:
        # In the order of the words, so that it does not tell who came first.
        return Count(question, len(given), [], sorted(str(value) for value in given))
    flat = Counter(
        str(v) for value in given for v in (value if isinstance(value, list) else [value])
    )
    names = question.options or [str(n) for n in range(1, SCALE + 1)]
    mean = (
        f"{sum(given) / len(given):.1f}" if question.kind == Question.Kind.SCALE and given else ""
    )
    return Count(question, len(given), [(name, flat[name]) for name in names], [], mean)
