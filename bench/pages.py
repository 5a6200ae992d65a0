"""To be filled."""


def measure(hub):
    return []
