"""The WSGI entry: `zulian.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zulian.settings")
application = get_wsgi_application()
