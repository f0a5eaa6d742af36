"""Files that are read whole: what is in the way is named, and told what to do about."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commandline import without_privilege
from translate_flow.errors import Unreadable
from translate_flow.formats import files


def test_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"x" * 2**20)
    assert files.read(path, limit=2**20) == b"x" * 2**20
    path.write_bytes(b"x" * (2**20 + 1))
    with pytest.raises(Unreadable, match="holds 1 MB; a page may hold 1") as error:
        files.read(path, name="a.md", limit=2**20, holds="a page", remedy="Split it.")
    assert (error.value.file, error.value.remedy) == ("a.md", "Split it.")


def test_a_file_that_grows_while_it_is_read_is_bounded_too(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"x")
    with files.opened(path) as stream:
        path.write_bytes(b"x" * 10)
        with pytest.raises(Unreadable, match="may hold 0"):
            files.whole(stream, name="a.md", limit=5)


def test_a_pipe_that_a_person_named_is_read_to_its_end(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"text")
    os.close(writing)
    assert files.read(Path(f"/dev/fd/{reading}")) == b"text"
    os.close(reading)


def test_many_small_texts_hold_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"text")

    def mappings() -> int:
        return Path("/proc/self/maps").read_bytes().count(b"\n")

    before = mappings()
    held = [files.read(path) for _ in range(2000)]
    assert len(held) == 2000
    assert mappings() < before + 200


def test_a_device_without_end_is_bounded(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="one article may hold 1"):
        files.read(Path("/dev/zero"), limit=2**20)


def test_a_link_is_followed_where_a_person_named_it(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"text")
    (tmp_path / "b.md").symlink_to("a.md")
    (tmp_path / "c.md").symlink_to("c.md")
    assert files.read(tmp_path / "b.md") == b"text"
    for name in ("b.md", "c.md"):
        with pytest.raises(Unreadable, match="is a symbolic link"):
            files.read(tmp_path / name, named=False)


def test_what_is_gone_or_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(tmp_path / "s.md"))
        for name, why in (("gone.md", "is not there any more"), ("gone/a.md", "is not there any more"), ("pipe.md", "is no regular file"), ("s.md", "cannot be opened|no regular file")):
            with pytest.raises(Unreadable, match=why) as error:
                files.read(tmp_path / name, name=name, named=False)
            assert error.value.file == name
            assert error.value.remedy
    with pytest.raises(Unreadable, match="is a folder"):
        files.read(tmp_path)


@pytest.mark.parametrize("named", [True, False])
def test_a_file_that_may_not_be_read(tmp_path: Path, named: bool) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"text")
    path.chmod(0)
    read = f"from pathlib import Path; from translate_flow.formats import files; files.read(Path('a.md'), named={named})"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    ran = subprocess.run([*without_privilege(), sys.executable, "-c", read], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert ran.stderr.splitlines()[-1] == "translate_flow.errors.Unreadable: cannot be opened: Permission denied"
