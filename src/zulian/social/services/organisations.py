"""Social organisations: found, incubated by a checklist, registered, supported, inspected each year, ended."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.documents.services import keep
from zulian.foundation.audit import audited
from zulian.foundation.clock import today
from zulian.foundation.policy import policy
from zulian.foundation.scopes import active_scope
from zulian.foundation.steps import locked, need_words, not_to_come
from zulian.foundation.work import unit_of_work
from zulian.social.models import AnnualInspection, Organisation, Step, Support
from zulian.social.rules.credit import PREFIX, CreditCodeError, read_code

GOOD = (AnnualInspection.Result.PASSED, AnnualInspection.Result.BARELY)


def path() -> list[tuple[str, str, bool]]:
    """Steps from group to registered body: key, words, whether registration needs it."""
    return [(str(k), str(w), bool(n)) for k, w, n in policy("social/path", today())["steps"]]


def step_words(key: str) -> str:
    """What a step of the checklist is called; its key where it is no longer on the list."""
    return next((words for each, words, _needed in path() if each == key), key)


def code_words(error: CreditCodeError, kind: str) -> str:
    """What is wrong with a code, and how to mend it."""
    return {
        "length": _("统一社会信用代码应为 18 位，请核对。"),
        "sign": _("代码中只有数字和大写字母，不用 I、O、S、V、Z，请核对。"),
        "check": _("最后一位校验码不对，请对照登记证书核对。"),
        "kind": _("这一类型的代码应以 %(two)s 开头，请核对类型或代码。")
        % {"two": PREFIX.get(kind, "")},
    }[error.why]


def checked_code(text: str, kind: str, field: str = "credit_code") -> str:
    """A valid code; raises ValidationError at its field."""
    try:
        return read_code(text, kind)
    except CreditCodeError as error:
        raise ValidationError({field: code_words(error, kind)}) from error


def _write(organisation: Organisation, action: str, values: dict[str, Any]) -> None:
    with audited(action, organisation):
        for name, value in values.items():
            setattr(organisation, name, value)
        organisation.save()


@unit_of_work
def add(values: dict[str, Any]) -> Organisation:
    """摸底登记: found, whether registered or not yet.

    Raises ValidationError for a place beyond the jurisdiction.
    """
    if not active_scope().holds(values["region"].code):
        raise ValidationError({"region": _("所在地区不在您的管辖范围内。")})
    code = values.pop("credit_code", "").strip()
    registered_on, authority = values.pop("registered_on", None), values.pop("authority", "")
    organisation = Organisation(region=values.pop("region"))
    if code:
        values |= _registration(values["kind"], code, registered_on, authority)
        organisation.register()
    _write(organisation, "organisation.add", values)
    return organisation


def _registration(kind: str, code: str, on: date | None, authority: str) -> dict[str, Any]:
    if on is None:
        raise ValidationError({"registered_on": _("已有代码的，请填写登记日期。")})
    not_to_come(on, "registered_on")
    return {
        "credit_code": checked_code(code, kind),
        "registered_on": on,
        "authority": need_words(authority, "authority", _("请填写登记管理机关。")),
    }


@unit_of_work
def change(pk: int, values: dict[str, Any]) -> Organisation:
    """What is kept of an organisation.

    Raises ValidationError for one that has ended.
    """
    organisation = Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if organisation.state == Organisation.State.ENDED:
        raise ValidationError(_("已经注销，不能再改。"))
    if not values.get("phone"):
        values = {key: value for key, value in values.items() if key != "phone"}
    if organisation.credit_code and values.get("kind", organisation.kind) != organisation.kind:
        checked_code(organisation.credit_code, values["kind"], "kind")
    _write(organisation, "organisation.change", values)
    return organisation


@unit_of_work
def incubate(pk: int) -> Organisation:
    """开始孵化."""
    organisation = locked(Organisation, pk, Organisation.State.FOUND)
    organisation.take_in()
    _write(organisation, "organisation.incubate", {})
    return organisation


@unit_of_work
def step(pk: int, post: Post, key: str, values: dict[str, Any], file: Any = None) -> Step:
    """A step of the checklist is done.

    Raises ValidationError for a step that the list does not have.
    """
    organisation = locked(Organisation, pk, Organisation.State.INCUBATING)
    if key not in {k for k, _w, _n in path()}:
        raise ValidationError(_("没有这个步骤。"))
    not_to_come(values["done_on"], "done_on")
    new_step = Step.objects.filter(organisation=organisation, key=key).first() or Step(
        organisation=organisation, key=key
    )
    with audited("step.done", new_step):
        new_step.done_on, new_step.note = values["done_on"], values["note"]
        if file:
            new_step.file = keep(file, file.name, post.region, post, permission="social.read")
        new_step.save()
    return new_step


def missing(organisation: Organisation) -> list[str]:
    """What registration still needs."""
    done = set(organisation.steps.values_list("key", flat=True))
    return [words for key, words, needed in path() if needed and key not in done]


@unit_of_work
def register(pk: int, credit_code: str, registered_on: date, authority: str) -> Organisation:
    """登记成立: one that was incubated has been through its checklist.

    Raises ValidationError while a step is missing, and says which.
    """
    organisation = locked(Organisation, pk, Organisation.State.FOUND, Organisation.State.INCUBATING)
    if organisation.state == Organisation.State.INCUBATING and (lacking := missing(organisation)):
        raise ValidationError(_("孵化清单还缺：%(what)s。") % {"what": "、".join(lacking)})
    values = _registration(organisation.kind, credit_code, registered_on, authority)
    organisation.register()
    _write(organisation, "organisation.register", values)
    return organisation


@unit_of_work
def end(pk: int, on: date) -> Organisation:
    """注销."""
    organisation = locked(
        Organisation,
        pk,
        Organisation.State.FOUND,
        Organisation.State.INCUBATING,
        Organisation.State.REGISTERED,
    )
    not_to_come(on, "on")
    organisation.end()
    _write(organisation, "organisation.end", {"ended_on": on})
    return organisation


@unit_of_work
def support(pk: int, values: dict[str, Any]) -> Support:
    """扶持."""
    organisation = Organisation.objects.get(pk=pk)
    not_to_come(values["on"], "on")
    new_support = Support(organisation=organisation, **values)
    with audited("support.add", new_support):
        new_support.save()
    return new_support


@unit_of_work
def inspect(pk: int, values: dict[str, Any]) -> AnnualInspection:
    """年检结论 of a year. Raises ValidationError for a year that has one: it is corrected, not written over."""
    organisation = locked(Organisation, pk, Organisation.State.REGISTERED)
    _check_inspection(values["year"], values["on"])
    known = AnnualInspection.objects.filter(organisation=organisation, year=values["year"]).first()
    if known is not None:
        words = _("%(y)d 年度已登记：%(result)s（%(on)s）。登记有误的，在年检记录上点“更正”。")
        facts = {"y": known.year, "result": known.get_result_display(), "on": known.on}
        raise ValidationError({"year": words % facts})
    annual_inspection = AnnualInspection(organisation=organisation, **values)
    with audited("inspection.add", annual_inspection):
        annual_inspection.save()
    _keep_inspected_year(organisation)
    return annual_inspection


@unit_of_work
def correct_inspection(pk: int, values: dict[str, Any]) -> AnnualInspection:
    """更正 a year's inspection; raises ValidationError as `inspect` does."""
    inspection = AnnualInspection.objects.select_related("organisation").get(pk=pk)
    organisation = locked(Organisation, inspection.organisation_id, Organisation.State.REGISTERED)
    _check_inspection(inspection.year, values["on"])
    with audited("inspection.correct", inspection):
        for name, value in values.items():
            setattr(inspection, name, value)
        inspection.save()
    _keep_inspected_year(organisation)
    return inspection


def _check_inspection(year: int, on: date) -> None:
    """An inspection is about a year that has begun, and held in it or later."""
    not_to_come(on, "on")
    if not 2000 <= year <= today().year:
        raise ValidationError({"year": _("年度不能晚于今年。")})
    if on.year < year:
        raise ValidationError({"on": _("年检日期不能早于年检的年度。")})


def _keep_inspected_year(organisation: Organisation) -> None:
    """The organisation says the last year that it was inspected for and passed."""
    good = (
        AnnualInspection.objects.filter(organisation=organisation, result__in=GOOD)
        .order_by("-year")
        .first()
    )
    _write(organisation, "organisation.inspected", {"inspected_year": good.year if good else None})


@unit_of_work
def change_own(key: str, values: dict[str, Any]) -> Organisation:
    """What an organisation keeps of itself on its own page.

    Raises PermissionDenied for one that has ended.
    """
    organisation = Organisation.objects.select_for_update(of=("self",), no_key=True).get(
        page_key=key
    )
    if organisation.state == Organisation.State.ENDED:
        raise PermissionDenied(_("这个组织已经注销。"))
    _write(organisation, "organisation.change_own", values)
    return organisation
