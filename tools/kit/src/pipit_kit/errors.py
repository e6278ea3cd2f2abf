"""The error for a wrong input."""


class KitError(Exception):
    """An input that can't be used; the message names the input, the rule and the remedy."""
