"""What migrations know of models: their tables and nothing else.

Labels, choices, validators, defaults that call a function, states of django-fsm: none of them changes a table. They are taken
out of both sides before models are compared with migrations, so that a migration imports no code that is changed later,
and a new word on a page needs no migration.
"""

from __future__ import annotations

from enum import Enum
from typing import Any

from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.questioner import MigrationQuestioner
from django.db.migrations.state import ModelState, ProjectState
from django.db.models.constraints import BaseConstraint
from django_fsm import FSMField

from zulian.foundation.sealing import SealedField

NOT_IN_TABLES = frozenset(
    {
        "verbose_name",
        "help_text",
        "choices",
        "validators",
        "error_messages",
        "editable",
        "limit_choices_to",
        "protected",
        "upload_to",
        "storage",
        "violation_error_message",
        "violation_error_code",
    }
)
OPTIONS = frozenset(
    {
        "constraints",
        "indexes",
        "unique_together",
        "db_table",
        "managed",
        "swappable",
        "abstract",
        "proxy",
        "order_with_respect_to",
    }
)
# Fields of ours that are one of Django's in the database.
STORED_AS: dict[type[models.Field[Any, Any]], type[models.Field[Any, Any]]] = {
    FSMField: models.CharField,
    SealedField: models.TextField,
}


class TablesAutodetector(MigrationAutodetector):
    """Compares tables with tables."""

    def __init__(
        self,
        from_state: ProjectState,
        to_state: ProjectState,
        questioner: MigrationQuestioner | None = None,
    ) -> None:
        super().__init__(tables_of(from_state), tables_of(to_state), questioner)


def tables_of(state: ProjectState) -> ProjectState:
    """The state with only what its tables are made from."""
    plain = ProjectState(real_apps=state.real_apps)
    for model in state.models.values():
        plain.add_model(_model(model))
    return plain


def _model(model: ModelState) -> ModelState:
    options = {name: _value(value) for name, value in model.options.items() if name in OPTIONS}
    fields = [(name, _field(field)) for name, field in model.fields.items()]
    bases = tuple(base for base in model.bases if isinstance(base, str)) or (models.Model,)
    return ModelState(model.app_label, model.name, fields, options, bases)


def _field(field: models.Field[Any, Any]) -> models.Field[Any, Any]:
    _name, _path, args, kwargs = field.deconstruct()
    kwargs = {name: _value(value) for name, value in kwargs.items() if name not in NOT_IN_TABLES}
    if _is_ours(kwargs.get("default")):
        del kwargs["default"]
    return STORED_AS.get(type(field), type(field))(*args, **kwargs)


def _is_ours(default: Any) -> bool:
    """Whether a default calls code of this project, which a migration must not name."""
    return callable(default) and default.__module__.startswith("zulian.")


def _value(value: Any) -> Any:
    """A value without names of our code: an enumeration's member is what the database holds."""
    match value:
        case Enum():
            return value.value
        case list() | tuple() | set():
            return type(value)(_value(part) for part in value)
        case models.Q():
            return models.Q.create(_value(value.children), value.connector, value.negated)
        case BaseConstraint() | models.Index():
            _path, args, kwargs = value.deconstruct()
            kept = {
                name: _value(part) for name, part in kwargs.items() if name not in NOT_IN_TABLES
            }
            return type(value)(*_value(args), **kept)
        case _:
            return value
