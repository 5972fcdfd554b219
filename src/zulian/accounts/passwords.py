"""Password rules beyond Django's own."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class MixedCharactersValidator:
    """Letters and digits both, as the classified protection baseline asks (background knowledge)."""

    def validate(self, password: str, user: Any = None) -> None:
        if (
            password.isdigit()
            or not any(c.isdigit() for c in password)
            or not any(c.isalpha() for c in password)
        ):
            raise ValidationError(_("密码须同时含有字母和数字。"), code="password_not_mixed")

    def get_help_text(self) -> str:
        return _("密码须同时含有字母和数字。")
