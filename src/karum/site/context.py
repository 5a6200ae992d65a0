"""What the page shell needs on every page."""

from typing import Any

from django.http import HttpRequest

from karum.runtime.settings import settings


def shell(request: HttpRequest) -> dict[str, Any]:
    knobs = settings()
    return {"hub_name": knobs.hub_name, "demo": knobs.demo}
