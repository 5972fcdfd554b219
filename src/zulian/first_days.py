"""Commands of a site's first days: its divisions, and the administrators who do everything else on the pages."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

ADMINS = {"system": "system_admin", "security": "security_admin", "audit": "audit_admin"}


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `divisions` and `admin` to the command line."""
    divisions = commands.add_parser(
        "divisions", help="load the divisions that the site serves, the first thing it needs"
    )
    source = divisions.add_mutually_exclusive_group(required=True)
    source.add_argument(
        "file", nargs="?", type=Path, help="CSV in UTF-8: code,name; codes have 12 digits"
    )
    source.add_argument(
        "--of",
        metavar="PLACE",
        help="a division of the shipped list by name or code, with all down to townships",
    )
    source.add_argument("--fuxin", action="store_true", help="the divisions of Fuxin, as shipped")
    divisions.add_argument(
        "--below",
        metavar="CODE",
        default="",
        help="of a file, only what lies below this division: one city's villages of the whole country's",
    )
    divisions.set_defaults(act=load_divisions)

    admin = commands.add_parser(
        "admin", help="make an administrator's account and print its first password"
    )
    admin.add_argument("username", help="the name to sign in with")
    admin.add_argument("name", help="the person's own name")
    admin.add_argument(
        "--division", required=True, help="the code of the division that they look after"
    )
    admin.add_argument(
        "--role", choices=sorted(ADMINS), default="system", help="system unless told otherwise"
    )
    admin.set_defaults(act=make_admin)


def load_divisions(chosen: argparse.Namespace) -> int:
    """Load divisions from a file or those shipped; status 1 with one sentence where the file does not fit."""
    from zulian.regions import services

    if chosen.of is not None:
        return load_shipped(chosen.of)
    path = services.FUXIN if chosen.fuxin else chosen.file
    return load_file(path, lambda: services.load_csv(path, chosen.below), "divisions")


def load_shipped(words: str) -> int:
    """Load a division of the shipped list with all below it and those above; status 1 with one sentence where it is not clear which."""
    from django.core.exceptions import ValidationError

    from zulian.foundation.scopes import EVERYTHING, scope
    from zulian.regions import shipped

    try:
        with scope(EVERYTHING):
            place, count = shipped.load(words)
    except ValidationError as error:
        print("".join(error.messages), file=sys.stderr)
        return 1
    print(f"{place}: {count} divisions loaded")
    return 0


def load_file(path: Path, load: Callable[[], int], what: str) -> int:
    """Load a file under the scope of everything and say how many of `what` came in; status 1 with one sentence where it does not fit."""
    from django.core.exceptions import ValidationError

    from zulian.foundation.scopes import EVERYTHING, scope

    try:
        with scope(EVERYTHING):
            count = load()
    except OSError as error:
        print(f"{path}: {error.strerror}", file=sys.stderr)
        return 1
    except UnicodeDecodeError:
        print(f"{path}: this is no text in UTF-8", file=sys.stderr)
        return 1
    except ValidationError as error:
        print(f"{path}: {''.join(error.messages)}", file=sys.stderr)
        return 1
    print(f"{count} {what} loaded")
    return 0


def make_admin(chosen: argparse.Namespace) -> int:
    """Make the account; status 1 with one sentence where the name is taken or the division is not there."""
    from django.core.exceptions import ValidationError

    from zulian.accounts.services import add_staff, first_password
    from zulian.foundation.scopes import EVERYTHING, scope
    from zulian.regions.models import Region

    with scope(EVERYTHING):
        region = Region.objects.current().filter(code=chosen.division).first()
        if region is None:
            print(
                f"There is no division {chosen.division}: load them first, zulian divisions FILE",
                file=sys.stderr,
            )
            return 1
        try:
            user = add_staff(chosen.username, chosen.name, ADMINS[chosen.role], region)
            password = first_password(user)
        except ValidationError as error:
            print("".join(error.messages), file=sys.stderr)
            return 1
    print(
        f"{chosen.username}  {password}  (to be changed at the first sign-in; it is not shown again)"
    )
    return 0
