"""Records of diffs for tests of how they look: what `diff --json` prints, made by hand, with small texts of our own."""

from __future__ import annotations

from typing import Any

Record = dict[str, Any]
_OPS = {"=": "equal", "-": "delete", "+": "insert"}


def words(*runs: str) -> list[Record]:
    """Runs by their first character: `=` equal, `-` deleted, `+` inserted."""
    return [{"op": _OPS[run[0]], "text": run[1:]} for run in runs]


def because(kind: str, old: str = "", new: str = "") -> Record:
    return {"kind": kind, "old": old, "new": new}


def block(number: int | None, change: str = "same", *runs: str, old: str | None = None, new: str | None = None, **more: Any) -> Record:
    """A block of the record; `runs` give both sources where they are given, else `old`, which is `new` too where nothing changed."""
    found = words(*runs)
    if found:
        old = "".join(word["text"] for word in found if word["op"] != "insert")
        new = "".join(word["text"] for word in found if word["op"] != "delete")
    elif change in {"same", "moved"} and new is None:
        new = old
    return {
        "number": number, "was": None if change == "added" else number, "change": change, "edited": False, "kind": "paragraph", "class": None,
        "old": old, "new": new, "words": found, "reasons": [], "translation": None, "todo": "none", "draft": None, "proposal": None, "note": None, **more,
    }  # fmt: skip


def record(blocks: list[Record], source: str, target: str | None, *, titles: tuple[str, str | None] = ("", None), **more: Any) -> Record:
    counts = {name: sum(block["change"] == name for block in blocks) for name in ("same", "edited", "moved", "split", "merged", "added", "removed")}
    return {
        "article": "river", "language": target or source, "parent": source if target else None, "from": 1, "to": 3,
        "languages": {"source": source, "target": target}, "titles": {"source": titles[0], "target": titles[1]}, "class": "facts", "proposed": True,
        "reasons": [{**reason, "block": block["number"]} for block in blocks for reason in block["reasons"]],
        "summary": {
            "blocks": len(blocks) - counts["same"], "words": 41, **counts, "todo": sum(block["todo"] != "none" for block in blocks),
            "automatic": sum(block["draft"] is not None and block["todo"] == "none" for block in blocks),
        },
        "blocks": blocks, **more,
    }  # fmt: skip


def spanish_portuguese() -> Record:
    """One block of each change."""
    link = "[la página del río"
    return record([
        block(1, old="La noche del río", kind="title", translation="A noite do rio"),
        block(2, old="Ana Ruiz", kind="byline", translation="Ana Ruiz"),
        block(
            3, "edited", "=El río subió ", "-dos", "+tres", "= metros, y el agua entró en ", "-20", "+30", "= casas de **La Ribera**.",
            **{"class": "facts"}, reasons=[because("number", "dos", "tres"), because("number", "20", "30")], todo="edit",
            translation="O rio subiu dois metros, e a água entrou em 20 casas de **La Ribera**.",
            draft="O rio subiu dois metros, e a água entrou em 30 casas de **La Ribera**.",
        ),
        *(block(number, old=f"Calle {number}.", translation=f"Rua {number}.") for number in range(4, 8)),
        block(8, "moved", old="Lo que pide el barrio", was=12, kind="heading", translation="O que pede o bairro"),
        block(
            9, "added", new="Un dique nuevo antes del invierno.", kind="list_item", **{"class": "facts"}, todo="translate",
            reasons=[because("added", new="Un dique nuevo antes del invierno.")], draft="Un dique nuevo antes del invierno.",
            proposal="Um dique novo antes do inverno.",
        ),
        block(
            10, "edited", f"=Más en {link}", "-](/rio)", "+](/rio-2026)", "=.", was=9, **{"class": "trivial"},
            reasons=[because("link", "/rio", "/rio-2026")], translation="Mais em [a página do rio](/rio).", draft="Mais em [a página do rio](/rio-2026).",
        ),
        block(
            None, "removed", old="Antes se dijo que hubo dos muertos.", was=10, **{"class": "correction"},
            reasons=[because("correction", "hubo dos muertos")], translation="Antes se disse que houve dois mortos.",
        ),
        block(
            11, "split", "=Las vecinas limpiaron las calles.", "- ", "+\n\n", "=Al mediodía llegó la ayuda.", **{"class": "wording"},
            reasons=[because("wording")], translation="As vizinhas limparam as ruas. Ao meio-dia chegou a ajuda.", todo="check",
            note="localised: numa só frase",
        ),
        block(
            13, "moved", "=El puente", "+ viejo", "= aguantó.", was=8, edited=True, **{"class": "wording"}, reasons=[because("wording", new="viejo")],
            translation="A ponte aguentou.", todo="edit",
        ),
        block(14, old="Fin.", translation="Fim."),
        block(None, own=4, kind="footnote", translation="Nota da tradutora.", note="note: para quem lê em Portugal"),
    ], "es", "pt", titles=("La noche del río", "A noite do rio"))  # fmt: skip


def spanish() -> Record:
    """The same, of the original alone."""
    made = spanish_portuguese()
    for each in made["blocks"]:
        each |= {"translation": None, "todo": "none", "draft": None, "proposal": None, "note": None}
    blocks = [each for each in made["blocks"] if not each.get("own")]
    return record(blocks, "es", None, titles=("La noche del río", None))


def english_chinese() -> Record:
    return record([
        block(1, old="The night of the river", kind="title", translation="河水进城之夜"),
        block(
            2, "edited", "=The river rose ", "-two", "+three", "= metres in one night and entered ", "-20", "+30", "= houses, the city said.",
            **{"class": "facts"}, reasons=[because("number", "two", "three"), because("number", "20", "30")], todo="edit",
            translation="市政府说，河水一夜之间上涨了两米，涌入20户人家。“从来没有见过这么高的水位。”老人们都这样说。",
            draft="市政府说，河水一夜之间上涨了两米，涌入30户人家。“从来没有见过这么高的水位。”老人们都这样说。",
        ),
        block(
            3, "edited", "=level = ", "-2.0", "+3.0", "=\nif level > 2.5:\n    alarm()", kind="code", **{"class": "trivial"},
            reasons=[because("code", "2.0", "3.0")], translation="level = 2.0\nif level > 2.5:\n    alarm()", draft="level = 3.0\nif level > 2.5:\n    alarm()",
        ),
    ], "en", "zh", titles=("The night of the river", "河水进城之夜"))  # fmt: skip


def english_arabic() -> Record:
    return record([
        block(1, old="The night of the river", kind="title", translation="ليلة النهر"),
        block(
            2, "edited", "=The river rose ", "-two", "+three", "= metres and came into ", "-20", "+30", "= houses, says [the city](/en/notice).",
            **{"class": "facts"}, reasons=[because("number", "two", "three"), because("number", "20", "30")], todo="edit",
            translation="ارتفع النهر مترين ودخلت المياه ٢٠ بيتًا، بحسب [البلدية](/ar/notice).",
            draft="ارتفع النهر مترين ودخلت المياه ٣٠ بيتًا، بحسب [البلدية](/ar/notice).",
        ),
        block(3, "merged", "=They cleaned the streets.", "-\n\n", "+ ", "=Help came at noon.", **{"class": "wording"}, translation="نظّفوا الشوارع. ووصلت المساعدة ظهرًا.", todo="check"),
    ], "en", "ar", titles=("The night of the river", "ليلة النهر"), proposed=False)  # fmt: skip


def arabic() -> Record:
    return record([
        block(1, "edited", "=ارتفع النهر مترين ودخلت المياه ", "-٢٠", "+٣٠", "= بيتًا، بحسب [البلدية](/ar/notice).", **{"class": "facts"}, reasons=[because("number", "٢٠", "٣٠")]),
    ], "ar", None, titles=("ليلة النهر", None))  # fmt: skip


def german_japanese() -> Record:
    return record([
        block(
            1, "edited", "=Der Fluss stieg um ", "-zwei", "+drei", "= Meter; die Donaudampfschifffahrtsgesellschaft stellte den Betrieb ", "+nicht ", "=ein.",
            **{"class": "facts"}, reasons=[because("negation", new="nicht"), because("number", "zwei", "drei")], todo="edit",
            translation="川は二メートル増水し、汽船会社は運航を停止した。",
        ),
    ], "de", "ja", titles=("Die Nacht des Flusses", "川の夜"))  # fmt: skip


SAMPLES = {
    "es-pt": spanish_portuguese, "es": spanish, "en-zh": english_chinese, "en-ar": english_arabic, "ar": arabic, "de-ja": german_japanese,
}  # fmt: skip
