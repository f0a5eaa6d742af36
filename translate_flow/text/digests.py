"""What texts and blocks are known by, wherever they stand: digests of their bytes."""

from __future__ import annotations

import hashlib

from translate_flow.text import words
from translate_flow.text.document import Document

Row = tuple[int, str, int, int, int, int, bytes]


def text_digest(format: str, body: bytes) -> bytes:
    """The content address of a text: SHA-256 over the format's name, a zero byte and the bytes."""
    return hashlib.sha256(format.encode() + b"\0" + body).digest()


def block_digest(source: str) -> bytes:
    """What tells one block's source from another's: 16 bytes of SHA-256."""
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).digest()[:16]


def block_rows(document: Document) -> list[Row]:
    """(position, kind, level, start, end, words, digest) of each block; the span in code points, the words as a reader counts them."""
    text, blocks = document.text, document.blocks
    counts = words.counts([block.text for block in blocks])
    return [
        (position, str(block.kind), block.level, block.start, block.end, counts[position], block_digest(text[block.start : block.end]))
        for position, block in enumerate(blocks)
    ]
