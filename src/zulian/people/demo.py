"""Invented people: names with 演 in them, ID numbers of the division 210900, which was never issued, no real telephone."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import cache, cached_property
from io import BytesIO
from itertools import count

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFilter

from zulian.documents.models import Attachment
from zulian.documents.services import keep
from zulian.foundation import bulk
from zulian.foundation.scopes import code_range
from zulian.people.models import Person
from zulian.people.rules import check_character
from zulian.regions.models import Region

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "春夏秋冬梅兰竹菊松柏江河山川云雨雪霞明亮光辉平安康宁福寿喜乐和顺文武勤俭忠厚仁义礼智信"
DIVISION = "210900"
# Ages of holders, roughly as known of the whole country: most are old.
AGES = ((3, 17, 6), (18, 44, 19), (45, 59, 27), (60, 79, 36), (80, 95, 12))
FACES = 3
ETHNIC = ("01", "01", "01", "01", "02", "11")


class Maker:
    """Makes people one after the other, the same ones each time."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  (a demo must come out the same each time)
        self.serial = count(1)

    def birth(self, today: date) -> date:
        low, high, _weight = self.chance.choices(AGES, [w for _l, _h, w in AGES])[0]
        return today - timedelta(days=self.chance.randint(low * 366, high * 365))

    def number(self, birth: date) -> str:
        """A number valid by rule, each one once."""
        first = f"{DIVISION}{birth:%Y%m%d}{next(self.serial) % 1000:03}"
        return first + check_character(first)

    def name(self) -> str:
        return self.chance.choice(SURNAMES) + "演" + self.chance.choice(GIVEN)

    def person(self, region: Region, today: date, birth: date | None = None) -> Person:
        """A person not yet written, with their blind indexes, for writing many at once."""
        birth = birth or self.birth(today)
        number, name = self.number(birth), self.name()
        phone = f"120{self.chance.randint(0, 99_999_999):08}"
        new_person = Person(
            region=region,
            name=name,
            birth=birth,
            sex="male" if int(number[16]) % 2 else "female",
            ethnicity=self.chance.choice(ETHNIC),
            id_number=number,
            phone=phone,
            address=f"{region.name}演示街{self.chance.randint(1, 300)}号",
        )
        new_person.index()
        return new_person

    def people(self, regions: list[Region], today: date, how_many: int) -> Iterator[Person]:
        seen: set[str] = set()
        while len(seen) < how_many:
            person = self.person(self.chance.choice(regions), today)
            if person.id_number not in seen:
                seen.add(person.id_number)
                yield person


class Adults:
    """People in working age for the registers that stand on this one: those on file, each once, and new ones written together."""

    def __init__(
        self,
        code: str,
        today: date,
        youngest: int,
        oldest: int,
        seed: int,
        is_free: Callable[[Person], bool] = lambda person: True,
    ) -> None:
        self.low, self.high, self.today = (
            today - timedelta(days=oldest * 365),
            today - timedelta(days=youngest * 366),
            today,
        )
        self.maker, self.fresh = Maker(seed), list[Person]()
        self.numbers = set(Person.objects.values_list("id_index", flat=True))
        self.code, self.is_free = code, is_free

    @cached_property
    def waiting(self) -> dict[str, list[Person]]:
        """Those on file who were not asked yet, by their division in its order; looked up when the first is asked for."""
        waiting: dict[str, list[Person]] = {}
        on_file = Person.objects.alive().under(self.code).filter(birth__range=(self.low, self.high))
        for person in on_file.only("region_id", "name", "birth", "photo_id").order_by("-pk"):
            if self.is_free(person):
                waiting.setdefault(person.region_id, []).append(person)
        return dict(sorted(waiting.items()))

    @cached_property
    def below(self) -> list[str]:
        """The divisions of those on file, in order."""
        return list(self.waiting)

    def on_file(self, region: Region) -> Person:
        """The next one on file in a division or below it; a new one where all were taken."""
        low, high = code_range(region.code)
        for code in self.below[bisect_left(self.below, low) : bisect_left(self.below, high)]:
            if self.waiting[code]:
                return self.waiting[code].pop()
        return self.new(region)

    def new(self, region: Region, name: str = "") -> Person:
        """Somebody new, with a name where it is known; `write` puts them on file."""
        while True:
            days = self.maker.chance.randint(0, (self.high - self.low).days)
            person = self.maker.person(region, self.today, self.low + timedelta(days=days))
            if person.id_index not in self.numbers:
                break
        if name:
            person.name = name
            person.index()
        self.numbers.add(person.id_index)
        self.fresh.append(person)
        return person

    def write(self) -> None:
        """Write the new ones; rows that name them are made after it."""
        bulk.create(self.fresh)
        self.fresh = []


def works_in_federation(person: Person) -> bool:
    """Whether a federation draws its staff from the likes of this person: one adult in three, whoever asks.

    The others are free to be commissioners, so that nobody sits in an office and walks a village at once.
    """
    return person.birth.toordinal() % 3 == 0


def give_portraits(chance: random.Random, people: Iterable[Person], share: float) -> None:
    """Put a drawn face on the files of some people who have none.

    There are three faces. Each division has rows of its own for them: a portrait is read where its person is.
    """
    shown = [person for person in people if person.photo_id is None and chance.random() < share]
    if not shown:
        return
    place = Region.objects.get(code=shown[0].region_id)
    faces = [
        keep(
            ContentFile(portrait(chance)), "照片.jpg", place, None, "jpg", permission="person.photo"
        )
        for _n in range(FACES)
    ]
    wanted = [(person.region_id, n % FACES) for n, person in enumerate(shown)]
    places = sorted(set(wanted))
    columns = ("permission", "sealed", "name", "kind", "size", "sha256", "at")
    keys = bulk.insert(
        Attachment,
        [
            {
                **{column: getattr(faces[face], column) for column in columns},
                "file": faces[face].file.name,
                "region_id": code,
            }
            for code, face in places
        ],
    )
    row = dict(zip(places, keys, strict=True))
    for person, place_and_face in zip(shown, wanted, strict=True):
        person.photo_id = row[place_and_face]
    bulk.save(shown, ["photo"])


def portrait(chance: random.Random) -> bytes:
    """A drawn face on white, two inches: nobody real is in the demo, and the check of photographs has something to see."""
    return _face(chance.randint(-1, 1) * 4)


@cache
def _face(aside: int) -> bytes:
    width, height, top = 420, 588, 150
    picture = Image.new("L", (width, height), 250)
    draw, middle = ImageDraw.Draw(picture), width // 2 + aside
    draw.ellipse((middle - 190, 430, middle + 190, 800), fill=70)
    draw.rectangle((middle - 45, 360, middle + 45, 470), fill=165)
    draw.ellipse((middle - 125, top - 45, middle + 125, top + 250), fill=40)
    draw.ellipse((middle - 105, top, middle + 105, top + 270), fill=200)
    for side in (-1, 1):
        x, y = middle + side * 45, top + 105
        draw.ellipse((x - 34, y - 22, x + 34, y + 22), fill=150)
        draw.ellipse((x - 22, y - 9, x + 22, y + 11), fill=235)
        draw.ellipse((x - 10, y - 10, x + 10, y + 11), fill=25)
        draw.rectangle((x - 32, y - 36, x + 32, y - 26), fill=50)
        draw.ellipse(
            (middle + side * 11 - 7, top + 168, middle + side * 11 + 7, top + 178), fill=110
        )
    draw.ellipse((middle - 44, top + 200, middle + 44, top + 226), fill=115)
    draw.line((middle - 42, top + 212, middle + 42, top + 212), fill=70, width=3)
    out = BytesIO()
    picture.filter(ImageFilter.GaussianBlur(4)).convert("RGB").save(out, "JPEG", quality=88)
    return out.getvalue()
