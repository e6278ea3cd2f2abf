"""What a user of the kit is told when an input is wrong."""


class KitError(Exception):
    """An input that can't be used; the message names the thing, the rule and the remedy."""
