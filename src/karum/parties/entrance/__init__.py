"""The door of the hub: sign-in by a code or a passkey, on top of django-allauth."""
