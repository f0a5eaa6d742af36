"""The wheel: everything an installed copy needs is in it, and it can make and upgrade its database away from any checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(find_spec("hatchling") is None, reason="building the wheel needs the package hatchling")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT, check=True, capture_output=True, timeout=120)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program of a fresh environment that holds the wheel; its dependencies are those of the environment of the tests."""
    place = tmp_path_factory.mktemp("installed") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True, timeout=120)
    python = place / "bin/python"
    where = subprocess.run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], check=True, capture_output=True, text=True).stdout.strip()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(where)
    # Appended, not in front: the wheel's own package is found first, before an editable install of the checkout.
    others = [entry for entry in sys.path if entry.endswith(("site-packages", "dist-packages"))]
    (Path(where) / "others.pth").write_text("\n".join(others) + "\n")
    script = place / "bin/translate-flow"
    script.write_text(f"#!{python}\nfrom translate_flow.cli import main\nmain()\n")
    script.chmod(0o755)
    return script


def run(program: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("TRANSLATE_FLOW", "PYTHON"))}
    ran = subprocess.run([program, *words], cwd=folder, env=clean, capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran


def _of_package() -> set[str]:
    """What git would show of the package's folder: modules, templates, catalogues, articles."""
    files = (path for path in (ROOT / "translate_flow").rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(ROOT).as_posix() for path in files if path.suffix != ".pyc"}


def test_everything_is_inside(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert _of_package() <= names
    migrations = {f"translate_flow/migrations/{path.relative_to(ROOT / 'migrations').as_posix()}" for path in (ROOT / "migrations").rglob("*.py")}
    assert migrations | {"translate_flow/migrations/script.py.mako"} <= names
    for part in ("channels/templates/article.html.jinja", "locale/pt/LC_MESSAGES/site.mo", "demo/articles/huerto.es.md", "demo/translations/huerto.ar.md"):
        assert f"translate_flow/{part}" in names
    assert not [name for name in names if name.startswith(("tests/", "docs/", "bench/"))]
    entries = next(name for name in names if name.endswith("entry_points.txt"))
    with zipfile.ZipFile(wheel) as archive:
        scripts = archive.read(entries).decode()
    assert "translate-flow = translate_flow.cli:main" in scripts
    assert "tflow = translate_flow.cli:main" in scripts


def test_an_installed_copy_makes_and_upgrades_its_database(program: Path, tmp_path: Path) -> None:
    used = run(Path(program.parent / "python"), tmp_path, "-c", "import translate_flow; print(translate_flow.__file__)").stdout
    assert str(program.parents[1]) in used, "the test runs the checkout instead of the wheel"
    run(program, tmp_path, "init", "--lang", "es")
    run(program, tmp_path, "db", "check")
    run(program, tmp_path, "db", "downgrade", "base", "--yes")
    run(program, tmp_path, "db", "upgrade")
    run(program, tmp_path, "db", "check")
    assert run(program, tmp_path, "--version").stdout.startswith("translate-flow 0.")


def test_an_installed_copy_shows_the_demonstration(program: Path, tmp_path: Path) -> None:
    shown = run(program, tmp_path, "demo", "newsroom").stdout
    assert "All is well." in shown
    assert (tmp_path / "newsroom/.translate-flow/site/en/huerto.html").is_file()
