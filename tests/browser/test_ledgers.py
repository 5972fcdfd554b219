"""A county's Excel in a real browser: hand in, look, agree, mend what was refused, take out, take back."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests import builders
from tests.browser.conftest import WIDTHS, enter, shot
from tests.builders import VILLAGE
from tests.ledgers.books import HEADS, book, number, people
from zulian.accounts.roles import Role
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.ledgers.models import Job
from zulian.people.models import Person


def count() -> int:
    with scope(EVERYTHING):
        return Person.objects.count()


def test_a_ledger_goes_in_is_mended_and_taken_back(page: Page, site: str, tmp_path: Path) -> None:
    with scope(EVERYTHING):
        builders.regions()
        clerk = builders.post(Role.CERTIFICATE_CLERK)
    rows = people(6)
    rows[3][1] = f"{number(4)[:17]}{'1' if number(4)[17] != '1' else '2'}"
    source = tmp_path / "花名册.xlsx"
    source.write_bytes(book(HEADS, rows, "阜新县残疾人花名册"))
    enter(page, clerk.user, site)
    page.goto(f"{site}/people/")
    page.get_by_role("link", name="导入").first.click()
    page.locator("input[type=file]").set_input_files(source)
    page.get_by_role("button", name="上传").click()
    page.wait_for_url("**/imports/**")
    expect(page.get_by_text("校验位").first).to_be_visible()
    shot(page, "ledger-preview")
    with page.expect_download() as refused:
        page.get_by_role("link", name="退回").first.click()
    back = load_workbook(BytesIO(Path(refused.value.path()).read_bytes()))
    assert "校验位" in str(back.active.cell(2, len(HEADS) + 1).value)
    page.get_by_label("只导入正确的行").check()
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("导入已完成").first).to_be_visible()
    assert count() == 5
    back.active.cell(2, 2).value = number(4)
    mended = BytesIO()
    back.save(mended)
    page.goto(f"{site}/ledgers/people/import/")
    page.locator("input[type=file]").set_input_files(
        {"name": "退回.xlsx", "mimeType": "application/octet-stream", "buffer": mended.getvalue()}
    )
    page.get_by_role("button", name="上传").click()
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("导入已完成").first).to_be_visible()
    assert count() == 6
    page.locator("summary", has_text="撤销导入").click()
    page.get_by_role("button", name="确定撤销").click()
    expect(page.get_by_text("台账回到导入之前").first).to_be_visible()
    assert count() == 5


def test_an_offices_own_file_goes_in_after_three_answers(
    page: Page, site: str, tmp_path: Path
) -> None:
    """A column is matched, a value chosen for all its rows, a cell mended; then all rows are written."""
    with scope(EVERYTHING):
        builders.regions()
        officer = builders.post(Role.COUNTY_OFFICER)
    heads = ["序号", "姓名", "身份证号", "家在哪", "服务地区", "服务类别"]
    rows = [[n, f"演员{n}", number(n), VILLAGE, "演一村", "陪伴"] for n in (1, 2, 3)]
    rows[2][2] = f"{number(3)[:17]}{'1' if number(3)[17] != '1' else '2'}"
    source = tmp_path / "志愿者花名册.xlsx"
    asides = [["一、演一镇"], *rows, ["合计", 3], ["（以下空白）"]]
    source.write_bytes(book(heads, asides, "志愿者花名册"))
    enter(page, officer.user, site)
    page.goto(f"{site}/ledgers/volunteers/import/")
    page.locator("input[type=file]").set_input_files(source)
    page.get_by_role("button", name="上传").click()
    page.get_by_role("link", name="对应列名").click()
    page.get_by_label("家在哪").select_option(label="户籍所在地")
    page.get_by_role("button", name="保存并重新核对").click()
    expect(page.get_by_text("家在哪 → 户籍所在地")).to_be_visible()
    page.get_by_label("“陪伴”").select_option(label="陪伴聊天")
    page.get_by_role("button", name="按所选重新核对").click()
    expect(page.get_by_text("这些写法认不准")).to_have_count(0)
    page.get_by_label("的身份证号").fill(number(3))
    page.get_by_role("button", name="核对改过的格子").click()
    for name, (width, height) in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        shot(page, f"ledger-own-{name}")
    page.get_by_role("button", name="确认导入（新增 3").click()
    expect(page.get_by_text("导入已完成").first).to_be_visible()
    assert count() == 3


def test_the_page_of_a_running_job_shows_how_far_it_is(page: Page, site: str) -> None:
    with scope(EVERYTHING):
        builders.regions()
        clerk = builders.post(Role.CERTIFICATE_CLERK)
        made = Job.objects.create(
            region=clerk.region,
            post=clerk,
            kind=Job.Kind.EXPORT,
            ledger="people",
            options={"query": "", "whole": False, "reason": ""},
        )
        Job.objects.filter(pk=made.pk).update(
            state=Job.State.RUNNING, phase="导出", done=37_000, total=100_000
        )
    enter(page, clerk.user, site)
    for name, (width, height) in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{site}/ledgers/jobs/{made.pk}/")
        expect(page.get_by_text("37").first).to_be_visible()
        shot(page, f"ledger-running-{name}")
    with scope(EVERYTHING):
        Job.objects.filter(pk=made.pk).update(done=81_000)
    expect(page.get_by_text("81").first).to_be_visible()
    page.get_by_role("button", name="停止").click()
    with scope(EVERYTHING):
        expect(page.get_by_text("停止").first).to_be_visible()
        assert Job.objects.get(pk=made.pk).stop_asked
