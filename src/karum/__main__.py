"""``python -m karum`` is the command ``karum``."""

import sys

from karum.site.cli import main

sys.exit(main())
