"""The node as a WSGI application: what `mithaq serve` hands to its web server."""

import os

from django.core.wsgi import get_wsgi_application

from mithaq.front.config.collecting import collect_seldom

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mithaq.front.config.settings")

application = get_wsgi_application()
collect_seldom()
