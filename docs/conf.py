"""The manual: Sphinx, furo, Markdown, by Diataxis."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "Karum"
author = "The Karum developers"
copyright = "2026, the Karum developers"  # noqa: A001
extensions = ["myst_parser", "draw_states"]
html_theme = "furo"
html_title = "Karum"
html_static_path = ["_static"]
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
suppress_warnings = ["myst.xref_missing"]
