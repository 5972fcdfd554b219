"""Settings of the tests: the site's own, with files in a throw-away folder and quick passwords."""

import atexit
import os
import shutil
import tempfile

if "ZULIAN_HOME" not in os.environ:
    # Workers and commands started by tests inherit the folder; who made it throws it away.
    os.environ["ZULIAN_HOME"] = tempfile.mkdtemp(prefix="zulian-test-")
    atexit.register(shutil.rmtree, os.environ["ZULIAN_HOME"], ignore_errors=True)

from zulian.settings import *  # noqa: E402, F403

# Each worker keeps its own files: a fill that begins takes away what one that is not done has left.
MEDIA_ROOT = HOME / f"attachments-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Jobs run where they are asked for; tests of the worker ask for the queue.
TASKS["default"]["BACKEND"] = "django_tasks.backends.immediate.ImmediateBackend"  # noqa: F405
# Tables are made straight from the models; tests/test_migrations.py holds that the migrations make the same.
DATABASES["default"]["TEST"] = {"MIGRATE": False}  # noqa: F405
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file as in use, so that the live server's threads wait for each other's writes; nothing in it need survive a
    # crash.
    DATABASES["default"]["TEST"]["NAME"] = str(HOME / "test.sqlite3")  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"  # noqa: F405
    # Everybody waits for the one writer as long as a slow machine takes.
    DATABASES["default"]["OPTIONS"]["timeout"] = 300  # noqa: F405
# Refusals are what the permission table is made of: telling each with its trace would take longer than the answers.
LOGGING["loggers"] = {"django.request": {"level": "ERROR"}}  # noqa: F405
