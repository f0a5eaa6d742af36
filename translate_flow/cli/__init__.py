"""The command line: one file per group of commands, the list of them in `commands.py`, the error boundary in `root.py`."""

from __future__ import annotations


def main() -> None:
    """The entry point of `translate-flow` and `tflow`."""
    import gc

    gc.set_threshold(50_000, 20, 50)  # starting makes 100,000 objects that all stay: looking for garbage among them costs a twentieth of it
    import os
    import sys

    from translate_flow.cli.root import app

    typed = os.path.basename(sys.argv[0])
    app(prog_name=typed if typed == "tflow" else "translate-flow")  # completion goes by the name that was typed
