"""The appointment form holds the file, the list of the reserve its names; neither holds an inspection."""

from __future__ import annotations

from datetime import date

from tests.builders import post
from tests.cadres import stage
from tests.congress.test_papers import words
from tests.leadership import stage as leadership
from zulian.accounts.roles import Role
from zulian.cadres.models import Cadre, Reserve
from zulian.cadres.papers import appointment_form, reserve_list
from zulian.cadres.services import files, reserve
from zulian.documents import sheets
from zulian.documents.official import write_docx


def test_the_appointment_form_holds_the_file(regions: None) -> None:
    county = post(Role.COUNTY_OFFICER)
    cadre = stage.cadre(county, native_place="辽宁阜新", languages="蒙古语")
    stage.career(cadre)
    files.add_entry(
        cadre.pk, files.Line("appraisal", "2025年度", date(2025, 12, 31), result="优秀")
    )
    files.add_entry(cadre.pk, files.Line("family", "演父 70岁 群众 农民", result="父亲"))
    made = stage.on_list(cadre, county)
    reserve.recommend(made.pk, county, "县残联副理事长")
    leadership.inspection(cadre.person, county)
    text = words(
        sheets.write([appointment_form(Cadre.objects.with_names().get(pk=cadre.pk))], "docx")
    )
    for expected in (
        "干部任免审批表",
        cadre.person.name,
        "2000.07—2010.01",
        "优秀",
        "演父",
        "县残联副理事长",
        "手语熟练、蒙古语",
        "呈报单位",
    ):
        assert expected in text, expected
    assert leadership.SECRET not in text and leadership.INSPECTORS not in text


def test_the_list_of_the_reserve_is_an_official_paper(regions: None) -> None:
    county = post(Role.COUNTY_OFFICER)
    stage.on_list(stage.cadre(county), county)
    stage.nominated(stage.cadre(county), county)
    rows = list(Reserve.objects.on_list().with_names())
    text = words(write_docx(reserve_list(county.region, rows)))
    assert "后备干部1名" in text and rows[0].cadre.person.name in text
