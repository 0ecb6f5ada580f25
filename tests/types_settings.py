"""Settings for mypy alone, whose Django plugin loads them to know models and settings by their types.

A node refuses to start without its environment; types do not depend on it. So it is given
here, in place of whatever the shell has, and mypy runs anywhere. Nothing is written: the
home does not exist.
"""

import os

os.environ.pop("MITHAQ_DATABASE_URL", None)
os.environ |= {
    "MITHAQ_AUTHORITY": "MA",
    "MITHAQ_HOME": "/nonexistent/mithaq",
    "MITHAQ_SECRET_KEY": "only-for-types",
    "MITHAQ_KEY_PASSPHRASE": "only-for-types",
}

from mithaq.front.config.settings import *  # noqa: F403
