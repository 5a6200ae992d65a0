"""Classification help: from a seller's words to a shortlist of HS codes, with reasons, questions and notes.

``classify("cotton scarf")`` never decides: a person chooses from the list and confirms. Needs neither Django nor a
database. The vocabulary, the questions and the notes are files in ``rules/data``.
"""

from karum.rules.classify.answer import Candidate, Classification, Heading, Note, Question, Reason, to_json
from karum.rules.classify.ranking import classify, version

__all__ = ["Candidate", "Classification", "Heading", "Note", "Question", "Reason", "classify", "to_json", "version"]
