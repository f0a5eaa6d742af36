"""Versions written back into trees in git: real repositories in the layouts of the generators, and whatever others do to them meanwhile."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.commandline import Desk
from tests.conftest import SHARED
from tests.test_adoption_generators import TREES, md
from tests.test_adoption_git import Repository
from translate_flow import db
from translate_flow.channels import tree, tree_front, tree_git
from translate_flow.channels.page import Target
from translate_flow.errors import ChannelFailed, UsageError
from translate_flow.formats import frontmatter
from translate_flow.models_channels import ChannelRow

ONE = md("strike", "en")  # of a tree in one language
SPANISH = {"The port strike": "A greve do porto", "Dockers at the port began": "Os estivadores começaram", "The union says": "O sindicato diz", "A school for the neighbourhood": "Uma escola para o bairro"}


class Site:
    """A repository beside a newsroom, adopted, with a channel that writes to it."""

    def __init__(self, desk: Desk, files: dict[str, str], **options: str) -> None:
        self.desk, self.tree = desk, Repository(desk.folder / "site")
        for path, text in files.items():
            self.tree.put(path, text)
        self.tree.commit()
        for gate in ("check_submit", "check_publish"):
            desk.run("settings", gate, "none")
        steps = desk.json("adopt", "site", "--lang", "en", who="cora")["steps"]
        self.keys = {step["origin"].removeprefix("site/"): step["article"] for step in steps}
        self.key = next((key for path, key in self.keys.items() if "strike" in path), "")
        self.channel(**options)

    def channel(self, name: str = "tree", repository: str = "site", **options: object) -> None:
        url = f"sqlite:///{self.desk.folder / '.translate-flow' / 'translate-flow.db'}"
        engine = db.engine_for(url)
        with db.scope(engine) as session:
            session.query(ChannelRow).filter_by(name=name).delete()
            session.add(ChannelRow(name=name, kind="tree", options={"repository": repository, **options}, uid="c0ffee", active=True, complete=False, created_at=self.desk.now))
        engine.dispose()

    def publish(self, *addresses: str, code: int = 0):
        return self.desk.run("publish", *addresses, who="pia", code=code)

    def translate(self, key: str, language: str = "pt", *, words: dict[str, str] = SPANISH) -> str:
        """A version made by all the commands, up to where it can be published."""
        desk, address = self.desk, f"{key}/{language}"
        desk.run("request", key, language, who="cora")
        desk.run("claim", address, who="ana")
        desk.run("checkout", address, who="ana")
        [path] = desk.folder.glob(f"{key}.{language}.*")
        text = path.read_text()
        for source, target in words.items():
            text = text.replace(source, target)
        path.write_text(text)
        desk.run("checkin", str(path), who="ana")
        desk.run("submit", address, who="ana")
        desk.run("approve", address, who="rui")
        return address

    def show(self, path: str, branch: str = "translations") -> bytes:
        return subprocess.run(["git", "-C", str(self.tree.folder), "show", f"{branch}:{path}"], check=True, capture_output=True).stdout

    def changed(self, base: str = "main", branch: str = "translations") -> list[str]:
        return self.tree.git("diff", "--name-status", "--no-renames", base, branch).splitlines()

    def count(self, branch: str = "translations") -> int:
        return int(self.tree.git("rev-list", "--count", branch, "^main") or 0)


NEW = {  # generator → where the Portuguese version of the strike goes
    "Hugo, file names": "content/posts/strike.pt.md", "Hugo, content directories by name": "content/portuguese/strike.md", "Jekyll, _i18n": "_i18n/pt/_posts/2024-05-01-strike.md",
    "Jekyll, polyglot": "_posts/pt/2024-05-01-strike.md", "Docusaurus": "i18n/pt/docusaurus-plugin-content-docs/current/strike.md", "Starlight": "src/content/docs/pt/strike.md",
    "MkDocs, suffixes": "docs/strike.pt.md", "MkDocs, folders": "docs/pt/strike.md", "Astro": "src/content/blog/pt/strike.md", "Eleventy": "src/pt/strike.md",
    "VitePress": "docs/pt/strike.md", "Nextra": "content/pt/strike.mdx", "Hugo, translationKey": "content/pt/the-port-strike.md",
    "Jekyll, lang and ref": "pt/_posts/2024-05-01-the-port-strike.md",
}  # fmt: skip


@pytest.mark.parametrize("name", NEW)
def test_a_tree_comes_back_as_it_was_and_a_new_version_is_one_file(newsroom: Desk, name: str) -> None:
    site = Site(newsroom, TREES[name][0])
    site.publish()
    assert site.tree.git("branch", "--list", "translations") == ""  # nothing to change: no commit, no branch
    site.publish(site.translate(site.key))
    assert site.changed() == [f"A\t{NEW[name]}"]
    assert site.count() == 1
    front = frontmatter.read(site.show(NEW[name]).decode())
    assert front.values["title"].text == "A greve do porto"
    assert front.values["translated_from"].text == "en"
    assert "lang" not in front.values or front.values["lang"].text == "pt"
    assert name != "Jekyll, polyglot" or "permalink" not in front.values
    site.publish()
    assert site.count() == 1
    assert site.tree.git("status", "--porcelain") == ""
    assert site.tree.git("fsck", "--strict") == ""


@pytest.mark.parametrize(("files", "path", "holds"), [
    ({"content/posts/strike.md": ONE, "hugo.toml": 'defaultContentLanguage = "en"\n'}, "content/posts/strike.pt.md", ["title: "]),
    ({"_posts/2024-05-01-strike.md": ONE, "_config.yml": "lang: en\n"}, "pt/_posts/2024-05-01-strike.md", ["lang: pt\n"]),
    ({"src/content/docs/strike.md": ONE}, "src/content/docs/pt/strike.md", ["title: "]),
    ({"docs/strike.md": ONE, "docusaurus.config.js": "x"}, "i18n/pt/docusaurus-plugin-content-docs/current/strike.md", []),
    ({"docs/strike.md": ONE, "mkdocs.yml": "site_name: x\n"}, "docs/strike.pt.md", []),
    ({"content/strike.md": ONE, "pelicanconf.py": "x = 1\n"}, "content/strike-pt.md", ["lang: pt\n"]),
    ({"src/strike.md": ONE, ".eleventy.js": "x"}, "pt/src/strike.md", []),
])  # fmt: skip
def test_the_first_translation_goes_where_the_generator_looks(newsroom: Desk, files: dict[str, str], path: str, holds: list[str]) -> None:
    site = Site(newsroom, files)
    site.publish(site.translate(site.key))
    assert site.changed() == [f"A\t{path}"]
    text = site.show(path).decode()
    assert all(each in text for each in holds), text


# --- one commit, honestly ---

HUGO = TREES["Hugo, file names"][0]


def test_a_commit_says_who_did_what(newsroom: Desk) -> None:
    newsroom.run("people", "add", "eva", "--role", "translator", "--reads", "en", "--writes", "de", "--name", "Eva <Berg>", "--email", "eva@example.org")
    newsroom.run("people", "add", "paz", "--role", "publisher", "--name", "Paz Ruiz", "--email", "paz@example.org")
    site = Site(newsroom, HUGO)
    first = site.translate(site.key)
    newsroom.run("request", site.key, "de", who="cora")
    newsroom.run("claim", f"{site.key}/de", who="eva")
    newsroom.run("checkout", f"{site.key}/de", who="eva")
    path = newsroom.folder / f"{site.key}.de.md"
    path.write_text(path.read_text().replace("The port strike", "Der Hafenstreik"))
    newsroom.run("checkin", path.name, who="eva")
    newsroom.run("submit", f"{site.key}/de", who="eva")
    newsroom.run("approve", f"{site.key}/de", who="rui")
    newsroom.run("publish", first, f"{site.key}/de", who="paz")
    assert site.count() == 1
    assert site.tree.git("log", "-1", "--format=%an <%ae>|%cn <%ce>|%cI", "translations") == "Paz Ruiz <paz@example.org>|Paz Ruiz <paz@example.org>|2026-03-08T12:00:00+00:00"
    told = site.tree.git("log", "-1", "--format=%B", "translations")
    assert "Publish 2 versions" in told
    assert "Der Hafenstreik, translated from en by Eva <Berg>" in told
    trailers = site.tree.git("log", "-1", "--format=%(trailers)", "translations").splitlines()
    assert trailers == [f"Translated-from: {site.key}/en", "Co-authored-by: Eva Berg <eva@example.org>", "Translate-Flow-Channel: c0ffee"]


def test_a_new_text_goes_over_the_one_that_was_adopted_and_nothing_else(newsroom: Desk) -> None:
    site = Site(newsroom, HUGO)
    site.publish()
    origin = "content/posts/strike.md"
    text = HUGO[origin].replace("48 hours", "72 hours")
    newsroom.write("new.md", text)
    newsroom.run("revise", site.key, "new.md", who="cora")
    site.publish()
    assert site.changed() == [f"M\t{origin}"]
    assert site.show(origin) == text.encode()


def test_what_others_changed_is_refused_and_the_rest_goes_on(newsroom: Desk) -> None:
    site = Site(newsroom, HUGO)
    site.publish()
    for name, word in (("strike", "48 hours"), ("school", "nine years")):
        path = next(path for path in site.keys if path.endswith((f"{name}.md", f"{name}/index.md")))
        newsroom.write("new.md", HUGO[path].replace(word, "some time"))
        newsroom.run("revise", site.keys[path], "new.md", who="cora")
    site.tree.put("content/posts/strike.md", HUGO["content/posts/strike.md"] + "\nA line of somebody's.\n").commit("somebody's")
    ran = site.publish(code=5)
    assert "was changed in the tree by somebody" in ran.err
    assert "adopt" in ran.err
    assert site.changed() == ["M\tcontent/posts/school/index.md"]
    assert b"somebody's" in site.show("content/posts/strike.md")
    site.publish(code=5)  # told again, and nothing more is done
    assert site.count() == 1


def test_a_withdrawn_version_goes_and_comes_back(newsroom: Desk) -> None:
    site = Site(newsroom, HUGO)
    address = site.translate(site.key)
    site.publish(address)
    newsroom.run("withdraw", address, "--reason", "a source has asked for it", who="pia")
    assert site.changed() == []
    assert site.tree.git("log", "-1", "--format=%s", "translations") == f"Withdraw {address}"
    site.publish(address)
    assert site.changed() == ["A\tcontent/posts/strike.pt.md"]
    newsroom.run("withdraw", f"{site.key}/es", "--reason", "wrong", who="pia")
    assert site.changed() == ["D\tcontent/posts/strike.es.md", "A\tcontent/posts/strike.pt.md"]


def test_somebody_s_deletion_and_file_in_the_way(newsroom: Desk) -> None:
    site = Site(newsroom, HUGO, branch="main")
    address = site.translate(site.key)
    site.tree.put("content/posts/Strike.pt.md", "---\ntitle: somebody's\n---\n").commit()
    assert "on many disks they are one" in site.publish(address, code=5).err
    site.tree.git("rm", "--quiet", "content/posts/Strike.pt.md")
    site.tree.commit()
    site.publish()
    assert (site.tree.folder / "content/posts/strike.pt.md").exists()  # the checkout follows
    assert site.tree.git("status", "--porcelain") == ""
    site.tree.git("rm", "--quiet", "content/posts/strike.pt.md")
    site.tree.commit("away")
    assert "was removed from the tree by somebody" in site.publish(code=5).err


def test_links_and_submodules_are_not_written_through(newsroom: Desk) -> None:
    site = Site(newsroom, HUGO, content="elsewhere")
    address = site.translate(site.key)
    os.symlink("/etc/hostname", site.tree.folder / "content/posts/strike.pt.md")
    site.tree.commit()
    assert "symbolic link" in site.publish(address, code=5).err
    assert site.tree.git("branch", "--list", "translations") == ""


def test_modes_and_line_ends_stay(newsroom: Desk) -> None:
    files = {"docs/strike.md": ONE.replace("\n", "\r\n"), "mkdocs.yml": "site_name: x\n", ".gitattributes": "* text=auto eol=lf\n"}
    files, attributes = dict(list(files.items())[:2]), files[".gitattributes"]
    tree_ = Repository(newsroom.folder / "site")
    for path, text in files.items():
        tree_.put(path, text)
    (tree_.folder / "docs/strike.md").chmod(0o755)
    tree_.commit()  # with its line ends: what the attributes say comes later
    site = Site(newsroom, {".gitattributes": attributes})
    site.publish()
    assert site.tree.git("branch", "--list", "translations") == ""
    site.tree.git("config", "core.autocrlf", "true")
    newsroom.write("new.md", files["docs/strike.md"].replace("48 hours", "72 hours"))
    newsroom.run("revise", site.key, "new.md", who="cora")
    site.publish()
    assert site.show("docs/strike.md") == files["docs/strike.md"].replace("48 hours", "72 hours").encode()
    assert site.tree.git("ls-tree", "translations", "docs/strike.md").startswith("100755")


# --- a checkout of the branch ---


def test_a_checkout_follows_and_work_in_it_stays(newsroom: Desk) -> None:
    site = Site(newsroom, HUGO, branch="main")
    site.tree.put("notes.txt", "mine").put("content/posts/strike.es.md", HUGO["content/posts/strike.es.md"] + "mine\n")
    site.tree.git("add", "notes.txt")
    before = site.tree.git("status", "--porcelain")
    site.publish(site.translate(site.key))
    assert (site.tree.folder / "content/posts/strike.pt.md").exists()
    assert site.tree.git("status", "--porcelain") == before
    newsroom.run("withdraw", f"{site.key}/es", "--reason", "wrong", who="pia", code=5)
    assert site.tree.git("status", "--porcelain") == before


def test_a_dirty_working_copy_of_another_branch_is_untouched(newsroom: Desk) -> None:
    site = Site(newsroom, HUGO)
    site.tree.put("content/posts/strike.pt.md", "mine").put("content/posts/strike.md", "mine too")
    before, index = site.tree.git("status", "--porcelain"), (site.tree.folder / ".git/index").read_bytes()
    site.publish(site.translate(site.key))
    assert site.changed() == ["A\tcontent/posts/strike.pt.md"]
    assert (site.tree.folder / "content/posts/strike.pt.md").read_text() == "mine"
    assert (site.tree.folder / ".git/index").read_bytes() == index
    assert site.tree.git("status", "--porcelain") == before


# --- others at the same time ---


def test_somebody_commits_between_reading_and_writing(newsroom: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(newsroom, HUGO)
    address, real, times = site.translate(site.key), tree_git.Repository.commit, []

    def commit(self, *args, **more):
        made = real(self, *args, **more)
        if not times:
            site.tree.git("branch", "translations", "main")
            tip = site.tree.git("commit-tree", "-p", "main", "-m", "theirs", "main^{tree}")
            site.tree.git("update-ref", "refs/heads/translations", tip)
        times.append(1)
        return made

    monkeypatch.setattr(tree_git.Repository, "commit", commit)
    site.publish(address)
    assert len(times) == 2
    assert site.tree.git("log", "--format=%s", "main..translations").splitlines() == [f"Publish {address}", "theirs"]


def test_the_branch_keeps_up_with_where_it_began(newsroom: Desk) -> None:
    site = Site(newsroom, HUGO)
    site.publish(site.translate(site.key))
    site.tree.put("layouts/new.html", "x").commit("the site goes on")
    other = next(path for path in site.keys if path.endswith("school/index.md"))
    site.publish(site.translate(site.keys[other]))
    assert sorted(site.changed()) == ["A\tcontent/posts/school/index.pt.md", "A\tcontent/posts/strike.pt.md"]


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(tmp_path / "hub.git")], check=True)
    return tmp_path / "hub.git"


def _push(site: Site, remote: Path) -> None:
    site.tree.git("remote", "add", "origin", str(remote))
    site.tree.git("push", "--quiet", "origin", "main")
    site.tree.git("fetch", "--quiet", "origin")


def test_commits_are_pushed_onto_what_others_pushed(newsroom: Desk, remote: Path, tmp_path: Path) -> None:
    site = Site(newsroom, HUGO, push="origin")
    _push(site, remote)
    site.publish(site.translate(site.key))
    assert site.tree.git("--git-dir", str(remote), "rev-parse", "translations") == site.tree.git("rev-parse", "translations")
    theirs = Repository(tmp_path / "theirs")
    theirs.git("fetch", "--quiet", str(remote), "translations:theirs")
    theirs.git("switch", "--quiet", "theirs")
    theirs.put("theirs.txt", "x").commit("theirs")
    theirs.git("push", "--quiet", str(remote), "theirs:translations")
    other = next(path for path in site.keys if path.endswith("school/index.md"))
    site.publish(site.translate(site.keys[other]))
    told = site.tree.git("--git-dir", str(remote), "log", "--format=%s", "main..translations").splitlines()
    assert [told[1], len(told)] == ["theirs", 3]


def test_a_remote_that_is_away_keeps_nothing_back_for_good(newsroom: Desk, remote: Path) -> None:
    site = Site(newsroom, HUGO, push="origin")
    _push(site, remote)
    address = site.translate(site.key)
    remote.rename(remote.with_name("away"))
    assert "could not be read" in site.publish(address, code=8).err
    assert newsroom.json("show", address)["status"] == "published"
    remote.with_name("away").rename(remote)
    site.publish()
    assert site.tree.git("--git-dir", str(remote), "log", "--format=%s", "main..translations") == f"Publish {address}"


def test_commits_of_others_are_not_pushed(newsroom: Desk, remote: Path) -> None:
    site = Site(newsroom, HUGO, push="origin")
    _push(site, remote)
    site.tree.put("draft.txt", "not yet").commit("private")
    assert "not ours to push" in site.publish(site.translate(site.key), code=8).err
    assert site.tree.git("--git-dir", str(remote), "branch", "--list", "translations") == ""


def test_hooks_do_not_run(newsroom: Desk, tmp_path: Path) -> None:
    site = Site(newsroom, HUGO, branch="main")
    for hook in ("reference-transaction", "post-checkout", "pre-push", "post-commit"):
        path = site.tree.folder / ".git/hooks" / hook
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
        path.chmod(0o755)
    site.publish(site.translate(site.key))
    assert not (tmp_path / "ran").exists()


# --- killed ---


@pytest.mark.parametrize("seed", range(int(os.environ.get("TRANSLATE_FLOW_KILLS", "4"))))
def test_killed_at_any_moment_the_next_run_completes_it(newsroom: Desk, seed: int) -> None:
    site = Site(newsroom, HUGO, branch="main")
    site.publish()
    address = site.translate(site.key)
    newsroom.run("settings", "actor", "olga")
    command = [sys.executable, "-m", "translate_flow", "publish", address]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    process = subprocess.Popen(command, cwd=newsroom.folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    time.sleep(random.Random(seed).uniform(0.3, 1.6))
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for lock in (site.tree.folder / ".git").rglob("*.lock"):
        lock.unlink()  # as a person has to after any git that was killed
    if newsroom.json("show", address)["status"] == "published":
        site.publish()
    else:
        site.publish(address)
    site.publish()
    assert site.tree.git("log", "--format=%s", "main").splitlines() == [f"Publish {address}", "a change"]
    assert site.tree.git("status", "--porcelain") == ""
    newsroom.run("withdraw", address, "--reason", "wrong", who="pia")
    assert not (site.tree.folder / "content/posts/strike.pt.md").exists()


def test_killed_before_it_was_noted_and_then_withdrawn(newsroom: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from translate_flow.services import delivery

    site = Site(newsroom, HUGO)
    site.publish()
    address = site.translate(site.key)
    with monkeypatch.context() as patch:
        note = delivery.note

        def killed(session, channel, *args, **more):
            if channel == "tree":
                raise KeyboardInterrupt
            note(session, channel, *args, **more)

        patch.setattr(delivery, "note", killed)
        with pytest.raises(BaseException):  # noqa: B017, PT011 - as a kill would
            site.publish(address)
    assert site.count() == 1
    newsroom.run("withdraw", address, "--reason", "wrong", who="pia")
    assert site.changed() == []


def test_what_was_written_is_known_when_the_tree_is_adopted_again(newsroom: Desk) -> None:
    site = Site(newsroom, HUGO, branch="main")
    address = site.translate(site.key)
    site.publish(address)
    steps = newsroom.json("adopt", "site", "--lang", "en", who="cora")["steps"]
    told = {step["origin"]: step["outcome"] for step in steps if step["outcome"] != "contradiction"}  # a text half in English is one
    assert set(told.values()) == {"unchanged"}
    assert "site/content/posts/strike.pt.md" in told
    site.publish()
    assert site.tree.git("rev-list", "--count", "main") == "2"


# --- what is asked of the place ---


def target(folder: Path, **options: object) -> Target:
    from datetime import UTC, datetime

    complete = {name: option.default for name, option in tree.OPTIONS.items()} | options
    return Target("tree", "c0ffee", complete, folder, datetime(2026, 3, 8, tzinfo=UTC))


def test_a_trial_changes_nothing(tmp_path: Path, remote: Path) -> None:
    repository = Repository(tmp_path / "site")
    for path, text in HUGO.items():
        repository.put(path, text)
    repository.commit()
    repository.git("remote", "add", "origin", str(remote))
    before = repository.git("for-each-ref")
    told = tree.test(target(tmp_path, repository="site", push="origin"))
    assert any("Hugo" in one for one in told)
    assert any("origin can be pushed to" in one for one in told)
    assert repository.git("for-each-ref") == before
    assert repository.git("--git-dir", str(remote), "for-each-ref") == ""
    shutil.rmtree(remote)
    with pytest.raises(ChannelFailed):
        tree.test(target(tmp_path, repository="site", push="origin"))
    with pytest.raises(UsageError):
        tree.test(target(tmp_path, repository="nowhere"))


@pytest.mark.parametrize(("option", "text"), [
    ("repository", "https://example.org/site.git"), ("repository", "git@example.org:site.git"), ("branch", "a..b"), ("branch", "-x"), ("author", "Ana"),
    ("content", "../x"), ("layout", "joomla"), ("layout", "content/{path}"), ("push", "--mirror"),
])  # fmt: skip
def test_options_that_make_no_sense(option: str, text: str) -> None:
    check = tree.OPTIONS[option].check
    assert check
    with pytest.raises(UsageError) as error:
        check(text)
    assert error.value.remedy


# --- front matter ---


def test_what_is_the_original_s_alone_does_not_come_along() -> None:
    source = "---\ntitle: El título\nlang: es\naliases:\n  - /viejo\n  - /otro\npermalink: /es/viejo/\ntags: [a, b]\ndraft: true\nid: 44\n---\n\nHola\n"
    facts = tree_front.Facts("Hugo", "pt-BR", "es", "O título", "Ana", "")
    made = tree_front.adapted(source.replace("El título", "O título").encode(), facts, source.encode()).decode()
    assert made == "---\ntitle: O título\nlang: pt-BR\npermalink: /pt-br/viejo/\ntags: [a, b]\ndraft: false\ntranslated_from: es\ntranslator: Ana\n---\n\nHola\n"
    bare = tree_front.adapted("# O título\n".encode(), facts, source.encode()).decode()
    assert frontmatter.read(bare).values["tags"].text == "a, b"
    assert "aliases" not in bare


@given(st.dictionaries(st.sampled_from(["title", "aliases", "id", "tags", "lang", "draft", "summary"]), st.text(max_size=20), max_size=6), st.text(max_size=30), st.booleans())
def test_only_what_is_meant_changes(fields: dict[str, str], translator: str, toml: bool) -> None:
    fence, sign = ("+++", " =") if toml else ("---", ":")
    lines = "".join(f'{key}{sign} "{frontmatter.quoted(value, chr(34))}"\n' for key, value in fields.items())
    text = f"{fence}\n{lines}{fence}\n\nA body\n"
    facts = tree_front.Facts("Hugo", "pt", "es", "", translator, "")
    made = tree_front.adapted(text.encode(), facts, text.encode()).decode()
    front = frontmatter.read(made)
    before = frontmatter.read(text).values
    assert made.endswith("\n\nA body\n")
    for key in {"title", "tags", "summary"} & before.keys():
        assert front.values[key].text == before[key].text
    assert not {"aliases", "id"} & front.values.keys()
    assert front.values["translated_from"].text == "es"


# --- real programs and a large site ---


@pytest.mark.skipif(shutil.which("hugo") is None, reason="hugo is not installed")
def test_hugo_links_the_new_version_with_its_original(newsroom: Desk, tmp_path: Path) -> None:
    files = {
        "config.toml": 'baseURL = "https://example.org/"\ndefaultContentLanguage = "en"\n[languages.en]\nweight = 1\n[languages.pt]\nweight = 2\n',
        "content/posts/strike.md": ONE.replace("---\n\n", "date: 2024-05-01\naliases: [/old/]\n---\n\n", 1),
        "layouts/_default/single.html": "<h1>{{ .Title }}</h1>{{ range .Translations }}<a lang={{ .Lang }} href={{ .RelPermalink }}>{{ .Title }}</a>{{ end }}{{ .Content }}",
        "layouts/_default/list.html": "{{ range .Pages }}{{ .Title }}{{ end }}",
    }
    site = Site(newsroom, files, branch="main")
    site.publish(site.translate(site.key))
    subprocess.run(["hugo", "--quiet", "--source", str(site.tree.folder), "--destination", str(tmp_path / "out")], check=True, capture_output=True)
    page = (tmp_path / "out/pt/posts/strike/index.html").read_text()
    assert "<h1>A greve do porto</h1>" in page
    assert "The port strike" in page
    assert "A greve do porto" in (tmp_path / "out/posts/strike/index.html").read_text()


@pytest.mark.skipif(not (SHARED / "starlight-docs.bundle").exists(), reason="the bundle of a large site is not here")
def test_a_large_site_comes_back_unchanged(newsroom: Desk) -> None:
    subprocess.run(["git", "clone", "--quiet", "--bare", str(SHARED / "starlight-docs.bundle"), str(newsroom.folder / "site.git")], check=True)
    newsroom.run("adopt", "site.git", "--lang", "en", who="cora", code=0)
    refs = subprocess.run(["git", "-C", str(newsroom.folder / "site.git"), "for-each-ref"], check=True, capture_output=True).stdout
    site = Site.__new__(Site)
    site.desk = newsroom
    site.channel(repository="site.git")
    newsroom.run("publish", who="pia")
    assert subprocess.run(["git", "-C", str(newsroom.folder / "site.git"), "for-each-ref"], check=True, capture_output=True).stdout == refs
