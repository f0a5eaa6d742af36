"""Trees of pages without git, as they lie on disks: what cannot be read is told, and the rest comes in, at the real command."""

from __future__ import annotations

import os
from pathlib import Path

from tests.commandline import typed, without_privilege
from tests.limits import bounded
from translate_flow.adoption import plain_tree
from translate_flow.adoption.folders import walk
from translate_flow.adoption.items import Item, Unread

EN = "The river has come over its banks for the third time this year.\n\nThe council counts 42 houses under water, and says that help is on its way.\n"
ES = "El río se ha salido de su cauce por tercera vez este año.\n\nEl ayuntamiento cuenta 42 casas bajo el agua, y dice que la ayuda está en camino.\n"
JA = "川は今年三度目の氾濫を起こした。\n\n町は42軒の家が水に浸かっていると数え、助けが来ていると言う。\n"
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "4d" * 32 + "\nsize 12345\n"


def put(folder: Path, texts: dict[str | bytes, str | bytes]) -> Path:
    for name, text in texts.items():
        path = os.path.join(os.fsencode(folder), os.fsencode(name))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as stream:
            stream.write(text if isinstance(text, bytes) else text.encode())
    return folder


def pages() -> dict[str | bytes, str | bytes]:
    return {f"{tag}/flood.md": f"---\ntitle: {title}\n---\n\n{text}" for tag, (title, text) in {"en": ("The flood", EN), "es": ("La crecida", ES)}.items()}


def adopted(desk, folder: Path, **options) -> tuple[dict[str, str], dict[str, str]]:
    """What the command brought in, origin → outcome; and what it did not read, place → why."""
    told = desk.json("adopt", str(folder), "--lang", "en", **options)
    steps = {step["origin"].partition("/site/")[2] or step["origin"].removeprefix("site/"): step["outcome"] for step in told["steps"]}
    return steps, {one["place"]: one["why"] for one in told["unread"]}


def test_texts_in_other_encodings(desk) -> None:
    site = put(desk.folder / "site", pages() | {
        "en/a.md": EN, "es/a.md": ES.encode("utf-16"), "en/b.md": EN, "es/b.md": ES.encode("latin-1"), "en/c.md": EN, "ja/c.md": JA.encode("shift-jis"),
        "en/d.html": f"<html lang=en><h1>Flood</h1><p>{EN}</p>", "ja/d.html": f"<html lang=ja><meta charset=shift_jis><h1>洪水</h1><p>{JA}</p>".encode("shift-jis"),
        "es/d.html": f"<html lang=es><h1>Crecida</h1><p>{ES}</p>".encode("latin-1"), "es/e.md": b"", "es/f.md": b"\x00\x01\x02", "en/lfs.md": POINTER,
    })  # fmt: skip
    steps, unread = adopted(desk, site)
    assert {origin for origin, outcome in steps.items() if outcome in {"created", "added"}} >= {"en/a.md", "es/a.md", "en/d.html", "ja/d.html", "en/flood.md", "es/flood.md"}
    assert unread == {
        "es/b.md:1": "is not UTF-8: byte 0xed cannot be read", "ja/c.md:1": "is not UTF-8: byte 0x90 cannot be read", "es/d.html:1": "is not UTF-8: byte 0xed cannot be read",
        "es/e.md": "is empty", "es/f.md:1": "looks like a binary file, not a text", "en/lfs.md": "is a pointer of Git LFS: its text is kept elsewhere",
    }  # fmt: skip
    assert "salido de su cauce" in desk.run("show", "a/es").out
    assert "川は今年三度目" in desk.run("show", "d/ja").out


def test_links_are_told_where_they_lead_out(desk) -> None:
    put(desk.folder / "outside", {"secret.md": "A secret of somebody else.\n"})
    site = put(desk.folder / "site", pages() | {".store/kept.md": EN, "notes.txt": "x"})
    for name, target in {"en/x.md": "../../outside/secret.md", "en/dir": "../../outside", "en/loop": "..", "en/self.md": "self.md", "en/same.md": "flood.md",
                         "en/gone.md": "nowhere.md", "en/kept.md": "../.store/kept.md", "en/notes.md": "../notes.txt", "en/list.txt": "../../outside/secret.md"}.items():  # fmt: skip
        (site / name).symlink_to(target)
    os.mkfifo(site / "en/pipe.md")
    steps, unread = adopted(desk, site)
    assert set(steps) == {"en/flood.md", "es/flood.md"}
    out, hidden = "is a symbolic link that leads out of the folder, and is not followed", "is a symbolic link to what is not read by itself, and is not followed"
    assert unread == {
        "en/x.md": out, "en/dir": out, "en/self.md": "is a symbolic link that leads nowhere", "en/gone.md": "is a symbolic link that leads nowhere",
        "en/kept.md": hidden, "en/notes.md": hidden, "en/pipe.md": "is no regular file, but a pipe, a socket or a device",
    }  # fmt: skip


def test_strange_names(desk) -> None:
    site = put(desk.folder / "site", pages() | {"en/a\nb.md": EN, "es/a\nb.md": ES, b"en/caf\xe9.md": EN, "en/Case.md": "Whales were seen off the coast.\n", "en/case.md": EN, "es/case.md": ES})
    steps, unread = adopted(desk, site)
    assert steps == dict.fromkeys(("en/flood.md", "en/a\nb.md", "en/Case.md", "en/case.md"), "created") | dict.fromkeys(("es/flood.md", "es/a\nb.md", "es/case.md"), "added")
    assert unread == {"en/caf\\xe9.md": "has a name that is not UTF-8"}
    desk.run("doctor")


def test_what_may_not_be_read_is_told_and_comes_in_when_it_may(tmp_path: Path) -> None:
    under = without_privilege()
    assert typed(tmp_path, "init").returncode == 0
    site = put(tmp_path / "site", pages() | {"en/closed/b.md": EN, "en/n.md": "Night buses run again.\n"})
    (site / "en/closed").chmod(0)
    (site / "en/n.md").chmod(0)
    ran = typed(tmp_path, "adopt", "site", "--lang", "en", under=under)
    assert ran.returncode == 0, ran.stderr
    assert "en/closed: cannot be opened: Permission denied" in ran.stderr
    assert "en/n.md: cannot be opened: Permission denied" in ran.stderr
    assert "1 article, 1 translation, 2 not read" in ran.stderr
    (site / "en/n.md").chmod(0o644)  # neither its size nor its time changes
    (site / "en/closed").chmod(0o755)
    ran = typed(tmp_path, "adopt", "site", "--lang", "en", under=under)
    assert "2 articles, 2 unchanged" in ran.stderr, ran.stderr
    site.chmod(0)
    ran = typed(tmp_path, "adopt", "site", "--lang", "en", under=under)
    site.chmod(0o755)
    assert (ran.returncode, ran.stderr.splitlines()[0]) == (6, "Error: site cannot be opened: Permission denied.")


def test_a_file_that_goes_while_the_folder_is_read(tmp_path: Path) -> None:
    found = plain_tree.items(put(tmp_path, pages()))
    first = next(found)
    assert isinstance(first, Item)
    (tmp_path / "es/flood.md").unlink()
    assert list(found) == [Unread("es/flood.md", "is not there any more", "Run the command again when nothing moves files there.")]


def test_a_folder_of_100_000_files_is_walked_in_the_order_of_names(tmp_path: Path) -> None:
    for n in range(100):
        (tmp_path / f"{n:02}").mkdir()
        for m in range(1000):
            os.mknod(tmp_path / f"{n:02}" / f"{m:03}.md")
    with bounded():
        found = [file for file, _ in walk(tmp_path, lambda name: name.endswith(".md"))]
    assert (len(found), found) == (100_000, sorted(found))
