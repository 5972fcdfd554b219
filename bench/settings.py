"""Settings of the benchmarks: the site's own, with jobs done where they are asked for and quick passwords."""

from zulian.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS["default"]["BACKEND"] = "django_tasks.backends.immediate.ImmediateBackend"  # noqa: F405
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# The test client asks as "testserver"; without the test environment, which would copy the context of every template.
ALLOWED_HOSTS = ["*"]
