"""The WSGI entry: `zulian.wsgi:application`."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zulian.settings")
application = get_wsgi_application()
if settings.PROXIES:
    from granian.utils.proxies import wrap_wsgi_with_proxy_headers

    # The client's address, which sign-in counts failures by and the audit trail keeps, as the proxy in front tells it.
    application = wrap_wsgi_with_proxy_headers(application, settings.PROXIES)
