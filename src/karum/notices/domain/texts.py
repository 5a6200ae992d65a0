"""What a notice says, and how much of it fits on a locked screen."""

from dataclasses import dataclass

BRIEF_MAX = 180
"""Characters of a push below its title: more is cut off by every telephone."""
SUBJECT_MAX = 200


@dataclass(frozen=True, slots=True)
class Text:
    """A notice in one language. ``body``: paragraphs with an empty line between.

    brief: what a push says below the subject; "" takes the first paragraph of the body.
    """

    subject: str
    body: str
    brief: str = ""

    @property
    def line(self) -> str:
        """The subject on one line: a shop's name may hold a line break."""
        return shortened(self.subject, SUBJECT_MAX)

    @property
    def short(self) -> str:
        """What a push says below the subject."""
        return shortened(self.brief or self.body.split("\n\n")[0], BRIEF_MAX)


def shortened(text: str, most: int) -> str:
    """``text`` on one line, at most ``most`` characters, cut between words where there are any."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    words = cut.rpartition(" ")[0]
    return (words if len(words) > most // 2 else cut).rstrip() + "…"
