"""The pages of 403 and 404; the permission table asks without them."""

from __future__ import annotations

import pytest

from tests.tables.permissions import ROLES, table
from tests.tables.world import World, address
from zulian.accounts.models import Post
from zulian.accounts.roles import Role

pytestmark = pytest.mark.django_db
TABLE = table()


@pytest.mark.parametrize("role", ROLES)
def test_a_page_that_may_not_be_opened_says_why_and_leads_on(world: World, role: Role) -> None:
    text, post = refused(world, role, "403")
    assert (
        f'<h1>您不能打开这个页面</h1><p class="text-secondary">您当前的岗位“{post}”不能打开这个页面。'
        in text
    )
    leads_on(text, post)


@pytest.mark.parametrize("role", ROLES)
def test_a_page_that_is_not_there_leads_on(world: World, role: Role) -> None:
    text, post = refused(world, role, "404")
    assert "<h1>没有找到这个页面</h1>" in text
    leads_on(text, post)


def refused(world: World, role: Role, status: str) -> tuple[str, Post]:
    """The page that a post of `role` gets at the first address which answers with `status`, and the post."""
    name, side = next(
        (name, side)
        for (name, method, side), row in TABLE.items()
        if (method, row[ROLES.index(role)]) == ("GET", status)
    )
    post = (world.inside if side == "inside" else world.outside)[role]
    response = world.client(post).get(address(name, world))
    assert response.status_code == int(status)
    return response.content.decode(), post


def leads_on(text: str, post: Post) -> None:
    """The page shows who is signed in, the navigation and the way home."""
    assert post.user.name in text and 'aria-label="主导航"' in text and "回到我的待办" in text
