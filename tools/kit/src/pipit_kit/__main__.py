"""``python -m pipit_kit`` is the command pipit-model."""

from pipit_kit.cli import main

main()
