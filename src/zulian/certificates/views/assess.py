"""The assessor's pages: open orders of their hospital and categories, and the findings of one."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.certificates.forms import FindingForm
from zulian.certificates.models import Order
from zulian.certificates.registers.case_words import former_words
from zulian.certificates.rules.grading import expected, grade_words, measures_of, together
from zulian.certificates.services import assessment
from zulian.certificates.services.assessment import Graded
from zulian.certificates.services.common import whole
from zulian.certificates.services.counter import MEDICAL
from zulian.certificates.tables import OrderTable
from zulian.foundation.clock import today
from zulian.foundation.lists import list_page
from zulian.foundation.pages import act_with_form
from zulian.foundation.policy import Policy
from zulian.people.disabilities import CATEGORIES


@page("certificate.assess")
def index(request: PostRequest) -> HttpResponseBase:
    """What waits for me to assess."""
    return list_page(
        request,
        title=_("待评定"),
        rows=assessment.my_orders(request.post),
        table=OrderTable,
        intro=_("派给本院、属于您评定类别的派单。点姓名填写评定结论。"),
    )


@page("certificate.assess")
def assess(request: PostRequest, pk: int) -> HttpResponseBase:
    """Write the findings, beside what the measurements suggest; whoever finds another grade says why."""
    try:
        order = assessment.order_for(pk, request.post)
    except Order.DoesNotExist as error:
        raise Http404 from error
    assessor = assessment.assessor_of(request.post, order)
    with whole():
        done = list(order.findings.all())
        records = list(
            order.case.materials.filter(key=MEDICAL, scan__isnull=False).select_related("scan")
        )
    open_ones = [
        c
        for c in order.categories
        if c in assessor.categories and c not in {f.category for f in done}
    ]
    rules, age = assessment.grading_policy(), order.case.person.age_on(today())
    shape: dict[str, Any] = {
        "categories": open_ones,
        "measures": {c: measures_of(c, age, rules) for c in open_ones},
        "rules": rules,
    }
    form = FindingForm(request.POST or None, **shape)
    suggested = _suggested(form, order, age, rules)

    def act(_data: dict[str, Any]) -> Order:
        return assessment.record_findings(
            pk, request.post, [Graded(*one) for one in form.findings()]
        )

    if "expect" in request.POST:
        # Nothing is handed in yet: what was typed stands there again, with what it suggests.
        form = FindingForm(initial=form.as_typed(), **shape)
    else:
        answer = act_with_form(request, form, act, to=reverse("certificates:orders"), done=_done)
        if answer:
            return answer
    context = {
        "title": _("残疾评定：%(name)s") % {"name": order.case.person.name},
        "order": order,
        "person": order.case.person,
        "age": age,
        "former": former_words(order.case),
        "form": form if open_ones else None,
        "done": done,
        "rules": rules,
        "suggested": suggested,
        "records": records,
        "crumbs": [(_("待评定"), reverse("certificates:orders"))],
    }
    return render(request, "certificates/assess.html", context)


def _suggested(form: FindingForm, order: Order, age: int, rules: Policy) -> dict[str, Any]:
    """What was measured so far suggests: by category, and all findings of the case together (art. 13)."""
    names = dict(CATEGORIES)
    if form.is_bound:
        form.is_valid()
    lines, grades = [], {}
    for category in form.categories:
        measured = form.measured(category) if form.is_bound else {}
        found = expected(category, measured, age, rules)
        chosen = form.graded(category) if form.is_bound else None
        lines.append((names[category], found, chosen is not None and chosen != found.grade))
        grades[category] = chosen or found.grade
    for finding in order.case.findings.filter(order__cancelled=False).order_by("pk"):
        grades.setdefault(finding.category, finding.grade)
    for category, grade in order.case.findings_so_far.items():
        grades.setdefault(category, grade)
    both = together(grades)
    words = f"{names[both[0]]}{grade_words(both[1])}" if both and len(grades) > 1 else ""
    return {"lines": lines, "together": words}


def _done(order: Order) -> str:
    with whole():
        warned = [w for finding in order.findings.all() for w in finding.warnings]
    words = _("评定结论已提交。")
    return f"{words}{_('提示：')}{''.join(warned)}" if warned else words
