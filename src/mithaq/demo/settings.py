"""Settings of a demonstration's node: the product's, and what only a demonstration may have."""

import json
import os

from mithaq.front.config.settings import *  # noqa: F403
from mithaq.front.config.settings import INSTALLED_APPS, MIDDLEWARE, TEMPLATES

MOVABLE_CLOCK = True
SECOND_FACTOR_REQUIRED = False  # a banner on every page says that this is a demonstration
ROOT_URLCONF = "mithaq.demo.urls"
INSTALLED_APPS = ["mithaq.demo", *INSTALLED_APPS]  # first: its templates stand before the product's
MIDDLEWARE = [*MIDDLEWARE, "mithaq.demo.tour.remember"]
TEMPLATES[0]["OPTIONS"]["context_processors"].append("mithaq.demo.tour.bar")  # type: ignore[index]
# The nodes of this demonstration, this one included: their addresses, for the tour.
DEMO_NODES: list[dict[str, object]] = json.loads(os.environ.get("MITHAQ_DEMO_NODES", "[]"))
