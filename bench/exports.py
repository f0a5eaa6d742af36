"""A WordPress export of any number of posts, of a text made up here: varied, and the same each time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

_SUBJECTS = (
    "the harbour council", "a night-shift nurse", "our correspondent", "the new ferry line", "two teachers from the hill school",
    "the tenants’ union", "a retired signalman", "the river authority", "nobody in the market hall", "the youngest candidate",
)  # fmt: skip
_VERBS = ("told us about", "has never accepted", "voted against", "is still waiting for", "wrote a long letter on", "walked out over",
          "was surprised by", "will publish", "keeps a record of", "can no longer pay for")  # fmt: skip
_OBJECTS = (
    "the price of bread", "a bridge that was promised in 2009", "the third reading of the budget", "what the flood left behind",
    "an agreement nobody signed", "the rules for street vendors", "its own archive", "a list of 340 names", "the winter timetable",
    "the closing of the last cinema",
)  # fmt: skip
_ENDS = ("since the spring", "in spite of the rain", "as the minutes show", "for the second year running", "without a word of explanation",
         "and not only in the capital", "before the shops opened", "according to three people who were there")  # fmt: skip
_HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>The Quay</title><link>https://quay.example</link><description></description><language>en-GB</language>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>https://quay.example</wp:base_site_url>
<wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[mara]]></wp:author_login><wp:author_email><![CDATA[mara@quay.example]]></wp:author_email>
<wp:author_display_name><![CDATA[Mara Lind]]></wp:author_display_name></wp:author>
"""
_ITEM = """<item>
<title><![CDATA[{title}]]></title><link>https://quay.example/{year}/{slug}/</link><pubDate>Sun, 08 Mar 2020 09:00:00 +0000</pubDate>
<dc:creator><![CDATA[mara]]></dc:creator><guid isPermaLink="false">https://quay.example/?p={number}</guid><description></description>
<content:encoded><![CDATA[{content}]]></content:encoded><excerpt:encoded><![CDATA[{excerpt}]]></excerpt:encoded>
<wp:post_id>{number}</wp:post_id><wp:post_date><![CDATA[{year}-03-08 09:00:00]]></wp:post_date>
<wp:post_date_gmt><![CDATA[{year}-03-08 09:00:00]]></wp:post_date_gmt><wp:comment_status><![CDATA[open]]></wp:comment_status>
<wp:post_name><![CDATA[{slug}]]></wp:post_name><wp:status><![CDATA[{status}]]></wp:status><wp:post_parent>0</wp:post_parent>
<wp:post_type><![CDATA[{kind}]]></wp:post_type><wp:post_password><![CDATA[]]></wp:post_password><wp:is_sticky>0</wp:is_sticky>
<category domain="category" nicename="city"><![CDATA[City]]></category><category domain="post_tag" nicename="tag-{tag}"><![CDATA[Tag {tag}]]></category>
<wp:postmeta><wp:meta_key><![CDATA[_edit_last]]></wp:meta_key><wp:meta_value><![CDATA[1]]></wp:meta_value></wp:postmeta>
</item>
"""


def write(path: Path, posts: int) -> None:
    """Writes an export of so many posts, each with about 5 KB of content in some fifteen blocks."""
    draw = random.Random(posts)
    with path.open("w", encoding="utf-8") as file:
        file.write(_HEAD)
        for number in range(1, posts + 1):
            title = _sentence(draw).rstrip(".")
            file.write(_ITEM.format(
                number=number, title=title, slug=f"{'-'.join(title.lower().replace('’', '').split()[:5])}-{number}", year=2009 + number % 16,
                content="\n\n".join(_content(draw)), excerpt=escape(_sentence(draw)) if number % 3 == 0 else "", tag=number % 60,
                status="draft" if number % 25 == 0 else "publish", kind="page" if number % 40 == 0 else "post",
            ))  # fmt: skip
        file.write("</channel>\n</rss>\n")


def _sentence(draw: random.Random) -> str:
    words = f"{draw.choice(_SUBJECTS)} {draw.choice(_VERBS)} {draw.choice(_OBJECTS)} {draw.choice(_ENDS)}"
    return f"{words[0].upper()}{words[1:]}, {draw.randrange(2, 9000)} times in all."


def _paragraph(draw: random.Random) -> str:
    text = [_sentence(draw) for _ in range(draw.randrange(2, 5))]
    if draw.random() < 0.5:
        text[0] = f'<strong>{text[0]}</strong> <a href="https://quay.example/{draw.randrange(9999)}/">as we reported</a>'
    if draw.random() < 0.3:
        text[-1] = f"<em>{text[-1]}</em> Salt &amp; water&nbsp;– “{draw.choice(_OBJECTS)}”."
    return " ".join(text)


def _content(draw: random.Random) -> Iterator[str]:
    for part in range(3):
        if part:
            yield f"<!-- wp:heading -->\n<h2 class=\"wp-block-heading\">{_sentence(draw)}</h2>\n<!-- /wp:heading -->"
        for _ in range(3):
            yield f"<!-- wp:paragraph -->\n<p>{_paragraph(draw)}</p>\n<!-- /wp:paragraph -->"
    items = "\n\n".join(f"<!-- wp:list-item -->\n<li>{_sentence(draw)}</li>\n<!-- /wp:list-item -->" for _ in range(3))
    yield f'<!-- wp:list -->\n<ul class="wp-block-list">{items}</ul>\n<!-- /wp:list -->'
    number = draw.randrange(10_000)
    yield (
        f'<!-- wp:image {{"id":{number},"sizeSlug":"large"}} -->\n<figure class="wp-block-image size-large">'
        f'<img src="https://quay.example/wp-content/{number}.jpg" alt="{draw.choice(_OBJECTS)}" class="wp-image-{number}"/>'
        f'<figcaption class="wp-element-caption">{_sentence(draw)}</figcaption></figure>\n<!-- /wp:image -->'
    )
    yield (
        f"<!-- wp:quote -->\n<blockquote class=\"wp-block-quote\"><!-- wp:paragraph -->\n<p>{_sentence(draw)}</p>\n<!-- /wp:paragraph -->"
        f"<cite>{draw.choice(_SUBJECTS)}</cite></blockquote>\n<!-- /wp:quote -->"
    )
