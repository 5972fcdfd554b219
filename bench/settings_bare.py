"""The peer of a start: the site's settings without its own apps."""

from zulian.settings import *  # noqa: F403

INSTALLED_APPS = [app for app in INSTALLED_APPS if not app.startswith("zulian.")]  # noqa: F405
AUTH_USER_MODEL = "auth.User"
