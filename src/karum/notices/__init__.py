"""Notices: what the hub tells people, by e-mail and by push, and what each of them wants to hear."""
