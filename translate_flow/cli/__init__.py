"""The command line: one file per group of commands, the list of them in `commands.py`, the error boundary in `root.py`."""

from __future__ import annotations


def main() -> None:
    """The entry point of `translate-flow` and `tflow`."""
    from translate_flow.cli.root import app

    app(prog_name="translate-flow")
