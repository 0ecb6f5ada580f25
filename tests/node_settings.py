"""Settings of a node in tests: the product's, a clock that can be moved, and a way to ask where it hangs."""

import faulthandler
import signal

from mithaq.front.config.settings import *  # noqa: F403

MOVABLE_CLOCK = True

# A story that waits in vain for an answer asks every thread where it is (`tests.two_nodes`).
faulthandler.register(signal.SIGUSR1)

# Officers of the stories sign in a hundred times; how a password is kept is looked at elsewhere.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
