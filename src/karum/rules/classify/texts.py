"""The English sentences of classification help, by code. They are msgids: change one only with its translations."""

from collections.abc import Mapping

from karum.rules.domain.texts import gettext_noop

WHY: Mapping[str, str] = {
    "known": gettext_noop("“%(word)s” is known to belong here."),
    "spelled": gettext_noop("“%(word)s” was read as “%(stands_for)s”, which belongs here."),
    "text": gettext_noop("“%(word)s” stands in the words of the code."),
    "heading": gettext_noop("“%(word)s” stands in the words of the heading."),
    "chapter": gettext_noop("“%(word)s” stands in the title of the chapter."),
    "fits": gettext_noop("It fits “%(word)s”."),
    "against": gettext_noop("But it is for other goods than “%(word)s”."),
}
