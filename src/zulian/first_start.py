"""`zulian init`: from an empty folder to a site that can be served, by questions or by options; repeating it is safe."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from zulian import environment, site_keys
from zulian.errors import FAILED, StartError

if TYPE_CHECKING:
    from zulian.accounts.founding import Admin, Made
    from zulian.accounts.roles import Role
    from zulian.regions.models import Region
    from zulian.regions.shipped import Shipped

T = TypeVar("T")
# The option of each administrator, as `zulian admin --role` calls them.
OPTIONS = ("system", "security", "audit")
# How a place is named, the name of a page and of a person: examples for whoever types.
PLACES = "辽阳市, 江苏省南京市鼓楼区, 211000"  # untranslated: names of divisions
PAGE, PERSON = "开始使用", "zhangsan 张三"  # untranslated: as they stand on the pages
# What is set in the environment: what it is for, and its variable.
CHANNELS = (
    ("e-mail", "ZULIAN_EMAIL_HOST"),
    ("text messages", "ZULIAN_SMS_URL"),
    ("the trail's anchor", "ZULIAN_ANCHOR"),
)


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `init` to the command line."""
    init = commands.add_parser(
        "init",
        help="begin a site: its divisions and the three administrators; asks what is not given",
    )
    init.add_argument(
        "--place",
        default="",
        help=f"the division that the site serves, by name or code: {PLACES}",
    )
    for name in OPTIONS:
        init.add_argument(
            f"--{name}",
            nargs=2,
            metavar=("USERNAME", "NAME"),
            help=f"the {name} administrator: the name to sign in with, and the person's own",
        )
    init.set_defaults(act=init_site)


def init_site(chosen: argparse.Namespace) -> int:
    """Begin the site, or say what is there; status 1 with one sentence where something given does not fit."""
    from django.core.exceptions import ValidationError

    from zulian.foundation.scopes import EVERYTHING, scope
    from zulian.serving import prepare

    prepare()
    try:
        with scope(EVERYTHING):
            _begin(chosen)
    except ValidationError as error:
        print("".join(error.messages), file=sys.stderr)
        return FAILED
    _tell_keys()
    _tell_channels()
    print(
        f"\nServe the site:     zulian up\nThen sign in; the page {PAGE} shows what is still to be done."
    )
    return 0


def _begin(chosen: argparse.Namespace) -> None:
    """Load what is missing and make the accounts that are missing."""
    from zulian.accounts import founding

    roles = founding.missing()
    if not roles:
        _tell_what_is_there()
        return
    place = _place(chosen.place)
    admins = {role: _admin(role, chosen) for role in roles}
    made = founding.complete(place.code, admins)
    _tell_what_is_there()
    _tell_passwords(made)


def _place(given: str) -> Shipped:
    """The division that was named; else the only top one that is loaded; else the one that is typed."""
    from zulian.accounts import founding

    if given:
        return founding.place_named(given)
    tops = _tops()
    if len(tops) == 1:
        return founding.place_named(tops[0].code)
    return _asked(
        f"Which division does the site serve ({PLACES})? ",
        "--place",
        founding.place_named,
    )


def _admin(role: Role, chosen: argparse.Namespace) -> Admin:
    """An administrator as given by an option, else as typed."""
    from zulian.accounts import founding

    option = role.value.removesuffix("_admin")
    given = getattr(chosen, option)
    if given:
        return founding.Admin(*given)

    def read(text: str) -> Admin:
        username, _blank, name = text.strip().partition(" ")
        admin = founding.Admin(username, name.strip())
        founding.check({role: admin})
        return admin

    return _asked(
        f"{role.label} ({option} administrator), USERNAME NAME, e.g. {PERSON}: ",
        f"--{option}",
        read,
    )


def _asked(question: str, option: str, read: Callable[[str], T]) -> T:
    """What is typed, asked for again until it fits; raises StartError where nobody answers."""
    from django.core.exceptions import ValidationError

    while True:
        try:
            typed = input(question)
        except EOFError as error:
            raise StartError(f"Nobody answers here: give it as {option}.") from error
        try:
            return read(typed)
        except ValidationError as error:
            print("".join(error.messages))


def _tops() -> list[Region]:
    """The divisions that are loaded and lie below no other."""
    from zulian.regions.models import Region, ancestors

    regions = list(Region.objects.current().order_by("code"))
    codes = {region.code for region in regions}
    return [region for region in regions if not codes & set(ancestors(region.code))]


def _tell_what_is_there() -> None:
    from zulian.accounts.founding import THREE
    from zulian.accounts.models import Post
    from zulian.regions.models import Region

    names = "、".join(region.name for region in _tops()[:6])
    print(f"\ndivisions           {Region.objects.count()}, under {names}")
    for post in Post.objects.held().filter(role__in=THREE).select_related("user", "region"):
        print(
            f"{post.get_role_display():<15}{post.user.username} {post.user.name}, {post.region.name}"
        )


def _tell_passwords(made: list[Made]) -> None:
    print("\nFirst passwords, to be changed at the first sign-in; they are not shown again:")
    for one in made:
        print(f"  {one.admin.username:<20} {one.password}")


def _tell_keys() -> None:
    from django.conf import settings

    print("\nKeys")
    for key in (site_keys.DATA_KEY, site_keys.SECRET_KEY):
        print(f"  {site_keys.where_kept(key, settings.HOME)}")
    print(
        "  Keep a copy of the data key elsewhere, apart from the database: without it nobody can read the files of people."
    )


def _tell_channels() -> None:
    print("\nSettings from the environment (docs/operations.md)")
    for what, variable in CHANNELS:
        print(f"  {what:<20}{'' if environment.text(variable) else 'not '}set: {variable}")
