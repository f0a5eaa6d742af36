"""What a page's JSON-LD says (schema.org: `inLanguage`, `translationOfWork`, `workTranslation`), as nodes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from translate_flow.adoption.addresses import address_key
from translate_flow.adoption.opened_page import Page, canonicals_of

if TYPE_CHECKING:
    from lxml import etree

MAX_JSON = 2 * 2**20  # characters of one JSON-LD script
ARTICLES = frozenset("""Article NewsArticle BlogPosting Report OpinionNewsArticle AnalysisNewsArticle ReportageNewsArticle
    BackgroundNewsArticle ReviewNewsArticle ScholarlyArticle TechArticle LiveBlogPosting SocialMediaPosting SatiricalArticle
    AskPublicNewsArticle""".split())  # fmt: skip  # noqa: SIM905


def nodes_of(root: etree._Element, warnings: list[str]) -> list[dict[str, Any]]:
    """All nodes of all JSON-LD scripts, of graphs and of main entities too; those that lack a type are kept."""
    found: list[dict[str, Any]] = []
    for script in root.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip().lower() != "application/ld+json":
            continue
        text = re.sub(r"^\s*(?://)?\s*(?:<!--|<!\[CDATA\[)|(?://)?\s*(?:-->|\]\]>)\s*$", "", script.text or "").strip().rstrip(";")
        try:
            if len(text) > MAX_JSON:
                raise ValueError(f"it holds more than {MAX_JSON} characters")
            waiting: list[Any] = [json.loads(text, strict=False)]
        except (ValueError, RecursionError) as error:
            said = "it nests too deeply" if isinstance(error, RecursionError) else str(error)
            warnings.append(f"Its JSON-LD in line {script.sourceline} cannot be read, and is left out: {said}.")
            continue
        while waiting:
            value = waiting.pop()
            if isinstance(value, list):
                waiting.extend(reversed(value))
            elif isinstance(value, dict):
                found.append(value)
                waiting.extend(value[key] for key in ("mainEntity", "@graph") if isinstance(value.get(key), dict | list))
    return found


def types_of(node: Mapping[str, Any]) -> set[str]:
    """The types of a node, without their vocabulary."""
    value = node.get("@type")
    return {str(each).rpartition("/")[2] for each in (value if isinstance(value, list) else [value]) if each}


def work_of(nodes: Sequence[dict[str, Any]], page: Page) -> dict[str, Any]:
    """The node of the article itself: the one that names the page's address, else the first article, else a node with translations."""
    works = [node for node in nodes if types_of(node) & ARTICLES]
    wanted = {address_key(url) for url in (*canonicals_of(page), page.first("og:url")) if url}
    for node in works:
        if any(address_key(url) in wanted for key in ("url", "mainEntityOfPage", "@id") if (url := url_of(node.get(key)).partition("#")[0])):
            return node
    return works[0] if works else next((node for node in nodes if "translationOfWork" in node or "workTranslation" in node), {})


def url_of(value: object) -> str:
    """The address that a value names: itself, or its `url` or `@id`; empty for none."""
    if isinstance(value, list):
        value = next(iter(value), "")
    if isinstance(value, dict):
        value = value.get("url") or value.get("@id") or ""
    return value if isinstance(value, str) else ""


def language_value(value: object) -> str:
    """`inLanguage`: a tag, or a Language with one."""
    if isinstance(value, list):
        value = value[0] if len(value) == 1 else ""
    if isinstance(value, dict):
        value = value.get("alternateName") or value.get("name") or value.get("@id") or ""
    return value.strip() if isinstance(value, str) else ""
