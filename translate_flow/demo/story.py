"""What happens in the demonstration: who types what, in which order, and what the translators write."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from shutil import which

from translate_flow import formats
from translate_flow.demo.play import Scene

_BROUGHT = ("articles", "later")
WORK_FILES = ("huerto.pt.md", "huerto.en.md", "huerto.ar.md")


def bring(folder: Path) -> list[str]:
    """Copies the newsroom's texts into `folder`; returns their names there."""
    made = []
    for part in _BROUGHT:
        (folder / part).mkdir(exist_ok=True)  # an earlier demonstration's, in which somebody keeps something
        for text in _texts(part):
            with (folder / part / text.name).open("xb") as copy:
                copy.write(text.read_bytes())
            made.append(f"{part}/{text.name}")
    return made


def _texts(part: str) -> Iterator[Traversable]:
    return iter(sorted((files("translate_flow.demo") / part).iterdir(), key=lambda text: text.name))


def tell(scene: Scene) -> Path:
    """Walks the whole path; returns the folder of published pages."""
    scene.say("A small newsroom, and one article's way from its source to published pages.")
    scene.say(f"Everything happens in {scene.folder}; each line after $ can be typed there.")
    for part in (_newsroom, _articles, _requests, _two_people, _translation, _review, _publication, _relay, _change, _carry):
        part(scene)
    return _end(scene)


def _newsroom(scene: Scene) -> None:
    scene.title("1. A newsroom and its people")
    scene.type("cora", "init --name 'The Little Paper' --lang es")
    scene.type("", "people add ana --role translator --role reviewer --reads es --writes pt --name 'Ana Lima'")
    scene.type("", "people add ben --role translator --reads es --writes en,pt --name 'Ben Ward'")
    scene.type("", "people add leila --role translator --reads en --writes ar --name 'Leila Haddad'")
    scene.type("", "people add rui --role reviewer --name 'Rui Costa'")
    scene.type("", "people add pia --role publisher --name 'Pia Novak'")
    scene.type("", "people list")


def _articles(scene: Scene) -> None:
    scene.title("2. Articles come in, in five formats")
    scene.type("", "import articles")
    scene.say("\nThe saved WordPress page said that it is a translation, so its original is brought in beside it:")
    scene.type("", "import later/autobus.es.txt --key night-bus --lang es")
    scene.type("", "show night-bus/en")


def _requests(scene: Scene) -> None:
    scene.title("3. The coordinator asks for languages")
    scene.type("", "request huerto pt en")
    scene.type("ana", "tasks")


def _two_people(scene: Scene) -> None:
    scene.title("4. Two translators want the same version")
    scene.type("ana", "claim huerto/pt")
    scene.type("ben", "claim huerto/pt", status=5)
    scene.type("leila", "claim huerto/en", status=4)
    scene.type("ben", "claim huerto/en")


def _translation(scene: Scene) -> None:
    scene.title("5. Ana translates in the editor she likes")
    scene.type("ana", "checkout huerto/pt")
    scene.show_top("huerto.pt.md", 4)
    scene.say("\n(Ana writes Portuguese in the place of the Spanish, and slips once.)")
    _write(scene, "huerto.pt.md", slip=("trinta", "vinte"))
    scene.type("ana", "checkin huerto.pt.md")
    scene.type("ben", "checkin huerto.pt.md", status=4)
    scene.type("ana", "submit huerto/pt")


def _review(scene: Scene) -> None:
    scene.title("6. Review: returned with a reason, corrected, approved")
    scene.type("rui", "return huerto/pt --reason 'twenty families? the source says thirty'")
    _write(scene, "huerto.pt.md")
    scene.type("ana", "checkin huerto.pt.md")
    scene.type("ana", "submit huerto/pt")
    scene.type("ana", "approve huerto/pt", status=4)
    scene.type("rui", "approve huerto/pt")


def _publication(scene: Scene) -> None:
    scene.title("7. Ben's English follows, and both go out together")
    scene.type("ben", "checkout huerto/en")
    _write(scene, "huerto.en.md")
    scene.type("ben", "checkin huerto.en.md")
    scene.type("ben", "submit huerto/en")
    scene.type("rui", "approve huerto/en")
    scene.type("pia", "publish huerto/pt huerto/en")


def _relay(scene: Scene) -> None:
    scene.title("8. A relay: Arabic from the English version")
    scene.type("", "request huerto ar --from en")
    scene.type("leila", "claim huerto/ar")
    scene.type("leila", "checkout huerto/ar")
    _write(scene, "huerto.ar.md")
    scene.type("leila", "checkin huerto.ar.md")
    scene.type("leila", "submit huerto/ar")
    scene.type("rui", "approve huerto/ar")
    scene.type("pia", "publish huerto/ar")


def _change(scene: Scene) -> None:
    scene.title("9. The source is corrected, and its translations know it")
    scene.type("", "revise huerto later/huerto.es.md --dry-run")
    scene.type("", "revise huerto later/huerto.es.md --class correction")
    scene.type("", "status huerto")
    scene.say("\nUntil they have followed, their pages say so:")
    scene.type("pia", "publish")


def _carry(scene: Scene) -> None:
    scene.title("10. What needs no translator follows by itself; the rest is marked")
    scene.type("ana", "diff huerto/pt --unified")
    scene.type("", "carry huerto --auto")
    scene.type("ana", "claim huerto/pt")
    scene.type("ana", "checkout huerto/pt")
    scene.show_marks("huerto.pt.md")
    scene.say("\n(Ana writes what is new; the date in the footnote has followed by itself.)")
    _finish(scene, "huerto.pt.md")
    scene.type("ana", "checkin huerto.pt.md")
    scene.type("ana", "submit huerto/pt")
    scene.type("rui", "approve huerto/pt")
    scene.type("pia", "publish huerto/pt")
    scene.type("", "log huerto/pt --limit 6")


def _end(scene: Scene) -> Path:
    from translate_flow import db

    scene.title("11. Where everything stands")
    scene.type("", "status huerto")
    scene.type("", "report progress")
    scene.type("", "doctor")
    site = scene.folder / db.FOLDER / "site"
    scene.title("What to try next")
    scene.say(f"The pages: {site / 'index.html'}")
    scene.say(f"           {site / 'en' / 'huerto.html'}")
    scene.say(f"Serve them: python3 -m http.server --directory {site}")
    scene.say("")
    if which("translate-flow") is None:
        scene.say(f'$ export PATH="{Path(sys.executable).parent}:$PATH"')
    scene.say(f"$ cd {scene.folder}")
    for line in (
        "translate-flow --as ben tasks             # ben's work: the English version is to follow",
        "translate-flow diff huerto/en --html huerto.en.html",
        "translate-flow request heat-wave es       # you act as cora, who made this newsroom",
        "translate-flow --help",
    ):
        scene.say(f"$ {line}")
    return site


def _write(scene: Scene, name: str, *, slip: tuple[str, str] = ("", "")) -> None:
    """Puts the prepared translation in the place of each block of a work file, as its translator would by hand."""
    path = scene.folder / name
    module = formats.get(formats.for_path(path))
    taken = module.read(path.read_bytes(), name=name)
    prepared = (files("translate_flow.demo") / "translations" / name).read_bytes()
    translation = module.read(prepared, name=name)
    if len(translation.blocks) != len(taken.blocks):
        raise RuntimeError(f"{name}: {len(taken.blocks)} blocks to translate, {len(translation.blocks)} prepared")
    sources = {at: translation.source(block) for at, block in enumerate(translation.blocks)}
    text = taken.with_sources(sources)
    path.write_bytes((text.replace(*slip, 1) if slip[0] else text).encode(taken.encoding))


_NEW = (
    ("entre trinta famílias", "entre quarenta famílias"),
    (
        "El sábado 14 de marzo habrá una jornada de puertas abiertas, de diez a dos.",
        "No sábado, 14 de março, há um dia de portas abertas, das dez às duas.",
    ),
)


def _finish(scene: Scene, name: str) -> None:
    """Does what is marked in a work file, as its translator would by hand; the marks stay where they are."""
    path = scene.folder / name
    text = path.read_text(encoding="utf-8")
    for before, after in _NEW:
        text = after.join(text.rsplit(before, 1))
    path.write_text(text, encoding="utf-8")
