"""`python -m translate_flow`."""

from translate_flow.cli import main

main()
