"""What stands in plain text, in many languages: page furniture, captions' labels, kickers, notes' headings.

Phrases are whole lines in lower case, separated by bars.
"""

from __future__ import annotations

import re

# Before an article. What stands above the last of them is furniture too: the site's name, its menu.
_TOP = """
generic selectors|exact matches only|search in title|search in content|search in excerpt|post type selectors
search in posts|search in pages|filter by categories|skip to content|skip to main content|jump to content
toggle navigation|open menu|close menu|main menu|site navigation|you are here|search for|saltar al contenido
ir al contenido|ir al contenido principal|abrir menú|menú principal|usted está aquí|pular para o conteúdo
ir para o conteúdo|pular para o conteúdo principal|menu principal|você está aqui|aller au contenu
aller au contenu principal|passer au contenu|ouvrir le menu|vous êtes ici|zum inhalt springen
direkt zum inhalt|zum hauptinhalt springen|menü öffnen|hauptmenü|sie sind hier|vai al contenuto
salta al contenuto|apri il menu|menu principale|sei qui|ga naar de inhoud|naar de inhoud
doorgaan naar inhoud|hoofdmenu|vés al contingut|salta al contingut|hoppa till innehåll|gå till innehåll
hopp til innhold|gå til indhold|siirry sisältöön|przejdź do treści|přejít k obsahu|ugrás a tartalomra
sari la conținut|içeriğe geç|içeriğe atla|перейти к содержимому|перейти к содержанию|перейти до вмісту
μετάβαση στο περιεχόμενο|التجاوز إلى المحتوى|انتقل إلى المحتوى|تخطى إلى المحتوى|پرش به محتوا|דלג לתוכן
सामग्री पर जाएं|跳至内容|跳到内容|跳至主要內容|跳到主要内容|コンテンツへスキップ|本文へスキップ
콘텐츠로 건너뛰기|chuyển đến nội dung|lewati ke konten|langsung ke konten
"""
_TOP_SHORT = """
menu|search|home|navigation|log in|login|sign in|subscribe|buscar|inicio|menú|iniciar sesión|início
pesquisar|entrar|rechercher|accueil|connexion|menü|suche|suchen|startseite|anmelden|cerca|zoeken|sök|meny
søg|søk|szukaj|hledat|ara|ana sayfa|поиск|меню|главная|пошук|головна|αναζήτηση|μενού|بحث|القائمة|الرئيسية
جستجو|חיפוש|खोज|搜索|菜单|首页|搜尋|選單|首頁|検索|メニュー|ホーム|검색|메뉴|tìm kiếm|trang chủ|cari|beranda
"""
# After an article: nothing below belongs to it.
_COMMENTS = """
leave a comment|leave a reply|post a comment|write a comment|add a comment|cancel reply
join the conversation|your email address will not be published|deja un comentario|deja una respuesta
cancelar la respuesta|tu dirección de correo electrónico no será publicada|deixe um comentário
deixe uma resposta|cancelar resposta|o seu endereço de e-mail não será publicado|laisser un commentaire
laissez un commentaire|annuler la réponse|votre adresse e-mail ne sera pas publiée|schreibe einen kommentar
kommentar schreiben|kommentar hinterlassen|antworten abbrechen
deine e-mail-adresse wird nicht veröffentlicht|lascia un commento|annulla risposta
il tuo indirizzo email non sarà pubblicato|geef een reactie|laat een reactie achter|reactie annuleren
je e-mailadres wordt niet gepubliceerd|deixa un comentari|lämna ett svar|lämna en kommentar
legg igjen en kommentar|skriv en kommentar|din e-postadress kommer inte publiceras|jätä kommentti
dodaj komentarz|zostaw komentarz|napsat komentář|přidat komentář|szólj hozzá|lasă un răspuns
lasă un comentariu|bir yanıt yazın|yorum yapın|e-posta adresiniz yayınlanmayacak|добавить комментарий
оставить комментарий|ваш адрес email не будет опубликован|залишити коментар
ваша e-mail адреса не оприлюднюватиметься|αφήστε μια απάντηση|αφήστε ένα σχόλιο|اترك تعليقاً|اترك تعليقا
اترك رد|لن يتم نشر عنوان بريدك الإلكتروني|دیدگاهتان را بنویسید|כתיבת תגובה|הוספת תגובה|发表评论|发表回复
您的邮箱地址不会被公开|發佈留言|發表迴響|コメントを残す|コメントする
メールアドレスが公開されることはありません|댓글 남기기|댓글 달기|이메일 주소는 공개되지 않습니다
để lại một bình luận|tinggalkan balasan|tinggalkan komentar
"""
_RELATED = """
more to explorer|more to explore|related posts|related articles|related stories|related content
you may also like|you might also like|you may also be interested in|recommended for you|read next
more from this author|more stories|recent posts|latest news|latest posts|most read|most popular|next post
previous post|artículos relacionados|entradas relacionadas|noticias relacionadas|notas relacionadas
también te puede interesar|te puede interesar|quizás te interese|más leídas|lo más leído|entradas recientes
artigos relacionados|posts relacionados|notícias relacionadas|você também pode gostar|mais lidas
articles similaires|articles liés|vous aimerez aussi|sur le même sujet|les plus lus|ähnliche beiträge
ähnliche artikel|verwandte artikel|verwandte beiträge|das könnte dich auch interessieren
das könnte sie auch interessieren|meistgelesen|neueste beiträge|articoli correlati|potrebbe interessarti
potrebbe interessarti anche|i più letti|gerelateerde artikelen|gerelateerde berichten|meest gelezen
articles relacionats|relaterade artiklar|powiązane artykuły|související články|kapcsolódó cikkek
articole similare|ilgili yazılar|ilgili haberler|похожие записи|похожие статьи|схожі записи|σχετικά άρθρα
مقالات ذات صلة|مواضيع ذات صلة|قد يعجبك أيضا|مطالب مرتبط|כתבות נוספות|संबंधित लेख|相关文章|相关新闻|猜你喜欢
推荐阅读|相關文章|関連記事|おすすめ記事|관련 기사|관련 글|추천 기사|bài viết liên quan|tin liên quan
artikel terkait
"""
# These stand between an article’s paragraphs too.
_INLINE = """
share this article|share this post|share this|compartir este artículo|comparte esto|leia também|compartilhe
compartilhe isso|à lire aussi|lire aussi|partager cet article|beitrag teilen|teilen mit|leggi anche
condividi questo articolo|lees ook|deel dit artikel|läs också|les også|læs også|lue myös|czytaj także
czytaj też|čtěte také|citește și|читайте также|читать также|читайте також|διαβάστε επίσης|اقرأ أيضا
اقرأ أيضًا|यह भी पढ़ें|相关阅读|延伸閱讀|あわせて読みたい|baca juga|read also|see also|read more|lea también
leer más|lee también|lesen sie auch|mehr zum thema|en savoir plus|llegeix també|olvasd el ezt is
ayrıca okuyun
"""
# Anywhere: only the line itself.
_ANYWHERE = """
advertisement|continue reading|scroll to top|back to top|click to share on facebook
click to share on twitter|subscribe to our newsletter|sign up for our newsletter|follow us on facebook
follow us on twitter|accept all cookies|we use cookies|publicidad|seguir leyendo|volver arriba
suscríbete a nuestro boletín|síguenos|publicidade|continue lendo|voltar ao topo|assine nossa newsletter
publicité|retour en haut|abonnez-vous à notre newsletter|weiterlesen|nach oben|newsletter abonnieren
torna su|continua a leggere|iscriviti alla newsletter|lees verder|реклама|подписаться на рассылку|наверх
إعلان|اشترك في النشرة البريدية|广告|回到顶部|返回顶部|広告|광고
"""
_SHORT = """
share|tweet|print|facebook|twitter|whatsapp|telegram|linkedin|pinterest|email|e-mail|instagram|youtube
comments|comment|reply|tags|name|website|related|more|compartir|imprimir|comentarios|etiquetas|responder
compartilhar|comentários|partager|imprimer|commentaires|teilen|drucken|kommentare|schlagwörter|condividi
stampa|commenti|delen|afdrukken|reacties|dela|skriv ut|udostępnij|drukuj|komentarze|sdílet|paylaş|yazdır
yorumlar|поделиться|печать|комментарии|поділитися|коментарі|κοινοποίηση|σχόλια|مشاركة|طباعة|تعليقات
اشتراک‌گذاری|שיתוף|تغريدة|分享|打印|评论|列印|留言|共有|印刷|コメント|공유|인쇄|댓글|chia sẻ|bình luận
bagikan|komentar
"""
_COUNTED = re.compile(
    r"(?:\d{1,5}|no|sin|nenhum|aucun|keine?|нет) (?:comments?|responses?|replies|thoughts? on .{1,120}|yorum|"
    r"comentarios?|respuestas?|comentários?|respostas?|commentaires?|réponses?|kommentare?|antworten|commenti|"
    r"commento|reacties|комментари\w{1,2})"
)


# Labels of captions, before a colon.
_CREDITS = """
photo|photos|photograph|image|images|picture|credit|caption|illustration|foto|fotos|fotografía|imagen|imagem
crédito|légende|crédit photo|bild|bilder|grafik|bildunterschrift|immagine|didascalia|afbeelding|beeld|bilde
kuva|zdjęcie|zdjęcia|fot.|snímek|kép|fotoğraf|görsel|фото|снимок|світлина|φωτογραφία|φωτό|صورة|الصورة|عکس
תמונה|צילום|चित्र|फोटो|图|图片|照片|图为|摄影|圖|写真|撮影|사진|ảnh|gambar
"""
# Lines above a title that are none.
_KICKERS = """
press release|for immediate release|news release|media release|statement|letter to the editor|open letter
opinion|comunicado de prensa|nota de prensa|comunicado|carta abierta|opinión|comunicado de imprensa
nota à imprensa|carta aberta|communiqué de presse|communiqué|lettre ouverte|tribune|pressemitteilung
presseerklärung|offener brief|kommentar|comunicato stampa|lettera aperta|persbericht|open brief
pressmeddelande|pressemelding|komunikat prasowy|tisková zpráva|basın bülteni|basın açıklaması|пресс-релиз
прес-реліз|открытое письмо|δελτίο τύπου|بيان صحفي|بيان|رسالة مفتوحة|新闻稿|声明|公开信|プレスリリース|声明文
보도자료|성명서|thông cáo báo chí|siaran pers
"""
# Headings over notes.
_NOTES = """
notes|footnotes|endnotes|references|sources|notas|referencias|fuentes|referências|fontes|références
anmerkungen|fußnoten|quellen|note|fonti|noten|voetnoten|bronnen|noter|fotnoter|viitteet|przypisy|poznámky
jegyzetek|notlar|dipnotlar|kaynaklar|примечания|сноски|источники|примітки|σημειώσεις|ملاحظات|هوامش|الهوامش
المراجع|یادداشت‌ها|הערות|टिप्पणियाँ|注释|注釋|註釋|注|参考资料|参考文献|参考文獻|脚注|注記|註|각주|주석|참고
chú thích|catatan
"""


def _table(phrases: str) -> frozenset[str]:
    return frozenset(_bare(phrase) for line in phrases.strip().splitlines() for phrase in line.split("|"))


def _bare(text: str) -> str:
    """A line as the tables hold it: lower case, no decoration around it."""
    return re.sub(r"^[^\w(]+|[\s:：.…*»›→>|!！,]+$", "", " ".join(text.casefold().split()))


_TOPS, _TOPS_SHORT = _table(_TOP), _table(_TOP_SHORT)
_COMMENT_LINES, _RELATED_LINES, _INLINE_LINES = _table(_COMMENTS), _table(_RELATED), _table(_INLINE)
_ANY, _ANY_SHORT = _table(_ANYWHERE), _table(_SHORT)
KICKERS, NOTES = _table(_KICKERS), _table(_NOTES)
_LONGEST = 200  # code points of a line

# “Photo: …”, “(Foto de: …)”, “图：…”
CREDIT = re.compile(
    r"[(\[（]?(?:"
    + "|".join(re.escape(word) for word in sorted(_table(_CREDITS), key=len, reverse=True))
    + r")"
    r"(?:\s(?:by|de|di|von|par|av|af|credit))?\s?[:：/／|＝]",
    re.I,
)


def furniture(text: str) -> str:
    """What a line is by the tables: top, comments, related, inline, any; top? and any? if in company."""
    if len(text) > _LONGEST:
        return ""
    bare = _bare(text)
    if bare in _COMMENT_LINES or _COUNTED.fullmatch(bare) or bare.split(".")[0] in _COMMENT_LINES:
        return "comments"
    for kind, table in _TABLES:
        if bare in table:
            return kind
    return ""


_TABLES = (
    ("top", _TOPS), ("related", _RELATED_LINES), ("inline", _INLINE_LINES), ("any", _ANY),
    ("top?", _TOPS_SHORT), ("any?", _ANY_SHORT),
)  # fmt: skip
