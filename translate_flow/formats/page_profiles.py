"""What saved pages look like: names that themes and page builders give to the parts of an article, and to all else.

Data only; `page` reads with it. Names are class tokens or ids in lower case.
"""

from __future__ import annotations

import re

from translate_flow.formats.html_tree import names

# Where the article's text lies, by the first profile of which a page has anything.
PROFILES: tuple[tuple[str, frozenset[str]], ...] = (
    ("WordPress block theme", names("wp-block-post-content")),
    ("Elementor", names("elementor-widget-theme-post-content")),
    ("WordPress", names("entry-content")),
    ("common names", names("""article-body article__body article-content article__content articlebody article-text
        article__text post-content post__content post-body post__body post-entry story-body story__body story-content
        story__content news-content news-body news-text single-content content-article td-post-content
        article-body-text body-content entry__content e-content blog-content main-article-text richtext rich-text
        field--name-body field-name-body node__content cuerpo-noticia nota-cuerpo texto-noticia artigo-texto
        texte-article artikel-text article_body article_content post_content story_body the-content""")),
)  # fmt: skip
ELEMENTOR_TYPES = names("wp-post wp-page single-post single-page single post page")

TITLE = names("""entry-title post-title article-title wp-block-post-title article__title post__title story-title headline
    article-headline article__headline single-title p-name""")
STANDFIRST = names("""standfirst subtitle sub-title deck dek entry-summary entry-subtitle post-subtitle post-excerpt
    article-subtitle article__subtitle article-summary article__summary article-lead article__lead article-intro
    article__intro wp-block-post-excerpt elementor-widget-theme-post-excerpt excerpt lede lead intro summary subheadline
    sub-headline subheading post__subtitle story-summary bajada copete entradilla volanta-bajada chapo chapeau vorspann
    sommario occhiello linha-fina linhafina linha-de-apoio gravata lid p-summary""")
BYLINE = names("""byline author entry-author vcard author-name post-author article-author article__author post__author
    article-byline article__byline entry-byline story-byline by-line wp-block-post-author wp-block-post-author-name
    wp-block-post-author__name elementor-post-info__item--type-author c-byline meta-author p-author autor firma auteur
    signature""")
PROVENANCE = names("provenance translated-from translation-source")
DATE = names("""date entry-date post-date published posted-on article-date article__date publish-date pub-date
    wp-block-post-date dt-published post__date meta-date elementor-post-info__item--type-date fecha data-publicacao""")
# Lines about the article that are not its text: bylines and dates are looked for in them, nothing else is kept.
META = names("""entry-meta post-meta article-meta article__meta meta post-info article-info entry-footer entry-utility
    elementor-widget-post-info elementor-post-info wp-block-post-date wp-block-post-terms wp-block-post-author
    wp-block-post-author-name posted-on byline cat-links tags-links post-categories post-tags entry-categories entry-tags
    reading-time read-time kicker article-kicker eyebrow overline entry-header-meta article-section post__meta edit-link
    post-edit-link td-module-meta-info jeg_post_meta meta-info single-meta blog-meta entry-taxonomies post-taxonomies
    more-link taxonomy-category taxonomy-post_tag entry-date published updated post-date date author vcard
    comments-link""")
FEATURED = names("""post-thumbnail wp-post-image featured-image wp-block-post-featured-image featured-media
    single-featured-image-header elementor-widget-theme-post-featured-image entry-thumb article-image post-image
    hero-image article__image lead-image entry-media""")

FURNITURE_TAGS = names("nav")
FURNITURE_ROLES = names("navigation search banner contentinfo complementary dialog alertdialog menu menubar toolbar")
# Words in a class or id, between hyphens and underscores, that mark furniture.
_WORDS = """nav|navbar|navigation|menu|menus|breadcrumbs?|pagination|pager|paging|sidebar|widget-?area|widgets|
    share|shares|sharing|sharer|sharedaddy|sharethis|social|socials|addtoany|addthis|heateor|sassy|shareaholic|
    related|relatedposts|relacionad[oa]s|recommended|recommendations|recommend|yarpp|outbrain|taboola|trending|popular|
    newsletter|subscribe|subscription|signup|mailpoet|mc4wp|mailchimp|paywall|
    cookies?|consent|gdpr|ccpa|cmplz|cky|search|searchform|searchbox|asl|asp|
    ad|ads|advert|adverts|advertisement|advertising|adsbygoogle|sponsored|promo|promoted|
    masthead|colophon|topbar|offcanvas|off-canvas|skip-link|popup|modal|lightbox|overlay|toolbar|tooltip|
    toc|ez-toc|lwptoc|print|wpml-ls|lang-switcher|language-switcher|language-chooser|
    latest-posts|recent-posts|post-template|blog-posts|read-next|up-next|most-read|mas-leidas|mais-lidas"""
_COMMENTS = "comments?|respond|disqus|comment-respond|comment-list|comment-form|commentlist|comentarios"
_AUTHOR_BOX = "author-box|author-bio|authorbox|about-author|author-info|author-card|author-description|saboxplugin"
_KINDS = re.sub(r"\s+", "", f"{_WORDS}|{_AUTHOR_BOX}")
_FURNITURE = re.compile(rf"(?:^|[-_])(?:{_KINDS})(?:[-_]|$)")
_COMMENT = re.compile(rf"(?:^|[-_])(?:{_COMMENTS})(?:[-_]|$)")
_EXACT = names("""site-header site-footer page-header-wrap elementor-location-header elementor-location-footer
    elementor-location-popup elementor-widget-posts elementor-posts-container elementor-widget-post-comments
    elementor-widget-author-box elementor-author-box elementor-widget-form elementor-widget-sitemap wp-block-query
    wp-block-latest-posts wp-block-comments wp-block-search wp-block-social-links wp-block-loginout
    wp-block-archives wp-block-categories wp-block-tag-cloud wp-block-page-list wp-block-calendar wp-block-rss
    post-navigation-link wp-block-post-navigation-link secondary tertiary footer header
    site-branding site-info page-footer main-footer main-header jp-relatedposts wpadminbar wp-block-site-title
    wp-block-site-tagline site-title site-description widget footnote_tooltip modern-footnotes-footnote__note
    easy-footnote-tooltip""")
_COUNTERS = re.compile(
    r"^(?:has|no|with|without|is|not|tag|category|post|page|single|type|status|format|author|term|parent)-"
)
_KEPT = re.compile(r"(?:caption|byline|quote|footnote|endnote)|^post-(?:content|body|title|entry)$")


def is_furniture_name(name: str) -> bool:
    """Whether a class or id in lower case says navigation, sharing, related posts, search, advertising …"""
    if name in _EXACT or name == "post-navigation":
        return True
    if _KEPT.search(name):
        return False
    if _COUNTERS.match(name):  # WordPress puts a post's terms and its page's features into classes
        return name in {"post-navigation", "post-share", "post-sharing", "post-related", "author-box", "author-bio",
                        "author-info", "author-card", "author-description", "post-comments"}  # fmt: skip
    return bool(_FURNITURE.search(name))


def is_comments_name(name: str) -> bool:
    """Whether a class or id says readers' comments or the form for them."""
    return bool(_COMMENT.search(name)) and not _COUNTERS.match(name) and not name.endswith("comments-link")


# Headings of furniture that no class may mark, in the languages newsrooms write in; a colon or dots may follow.
FURNITURE_HEADING = re.compile(
    r"""(?:more\ to\ explorer?|more\ from\ .{1,40}|related(?:\ (?:posts?|articles?|stories|news|content))?|similar\ posts
    |(?:you\ )?(?:may|might)\ also\ (?:like|be\ interested\ in)|you\ may\ also\ like|read\ (?:more|also|next|this\ next)
    |recommended(?:\ for\ you)?|recent\ (?:posts|comments)|latest\ (?:news|posts)|most\ (?:read|popular)|trending(?:\ now)?
    |leave\ a\ (?:comment|reply)|(?:\d+\ )?comments?|post\ a\ comment|share(?:\ (?:this|on|it))?.{0,12}|about\ the\ author
    |(?:artículos|noticias|notas|entradas|publicaciones)\ (?:relacionad[ao]s|similares)|(?:también\ )?te\ puede\ interesar
    |deja\ (?:un\ comentario|una\ respuesta|tu\ comentario)|compart(?:e|ir|ilo|elo).{0,12}|más\ (?:noticias|leíd[ao]s)
    |lo\ más\ leído|(?:artigos|notícias|posts|matérias)\ relacionad[ao]s|leia\ (?:também|mais)|veja\ também|mais\ lidas
    |deixe\ (?:um\ comentário|uma\ resposta|seu\ comentário)|compartilh(?:e|ar).{0,12}|partilh(?:e|ar).{0,12}
    |articles?\ (?:similaires?|liés?|connexes?)|(?:à\ )?lire\ aussi|sur\ le\ même\ (?:sujet|thème)|partager.{0,12}
    |laisser\ un\ commentaire|ähnliche\ (?:beiträge|artikel)|weitere\ (?:artikel|beiträge)|teilen.{0,12}|mehr\ zum\ thema
    |das\ könnte\ (?:sie|dich)\ auch\ interessieren|schreibe?n?\ (?:sie\ )?einen\ kommentar|kommentar\ verfassen
    |articoli\ (?:correlati|simili)|leggi\ anche|lascia\ un\ commento|condividi.{0,12}|gerelateerde\ (?:artikelen|berichten)
    |lees\ ook|geef\ een\ reactie|похожие\ (?:записи|статьи|материалы|новости)|читайте\ также|по\ теме
    |(?:добавить|оставить)\ комментарий|поделиться.{0,12}|читайте\ також|схожі\ записи|залишити\ коментар|поділитися
    |مقالات\ ذات\ صلة|مواضيع\ ذات\ صلة|اقرأ\ أيض[اً]{1,2}|اترك\ (?:تعليق|رد).{0,3}|شارك.{0,16}|المزيد\ من\ .{1,30}
    |ilgili\ (?:yazılar|haberler)|bir\ yanıt\ yazın|paylaş|podobne\ (?:wpisy|artykuły)|czytaj\ (?:też|także)
    |dodaj\ komentarz|udostępnij|σχετικά\ άρθρα|διαβάστε\ επίσης|αφήστε\ σχόλιο|相关(?:文章|新闻|阅读)|相關文章|関連記事
    |संबंधित\ (?:लेख|खबरें)|관련\ ?기사)\s*[:.…*]*""",
    re.I | re.X,
)
