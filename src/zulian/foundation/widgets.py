"""Inputs and selects as HTML: what Django's own templates of widgets say, made at once.

Django renders a template for the widget and one more for each of its options; in the filters of a list that cost as much as all its
rows. `tests/foundation/test_widgets.py` holds both to the same HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

FOLDER = "django/forms/widgets"
OPTION = f"{FOLDER}/select_option"
# Inputs whose template is that of all inputs.
INPUTS = ("text", "number", "email", "hidden", "password")
Widget = Mapping[str, Any]


def drawn(template_name: str, widget: Widget) -> SafeString | None:
    """The HTML of a widget that Django would render by a template; None for another one, which has its template rendered."""
    draw = DRAWN.get(_plain_name(template_name))
    return draw(widget) if draw else None


def _plain_name(template_name: str) -> str:
    return template_name.partition(".")[0]


def _input(widget: Widget) -> SafeString:
    value = widget["value"]
    said = "" if value is None else f' value="{_as_text(value)}"'
    kind, name = _shown(widget["type"]), _shown(widget["name"])
    html = f'<input type="{kind}" name="{name}"{said}{_attributes(widget)}>'
    return mark_safe(html)  # noqa: S308  (all that is put in is escaped)


def _select(widget: Widget) -> SafeString | None:
    """A select; None where an option has a template of its own."""
    groups = widget["optgroups"]
    if any(
        _plain_name(option["template_name"]) != OPTION
        for _name, options, _n in groups
        for option in options
    ):
        return None
    html = f'<select name="{_shown(widget["name"])}"{_attributes(widget)}>{"".join(_groups(groups))}\n</select>'
    return mark_safe(html)  # noqa: S308  (all that is put in is escaped)


def _groups(groups: Any) -> Iterator[str]:
    for name, options, _place in groups:
        if name:
            yield f'\n  <optgroup label="{_shown(name)}">'
        for option in options:
            value, label = _as_text(option["value"]), _shown(option["label"])
            yield f'\n  <option value="{value}"{_attributes(option)}>{label}</option>'
        if name:
            yield "\n  </optgroup>"


def _attributes(widget: Widget) -> str:
    """Attributes: a true one by its name alone, a false one not at all."""
    return "".join(
        f" {_shown(name)}" if value is True else f' {_shown(name)}="{_as_text(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _as_text(value: Any) -> str:
    """A value as it stands, whatever the language: what `stringformat:'s'` gives. What is safe stays as it is."""
    return conditional_escape(value if isinstance(value, str) else str(value))


def _shown(value: Any) -> str:
    """A value as a template shows it."""
    return conditional_escape(value if isinstance(value, str) else localize(value))


DRAWN: dict[str, Callable[[Widget], SafeString | None]] = {
    f"{FOLDER}/select": _select,
    **{f"{FOLDER}/{name}": _input for name in INPUTS},
}
