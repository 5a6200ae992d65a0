"""What the catalogue refuses, said in the reader's language, by field."""

from collections.abc import Mapping


class NotAccepted(ValueError):
    """Something that a person typed cannot be kept. ``problems``: field -> message; "" is the whole form."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {message}" if field else message for field, message in problems.items()))
        self.problems = dict(problems)
