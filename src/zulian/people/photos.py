"""Does a photograph do for a certificate, as far as software can tell: size, shape, white ground, one face looking ahead."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from zulian.documents.services import PICTURES
from zulian.foundation.policy import Policy

if TYPE_CHECKING:
    from PIL import Image

WORKING_HEIGHT = 480
EDGE = 0.08
NEIGHBOURS = 4


@dataclass(frozen=True)
class Fault:
    """What is wrong with a photograph; a `sure` fault refuses it, others are for the clerk's eye."""

    words: str
    sure: bool


def faults(data: bytes, rules: Policy) -> list[Fault]:
    """All faults of a picture already known to be sound; none when it will do."""
    from PIL import Image, ImageOps

    with Image.open(BytesIO(data), formats=PICTURES) as raw:
        picture = ImageOps.exif_transpose(raw).convert("L")
    return [*_shape(picture, rules), *_ground(picture, rules), *_face(picture, rules)]


def _shape(picture: Image.Image, rules: Policy) -> list[Fault]:
    faults = []
    width, height = rules["min_pixels"]
    if picture.width < width or picture.height < height:
        words = _("照片只有 %(w)d×%(h)d 像素，至少要 %(mw)d×%(mh)d，请重新拍摄或扫描。")
        sizes = {"w": picture.width, "h": picture.height, "mw": width, "mh": height}
        faults.append(Fault(words % sizes, sure=True))
    wanted = rules["millimetres"][0] / rules["millimetres"][1]
    if abs(picture.width / picture.height - wanted) > rules["ratio_slack"]:
        words = _("照片的长宽比不是两寸（%(w)d×%(h)d 毫米），请裁剪后再传。")
        sizes = {"w": rules["millimetres"][0], "h": rules["millimetres"][1]}
        faults.append(Fault(words % sizes, sure=True))
    return faults


def _ground(picture: Image.Image, rules: Policy) -> list[Fault]:
    """The upper half of both sides and the top: shoulders may reach the edges below."""
    import numpy as np  # not needed by processes that never see a photograph

    grey = np.asarray(picture)
    rim, half = max(1, int(grey.shape[1] * EDGE)), grey.shape[0] // 2
    edges = np.concatenate(
        [grey[:half, :rim].ravel(), grey[:half, -rim:].ravel(), grey[:rim, :].ravel()]
    )
    if float(np.mean(edges >= rules["white_from"])) >= rules["white_share"]:
        return []
    return [Fault(_("背景看起来不是白色，请核对是否为白底照片。"), sure=False)]


def _face(picture: Image.Image, rules: Policy) -> list[Fault]:
    """Whether exactly one face of the right size is seen; without the detector (`zulian[photos]`) nothing is claimed."""
    try:
        import cv2  # 60 MB that only a process which sees a photograph carries
    except ImportError:
        words = _(
            "系统没有安装人脸检查组件，照片中的人脸未经软件检查，请人工核对是否为正面免冠照片。"
        )
        return [Fault(words, sure=False)]
    import numpy as np

    scale = WORKING_HEIGHT / picture.height
    grey = np.asarray(picture.resize((max(1, round(picture.width * scale)), WORKING_HEIGHT)))
    found = _detector().detectMultiScale(cv2.equalizeHist(grey), 1.05, NEIGHBOURS, minSize=(60, 60))
    if len(found) != 1:
        words = (
            _("没有认出正面的人脸，请核对是否为正面免冠照片。")
            if len(found) == 0
            else _("照片中不止一张人脸，请核对。")
        )
        return [Fault(words, sure=False)]
    low, high = rules["face_height"]
    share = float(found[0][3]) / WORKING_HEIGHT
    if not low <= share <= high:
        return [Fault(_("人脸在照片中过大或过小，请核对。"), sure=False)]
    return []


@cache
def _detector() -> Any:
    """The frontal-face detector that OpenCV ships with its own trained data."""
    import cv2

    folder = Path(cv2.__file__).parent / "data"
    return cv2.CascadeClassifier(str(folder / "haarcascade_frontalface_default.xml"))
