"""A bulletin from draft to issue: figures stay, the number is unique, nothing changes afterwards, those below may read it."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.builders import COUNTY, OTHER_COUNTY, TOWN, assignment, bring_to, plan, post
from zulian.accounts.models import Message, Post
from zulian.accounts.roles import Role
from zulian.documents.official import Text
from zulian.foundation.scopes import scope
from zulian.foundation.searching import search_for
from zulian.plans.bulletin_forms import BulletinForm
from zulian.plans.models import IssuedBulletin, State
from zulian.plans.services import issuing
from zulian.plans.services.bulletin import Kind
from zulian.plans.services.notices import issue_notice

pytestmark = pytest.mark.usefixtures("regions")


@pytest.fixture
def city() -> Post:
    return post(Role.CITY_OFFICER)


@pytest.fixture
def draft(city: Post) -> IssuedBulletin:
    return issuing.draw_up(plan(city), city, Kind.HALF, timezone.localdate())


def words_of(draft: IssuedBulletin) -> dict[str, str | bool]:
    return {
        issuing.field_of(n): issuing.words_of(block) or True
        for n, block in enumerate(issuing.blocks_of(draft))
    }


def place_of(draft: IssuedBulletin, words: str) -> str:
    return next(name for name, text in words_of(draft).items() if words in str(text))


def edit(draft: IssuedBulletin, by: Post, words: dict[str, str | bool]) -> IssuedBulletin:
    return issuing.edit(draft.pk, by, draft.title, draft.addressees, words, issuing.digest(draft))


def test_unchanged_words_keep_every_block(draft: IssuedBulletin, city: Post) -> None:
    assert edit(draft, city, words_of(draft)).blocks == draft.blocks


def test_words_are_changed_added_and_removed_while_figures_keep_their_links(
    draft: IssuedBulletin, city: Post
) -> None:
    words, place = words_of(draft), place_of(draft, "文件共")
    first, rest = str(words[place]).split("，", 1)
    changed = edit(draft, city, words | {place: f"{first}。\n其中{rest}"})
    texts = [block for block in issuing.blocks_of(changed) if isinstance(block, Text)]
    before = [block for block in issuing.blocks_of(draft) if isinstance(block, Text)]
    assert len(texts) == len(before) + 1
    assert [p for t in texts for p in t.parts if not isinstance(p, str)] == [
        p for t in before for p in t.parts if not isinstance(p, str)
    ]
    with pytest.raises(ValidationError) as refused:
        edit(changed, city, words_of(changed) | {place: "文件共「999」条。"})
    assert place in refused.value.message_dict
    assert (
        len(edit(changed, city, words_of(changed) | {place: ""}).blocks) == len(changed.blocks) - 1
    )


def test_a_damaged_pair_of_marks_is_refused_and_the_figure_stays(
    draft: IssuedBulletin, city: Post
) -> None:
    words = words_of(draft)
    place, text = next((place, text) for place, text in words.items() if "「" in str(text))
    with pytest.raises(ValidationError, match="不成对"):
        edit(draft, city, words | {place: str(text).replace("「", "", 1)})
    draft.refresh_from_db()
    assert words_of(draft) == words


def test_the_form_names_the_section_of_a_paragraph_and_a_saved_title_has_no_gap(
    draft: IssuedBulletin, city: Post, client: Client
) -> None:
    form = BulletinForm(None, draft=draft)
    labels = [str(field.label) for name, field in form.fields.items() if name.startswith("block_")]
    assert "一、总体进展，第 1 段" in labels and "小标题：一、总体进展" in labels
    assert "（选填）" not in form[issuing.field_of(1)].as_field_group()
    sent = {name: form[name].value() for name in form.fields}
    sent["title"] = draft.title.replace("\n", "\r\n")
    client.force_login(city.user)
    client.post(f"{reverse('plans:issued-bulletin', args=[draft.pk])}edit/", sent)
    saved = IssuedBulletin.objects.get(pk=draft.pk)
    assert saved.title == draft.title and "\n" in saved.title
    assert issuing.document_of(saved).name == draft.title.replace("\n", "")


def test_issued_it_stays_with_its_number_and_is_read_below(
    draft: IssuedBulletin, city: Post, client: Client
) -> None:
    county = post(Role.COUNTY_OFFICER)
    client.force_login(county.user)
    address = f"/plans/bulletins/{draft.pk}/"
    assert client.get(address).status_code == 404, "a draft is its organisation's own"
    issued = issuing.issue(draft.pk, city, "测残发〔2026〕9号", issuing.digest(draft))
    assert issued.source is not None
    paragraphs = [p.text for p in docx.Document(BytesIO(issued.source.read())).paragraphs]
    assert paragraphs[0] == f"{draft.signer}文件" and "测残发〔2026〕9号" in paragraphs
    page = client.get(address).content.decode()
    assert "测残发〔2026〕9号" in page and "under=" not in page
    assert client.get(f"/documents/{issued.source.pk}/").status_code == 200
    assert set(Message.objects.filter(kind="bulletin").values_list("region_id", flat=True)) == {
        COUNTY,
        OTHER_COUNTY,
    }
    for act in (
        lambda: edit(issued, city, words_of(issued)),
        lambda: issuing.drop(issued.pk, city),
    ):
        with pytest.raises(ValidationError, match="已经印发"):
            act()
    again = issuing.draw_up(draft.circular, city, Kind.HALF, timezone.localdate())
    assert again.pk != issued.pk
    with pytest.raises(ValidationError, match="已经用过"):
        issuing.issue(again.pk, city, "测残发〔2026〕9号", issuing.digest(again))


def test_only_its_organisation_works_on_a_draft_and_only_on_what_it_saw(
    draft: IssuedBulletin, city: Post
) -> None:
    assert issuing.draw_up(draft.circular, city, Kind.HALF, timezone.localdate()).pk == draft.pk
    with pytest.raises(PermissionDenied):
        issuing.issue(draft.pk, post(Role.COUNTY_OFFICER), "1号", issuing.digest(draft))
    with pytest.raises(ValidationError, match="有变动"):
        issuing.issue(draft.pk, city, "1号", "0" * 20)
    issuing.drop(draft.pk, city)
    assert not IssuedBulletin.objects.exists()


def test_the_pages_from_draft_to_issue(draft: IssuedBulletin, city: Post, client: Client) -> None:
    client.force_login(city.user)
    address = f"/plans/bulletins/{draft.pk}/"
    assert client.get(f"/plans/{draft.circular_id}/bulletin/").status_code == 200
    form = client.get(f"{address}edit/").context["form"]
    data = {
        name: value
        for name in form.fields
        if (value := form[name].value()) not in (None, "", False)
    }
    assert client.post(f"{address}edit/", data | {"title": "新标题"}).status_code == 302
    seen = client.get(f"{address}issue/").context["form"]["seen"].value()
    refused = client.post(f"{address}issue/", {"number": "测残发〔2026〕9号", "seen": seen})
    assert refused.status_code == 200 and not IssuedBulletin.objects.get(pk=draft.pk).is_issued
    assert (
        client.post(
            f"{address}issue/", {"number": "测残发〔2026〕9号", "seen": seen, "is_sure": "on"}
        ).status_code
        == 302
    )
    page = client.get(address).content.decode()
    assert "新标题" in page and 'data-column="7"' in page and "9号" in page
    assert client.get(f"/plans/{draft.circular_id}/bulletins/?export=xlsx").status_code == 200


def test_a_number_that_another_paper_of_the_organisation_bears_is_refused(
    draft: IssuedBulletin, city: Post
) -> None:
    own, title = draft.circular, draft.circular.title
    own.number = "阜残示〔2026〕1号"
    own.save()
    for number in ("阜残示〔2026〕1号", "阜残示[2026]01号", " 阜残示（2026）第1号"):
        with pytest.raises(ValidationError, match=f"已经用过（《{title}》）"):
            issuing.issue(draft.pk, city, number, issuing.digest(draft))
    # Another organisation's number is its own.
    own.region_id = COUNTY
    own.save()
    assert issuing.issue(draft.pk, city, "阜残示〔2026〕1号", issuing.digest(draft)).is_issued


@pytest.mark.parametrize("number", ["随便", "3", "测残发〔2026〕号", "测残发3号"])
def test_what_is_no_number_of_a_paper_is_refused(
    draft: IssuedBulletin, city: Post, number: str
) -> None:
    with pytest.raises(ValidationError, match="文号请按"):
        issuing.issue(draft.pk, city, number, issuing.digest(draft))


def test_a_row_of_bulletins_may_be_numbered_by_its_issues(
    draft: IssuedBulletin, city: Post
) -> None:
    assert issuing.issue(draft.pk, city, "工作通报 第3期", issuing.digest(draft)).is_issued


def test_the_number_of_a_notice_is_used_too(draft: IssuedBulletin, city: Post) -> None:
    row = assignment(draft.circular, "二（一）", TOWN)
    bring_to(row, State.SIGNED, post(Role.TOWNSHIP_OFFICER), city)
    notice = issue_notice(row.pk, city, "限期上报")
    with pytest.raises(ValidationError, match=f"已经用过（督办通知{notice.number}）"):
        issuing.issue(draft.pk, city, notice.number, issuing.digest(draft))
    assert issuing.issue(draft.pk, city, notice.number + "补", issuing.digest(draft)).is_issued


def test_a_bulletin_is_found_by_its_number_and_a_draft_by_its_own_organisation_alone(
    draft: IssuedBulletin, city: Post
) -> None:
    """However the brackets of the number were typed."""

    def found(reader: Post, words: str) -> list[str]:
        with scope(reader.region.scope()):
            return [hit.url for hit in search_for(reader, words).hits]

    county, address = post(Role.COUNTY_OFFICER), draft.get_absolute_url()
    title = draft.title.partition("\n")[0]
    assert address in found(city, title) and address not in found(county, title)
    issuing.issue(draft.pk, city, "阜残示〔2026〕9号", issuing.digest(draft))
    assert address in found(county, "[2026]9号")
