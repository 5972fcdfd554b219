"""A worksheet that is written row by row. Apart from `excel.py`, so that only who writes one loads XlsxWriter."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet


class StreamSheet(Worksheet):
    """A sheet in constant memory that also takes whole rows as XML, in a quarter of the time that cell by cell takes."""

    def take_row(self, number: int, cells: str, width: int) -> None:
        """Write the row `number`, from 0 and below all others, of `width` columns; `cells` are `<c r="A1"` with what `cell_body` makes."""
        self._write_single_row(number)
        self.fh.write(f'<row r="{number + 1}">{cells}</row>')
        self._check_dimensions(number, width - 1)
