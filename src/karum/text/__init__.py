"""Text: words of any language as a machine compares them. Folding and stems; no Django, no vocabulary of trade."""
