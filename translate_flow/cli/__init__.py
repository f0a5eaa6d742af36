"""The command line: one file per group of commands, the list of them in `commands.py`, the error boundary in `root.py`."""

from __future__ import annotations


def main() -> None:
    """The entry point of `translate-flow` and `tflow`."""
    import gc

    gc.set_threshold(100_000, 20, 50)  # a short command makes little more, and all of it stays: no garbage to look for among it
    import os
    import sys

    from translate_flow.cli.root import app

    typed = os.path.basename(sys.argv[0])
    try:
        app(prog_name=typed if typed == "tflow" else "translate-flow")  # completion goes by the name that was typed
    finally:
        gc.freeze()  # all is closed by now (`Desk.close`): the interpreter need not search every object once more, a third of its time
