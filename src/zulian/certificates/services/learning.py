"""Clerks learn the handbook and pass a test (持证上岗): a licence holds for the months of the policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.certificates.models.learning import Chapter, ChapterQuestion, Trial
from zulian.certificates.rules.cards import months_later
from zulian.foundation import quiz
from zulian.foundation.audit import audited, record
from zulian.foundation.clock import now, today
from zulian.foundation.policy import Policy, policy
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import unit_of_work
from zulian.regions.models import ancestors

MOST_CHAPTERS, MOST_QUESTIONS = 60, 100


def figures(day: date, place: str | None = None) -> Policy:
    """Who learns, what passes at a place, how long it holds, and whether the counter asks for it."""
    return policy("certificates/learning", day, place)


def learns(post: Post, day: date) -> bool:
    """Whether a post is one that learns the handbook."""
    return post.role in figures(day)["roles"]


def handbook_for(region_id: str) -> list[Chapter]:
    """The chapters of the nearest federation that has a handbook."""
    lineage = [region_id, *ancestors(region_id)]
    with scope(EVERYTHING):
        chapters = list(Chapter.objects.filter(region_id__in=lineage).order_by("number"))
    nearest = min((lineage.index(c.region_id) for c in chapters), default=None)
    return [c for c in chapters if lineage.index(c.region_id) == nearest]


def licence_of(post: Post, day: date) -> Trial | None:
    """The licence of a post that holds longest, None where none does."""
    with scope(EVERYTHING):
        rows = Trial.objects.in_force(day).filter(post=post)
        return rows.order_by("-expires_on").first()


def unlicensed_words(post: Post) -> str:
    """What a post is told that needs a licence and has none; "" where the policy asks for none, or nothing can be learnt."""
    day = today()
    if (
        not figures(day, post.region_id)["required"]
        or not learns(post, day)
        or licence_of(post, day)
    ):
        return ""
    if not questions_for(post.region_id):
        return ""
    return _(
        "您还没有通过上岗测验（或已过有效期），在残疾人证业务中只能查看。请先到“业务学习”学习并测验。"
    )


def questions_for(region_id: str) -> list[ChapterQuestion]:
    """All questions of the handbook of a federation."""
    chapters = [chapter.pk for chapter in handbook_for(region_id)]
    with scope(EVERYTHING):
        return list(ChapterQuestion.objects.filter(chapter__in=chapters))


def paper_for(post: Post) -> list[ChapterQuestion]:
    """The questions of a post's next test: the same until it is handed in."""
    with scope(EVERYTHING):
        tries = Trial.objects.filter(post=post).count()
    most = figures(today(), post.region_id)["questions_a_test"]
    return quiz.draw(questions_for(post.region_id), f"{post.pk}|{tries}", most)


@unit_of_work
def take_test(post: Post, answers: Mapping[int, int]) -> Trial:
    """测验: passed, it is the licence from today on; so many tries a day.

    Raises PermissionDenied for a post that needs none; ValidationError after the last try of the day.
    """
    day = today()
    rules = figures(day, post.region_id)
    if not learns(post, day):
        raise PermissionDenied(_("您的岗位不需要参加上岗测验。"))
    Post.objects.select_for_update(of=("self",), no_key=True).get(pk=post.pk)
    with scope(EVERYTHING):
        today_tries = Trial.objects.filter(post=post, at__date=day).count()
    if today_tries >= rules["tries_a_day"]:
        words = _("一天最多测验 %(n)d 次，请再学一遍，明天再测。")
        raise ValidationError(words % {"n": rules["tries_a_day"]})
    score = quiz.mark(paper_for(post), answers)
    trial = Trial(post=post, region=post.region, score=score, at=now())
    if score >= rules["pass_percent"]:
        trial.expires_on = months_later(day, rules["valid_months"])
    with audited("trial.take", trial):
        trial.save()
    return trial


@unit_of_work
def save_chapter(chapter: Chapter, post: Post, values: dict[str, Any]) -> Chapter:
    """Write a chapter of the own federation's handbook.

    Raises ValidationError for one chapter more than a handbook may have.
    """
    if chapter.pk is None:
        chapter.region = post.region
        if Chapter.objects.filter(region=post.region).count() >= MOST_CHAPTERS:
            raise ValidationError(_("手册最多 %(n)d 章。") % {"n": MOST_CHAPTERS})
    _require_own(chapter, post)
    with audited("chapter.write", chapter):
        for name, value in values.items():
            setattr(chapter, name, value)
        chapter.save()
    return chapter


def _require_own(chapter: Chapter, post: Post) -> None:
    if chapter.region_id != post.region_id:
        raise PermissionDenied(_("由编写手册的残联修改。"))


@unit_of_work
def add_question(
    pk: int, post: Post, text: str, options: Sequence[str], answer: int
) -> ChapterQuestion:
    """出题 on a chapter.

    Raises ValidationError for one more than a chapter may have.
    """
    chapter = Chapter.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    _require_own(chapter, post)
    given = quiz.ensure_question(options, answer)
    if chapter.questions.count() >= MOST_QUESTIONS:
        raise ValidationError(_("一章最多 %(n)d 题。") % {"n": MOST_QUESTIONS})
    question = ChapterQuestion(chapter=chapter, text=text.strip(), options=given, answer=answer)
    with audited("question.add", question):
        question.save()
    return question


@unit_of_work
def drop_question(pk: int, post: Post) -> None:
    """删题."""
    question = ChapterQuestion.objects.select_related("chapter").get(pk=pk)
    _require_own(question.chapter, post)
    record("question.drop", question)
    question.delete()


@unit_of_work
def adopt_sample(post: Post) -> list[Chapter]:
    """Take the shipped handbook over as the own one, to be changed from there; not where there is one already.

    Raises ValidationError where there is one.
    """
    if Chapter.objects.filter(region=post.region).exists():
        raise ValidationError(_("本单位已有工作手册。"))
    chapters = []
    for number, one in enumerate(policy("certificates/handbook", today())["chapters"], 1):
        values = {"number": number, "title": one["title"], "text": one["text"].strip()}
        chapter = save_chapter(Chapter(), post, values)
        for question in one["questions"]:
            add_question(
                chapter.pk, post, question["text"], question["options"], question["answer"]
            )
        chapters.append(chapter)
    return chapters


def licensed_until(day: date) -> dict[int, date | None]:
    """The posts with a licence in force, each with its last day."""
    with scope(EVERYTHING):
        rows = Trial.objects.in_force(day).order_by("expires_on")
        return dict(rows.values_list("post_id", "expires_on"))
