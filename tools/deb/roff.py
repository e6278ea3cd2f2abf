"""Text for manual pages."""

import re


def roff(text: str) -> str:
    """One line of running text; what stands in backquotes or stars becomes bold."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"`([^`]*)`|\*\*([^*]*)\*\*", lambda found: rf"\fB{found[1] or found[2]}\fR", text)
    return rf"\&{text}" if text.startswith((".", "'")) else text
