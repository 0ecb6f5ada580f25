"""The node as a WSGI application: what `mithaq serve` hands to its web server."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from mithaq.front.config.collecting import collect_seldom, loading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mithaq.front.config.settings")

with loading():
    application = get_wsgi_application()
    get_resolver().url_patterns  # noqa: B018 - every page, so that no officer's first click waits for it
collect_seldom()
