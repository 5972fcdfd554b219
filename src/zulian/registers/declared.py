"""All registers that are declared, and the one of a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zulian.foundation.registry import Registry

if TYPE_CHECKING:
    from django.db.models import Model

    from zulian.registers.register import Register

_registers: Registry[Register] = Registry(
    "registers of a model", key=lambda register: register.model
)


def declare(register: Register) -> None:
    """Add a register; raises ImproperlyConfigured where its model has one."""
    _registers.add(register)


def registers() -> list[Register]:
    """All registers."""
    return list(_registers)


def register_of(model: type[Model]) -> Register:
    """The register of a model; raises KeyError where it has none."""
    return _registers[model]
