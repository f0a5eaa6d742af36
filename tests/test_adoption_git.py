"""Pages in real git repositories, with their history: renames, merges, what was deleted and came back, and what git can be given."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.conftest import SHARED
from tests.limits import bounded
from translate_flow import formats
from translate_flow.adoption import git_blobs, git_program, git_tree
from translate_flow.adoption.items import Said
from translate_flow.errors import Unreadable, UsageError

EN = "The river has come over its banks for the third time this year, and the council counts 42 houses under water."
ES = "El río se ha salido de su cauce por tercera vez este año, y el ayuntamiento cuenta 42 casas bajo el agua."
LONG = "\n\n".join(f"Paragraph {number} tells of the harbour, its boats and the people who mend nets there." for number in range(12))


class Repository:
    """A repository made by hand; every commit is a day after the one before, from 2020-01-02 on."""

    def __init__(self, folder: Path, *options: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.day = 1
        self.git("init", "--quiet", "--initial-branch=main", *options)

    def git(self, *arguments: str, check: bool = True) -> str:
        stamp = f"2020-01-{self.day:02}T12:00:00+02:00"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        env = kept | {
            "GIT_AUTHOR_NAME": "Ana", "GIT_AUTHOR_EMAIL": "ana@example.org", "GIT_COMMITTER_NAME": "Ana", "GIT_COMMITTER_EMAIL": "ana@example.org",
            "GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_ALLOW_PROTOCOL": "file",
        }  # fmt: skip
        done = subprocess.run(["git", *arguments], cwd=self.folder, env=env, capture_output=True, check=False)
        assert not check or done.returncode == 0, done.stderr
        return done.stdout.decode("utf-8", "surrogateescape").strip()

    def put(self, path: str, text: str | bytes) -> Repository:
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode() if isinstance(text, str) else text)
        return self

    def commit(self, message: str = "a change") -> str:
        self.day += 1
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path):
    return Repository(tmp_path / "site")


def page(title: str, text: str = "A text.", **more: str) -> str:
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in {"title": title, **more}.items()) + f"---\n\n{text}\n"


def items(folder: Path, **options):
    with git_tree.read(folder, **options) as tree:
        found = {item.origin: item for item in tree.items()}
        return tree, found


def texts(item) -> list[bytes]:
    return [snapshot.read() for snapshot in item.history]


def told(tree) -> dict[str, str]:
    return {unread.place: unread.why for unread in tree.unread}


# --- what is read ---


def test_two_languages_with_their_history(repository):
    first = repository.put("content/en/news/a.md", page("One")).commit()
    second = repository.put("content/es/news/a.md", page("Uno")).commit()
    third = repository.put("content/en/news/a.md", page("One, corrected")).put("hugo.toml", "").commit()
    tree, found = items(repository.folder)
    assert tree.head == third == git_program.head(repository.folder)
    assert tree.layout.name == "Hugo, folders"
    assert tree.unread == []
    english, spanish = found["content/en/news/a.md"], found["content/es/news/a.md"]
    assert english.document.title == "One, corrected"
    assert english.languages == (Said("en", "folder"),)
    assert english.groups == (Said("content/news/a", "layout"),) == spanish.groups
    assert english.links == {"es": Said("content/es/news/a.md", "layout")}
    assert [(each.name, each.at) for each in english.history] == [(first, "2020-01-02T10:00:00Z"), (third, "2020-01-04T10:00:00Z")]
    assert texts(english) == [page("One").encode(), english.body]
    assert (english.date, english.modified) == ("2020-01-02T10:00:00Z", "2020-01-04T10:00:00Z")
    assert [each.name for each in spanish.history] == [second]
    assert (english.kind, english.slug, english.place) == ("post", "a", "content/en/news/a.md")


def test_front_matter_speaks_too(repository):
    repository.put("a.md", page("One", lang="pt", date="2019-05-06", tags="[sea, boats]", translationKey="harbour", draft="true")).commit()
    _, found = items(repository.folder)
    item = found["a.md"]
    assert item.languages == (Said("pt", "front matter"),)
    assert item.groups == (Said("a", "layout"), Said("harbour", "front matter"))
    assert item.date == "2019-05-06"
    assert item.terms == ("sea", "boats")
    assert not item.published


def test_the_language_of_the_root_can_be_told(repository):
    repository.put("a.md", page("One")).put("es/a.md", page("Uno", lang="es-MX")).commit()
    _, found = items(repository.folder, languages_default="EN")
    assert found["a.md"].languages == (Said("en", "told"),)
    assert found["a.md"].links == {"es": Said("es/a.md", "layout")}
    assert found["es/a.md"].links == {"en": Said("a.md", "layout")}
    assert found["es/a.md"].languages == (Said("es", "folder"), Said("es-MX", "front matter"))
    with pytest.raises(UsageError):
        git_tree.read(repository.folder, languages_default="no language")


SETTINGS = {
    "hugo.toml": "title = 'x'\ndefaultContentLanguage = 'pt-br'\n", "config/_default/hugo.yaml": "# defaultContentLanguage: fr\ndefaultContentLanguage: pt-br\n",
    "docusaurus.config.js": "export default {\n  // defaultLocale: 'fr',\n  i18n: { defaultLocale: 'pt-BR', locales: ['pt-BR', 'fr'] } }",
    "docs/astro.config.mjs": "starlight({ defaultLocale: 'root', locales: { root: { label: 'Português', lang: 'pt-BR' }, fr: { label: 'Français' } } })",
    "_config.yml": "title: x\nlang: pt_BR\n", "mkdocs.yml": "theme:\n  name: material\n  language: pt-BR\n",
}  # fmt: skip


@pytest.mark.parametrize("name", SETTINGS)
def test_the_settings_tell_the_language_of_the_root(repository, name):
    repository.put("docs/a.md", page("Um")).put("docs/fr/a.md", page("Un")).put(name, SETTINGS[name]).commit()
    _, found = items(repository.folder)
    assert found["docs/a.md"].languages == (Said("pt-BR", "settings"),)
    assert found["docs/fr/a.md"].languages == (Said("fr", "folder"),)
    _, found = items(repository.folder, languages_default="en")
    assert found["docs/a.md"].languages == (Said("en", "told"),)


def test_a_language_keeps_its_article_where_suffixes_differ(repository):
    repository.put("docs/a.mdx", page("One")).put("docs/b.md", page("B")).put("docs/fr/a.md", page("Un")).put("docs/fr/b.md", page("B")).commit()
    _, found = items(repository.folder)
    assert found["docs/fr/a.md"].groups == found["docs/a.mdx"].groups


def test_a_told_pattern_leaves_the_rest_out_and_says_so(repository):
    repository.put("text/it/a.md", page("Uno")).put("text/a.md", page("One")).put("README.md", "Read me.").put("NOTES.md", "Notes.").commit()
    tree, found = items(repository.folder, pattern="text/{language}/{path}", source_pattern="text/{path}", languages_default="en")
    assert sorted(found) == ["text/a.md", "text/it/a.md"]
    assert found["text/a.md"].links == {"it": Said("text/it/a.md", "layout")}
    assert told(tree) == {"NOTES.md": "and 1 more pages are outside the pattern"}
    with pytest.raises(UsageError):
        git_tree.read(repository.folder, source_pattern="text/{path}")


def test_html_tells_its_language(repository):
    repository.put("a.html", '<!doctype html><html lang="cs"><title>T</title><body><h1>T</h1><p>Text.</p></body></html>').commit()
    _, found = items(repository.folder)
    assert found["a.html"].languages == (Said("cs", "lang attribute"),)


def test_a_folder_of_a_repository_is_read_alone(repository):
    repository.put("site/en/a.md", page("One")).put("site/es/a.md", page("Uno")).put("other/b.md", page("B")).commit()
    _, found = items(repository.folder / "site")
    assert sorted(found) == ["site/en/a.md", "site/es/a.md"]
    assert len(found["site/en/a.md"].history) == 1


# --- history ---


def test_a_moved_page_keeps_its_history(repository):
    repository.put("old.md", page("One", LONG)).commit()
    repository.put("old.md", page("Two", LONG)).commit()
    repository.git("mv", "old.md", "new.md")
    moved = repository.commit()
    repository.git("mv", "new.md", "newest.md")
    last = repository.put("newest.md", page("Three", LONG)).commit()
    _, found = items(repository.folder)
    item = found["newest.md"]
    assert texts(item) == [page(title, LONG).encode() for title in ("One", "Two", "Three")]
    assert item.data["former"] == ["old.md", "new.md"]
    assert item.modified == "2020-01-05T10:00:00Z"
    assert item.data["changed"] == last != moved


@pytest.mark.parametrize("others", [0, 20])
def test_pages_among_other_files(repository, others):
    for number in range(others):
        repository.put(f"src/{number}.py", f"x = {number}\n")
    repository.put("site/a.MD", page("One", LONG)).put("notes.txt", LONG).commit()
    repository.git("mv", "site/a.MD", "site/b.md")
    repository.put("site/b.md", page("Two", LONG)).put("src/0.py", "y = 1\n").commit()
    repository.put("src/0.py", "z = 1\n").commit()
    since = repository.git("rev-parse", "HEAD~1")
    for folder in (repository.folder, repository.folder / "site"):
        tree, found = items(folder)
        assert texts(found["site/b.md"]) == [page("One", LONG).encode(), page("Two", LONG).encode()]
        assert tree.unread == []
        tree, found = items(folder, since=since)
        assert (found, tree.gone) == ({}, ())


def test_a_folder_does_not_tell_of_what_is_outside(repository):
    since = repository.put("site/a.md", page("A")).put("other/b.md", page("B")).commit()
    repository.git("rm", "--quiet", "other/b.md")
    repository.put("site/a.md", page("A, more")).commit()
    tree, found = items(repository.folder / "site", since=since)
    assert (list(found), tree.gone) == (["site/a.md"], ())


def test_a_text_that_becomes_a_page_keeps_its_history(repository):
    repository.put("a.txt", LONG).put("b.md", page("B")).commit()
    repository.git("mv", "a.txt", "a.md")
    repository.put("a.md", LONG + "\n\nAnd more.").commit()
    _, found = items(repository.folder)
    assert texts(found["a.md"])[-1] == found["a.md"].body


def test_a_page_that_takes_another_s_place(repository):
    repository.put("a.md", page("A", LONG)).put("b.md", page("B", LONG.replace("boats", "ships").replace("nets", "sails"))).commit()
    repository.git("mv", "a.md", "c.md")
    repository.git("mv", "b.md", "a.md")
    repository.commit()
    _, found = items(repository.folder)
    assert sorted(found) == ["a.md", "c.md"]  # whether git takes it for a move or an edit is git's to say
    assert all(item.history[-1].read() == item.body for item in found.values())


def test_a_page_that_moves_to_another_language_begins_anew(repository):
    repository.put("de/a.md", page("Copy", LONG)).put("en/a.md", page("Copy", LONG)).commit()
    repository.put("fr/a.md", page("Copie", LONG)).git("rm", "--quiet", "de/a.md")
    repository.commit()
    _, found = items(repository.folder)
    assert len(found["fr/a.md"].history) == 1
    assert found["fr/a.md"].data["former"] == []


def test_a_root_that_becomes_a_folder_of_its_language_keeps_its_history(repository):
    repository.put("a.md", page("One", LONG)).put("es/a.md", page("Uno")).commit()
    repository.git("rm", "--quiet", "a.md")
    repository.put("en/a.md", page("One more", LONG)).commit()
    _, found = items(repository.folder)
    assert len(found["en/a.md"].history) == 2


def test_a_deleted_page_that_comes_back_goes_on(repository):
    repository.put("a.md", page("One")).put("b.md", page("B")).commit()
    repository.git("rm", "--quiet", "a.md")
    repository.commit()
    repository.put("a.md", page("One")).commit()
    _, found = items(repository.folder)
    assert [each.at for each in found["a.md"].history] == ["2020-01-02T10:00:00Z"]
    repository.put("a.md", page("One again")).commit()
    _, found = items(repository.folder)
    assert texts(found["a.md"]) == [page("One").encode(), page("One again").encode()]


def test_a_merge_counts_when_it_comes_in(repository):
    repository.put("a.md", page("One")).put("b.md", page("B")).commit()
    repository.git("switch", "--quiet", "--create", "work")
    repository.put("a.md", page("Draft")).commit()
    repository.put("a.md", page("Done")).put("c.md", page("C")).commit()
    repository.git("switch", "--quiet", "main")
    repository.put("b.md", page("B, meanwhile")).commit()
    repository.day += 1
    repository.git("merge", "--quiet", "--no-ff", "--message", "bring in", "work")
    merge = repository.git("rev-parse", "HEAD")
    _, found = items(repository.folder)
    assert texts(found["a.md"]) == [page("One").encode(), page("Done").encode()]
    assert [each.name for each in found["c.md"].history] == [merge]
    assert found["a.md"].modified == "2020-01-06T10:00:00Z"
    assert len(found["b.md"].history) == 2


def test_a_merge_settled_by_hand(repository):
    repository.put("a.md", page("One")).commit()
    repository.git("switch", "--quiet", "--create", "work")
    repository.put("a.md", page("Theirs")).commit()
    repository.git("switch", "--quiet", "main")
    repository.put("a.md", page("Ours")).commit()
    repository.git("merge", "--quiet", "work", check=False)
    repository.put("a.md", page("Both")).commit()
    _, found = items(repository.folder)
    assert texts(found["a.md"]) == [page(title).encode() for title in ("One", "Ours", "Both")]


def test_a_page_that_was_a_link_for_a_while(repository):
    repository.put("a.md", page("One")).put("b.md", page("B")).commit()
    (repository.folder / "a.md").unlink()
    (repository.folder / "a.md").symlink_to("b.md")
    repository.commit()
    (repository.folder / "a.md").unlink()
    repository.put("a.md", page("Two")).commit()
    _, found = items(repository.folder)
    assert texts(found["a.md"]) == [page("One").encode(), page("Two").encode()]


def test_settings_of_the_repository_change_nothing_and_run_nothing(repository, tmp_path):
    repository.put("sub/a.md", page("One", LONG)).commit()
    repository.git("mv", "sub/a.md", "sub/b.md")
    repository.commit()
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    program.chmod(0o755)
    for name, value in {"log.showRoot": "false", "diff.renames": "copies", "diff.relative": "true", "log.showSignature": "true", "gpg.program": str(program),
                        "core.fsmonitor": str(program), "diff.external": str(program), "core.quotePath": "true", "core.pager": str(program)}.items():  # fmt: skip
        repository.git("config", name, value)
    _, found = items(repository.folder)
    assert found["sub/b.md"].data["former"] == ["sub/a.md"]
    assert len(found["sub/b.md"].history) == 1
    assert not (tmp_path / "ran").exists()


def test_a_hook_s_environment_does_not_lead_elsewhere(repository, tmp_path, monkeypatch):
    other = Repository(tmp_path / "other")
    other.put("x.md", page("X")).commit()
    repository.put("a.md", page("One")).commit()
    monkeypatch.setenv("GIT_DIR", str(other.folder / ".git"))
    monkeypatch.setenv("GIT_LITERAL_PATHSPECS", "1")
    _, found = items(repository.folder)
    assert [len(item.history) for item in found.values()] == [1]
    assert list(found) == ["a.md"]


def test_times_that_no_calendar_has(repository):
    repository.put("a.md", page("One")).commit()
    raw = repository.git("cat-file", "commit", "HEAD")
    (repository.folder / "raw").write_text(raw.replace("> 1577959200 ", "> 99999999999999 ") + "\n")
    made = repository.git("hash-object", "-t", "commit", "-w", "--literally", "raw")
    (repository.folder / "raw").unlink()
    repository.git("update-ref", "refs/heads/main", made)
    _, found = items(repository.folder)
    assert [each.at for each in found["a.md"].history] == [""]


# --- running again ---


def test_nothing_new_since_the_last_run(repository):
    repository.put("a.md", page("One")).commit()
    tree, found = items(repository.folder, since=git_program.head(repository.folder))
    assert (found, tree.unread, tree.gone) == ({}, [], ())


def test_only_what_changed_since_the_last_run(repository):
    repository.put("en/a.md", page("One", LONG)).put("es/a.md", page("Uno")).put("en/b.md", page("B", "Of stones.")).put("en/c.md", page("C", "Of birds.")).commit()
    since = repository.put("en/a.md", page("Two", LONG)).commit()
    repository.git("mv", "en/a.md", "en/moved.md")
    repository.git("rm", "--quiet", "en/b.md")
    repository.commit()
    repository.put("es/a.md", page("Dos")).put("note.txt", "no page").commit()
    tree, found = items(repository.folder, since=since)
    assert sorted(found) == ["en/moved.md", "es/a.md"]
    assert len(found["en/moved.md"].history) == 2
    assert found["en/moved.md"].data["former"] == ["en/a.md"]
    assert tree.gone == ("en/b.md",)
    assert found["es/a.md"].links == {}
    assert tree.unread == []


def test_a_history_that_was_rewritten_is_read_whole(repository):
    repository.put("a.md", page("One")).commit()
    lost = repository.put("a.md", page("Two")).commit()
    repository.git("reset", "--quiet", "--hard", "HEAD~1")
    repository.put("a.md", page("Three")).commit()
    for since in (lost, "0" * 40, "--output=x"):
        tree, found = items(repository.folder, since=since)
        assert list(found) == ["a.md"]
        assert "last run" in told(tree)["history"]
    assert not (repository.folder / "x").exists()


def test_how_often_git_is_started(repository, tmp_path, monkeypatch):
    import shutil

    real, calls = shutil.which("git"), tmp_path / "calls"
    (tmp_path / "bin").mkdir()
    wrapper = tmp_path / "bin" / "git"
    wrapper.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$*\" >> {calls}\nexec {real} \"$@\"\n")
    wrapper.chmod(0o755)
    for number in range(12):
        repository.put(f"p{number}.md", page("One")).commit()
    monkeypatch.setenv("PATH", f"{wrapper.parent}:{os.environ['PATH']}")
    git_program.head(repository.folder)
    assert calls.read_text().count("\n") == 1
    assert "rev-parse" in calls.read_text()
    calls.unlink()
    _, found = items(repository.folder)
    assert sum(len(texts(item)) for item in found.values()) == 12
    told = calls.read_text()
    assert told.count(" log ") == 1
    assert told.count(" ls-tree ") == 1
    assert told.count(" cat-file ") == 2  # one for the heads, one for the texts before
    assert told.count("\n") <= 7


# --- bad input ---


def test_no_repository(tmp_path):
    (tmp_path / "plain").mkdir()
    with pytest.raises(UsageError, match="not in a git repository") as error:
        git_program.head(tmp_path / "plain")
    assert error.value.remedy
    with pytest.raises(UsageError, match="no folder"):
        git_tree.read(tmp_path / "nothing")
    (tmp_path / "site.bundle").write_bytes(b"# v2 git bundle\n")
    with pytest.raises(UsageError, match="is a file") as error:
        git_tree.read(tmp_path / "site.bundle")
    assert "git clone site.bundle" in error.value.remedy


def test_an_empty_repository(repository):
    with pytest.raises(Unreadable, match="no commit"):
        git_tree.read(repository.folder)


def test_a_head_at_a_branch_that_is_not_there(repository, tmp_path):
    commit = repository.put("a.md", page("One")).commit()
    repository.git("symbolic-ref", "HEAD", "refs/heads/gone")
    tree, found = items(repository.folder)
    assert (git_program.head(repository.folder), list(found)) == (commit, ["a.md"])
    assert "the only branch, main" in told(tree)["HEAD"]
    repository.git("clone", "--quiet", "--no-checkout", ".", str(tmp_path / "clone"))
    assert git_program.head(tmp_path / "clone") == commit
    repository.git("branch", "other", "main")
    with pytest.raises(Unreadable, match="no commit is at") as error:
        git_program.head(repository.folder)
    assert "main, other" in error.value.remedy


def test_a_repository_without_pages(repository):
    repository.put("a.txt", "text").commit()
    with pytest.raises(Unreadable, match="no pages"):
        git_tree.read(repository.folder)


def test_a_bare_repository(repository, tmp_path):
    repository.put("a.md", page("One")).commit()
    repository.put("a.md", page("Two")).commit()
    repository.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare"))
    _, found = items(tmp_path / "bare")
    assert len(texts(found["a.md"])) == 2


def test_a_shallow_clone_says_that_it_is_cut(repository, tmp_path):
    repository.put("a.md", page("One")).commit()
    repository.put("b.md", page("B")).commit()
    repository.put("b.md", page("B, more")).put("c.md", page("C")).commit()
    repository.git("clone", "--quiet", "--depth=2", repository.folder.as_uri(), str(tmp_path / "shallow"))
    tree, found = items(tmp_path / "shallow")
    assert tree.shallow
    assert "is cut" in told(tree)["history"]
    assert "--unshallow" in tree.unread[0].remedy
    assert [len(found[name].history) for name in ("a.md", "b.md", "c.md")] == [1, 2, 1]
    assert found["a.md"].date == ""  # it may be older
    assert found["c.md"].date == "2020-01-04T10:00:00Z"


def test_a_clone_without_old_texts_fetches_nothing(repository, tmp_path):
    repository.put("a.md", page("One", LONG)).put("b.md", page("B")).commit()
    repository.put("a.md", page("Two", LONG)).commit()
    repository.git("mv", "a.md", "c.md")
    repository.put("c.md", page("Three", LONG)).commit()
    repository.git("config", "uploadpack.allowFilter", "true")
    repository.git("clone", "--quiet", "--filter=blob:none", repository.folder.as_uri(), str(tmp_path / "partial"))
    with git_tree.read(tmp_path / "partial") as tree:
        found = {item.origin: item for item in tree.items()}
        assert found["c.md"].document.title == "Three"
        assert "could not" in told(tree)["history"] or "failed" in told(tree)["history"]
        assert found["b.md"].history[0].read() == page("B").encode()
        old = git_tree.read(repository.folder).pages[-1].history[0]
        with pytest.raises(Unreadable, match="lacks"):
            tree._blobs.read(repository.git("rev-parse", "HEAD~2:a.md"))
        assert old.read() == page("One", LONG).encode()
        assert found["b.md"].history[0].read() == page("B").encode()


def test_files_that_cannot_be_read_are_named_and_the_rest_is_read(repository, monkeypatch):
    repository.put("good.md", page("Good")).put("latin.md", "Caf\xe9 au lait".encode("latin-1")).put("utf16.md", "\ufeffText".encode("utf-16-le"))
    repository.put("broken.md", "---\ntitle: [a\n---\n\nText\n").put("binary.md", b"\x00\x01\x02").put("empty.md", "")
    repository.put("lfs.md", "version https://git-lfs.github.com/spec/v1\noid sha256:" + "a" * 64 + "\nsize 12345\n")
    repository.put("large.md", b"word " * 3000).commit()
    monkeypatch.setattr(formats, "MAX_BYTES", 10_000)
    tree, found = items(repository.folder)
    assert sorted(found) == ["good.md", "utf16.md"]
    why = told(tree)
    assert "UTF-8" in why["latin.md:1"]
    assert "front matter" in next(text for place, text in why.items() if place.startswith("broken.md"))
    assert "Git LFS" in why["lfs.md"]
    assert "MB" in why["large.md"]
    assert {"empty.md", "binary.md:1"} <= set(why)
    assert all(unread.remedy for unread in tree.unread)
    assert len(tree.unread) == 6


def test_links_are_not_followed(repository, tmp_path):
    repository.put("a.md", page("One"))
    (tmp_path / "secret.md").write_text("secret")
    for name, target in {"in.md": "a.md", "out.md": "../secret.md", "root.md": "/etc/hosts", "folder": "..", "x.png": "y.png"}.items():
        (repository.folder / name).symlink_to(target)
    repository.commit()
    tree, found = items(repository.folder)
    assert list(found) == ["a.md"]
    why = told(tree)
    assert sorted(why) == ["folder", "in.md", "out.md", "root.md"]
    assert "link to “a.md”" in why["in.md"]
    assert all("out of the tree" in why[name] for name in ("out.md", "root.md", "folder"))


def test_a_link_to_the_top_of_the_tree_stays_in_it(repository):
    repository.put("es/a.md", page("One"))
    (repository.folder / "es" / "top").symlink_to("..")
    repository.commit()
    assert "is a symbolic link to “..”" in told(git_tree.read(repository.folder))["es/top"]


def test_front_matter_is_believed_before_the_generator_s_settings(repository):
    repository.put("_config.yml", "lang: en\n").put("_posts/2024-05-01-a.md", page("One")).put("_posts/2024-05-02-b.md", page("Uno").replace("---\n", "---\nlang: es\n", 1)).commit()
    _, found = items(repository.folder)
    assert found["_posts/2024-05-01-a.md"].languages == (Said("en", "settings"),)
    assert found["_posts/2024-05-02-b.md"].languages == (Said("es", "front matter"),)


def test_strange_names(repository):
    names = ["a\nb.md", "tab\there.md", 'quo"te.md', "sp ace.md", "back\\slash.md", ":100644 x.md", "\x01abc 12.md", "*.md", "-rf.md", "é.md"]
    for name in names:
        repository.put(name, page("One", LONG))
    with open(os.fsencode(repository.folder) + b"/caf\xe9.md", "wb") as file:
        file.write(page("Café").encode())
    repository.commit()
    for name in names:
        repository.put(name, page("Two", LONG))
    repository.commit()
    tree, found = items(repository.folder)
    assert sorted(found) == sorted(names)
    assert all(len(texts(item)) == 2 for item in found.values())
    assert list(told(tree)) == ["caf\\xe9.md"]
    assert "UTF-8" in tree.unread[0].why


def test_a_name_that_becomes_utf8_keeps_its_history(repository):
    with open(os.fsencode(repository.folder) + b"/caf\xe9.md", "wb") as file:
        file.write(page("One", LONG).encode())
    repository.commit()
    os.rename(os.fsencode(repository.folder) + b"/caf\xe9.md", repository.folder / "café.md")
    repository.put("café.md", page("Two", LONG)).commit()
    _, found = items(repository.folder)
    assert len(found["café.md"].history) == 2
    assert found["café.md"].data["former"] == ["caf\\xe9.md"]


def test_a_submodule_is_named(repository, tmp_path):
    inner = Repository(tmp_path / "inner")
    inner.put("x.md", page("X")).commit()
    repository.put("a.md", page("One"))
    repository.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.folder), "theme")
    repository.commit()
    tree, found = items(repository.folder)
    assert list(found) == ["a.md"]
    assert "submodule" in told(tree)["theme"]


def test_git_is_not_installed(repository, monkeypatch, tmp_path):
    repository.put("a.md", page("One")).commit()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="git could not be started") as error:
        git_program.head(repository.folder)
    assert "Install git" in error.value.remedy


def test_a_broken_history_leaves_the_head(repository):
    repository.put("a.md", page("One")).commit()
    old = repository.git("rev-parse", "HEAD^{tree}")
    repository.put("a.md", page("Two")).commit()
    (repository.folder / ".git" / "objects" / old[:2] / old[2:]).unlink()
    tree, found = items(repository.folder)
    assert found["a.md"].document.title == "Two"
    assert found["a.md"].history == ()
    assert found["a.md"].modified == ""
    assert "is not known" in told(tree)["history"]
    assert "fsck" in tree.unread[0].remedy


def test_another_user_s_repository(repository, monkeypatch):
    repository.put("a.md", page("One")).commit()
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    with pytest.raises(UsageError, match="another user") as error:
        git_tree.read(repository.folder)
    assert "safe.directory" in error.value.remedy


# --- at the command ---


def test_repositories_of_every_kind_at_the_command(desk, repository, tmp_path):
    site = str(repository.folder)
    ran = desk.run("adopt", site, code=6)
    assert "is an empty repository" in ran.err
    assert len(ran.err.splitlines()) == 2, "it says what to do"
    repository.put("en/flood.md", page("The flood", EN)).put("es/flood.md", page("La crecida", ES)).commit()
    repository.put("en/flood.md", page("The flood", EN + " Two bridges are closed.")).commit()
    repository.git("clone", "--quiet", "--bare", site, str(tmp_path / "bare.git"))
    repository.git("clone", "--quiet", "--depth=1", f"file://{site}", str(tmp_path / "shallow"))
    shallow = desk.json("adopt", str(tmp_path / "shallow"), "--dry-run")
    assert [one["place"] for one in shallow["unread"]] == ["history"]
    assert {step["outcome"] for step in shallow["steps"]} == {"created", "added"}
    bare = desk.json("adopt", str(tmp_path / "bare.git"))
    assert (sorted(step["language"] for step in bare["steps"]), bare["unread"]) == (["en", "es"], [])
    assert len([one for one in desk.json("log", "flood/en") if one["action"] == "adopt"]) == 2, "a revision for each of its texts"
    desk.run("doctor")


def test_bad_input_in_a_repository_at_the_command(desk, repository, tmp_path):
    repository.put("en/flood.md", page("The flood", EN)).put("es/flood.md", page("La crecida", ES))
    repository.put("en/a\nb.md", page("A", EN)).put("en/Case.md", page("Whales", "Whales were seen off the coast.")).put("en/case.md", page("Case", EN)).put("es/case.md", page("Caso", ES))
    repository.put("es/latin.md", page("Año", ES).encode("latin-1")).put("es/wide.md", page("Ancho", ES).encode("utf-16")).put("en/lfs.md", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n")
    (repository.folder / "en/out.md").symlink_to("/etc/hosts")
    repository.commit()
    told = desk.json("adopt", str(repository.folder))
    came = {Path(step["origin"]).parent.name + "/" + Path(step["origin"]).name for step in told["steps"] if step["outcome"] in {"created", "added", "queued"}}  # so short, and all alike: one of them is asked about
    assert came >= {"en/flood.md", "es/flood.md", "en/a\nb.md", "en/Case.md", "en/case.md", "es/case.md", "es/wide.md"}
    assert {one["place"].partition(":")[0] for one in told["unread"]} == {"es/latin.md", "en/lfs.md", "en/out.md"}
    assert all(one["remedy"] for one in told["unread"])
    repository.git("mv", "en/flood.md", "en/river.md")
    repository.git("mv", "es/flood.md", "es/river.md")
    repository.commit("renamed")
    again = desk.json("adopt", str(repository.folder))
    assert {step["outcome"] for step in again["steps"]} == {"unchanged"}
    desk.run("doctor")


# --- texts ---


def test_texts_are_held_up_to_a_bound(repository, monkeypatch):
    monkeypatch.setattr(git_blobs, "KEPT", 50_000)
    for number in range(20):
        repository.put("a.md", f"{number}\n" + "word " * 2000).commit()
    _, found = items(repository.folder)
    history = found["a.md"].history
    for _ in range(2):
        assert [each.read()[:2].strip() for each in history] == [str(number).encode() for number in range(20)]
    with git_tree.read(repository.folder) as tree:
        for each in tree.pages[0].history:
            each.read()
        assert sum(map(len, tree._blobs._held.values())) <= 50_000


def test_bytes_without_parsing(repository):
    repository.put("a.md", page("One")).put("b.md", "---\ntitle: [a\n---\n").commit()
    with git_tree.read(repository.folder) as tree:
        found = {each.path: (each, data) for each, data in tree.bodies()}
        assert sorted(found) == ["a.md", "b.md"]
        assert found["a.md"][1] == page("One").encode()
        assert [item.document.title for item in tree.items()] == ["One"]
        assert [unread.place for unread in tree.unread] == ["b.md:2"]


@pytest.mark.skipif(not (SHARED / "starlight-docs.bundle").exists(), reason="the bundle of a large site is not here")
def test_a_large_site_with_its_history(tmp_path):
    subprocess.run(["git", "clone", "--quiet", "--bare", str(SHARED / "starlight-docs.bundle"), str(tmp_path / "site")], check=True)
    with bounded(), git_tree.read(tmp_path / "site", languages_default="en") as tree:
        assert "Starlight" in tree.layout.name
        assert len(tree.pages) == 338
        for each, data in tree.bodies():
            assert each.history[-1].read() == data
            times = [snapshot.at for snapshot in each.history]
            assert times == sorted(times)
        assert [unread.place for unread in tree.unread] in (["HEAD"], [])  # the bundle names no head
        assert {each.language for each in tree.pages} >= {"en", "es", "pt-BR", "zh-CN", "it"}
        assert sum(len(each.history) for each in tree.pages) > 3000


def test_many_pages_come_in_order(repository):
    for number in range(150):
        repository.put(f"p{number:03}.md", page(f"Page {number}", "x " * (number * 40)))
    repository.commit()
    with git_tree.read(repository.folder) as tree:
        for number, item in enumerate(tree.items()):
            assert item.document.title == f"Page {number}"
            assert item.history[0].read() == item.body
            if number == 140:
                break
        assert len(list(tree.items())) == 150
    assert tree.pages[3].history[0].read()  # after closing, too
    tree.close()


def test_a_text_that_is_lost_is_told_and_the_others_are_given(repository):
    for number in range(12):
        repository.put("a.md", page("One", f"Text {number}.")).commit()
    lost = repository.git("rev-parse", "HEAD~5:a.md")
    (repository.folder / ".git" / "objects" / lost[:2] / lost[2:]).unlink()
    with git_tree.read(repository.folder) as tree:
        keys = [snapshot.key for snapshot in tree.pages[0].history]
        begun = tree._blobs.stream(keys * 9)
        next(begun)  # and nobody reads on
        found = list(tree._blobs.stream(keys))
    assert [place for place, one in enumerate(found) if isinstance(one, Unreadable)] == [6]
