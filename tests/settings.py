"""Settings of the tests: the site's own, with files in a throw-away folder and quick passwords."""

import os
import tempfile

os.environ.setdefault("ZULIAN_HOME", tempfile.mkdtemp(prefix="zulian-test-"))

from zulian.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
