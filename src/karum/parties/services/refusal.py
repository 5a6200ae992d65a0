"""An expected "no", as a value."""

from dataclasses import dataclass

from karum.parties.domain import Said


@dataclass(frozen=True, slots=True)
class Refused:
    """Why something was not done, by field; the field "" speaks about the whole."""

    messages: dict[str, Said]

    @property
    def message(self) -> Said:
        return next(iter(self.messages.values()))
