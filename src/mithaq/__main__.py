"""`python -m mithaq` is `mithaq`."""

import sys

from mithaq.cli import main

sys.exit(main())
