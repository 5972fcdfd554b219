"""Photographs for the certificate: what is refused, what is left to the clerk's eye."""

from __future__ import annotations

import random
import sys
from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from zulian.foundation.policy import policy
from zulian.people.demo import portrait
from zulian.people.photos import faults

RULES = policy("people/photo", date(2026, 1, 1))
FACE = portrait(random.Random(3))


def told(picture: Image.Image) -> list[tuple[str, bool]]:
    out = BytesIO()
    picture.save(out, "PNG")
    return [(fault.words[:6], fault.sure) for fault in faults(out.getvalue(), RULES)]


def face() -> Image.Image:
    return Image.open(BytesIO(FACE)).convert("L")


def test_a_proper_portrait_passes() -> None:
    assert told(face()) == []


def test_too_small_and_the_wrong_shape_are_refused() -> None:
    assert ("照片只有 2", True) in told(face().resize((210, 294)))
    assert any(
        sure and words.startswith("照片的长宽比") for words, sure in told(face().resize((600, 500)))
    )


def test_a_dark_ground_is_noted() -> None:
    dark = face().point(lambda v: 90 if v > 240 else v)
    assert ("背景看起来不", False) in told(dark)


def test_no_face_and_two_faces_are_noted() -> None:
    assert ("没有认出正面", False) in told(Image.new("L", (420, 588), 250))
    upside_down = face().rotate(180)
    assert ("没有认出正面", False) in told(upside_down)
    two = Image.new("L", (840, 588), 250)
    two.paste(face(), (0, 0))
    two.paste(face(), (420, 0))
    assert any(
        "不止一张" in words or words.startswith("照片中不止")
        for words, _sure in told(two.resize((840, 1176)))
    )


@pytest.fixture
def no_detector(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where zulian is installed without its extra `photos`: Python refuses to import OpenCV."""
    monkeypatch.setitem(sys.modules, "cv2", None)


@pytest.mark.usefixtures("no_detector")
def test_without_the_detector_the_clerk_is_told_that_faces_were_not_checked() -> None:
    assert told(face()) == [("系统没有安装", False)]
    empty = Image.new("L", (420, 588), 250)
    assert told(empty) == [("系统没有安装", False)]
    [unchecked] = [fault.words for fault in faults(FACE, RULES)]
    assert "未经软件检查" in unchecked


@pytest.mark.usefixtures("no_detector")
def test_without_the_detector_size_and_ground_are_still_checked() -> None:
    assert ("照片只有 2", True) in told(face().resize((210, 294)))
    dark = face().point(lambda v: 90 if v > 240 else v)
    assert ("背景看起来不", False) in told(dark)
