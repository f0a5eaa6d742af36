"""The command group: options before the command, commands loaded when used, and the one place where errors become words."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from translate_flow.cli import context, render
from translate_flow.cli.commands import COMMANDS, GROUPS
from translate_flow.errors import TranslateFlowError, Unreadable

_ANYWHERE = ("--json", "--quiet", "--traceback")  # understood after the command too: people put them there


@lru_cache
def _group(module: str) -> TyperGroup:
    """The commands of a module under cli, made once: the demonstration and the tests type many in one process."""
    return typer.main.get_group(import_module(f"translate_flow.cli.{module}").app)


class LazyGroup(TyperGroup):
    """Imports a command's module when the command runs, not to list it."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = dict.fromkeys(COMMANDS)  # type: ignore[assignment]  # names, for suggestions; the rest on demand

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        return _group(COMMANDS[cmd_name][0]).commands[cmd_name]

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        for title, names in GROUPS:
            with formatter.section(title):
                formatter.write_dl([(name, COMMANDS[name][1]) for name in names])

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        end = args.index("--") if "--" in args else len(args)
        found = [word for word in args[:end] if word in _ANYWHERE]
        return super().parse_args(ctx, [*dict.fromkeys(found), *(word for word in args[:end] if word not in _ANYWHERE), *args[end:]])

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except TranslateFlowError as error:
            if ctx.params.get("traceback"):
                raise
            _explain(error)
            raise typer.Exit(error.exit_code) from None
        except BrokenPipeError:
            _hush()
            raise typer.Exit(0) from None
        except OSError as error:
            if ctx.params.get("traceback"):
                raise
            where = f" {error.filename}" if error.filename else ""
            render.complain(f"The system says: {error.strerror or error}{where}.", "Nothing of this command was half done; mend that and run it again.")
            raise typer.Exit(5) from None
        except Exception as error:
            if ctx.params.get("traceback") or isinstance(error, typer.Exit | typer.Abort) or hasattr(error, "exit_code"):
                raise
            render.complain(
                f"A fault of ours: {type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}",
                "Nothing of this command was kept. Run it again with --traceback and send us what it prints.",
            )
            raise typer.Exit(1) from None


def _explain(error: TranslateFlowError) -> None:
    message = error.told(context.desk().moment if error.data else str)
    if isinstance(error, Unreadable) and error.place():
        message = f"{error.place()} {message}"
    render.complain(message, error.remedy)


def _hush() -> None:
    """The reader of our output has gone (`… | head`): nothing more can be said to it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


app = typer.Typer(
    cls=LazyGroup, rich_markup_mode=None, no_args_is_help=True, pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Versions are written ARTICLE/LANG, an original also ARTICLE. Example: translate-flow request march-8 pt fr",
)  # fmt: skip


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        sys.stdout.write(f"translate-flow {version('translate-flow')}\n")
        raise typer.Exit


@app.callback()
def root(
    ctx: typer.Context,
    database: Annotated[str, typer.Option("--database", metavar="URL", envvar="TRANSLATE_FLOW_DATABASE", help="A database URL or an SQLite file; else the nearest .translate-flow/.")] = "",
    person: Annotated[str, typer.Option("--as", metavar="HANDLE", envvar="TRANSLATE_FLOW_USER", help="Who you are.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing but errors.")] = False,
    traceback: Annotated[bool, typer.Option("--traceback", help="On an error, show where in the program it happened.")] = False,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")] = False,
) -> None:
    """Keeps articles and their language versions straight: sources, translators, states, ages."""
    desk = context.Desk(database=database, handle=person, json=json, quiet=quiet, traceback=traceback)
    ctx.call_on_close(desk.close)
    context.begin(desk)


def commands() -> Mapping[str, Any]:
    """Every command's object, for the tests of the documentation."""
    group = typer.main.get_group(app)
    return {name: group.get_command(typer.Context(group), name) for name in COMMANDS}
