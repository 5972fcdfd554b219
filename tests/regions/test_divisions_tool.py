"""The tool that makes the shipped list, with a tiny invented country."""

from __future__ import annotations

import csv
import io
import lzma
from pathlib import Path

import pytest
from tools import divisions

FILES = {
    "provinces.csv": "code,name\n98,演示省\n99,演示市\n",
    "cities.csv": "code,name,provinceCode\n9801,甲市,98\n9802,乙市,98\n9890,省直辖县级行政区划,98\n9901,市辖区,99\n",
    "areas.csv": "code,name\n980102,甲一区\n980200,乙市\n989001,直管市\n990101,演一区\n",
    "streets.csv": "code,name\n980102001,甲街道\n980200001,乙街道\n980102198,甲一区直辖村级区划\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_headings_are_left_out_and_codes_have_twelve_digits(folder: Path) -> None:
    assert divisions.divisions(folder) == {
        "980000000000": "演示省",
        "980100000000": "甲市",
        "980102000000": "甲一区",
        "980102001000": "甲街道",
        "980200000000": "乙市",
        "980200001000": "乙街道",
        "989001000000": "直管市",
        "990000000000": "演示市",
        "990101000000": "演一区",
    }


def test_the_list_is_written_packed(folder: Path) -> None:
    target = folder / "list.csv.xz"
    assert divisions.main(folder, target) == 0
    rows = list(csv.DictReader(io.StringIO(lzma.decompress(target.read_bytes()).decode())))
    assert rows[0] == {"code": "980000000000", "name": "演示省"}
    assert len(rows) == 9


def test_a_folder_that_does_not_fit_costs_one_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "areas.csv").write_text("code,name\n98,甲\n", encoding="utf-8")
    assert divisions.main(folder, folder / "list") == 1
    assert "6 digits" in capsys.readouterr().err
    (folder / "areas.csv").unlink()
    assert divisions.main(folder, folder / "list") == 1
    assert "areas.csv" in capsys.readouterr().err
    assert not (folder / "list").exists()
