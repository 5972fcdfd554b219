"""What the page of a case (办件) says of it: whose turn, by when, its way, and what belongs to it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.certificates.models import Case, Objection, State, Step
from zulian.certificates.models.cards import parts_in_words
from zulian.certificates.models.cases import STEPS
from zulian.certificates.rules.cards import Kind
from zulian.certificates.services import assessment
from zulian.certificates.services.common import whole
from zulian.foundation.detail import ListItem
from zulian.foundation.templatetags.zulian import until
from zulian.people.disabilities import GRADES
from zulian.registers.shown import state_of


def published_words(row: Case) -> Any:
    """From when to when a result is published, and where."""
    if row.publish_until is None:
        return ""
    url, words = reverse("certificates:board", args=[row.region_id]), gettext("公示页")
    return format_html(
        '{} — {} <a href="{}">{}</a>', row.publish_from, row.publish_until, url, words
    )


def former_words(row: Case) -> str:
    """What the card says that a new assessment may change; "" where nothing is assessed, or another one was made out."""
    card = row.certificate
    is_assessed = row.doubted_on or row.kind == Kind.REGRADE
    if not is_assessed or card is None or row.state in {State.HANDOVER, State.CLOSED}:
        return ""
    return (
        gettext("%(what)s，各类明细未登记") % {"what": card.said} if card.lacks_parts else card.said
    )


def result_words(row: Case) -> str:
    """The result, and which of its findings were taken over from the card."""
    kept = assessment.kept_of(row)
    if not kept:
        return row.said
    words = gettext("%(what)s；%(kept)s未重新评定，按原证")
    return words % {"what": row.said, "kept": parts_in_words(kept)}


def told_words(row: Case) -> str:
    """When the finding was made, when its person was told of it, and how long they may object."""
    if row.found_on is None:
        return ""
    if row.state == State.CHECK:
        return gettext("医生已提交，结论还在核对，核对后再告知本人")
    if row.told_on is None:
        return gettext("%(day)s 得出结论，还没有告知本人；异议期自告知之日起算") % {
            "day": row.found_on
        }
    words = gettext("%(found)s 得出结论，%(told)s %(how)s，异议期至 %(until)s")
    said = {"found": row.found_on, "told": row.told_on, "how": row.get_told_how_display()}
    return words % {**said, "until": row.objection_until}


def nothing_found_words(row: Case) -> str:
    """That a card is in use still though its holder was found not to qualify any more, and what is to be done."""
    if row.state != State.UNQUALIFIED or row.found_on is None or row.category is not None:
        return ""
    if row.certificate is None or not row.certificate.is_live:
        return ""
    return gettext(
        "重新评定不符合残疾标准，原证仍在用：告知本人、异议期满后，请在窗口办理“注销”，事由写“经重新评定不符合”。"
    )


def home_words(row: Case) -> Any:
    """That somebody has to be visited, and where to ask for it."""
    if not row.at_home:
        return ""
    url = reverse("certificates:visit-ask", args=[row.person_id])
    return format_html(
        '{} <a href="{}">{}</a>', gettext("需要上门服务"), url, gettext("登记上门申请")
    )


def owner_words(row: Case) -> str:
    """Whose turn it is."""
    return gettext("由%(who)s办理") % {"who": row.owner} if row.owner else ""


def due_words(row: Case) -> str:
    """By when the present step is to be done."""
    if row.due is None:
        return ""
    more = gettext("，节假日未公布，暂定") if row.provisional else ""
    words = gettext("本步时限 %(day)s（%(until)s%(more)s）")
    return words % {"day": row.due, "until": until(row.due), "more": more}


def crumbs(row: Case) -> list[tuple[str, str]]:
    """The steps of a case in order, each done, present, to come, or not come to."""
    steps, passed = list(row.steps), {step.state for step in row.history.all()}
    if State.CHECK in passed and State.ASSESS in steps:
        steps.insert(steps.index(State.ASSESS) + 1, State.CHECK)
    if row.state in {State.UNQUALIFIED, State.WITHDRAWN}:
        return [(str(STEPS[s]), "done" if s in passed else "gone") for s in steps]
    present = steps.index(row.state) if row.state in steps else -1
    if row.state == State.CLOSED:
        present = len(steps)
    return [
        (str(STEPS[s]), "done" if n < present else "now" if n == present else "next")
        for n, s in enumerate(steps)
    ]


def order_item(order: Any) -> ListItem:
    """To which hospital, for what, and what came of it."""
    where = f"{order.hospital.name} {order.category_words}"
    if order.at_home:
        where = f"{where} · {gettext('上门评定')}"
    if order.cancelled:
        return ListItem(where, "", "", "dropped", gettext("已取消"))
    done = order.done_on or gettext("%(day)s 前完成") % {"day": order.due}
    return ListItem(where, "", str(done))


def expected_words(finding: Any) -> str:
    """Where a finding differs from what was measured: the grade that this suggests, and the doctor's reason.

    Who graded without measuring gave a reason too.
    """
    if not finding.differs:
        words = (
            gettext("测量没有填全，医生理由：%s")
            if finding.measures
            else gettext("没有测量，医生理由：%s")
        )
        return words % finding.reason if finding.reason else ""
    expected = dict(GRADES).get(finding.expected, gettext("未达到分级标准"))
    words = gettext("测量推算：%(expected)s；医生理由：%(why)s")
    return words % {"expected": expected, "why": finding.reason or "—"}


def finding_item(finding: Any) -> ListItem:
    """What was found for a category, by whom, and what it was warned of."""
    grade = finding.get_grade_display() if finding.grade else gettext("不符合")
    words = (
        finding.by.user.name,
        finding.on,
        finding.measure_words,
        finding.note,
        expected_words(finding),
        *finding.warnings,
    )
    # A finding of an order that was set aside stays to be read, and counts no more.
    state = ("dropped", gettext("已作废")) if finding.order.cancelled else ("", "")
    return ListItem(
        f"{finding.get_category_display()}：{grade}",
        "",
        " · ".join(str(word) for word in words if word),
        *state,
    )


def doubtful_words(row: Case) -> str:
    """What is to be compared before it is published: each doubtful finding, what it was measured by, and why."""
    with whole():
        findings = list(row.findings.filter(order__cancelled=False).order_by("category"))
    lines = [
        " · ".join(filter(None, (str(one), one.measure_words, expected_words(one), *one.warnings)))
        for one in findings
        if one.is_doubtful
    ]
    return "；".join(lines)


def material_item(material: Any, post: Post) -> ListItem:
    """What was to be brought, and whether it is there; its scan leads to whoever may read it."""
    is_near = post.region.scope().holds(material.region_id)
    url = ""
    if material.scan_id and is_near:
        url = reverse("documents:download", args=[material.scan_id])
    state = (
        ("closed", _("已收"))
        if material.received_on
        else ("issued", _("待补"))
        if material.required
        else ("", "")
    )
    return ListItem(material.name, url, "" if material.required else _("（有则提供）"), *state)


def objection_item(objection: Objection, post: Post) -> ListItem:
    """What was objected to a finding, and what came of it; it leads there whoever has it in view."""
    is_near = post.region.scope().holds(objection.region_id)
    return ListItem(
        objection.get_level_display(),
        objection.get_absolute_url() if is_near else "",
        objection.ground,
        *(state_of(objection, "state") or ("", "")),
    )


def step_item(step: Step) -> ListItem:
    """When a step was gone through, by whom, how long it took."""
    took = gettext("时限 %(day)s") % {"day": step.due}
    when = f"{step.entered_on}"
    if step.left_on:
        when, took = (
            f"{when} — {step.left_on}",
            gettext("用时 %(n)d 个工作日") % {"n": step.days or 0},
        )
    words = (when, took, step.by.user.name if step.left_on and step.by else "", step.note)
    return ListItem(
        step.name,
        "",
        " · ".join(filter(None, words)),
        *(("overdue", _("超时")) if step.late else ("", "")),
    )
