"""How a guess (推定) is told: a sentence for each mark of a task."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from zulian.foundation.templatetags.zulian import day
from zulian.indicators.registry import named
from zulian.plans.models import Circular, Clause, Task
from zulian.plans.reading.actors import opening_actor
from zulian.plans.reading.acts import STOPS, segments
from zulian.plans.reading.deadlines import deadlines
from zulian.plans.reading.duties import Guess
from zulian.plans.reading.overlooked import Left, left, times_left
from zulian.plans.reading.splitting import SENTENCE_ENDS, cut_after
from zulian.plans.reading.targets import not_held, totals, wanted
from zulian.plans.reading.untold import untold

INNER_QUOTES = str.maketrans("“”", "‘’")


def left_of(circular: Circular, task: Task) -> Left:
    """What of a task's words is kept nowhere."""
    return left(
        task.text,
        task.name,
        task.levels,
        task.partners.split("、"),
        circular.year,
        circular.issued_on,
        is_timed=Guess.TIMES in task.guesses,
    )


def _sentences(circular: Circular, task: Task, clauses: dict[int, Clause]) -> dict[Guess, str]:
    levels = task.level_names or _("无")
    words_left = left_of(circular, task)
    labels = {
        Guess.LEVELS: _("原文没有写由谁办，推定为%(levels)s") % {"levels": levels},
        Guess.ADDRESSEES: _("原文没有写由谁办，按主送单位推定为%(levels)s") % {"levels": levels},
        Guess.HEADINGS: _("原文没有写由谁办，连同上面标题提到的级别推定为%(levels)s")
        % {"levels": levels},
        Guess.BODIES: _("原文没有写由哪一级办，按有专门协会的级别推定为%(levels)s")
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
        Guess.APIECE: _(
            "原文的数量是对每个下级单位或每个协会提的，系统没有相乘，推定为承担单位各自的数量"
        ),
        Guess.APART: _(
            "原文给各级写了不同的数量，系统没有分开，承担单位都按全部数量，请分级加任务、改目标"
        ),
        Guess.SEVERAL: _(
            "原文写了几个时间或几个同类数量，系统没有一一对应，每项任务都带着全部数量，请核对目标任务量"
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
    facts = {"names": "、".join(dict.fromkeys(names))}
    # What is counted by other words is another question, though the same register was assumed for both.
    if counted := [target.what for target in task.targets.all() if target.measure and target.what]:
        facts["counted"] = "”“".join(dict.fromkeys(counted))
        return _("原文没有写用什么衡量，“%(counted)s”推定用“%(names)s”") % facts
    return _("原文没有写用什么衡量，推定用“%(names)s”") % facts


def _measures(task: Task, clauses: dict[int, Clause]) -> list[str]:
    """The names of what measures a task: its numbers, else the indicators of its clause or of the one above."""
    if numbers := [target.measure_name for target in task.targets.all() if target.measure]:
        return numbers
    clause: Clause | None = clauses[task.clause_id]
    while clause is not None and not clause.indicators and clause.parent_id:
        clause = clauses.get(clause.parent_id)
    codes = clause.indicators if clause is not None else []
    return [str(indicator.name) for code in codes if (indicator := named(code))]
