"""What the tariffs of the EU and of the UK have in common: both speak TARIC's codes."""

from karum.official.duty_parts import Part, compose

MEURSING = "7"  # type of the additional codes that stand for a recipe: so much milk fat, milk protein, starch, sugar


def depth(code: str, dashes: int) -> int:
    """Levels above a line: TARIC counts dashes, and neither a chapter nor its headings have any."""
    return 0 if code[2:] == "00000000" else 1 + dashes


def condition(code: str, certificate: str, limit: Part, action: str, duty: str | None) -> str:
    """One condition of a measure, as the UK's bulk files write it: "condition:B,certificate:N853,action:27".

    limit: the amount up to which the condition holds; duty: the one that applies then.
    """
    said = {
        "condition": code,
        "certificate": certificate,
        "limit": (compose([limit]) or "") if limit.amount else "",
        "action": action,
        "duty": duty or "",
    }
    return ",".join(f"{name}:{value}" for name, value in said.items() if value)
