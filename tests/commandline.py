"""Typing commands in tests: the real Typer application, in process, with its exit status and both outputs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from translate_flow.cli import context
from translate_flow.cli.root import app

NOW = datetime(2026, 3, 8, 12, 0, tzinfo=UTC)
ARTICLE = """---
title: El ocho de marzo
description: Una jornada en las calles.
lang: es
date: 2026-03-08
---

Miles de personas salieron a la calle.

## Las demandas

- Igual salario
- Fin de la violencia

La lucha sigue.
"""


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Desk:
    """`run` types a command and expects an exit status (0 unless told)."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.now = folder, NOW
        monkeypatch.setattr(context, "clock", lambda: self.now)

    def run(self, *words: str, who: str = "", code: int = 0, stdin: str | bytes | None = None) -> Ran:
        arguments = [*(["--as", who] if who else []), *words]
        result = CliRunner().invoke(app, arguments, input=stdin, prog_name="translate-flow")
        ran = Ran(result.exit_code, result.stdout, result.stderr)
        assert ran.code == code, f"{arguments}: exit {ran.code}, wanted {code}\n{ran.out}\n{ran.err}\n{result.exception!r}"
        assert "Traceback" not in ran.out + ran.err
        return ran

    def json(self, *words: str, who: str = "", code: int = 0) -> Any:
        return self.run("--json", *words, who=who, code=code).json

    def write(self, name: str, text: str | bytes = ARTICLE) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def pass_time(self, **amount: float) -> None:
        self.now += timedelta(**amount)

    def to(self, status: str, who: str = "ana", key: str = "march-8") -> None:
        """Brings march-8/pt to a status, from nothing, by typing."""
        self.write(f"{key}.es.md")
        self.run("import", f"{key}.es.md", who="cora")
        steps = ["published original", "requested", "translating", "drafted", "in_review", "approved", "published"]
        address = f"{key}/pt"
        for step in steps[1 : steps.index(status) + 1]:
            if step == "requested":
                self.run("request", key, "pt", who="cora")
            elif step == "translating":
                self.run("claim", address, who=who)
            elif step == "drafted":
                self.run("checkout", address, who=who)
                self.translate(f"{key}.pt.md")
                self.run("checkin", f"{key}.pt.md", who=who)
            elif step == "in_review":
                self.run("submit", address, who=who)
            elif step == "approved":
                self.run("approve", address, who="rui")
            else:
                self.run("publish", address, who="pia")

    def translate(self, name: str) -> None:
        """Puts Portuguese in the place of the Spanish of ARTICLE."""
        path = self.folder / name
        text = path.read_text()
        for source, target in PORTUGUESE.items():
            text = text.replace(source, target)
        path.write_text(text)


PORTUGUESE = {
    "El ocho de marzo": "O oito de março", "Una jornada en las calles": "Um dia nas ruas", "Miles de personas salieron a la calle": "Milhares saíram à rua",
    "Las demandas": "As exigências", "Igual salario": "Salário igual", "Fin de la violencia": "Fim da violência", "La lucha sigue": "A luta continua",
}  # fmt: skip


def typed(folder: Path, *words: str, under: list[str] | None = None) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, as a shell would run it."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), "USER": "olga", "LOGNAME": "olga"}
    command = [*(under or []), sys.executable, "-m", "translate_flow", *words]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120)


def without_privilege() -> list[str]:
    """What makes root obey a folder's permissions."""
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root obeys permissions only through setpriv, which is not here")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner"]
