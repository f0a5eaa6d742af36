"""What a saved page says of itself and of its other versions. Nothing is fetched, no script is run.

Read are: `lang`, `rel=canonical` and `rel=alternate hreflang` (HTML standard, §4.6.7; `x-default` after the search engines' notes),
Open Graph (ogp.me), JSON-LD (schema.org: `inLanguage`, `translationOfWork`, `workTranslation`), and the links by which readers change
the language, as plugins (Polylang, WPML, TranslatePress, Weglot, MultilingualPress) and people make them.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urljoin, urlsplit

from translate_flow import languages
from translate_flow.adoption.items import Said
from translate_flow.adoption.names import named
from translate_flow.errors import UsageError

if TYPE_CHECKING:
    from lxml import etree

MAX_JSON = 2 * 2**20  # characters of one JSON-LD script
# Codes of countries, which are no language tags, where people mean the language.
_MEANT = {"jp": "ja", "cn": "zh", "cz": "cs", "dk": "da", "gr": "el", "ua": "uk", "vn": "vi", "rs": "sr", "en-eu": "en"}
_ARTICLES = frozenset("""Article NewsArticle BlogPosting Report OpinionNewsArticle AnalysisNewsArticle ReportageNewsArticle
    BackgroundNewsArticle ReviewNewsArticle ScholarlyArticle TechArticle LiveBlogPosting SocialMediaPosting SatiricalArticle
    AskPublicNewsArticle""".split())  # fmt: skip  # noqa: SIM905
# Forms of languages' names in "read in …" and "… version", which `names` (whole names, as menus have them) does not know; the rest are sites' own.
_FORMS: dict[str, str] = {
    "简体": "zh-Hans", "繁體": "zh-Hant", "正體中文": "zh-Hant", "中文简体": "zh-Hans", "中文繁體": "zh-Hant", "英文": "en", "日文": "ja", "ภาษาไทย": "th",
    "bahasa indonesia": "id", "bahasa melayu": "ms", "हिंदी": "hi", "português brasileiro": "pt-BR",
    "русском": "ru", "русски": "ru", "українською": "uk", "английском": "en", "polsku": "pl", "angielsku": "en", "česky": "cs", "anglicky": "en",
    "slovensky": "sk", "magyarul": "hu", "suomeksi": "fi", "englanniksi": "en", "angolul": "en", "românește": "ro", "بالعربية": "ar", "بالإنجليزية": "en",
    "française": "fr", "anglaise": "en", "espagnole": "es", "española": "es", "inglesa": "en", "portuguesa": "pt", "francesa": "fr", "italiana": "it",
    "italienne": "it", "allemande": "de", "alemana": "de", "alemã": "de", "deutsche": "de", "englische": "en", "spanische": "es", "französische": "fr",
}  # fmt: skip
_CODE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2,4})?", re.I)
# The other words of "Read this article in …", "También disponible en …": with names of languages alone they make no sentence of a text.
_READING = frozenset("""read this article story post page in the also available into other languages language version versions translation
    translations original english-language switch to view see change and or leer lee este esta artículo nota texto entrada en el la versión también
    disponible idioma idiomas otros ver y o lire cet article aussi version le la les dans sur disponible langue langues autres et ou lesen diesen
    diesen artikel auf auch verfügbar version sprache sprachen andere und oder leia ler este artigo em também disponível versão idioma outros e ou leggi
    questo articolo in anche disponibile versione lingua lingue lees dit artikel het ook beschikbaar versie taal talen på läs läs den här artikeln les
    denne saken læs читать на также доступно по язык языки версия и или читати українською також доступно czytaj po przeczytaj artykuł wersja język
    oku bu haberi sürüm dil diller číst v také i baca artikel ini dalam bahasa juga tersedia versi đọc bằng bài này اقرأ هذا المقال باللغة النسخة لغة
    اللغة أيضا متوفر بـ قراءة read: lue tämä στα διαβάστε olvass cikket ezt a az citește în acest articol versiunea fassung ausgabe edición edição edizione édition edition""".split())  # fmt: skip  # noqa: SIM905
_PLUGIN = re.compile(
    r"lang-item|pll-(?:switcher|parent)|wpml-ls|icl_post_in_other|trp-(?:language|ls|floater)|weglot|wg-li|mlp-(?:language|quick)|mlp_|qtranxs"
    r"|(?:lang|langs|language|languages|locale)[-_]+(?:switch|switcher|chooser|selector|select|picker|menu|nav|list)", re.I,
)  # fmt: skip
_MACHINE = re.compile(r"gtranslate|\bgt_|glink|goog-te|google_translate|translated-ltr", re.I)
_CURRENT = re.compile(r"(?:^|[-_\s])(?:current[-_]lang(?:uage)?|wgcurrent|current_language|disabled-language|active|current)(?:$|\s)", re.I)
_CLASS_CODE = re.compile(r"(?:^|\s)(?:lang-item|wpml-ls-item|wg|lang|language|locale)-([a-z]{2}(?:[-_][a-z]{2,4})?)(?=\s|$)", re.I)
_CJK = re.compile(r"阅读|閱讀|查看|版本|版|で読む|を読む|(?<=어)(?:로|판)|읽기|보기")
_LINES = frozenset({"p", "div", "ul", "ol", "small", "section", "header", "nav", "aside"})
DIFFERENT = "It says that it is in "  # how the warning begins that a page declares several languages
_NOISE = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|replytocom|share|amp|print|output|nb|noamp|outputtype", re.I)
_INDEX = re.compile(r"/(?:index|default|home)\.\w{3,5}$", re.I)
_LIST_PATH = re.compile(
    r"/(?:category|categoria|categorie|kategorie|tag|tags|etiqueta|schlagwort|author|autor|auteur|archives?|search|page/\d+|feed|date)(?:/|$)"
    r"|/\d{4}(?:/\d\d){0,2}$", re.I,
)  # fmt: skip
_MISSING = re.compile(
    r"(?:error\s)?404(?:\s|:|$)|(?:error\sresponse|(?:page\s)?not\sfound|página\sno\sencontrada|página\snão\sencontrada|seite\snicht\sgefunden"
    r"|page\s(?:non\strouvée|introuvable)|pagina\snon\strovata|страница\sне\sнайдена|الصفحة\sغير\sموجودة|页面未找到|未找到页面)\s*(?:[|–—.!-]|$)", re.I,
)  # fmt: skip
# What programs that save pages write into them: the first is a browser's, then HTTrack's, then SingleFile's.
_SAVED = (
    re.compile(r"<!-- saved from url=\(\d{4}\)(\S{4,2000}) -->"),
    re.compile(r"<!-- Mirrored from (\S{4,2000}) by HTTrack"),
    re.compile(r"Page saved with SingleFile\s{0,20}url:\s{0,20}(\S{4,2000})"),
)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says. Addresses are absolute where the page's own is known, else as written.

    `languages`: what it is said to be written in, as declared, surest first. `links`: BCP 47 tag → address of that version.
    `canonical`: as declared, where it can be right;
    `rewritten`: a mirroring program made it the name of a file. `url`: that, else what Open Graph, JSON-LD or the program that saved it call its
    address. `default`: the address of `x-default`. `alternates`: `og:locale:alternate`. `parents`: addresses or languages it was
    translated from. `published`, `modified`: ISO 8601. `nature`: article, home, list, search, missing, file, or empty where it does not say. `kind`: post, or WordPress's page.
    """

    languages: tuple[Said, ...] = ()
    links: Mapping[str, Said] = field(default_factory=dict)
    canonical: str = ""
    rewritten: bool = False
    url: str = ""
    saved_from: str = ""
    default: str = ""
    alternates: tuple[str, ...] = ()
    parents: tuple[Said, ...] = ()
    published: str = ""
    modified: str = ""
    terms: tuple[str, ...] = ()
    title: str = ""
    nature: str = ""
    kind: str = "post"
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class Page:
    """A page while it is read: its tree, its head, where it stands, and the warnings so far."""

    root: etree._Element
    metas: dict[str, list[str]]
    nodes: list[dict[str, Any]]  # JSON-LD, flattened
    base: str = ""
    folder: str = ""  # the address of its file, and the keys of the files beside it: programs that save sites rewrite links to these
    beside: Container[str] = ()
    rewritten: bool = False  # its canonical address
    own: str = ""  # the page's address, empty where nobody says it
    warnings: list[str] = field(default_factory=list)

    def first(self, *keys: str) -> str:
        return next((self.metas[key][0] for key in keys if key in self.metas), "")

    def absolute(self, address: str) -> str:
        near = joined(self.folder, address) if self.folder and "://" not in address else ""
        for saved in (near, near.partition("?")[0]):  # HTTrack keeps the query in the link, not in the file's name
            if near and address_key(saved) in self.beside:
                return saved
        return joined(self.base or self.folder, address)

    def is_own(self, address: str) -> bool:
        """Whether an address is the page's own, or its file's."""
        return address_key(address) in {address_key(own) for own in (self.own, self.folder) if own}


def facts(data: bytes, *, name: str = "", address: str = "", beside: Container[str] = (), not_at: str = "") -> PageFacts:
    """What a page of these bytes says. `address`: where it was, should the page not say it; `beside`: keys of the addresses of pages
    saved with it (`address_key`), to which relative links lead first; `not_at`: an address that the page gives as its own by mistake.

    What is wrong on it gives warnings. Raises Unreadable only for bytes that are no text.
    """
    text, root = _parsed(data, name)
    warnings: list[str] = []
    page = Page(root, _metas(root), _json_ld(root, warnings), folder=address, beside=beside, warnings=warnings)
    saved = next((_with_scheme(found[1]) for pattern in _SAVED if (found := pattern.search(text, 0, 4000))), "")
    work = _work(page.nodes, page)
    canonical = _addressed(page, saved or address, work, not_at)
    declared, default = _hreflang(page)
    links: dict[str, Said] = {}
    self_tags = _take(page, links, declared, "hreflang")
    parents = _translations(page, work, links)
    html_lang = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang") or ""
    spoken = _tag(html_lang)[0] or (self_tags[0] if self_tags else "")
    shown, current = _reader_links(page, spoken)
    _take(page, links, [(tag, url) for tag, url, how in shown if how == "switcher"], "switcher")
    _take(page, links, [(tag, url) for tag, url, how in shown if how != "switcher"], "link")
    said = _languages(page, [
        (_article_lang(root), "article lang attribute"), *((tag, "hreflang") for tag in self_tags[:1]),
        (_language_value(work.get("inLanguage")), "JSON-LD"), (html_lang, "lang attribute"), (current, "switcher"),
        (page.first("og:locale"), "og:locale"), (page.first("content-language"), "content-language"),
        ("" if work else _language_value(next((n["inLanguage"] for n in page.nodes if "inLanguage" in n), None)), "JSON-LD of the page"),
    ])  # fmt: skip
    for tag in {languages.normalise(each.value) for each in said[:1]} & set(links):
        page.warnings.append(f"It links to another page as its own {languages.name(tag)} version: {links.pop(tag).value}.")
    return PageFacts(
        said, links, canonical, page.rewritten, page.own, saved, default, tuple(dict.fromkeys(page.metas.get("og:locale:alternate", []))), parents,
        _moment(page, ("article:published_time", "og:article:published_time", "datepublished", "dc.date.issued"), work, "datePublished"),
        _moment(page, ("article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "last-modified"), work, "dateModified"),
        _terms(page), _title(page), _nature(page, work), "page" if _body_classes(page) >= {"page"} and not _body_classes(page) & {"single"} else "post", tuple(dict.fromkeys(page.warnings)),
    )  # fmt: skip


def joined(base: str, address: str) -> str:
    """An address as seen from another; as it stands where it cannot be read."""
    address = re.sub(r"[\t\r\n]", "", address).strip()
    try:
        return urljoin(base, address).partition("#")[0]
    except ValueError:
        return address


def parts_of(address: str) -> SplitResult:
    """The parts of an address; of one that cannot be read, all of it as its path."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", address, "", "")


def address_key(address: str) -> str:
    """What is the same of two spellings of one address: no scheme, `www.`, index file, last slash, or marks of campaigns and print views."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.") + (f":{parts.port}" if parts.port not in {None, 80, 443} else "")
    except ValueError:
        return address.strip()
    path = _INDEX.sub("/", unquote(parts.path)).rstrip("/")
    query = sorted((key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not _NOISE.fullmatch(key))
    return host + path + (f"?{urlencode(query)}" if query else "")


def is_home(address: str) -> bool:
    """Whether an address is that of a site's home page, or of its home page in a language."""
    host, slash, path = re.sub(r"\?lang=[\w-]+$", "", address_key(address)).partition("/")
    return "://" in address and "?" not in host and (not slash or (bool(re.fullmatch(r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?", path)) and languages.is_tag(path)))


def _parsed(data: bytes, name: str) -> tuple[str, etree._Element]:
    from lxml import etree

    from translate_flow.formats import encoding

    text = encoding.decode(data, name=name, declared=True)[0].lstrip("\ufeff")
    parser = etree.HTMLParser(no_network=True, recover=True, encoding="utf-8", remove_comments=True, remove_pis=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    return text, root if root is not None else etree.Element("html")


def _metas(root: etree._Element) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for node in root.iter("meta"):
        key = (node.get("property") or node.get("name") or node.get("http-equiv") or node.get("itemprop") or "").strip().lower()
        value = " ".join((node.get("content") or "").split())
        if key and value:
            metas.setdefault(key, []).append(value)
    return metas


def _json_ld(root: etree._Element, warnings: list[str]) -> list[dict[str, Any]]:
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


def _types(node: Mapping[str, Any]) -> set[str]:
    value = node.get("@type")
    return {str(each).rpartition("/")[2] for each in (value if isinstance(value, list) else [value]) if each}


def _work(nodes: Sequence[dict[str, Any]], page: Page) -> dict[str, Any]:
    """The node of the article itself: the one that names the page's address, else the first article, else a node with translations."""
    works = [node for node in nodes if _types(node) & _ARTICLES]
    wanted = {address_key(url) for url in (*_canonicals(page), page.first("og:url")) if url}
    for node in works:
        if any(address_key(url) in wanted for key in ("url", "mainEntityOfPage", "@id") if (url := _url_of(node.get(key)).partition("#")[0])):
            return node
    return works[0] if works else next((node for node in nodes if "translationOfWork" in node or "workTranslation" in node), {})


def _url_of(value: object) -> str:
    if isinstance(value, list):
        value = next(iter(value), "")
    if isinstance(value, dict):
        value = value.get("url") or value.get("@id") or ""
    return value if isinstance(value, str) else ""


def _language_value(value: object) -> str:
    """`inLanguage`: a tag, or a Language with one."""
    if isinstance(value, list):
        value = value[0] if len(value) == 1 else ""
    if isinstance(value, dict):
        value = value.get("alternateName") or value.get("name") or value.get("@id") or ""
    return value.strip() if isinstance(value, str) else ""


def _tag(declared: str) -> tuple[str, str]:
    """A declared language as a BCP 47 tag (empty where it is none), and what is wrong with it."""
    first = re.split(r"[,;\s]", declared.strip())[0].partition(".")[0].partition("@")[0]
    if not first or first.lower() in {"x-default", "und", "mul", "zxx"}:
        return "", ""
    try:
        tag = languages.normalise(_MEANT.get(first.lower(), first))
    except UsageError:
        tag = language_of(declared, "en")
        return tag, "" if tag else f"“{declared}” is no language tag"
    if first.lower() in _MEANT:
        return tag, f"“{first}” is the code of a country; taken as “{tag}”"
    return tag, f"“{first}” is written with an underscore; read as “{tag}”" if "_" in first else ""


def _canonicals(page: Page) -> list[str]:
    return [node.get("href") or "" for node in _rel(page.root, "canonical") if (node.get("href") or "").strip()]


def _rel(root: etree._Element, rel: str) -> Iterator[etree._Element]:
    return (node for node in root.iter("link") if rel in (node.get("rel") or "").lower().split())


def _addressed(page: Page, known: str, work: Mapping[str, Any], not_at: str) -> str:
    """Settles the page's own address and base; returns its canonical address, where that can be right."""
    others = [known, page.first("og:url"), _url_of(work.get("url")), _url_of(work.get("mainEntityOfPage"))]
    absolute = [url.partition("#")[0] for url in others if re.match(r"https?://", url, re.I) and address_key(url) != (not_at and address_key(not_at))]
    base = next((node.get("href") or "" for node in page.root.iter("base")), "")
    declared = [] if not_at else _canonicals(page)
    page.base = joined(next(iter([*absolute, *declared]), ""), base)
    spelled = {address_key(url): url for url in absolute}
    whole = ((url, page.absolute(url)) for url in declared)
    canonicals = list({address_key(full): full if "://" in url else spelled.get(address_key(full), full) for url, full in whole}.values())
    canonicals = [url for url in canonicals if page.beside or not url.startswith("file:")]
    relative = next((url for url in declared if "://" not in url), "")
    page.rewritten = bool(relative) and address_key(page.absolute(relative)) in page.beside
    if relative and not page.rewritten:
        page.warnings.append(f"Its canonical address is relative: {relative}.")
    if len(canonicals) > 1:
        agreed = [url for url in canonicals if address_key(url) in spelled]
        page.warnings.append(f"It names {len(canonicals)} canonical addresses: {', '.join(canonicals)}; taken is {(agreed or canonicals)[0]}.")
        canonicals = agreed or canonicals
    deeper = [url for url in (*absolute, known) if url and not is_home(url)]
    canonical = canonicals[0] if canonicals else ""
    if canonical and is_home(canonical) and deeper:
        page.warnings.append(f"Its canonical address is the home page ({canonical}), which it is not; left out.")
        canonical = ""
    page.own = canonical or next((url for url in absolute if url != known), known)
    if "://" in page.own and "://" not in page.base:
        page.base = joined(page.own, base)
    return canonical


def _hreflang(page: Page) -> tuple[list[tuple[str, str]], str]:
    """What `rel=alternate hreflang` says: pairs of tag and address; and the address of `x-default`."""
    pairs: list[tuple[str, str]] = []
    default = ""
    for node in _rel(page.root, "alternate"):
        declared, href = (node.get("hreflang") or "").strip(), (node.get("href") or "").strip()
        if not declared or not href or "xml" in (node.get("type") or ""):
            continue  # a feed
        if declared.lower() == "x-default":
            default = default or page.absolute(href)
            continue
        tag, wrong = _tag(declared)
        if wrong:
            page.warnings.append(f"hreflang: {wrong}.")
        if "://" not in href and not href.startswith("//"):
            page.warnings.append(f"hreflang: the address of “{declared}” is relative: {href}.")
        if tag:
            pairs.append((tag, page.absolute(href)))
    return pairs, default


def _take(page: Page, links: dict[str, Said], pairs: Sequence[tuple[str, str]], how: str) -> list[str]:
    """Adds links that are not yet known; returns the languages by which the page is called itself."""
    own: list[str] = []
    known = {(tag.partition("-")[0], address_key(said.value)) for tag, said in links.items()}
    for tag, url in pairs:
        if page.is_own(url):
            own.append(tag)
        elif tag not in links and how != "hreflang" and (tag.partition("-")[0], address_key(url)) in known:
            continue  # `en-US` of a switcher is the `en` of hreflang
        elif is_home(url) and not (page.own and is_home(page.own)):
            if how == "hreflang":
                page.warnings.append(f"hreflang: the address of its {languages.name(tag)} version is a home page, {url}; left out.")
        elif tag not in links:
            links[tag] = Said(url, how)
        elif address_key(links[tag].value) != address_key(url) and how != "link":
            page.warnings.append(f"It names two {languages.name(tag)} versions: {links[tag].value} ({links[tag].how}) and {url} ({how}).")
    return own


def _translations(page: Page, work: Mapping[str, Any], links: dict[str, Said]) -> tuple[Said, ...]:
    """What JSON-LD says of other versions: its translations become links; what it translates is returned, the surest first."""
    by_id = {node["@id"]: node for node in page.nodes if isinstance(node.get("@id"), str)}
    by_url = {address_key(said.value): tag for tag, said in links.items()}

    def each(key: str) -> Iterator[tuple[str, str]]:
        value = work.get(key)
        for one in value if isinstance(value, list) else [value] if value else []:
            about = one if isinstance(one, dict) else {"@id": one}
            known = {**by_id.get(str(about.get("@id")), {}), **about}
            url = page.absolute(_url_of(known)) if re.match(r"https?:|/", _url_of(known)) else ""
            tag, wrong = _tag(_language_value(known.get("inLanguage")))
            if wrong:
                page.warnings.append(f"JSON-LD: {wrong}.")
            yield tag or by_url.get(address_key(url), ""), url

    _take(page, links, [(tag, url) for tag, url in each("workTranslation") if tag and url], "JSON-LD")
    parents = list(each("translationOfWork"))
    _take(page, links, [(tag, url) for tag, url in parents if tag and url], "JSON-LD")
    return tuple(dict.fromkeys(Said(value, "JSON-LD") for tag, url in parents for value in (url, tag) if value))


def _article_lang(root: etree._Element) -> str:
    """The language of the element that holds the article, where it names one nearer than the page's own."""
    found = [node for node in root.iter("article") if next(node.iter("h1"), None) is not None] or list(root.iter("article"))[:2]
    main = found if len(found) == 1 else list(root.iter("main"))[:1]
    node = main[0] if main else None
    while node is not None and node.tag != "html":
        if node.get("lang"):
            return str(node.get("lang"))
        node = node.getparent()
    return ""


def _languages(page: Page, declared: Sequence[tuple[str, str]]) -> tuple[Said, ...]:
    said: list[Said] = []
    for value, how in declared:
        tag, wrong = _tag(value)
        if wrong:
            page.warnings.append(f"{how}: {wrong}.")
        if tag:
            said.append(Said(tag if wrong or " " in value or "," in value else value, how) if languages.is_tag(value) else Said(tag, how))
    different = {languages.normalise(each.value).partition("-")[0]: each for each in reversed(said)}
    if len(different) > 1:
        page.warnings.append(DIFFERENT + ", in ".join(
            f"{languages.name(tag)} ({each.how})" for tag, each in reversed(different.items())) + ".")  # fmt: skip
    return tuple(said)


def _moment(page: Page, keys: Sequence[str], work: Mapping[str, Any], name: str) -> str:
    from translate_flow.formats.html_head import iso

    given = [*(page.first(key) for key in keys), work.get(name), *(node.get(name) for node in page.nodes)]
    candidates = [value for value in given if isinstance(value, str) and value.strip()]
    found = next((moment for value in candidates if (moment := iso(value))), "")
    if candidates and not found:
        page.warnings.append(f"The date “{candidates[0]}” is not in ISO 8601.")
    return found


def _terms(page: Page) -> tuple[str, ...]:
    linked = (" ".join("".join(node.itertext()).split()) for node in page.root.iter("a") if "tag" in (node.get("rel") or "").lower().split())
    return tuple(dict.fromkeys(term for term in (*page.metas.get("article:section", ()), *page.metas.get("article:tag", ()), *linked) if term))


def _title(page: Page) -> str:
    heading = next((" ".join("".join(node.itertext()).split()) for node in page.root.iter("h1")), "")
    return page.first("og:title") or heading or " ".join(next((node.text or "" for node in page.root.iter("title")), "").split())


def _body_classes(page: Page) -> set[str]:
    body = next(page.root.iter("body"), None)
    return set((body.get("class") or "").lower().split()) if body is not None else set()


def _nature(page: Page, work: Mapping[str, Any]) -> str:  # noqa: PLR0911 - a list of rules, the first that fits decides
    """What kind of page it is: by WordPress's classes of the body, by JSON-LD, by Open Graph, by its address, by its build."""
    classes = _body_classes(page)
    types = set().union(*map(_types, page.nodes)) if page.nodes else set()
    if "httrack" in page.first("generator").lower():
        return "list"  # HTTrack's own index of what it saved
    if "error404" in classes or _MISSING.match(_title(page)):
        return "missing"
    if classes & {"search-results", "search-no-results"} or "SearchResultsPage" in types:
        return "search"
    if classes & {"attachment", "single-attachment"}:
        return "file"
    if classes & {"single", "single-post", "singular"} and "archive" not in classes:
        return "article"
    article = bool(_types(work) & _ARTICLES)
    if "home" in classes and not article:
        return "home"
    if (classes & {"archive", "blog", "paged"} and not article) or "CollectionPage" in types:
        return "list"
    if article:
        return "article"
    if page.own and is_home(page.own):
        return "home"
    if _LIST_PATH.search("/" + address_key(page.own).partition("/")[2]):
        return "list"
    if page.first("og:type").lower() == "article" or any("wp-block-post-content" in (n.get("class") or "") for n in page.root.iter("div")):
        return "article"
    return "list" if _lists(page) else ""


def _lists(page: Page) -> bool:
    """Whether the page lists others: three headings or more lead elsewhere on the site, and outside them is little to read."""
    entries = []
    for node in page.root.iter("h2", "h3", "h4"):
        link = next(node.iter("a"), None)
        href = (link.get("href") or "") if link is not None else ""
        here = "://" not in href or parts_of(page.base).netloc in href
        if href and not href.startswith("#") and here and not any(above.tag in {"nav", "aside", "footer"} for above in node.iterancestors()):
            parent = node.getparent()
            wider = parent.getparent() if parent is not None and parent.tag == "header" else None
            entries.append(wider if wider is not None else parent)
    if len(entries) < 3:
        return False
    inside = set(entries)
    prose = 0
    for node in page.root.iter("p"):
        if not any(above in inside or above.tag in {"nav", "aside", "footer"} for above in node.iterancestors()):
            prose += len(" ".join("".join(node.itertext()).split()))
    return prose < 400


def _with_scheme(address: str) -> str:
    return address if "://" in address else f"https://{address}"


@lru_cache(maxsize=32)
def _named_in(reader: str) -> dict[str, str]:
    """The names of languages in the page's own language, folded → tag: of those with two letters, but for the invented ones."""
    known = languages.locale(reader).languages if reader else {}
    return {_fold(name): code for code, name in known.items() if len(code) == 2 and code not in {"ia", "ie", "io", "vo"}}


def _fold(text: str) -> str:
    return " ".join(re.sub(r"^[\W_]+|[^\w)\u0900-\u0dff\u0e00-\u0fff]+$", "", unicodedata.normalize("NFC", text)).casefold().split())


def language_of(text: str, reader: str = "") -> str:
    """The language that a link's words name as a whole ("Español", "Português (Brasil)"), as a tag; empty where they name none."""
    if not 0 < len(text) <= 60:
        return ""
    folded, known = _fold(text), _named_in(reader.partition("-")[0])
    bare = _CJK.sub("", folded).strip()
    keys = dict.fromkeys((folded, folded.partition("(")[0].strip(), bare, bare.replace("文", "语")))
    keys.pop("indonesia", None)  # CLDR's name of the language is the country's, which sections of a site bear
    return next((tag for key in keys if key and (tag := _FORMS.get(key) or named(key) or known.get(key, ""))), "")


def _phrase(text: str, reader: str) -> tuple[str, ...] | None:
    """The languages that words which only lead to another version name; None for any other words."""
    if len(text) > 160:
        return None
    if whole := language_of(text, reader):
        return (whole,)
    words, found = [word for word in re.split(r"[\s,;:|/·•()\[\].!→»›]+", text) if _fold(word)], []
    while words:
        size = next((n for n in (3, 2, 1) if n <= len(words) and language_of(" ".join(words[:n]), reader)), 0)
        if size:
            found.append(language_of(" ".join(words[:size]), reader))
        elif _fold(words[0]) not in _READING:
            return None
        words = words[size or 1 :]
    return tuple(found)


def _reader_links(page: Page, reader: str) -> tuple[list[tuple[str, str, str]], str]:
    """Links by which a reader changes the language: (tag, address, `switcher` or `link`); and the language shown as the present one."""
    shown: list[tuple[str, str, str]] = []
    current = ""
    boxes: dict[etree._Element, tuple[str, ...]] = {}
    for node in page.root.iter("a", "option", "li", "div", "span"):
        link = node.tag in {"a", "option"}
        href = (node.get("href") or node.get("value") or "").strip() if link else ""
        words = " ".join("".join(node.itertext()).split()) if link else ""
        if (not link and not (_CURRENT.search(node.get("class") or "") and _marked(node))) or len(words) > 60 or "tag" in (node.get("rel") or "").split():
            continue  # a section may be called by a language's name
        around = [node, *islice(node.iterancestors(), 6)]
        names = " ".join(f"{each.get('class') or ''} {each.get('id') or ''}" for each in around if each.tag not in {"body", "html"})
        if _MACHINE.search(names):
            continue
        plugin = bool(_PLUGIN.search(names))
        tag = _marked(node) if plugin or node.get("hreflang") else ""
        tag = tag or language_of(words, reader) or (_titled(node, reader) if plugin or not words else "") or _code(words)
        phrase = () if tag or not link else _phrase(words, reader) or ()
        if not tag and len(phrase) != 1:
            continue
        now = not href or href.startswith("#") or _is_current(around[:2]) or page.is_own(page.absolute(href))
        if plugin or (not phrase and _in_switcher(node, boxes, reader)):
            if now and (plugin or href):
                current = current or tag or phrase[0]
            elif _leads(page, href) and "no-translation" not in names:
                shown.append((tag or phrase[0], page.absolute(href), "switcher"))
        elif not now and _leads(page, href) and (phrase or _worded(node, reader)) and not _CODE.fullmatch(words):
            shown.append((tag or phrase[0], page.absolute(href), "link"))
    return shown, current


def _marked(node: etree._Element) -> str:
    """The language that a switcher's element is marked with: itself, what it holds, or the item that it is in."""
    parent = node.getparent()
    for each in (node, *islice(node.iter("a", "span"), 4), *([parent] if parent is not None and parent.tag == "li" else [])):
        declared = each.get("hreflang") or each.get("data-code-language") or each.get("lang") or ""
        found = _CLASS_CODE.search(each.get("class") or "")
        if tag := _tag(declared)[0] or (_tag(found[1])[0] if found else ""):
            return tag
    return ""


def _titled(node: etree._Element, reader: str) -> str:
    """The language that a flag stands for, by its title or the words in place of the picture."""
    return next((tag for each in islice(node.iter(), 5) if isinstance(each.tag, str) for key in ("title", "aria-label", "alt")
                 if (tag := language_of(each.get(key) or "", reader) or _code(each.get(key) or ""))), "")  # fmt: skip


def _code(text: str) -> str:
    """The language of a bare code, `ES` or `pt-br`, of those that people publish in."""
    clean = text.strip(" []()|/")
    return _tag(clean)[0] if _CODE.fullmatch(clean) and named(languages.name(clean[:2].lower())) else ""


def _is_current(around: Sequence[etree._Element]) -> bool:
    return any(each.get("aria-current") or each.get("selected") is not None or _CURRENT.search(each.get("class") or "") for each in around)


def _leads(page: Page, href: str) -> bool:
    """Whether a link leads to a page of this site, or of one that is called the same; to no list, such as a section called English."""
    if not href or re.match(r"#|javascript:|mailto:|tel:|data:", href, re.I) or re.search(r"\.(?:pdf|docx?|zip|jpe?g|png|mp[34])$", href, re.I):
        return False
    if _LIST_PATH.search("/" + address_key(page.absolute(href)).partition("/")[2]):
        return False
    theirs, ours = _site(page.absolute(href)), _site(page.own or page.base)
    return theirs in {ours, ""} or (not ours and "translat" not in theirs)


def _site(address: str) -> str:
    """What tells a site from others: `es.example.org`, `www.example.com` and `example.co.uk` are one."""
    labels = address_key(address).partition("/")[0].partition("?")[0].split(".")[:-1] if "://" in address else []
    while len(labels) > 1 and labels[-1] in {"co", "com", "org", "net", "gov", "ac", "edu"}:
        labels.pop()
    return labels[-1] if labels else ""


def _in_switcher(node: etree._Element, boxes: dict[etree._Element, tuple[str, ...]], reader: str) -> bool:
    """Whether a link stands among links of which most name languages, two at least."""
    for above in islice(node.iterancestors(), 4):
        if above.tag in {"body", "html", "article", "main"}:
            return False
        if above not in boxes:
            links = [" ".join("".join(each.itertext()).split()) or _titled(each, reader) for each in islice(above.iter("a", "option"), 41)]
            boxes[above] = tuple(language_of(words, reader) or (f"?{_code(words)}" if _code(words) else "") for words in links)
        named = boxes[above]
        if len(named) > 1:
            coded = any(tag.startswith("?") for tag in named)
            return len({tag for tag in named if tag}) > 1 and len(named) <= 40 and sum(map(bool, named)) >= (1.0 if coded else 0.6) * len(named)
    return False


def _worded(node: etree._Element, reader: str) -> bool:
    """Whether the line that a link stands in only leads to other versions: "Also available in: English, 中文"."""
    above = next((each for each in islice(node.iterancestors(), 4) if each.tag in _LINES), None)
    return above is not None and bool(_phrase(" ".join("".join(islice(above.itertext(), 60)).split()), reader))
