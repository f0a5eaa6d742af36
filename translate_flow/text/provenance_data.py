"""What `provenance` reads and writes by: one entry per language of wording, and nothing but data.

A frame is a whole line in a small notation: `[x]` may be there, `(a|b)` one of them, `{L}` the name of the
language translated from, `{O}` of the one where a relay began, `{W}` a translator, `{N}` one told by capitals alone, `{X}` some
other language's name (the target's), `‹` and `›` parentheses. Case, accents and final punctuation do not count.

`names` gives a wording's forms of the languages in `SOURCES`, in that order, cells divided by `;`: forms by `|`, `~` for each
of `endings`, an empty cell where CLDR's name is all there is. Names outside the table are looked up in CLDR.
`line` is what is written, `by` the same with a translator. Where CLDR's citation form does not fit the sentence, `inflects`
is set: the sentence takes the cell's first form, and a language without a cell gets `other` (and `other_by`) with a colon.

To add a language: its entry here or in `provenance_data_europe`, `provenance_data_asia`, its catalogue under `locale/` (see
`messages`), a row in `tests/test_provenance_table.py`; the tests write and recognise it with every common source language.
"""

from __future__ import annotations

from translate_flow.text.provenance_data_asia import ASIA
from translate_flow.text.provenance_data_base import SOURCES, Wording
from translate_flow.text.provenance_data_europe import EUROPE

__all__ = ["SOURCES", "WORDINGS", "Wording"]

_EN_TEXT = "(article|text|post|page|piece|story|interview|statement|version|translation)"

_LARGEST: dict[str, Wording] = {
    "en": Wording(
        triggers="translat original written source",
        frames=(
            f"[(this|the) {_EN_TEXT} (was|is|has been) ]translat(ed|ion) from [the ]{{L}} (version|translation|edition|text) of [(the|an|its) ][original ]{{O}}[ (original|text|version|article|edition)]",
            f"[(this|the) {_EN_TEXT} (was|is|has been) ]translated from [the ]{{O}}[ (original|version)] (via|through|by way of) [the ]{{L}}[ (version|translation)]",
            "[{X} ]translation by {W}[,] from [the ][original ]{L}[ (version|original|text|edition|article)]",
            "translat(ed|ion)[ by|:] {W}[(.|,|;)] original language: {L}",
            f"[(this|the) {_EN_TEXT} (was|is|has been) ][(machine|automatically|machine-) ]translat(ed|ion) [(into|to) {{X}} ]"
            "from [the ][original ]{L}[ (version|original|text|edition|article|language|source)][ (into|to) {X}]",
            f"[(this|the) {_EN_TEXT} (was|is|has been) ]translat(ed|ion) by {{W}}[,] from [the ][original ]{{L}}"
            "[ (version|original|text|edition|article)][ (into|to) {X}]",
            "[{X} ]translation of (the|this|an|a) [original ]{L} (version|original|text|edition|article)",
            "[this is a ]translation of (an|the|this) [(article|text|piece|post|story) ]originally (published|written) in {L}",
            f"[(this|the) {_EN_TEXT} (was|is|has been) ]translated and (adapted|edited|abridged) from [the ][original ]{{L}}[ (version|original|text)]",
        ),
        weak=(
            f"[(this|the) {_EN_TEXT} (was|is) ](originally|first) (published|written|posted|released) in {{L}}",
            "[(read|see|view) ][the ]original[ (text|article|version|language|story)](: | in |, in | ‹){L}",
            "source( language|): {L}",
            f"[(this|the) {_EN_TEXT} ]originally appeared in {{L}}[ and was]",
            f"[(this|the) {_EN_TEXT} ]first appeared in {{L}}[ and was]",
            "{L} original",
            "read (this|the) (article|story|text|post) in the original {L}",
        ),
        labels="by|translated by|translators|translator|translation by|translation|transl.|trans.|tr.",
        names="Spanish|Castilian;English;French;German;Italian;Portuguese;Russian;Ukrainian;Arabic;Chinese|Mandarin;Japanese;"
        "Korean;Turkish;Polish;Greek;Dutch|Flemish;Catalan;Persian|Farsi;Hebrew;Hindi;Swedish;Romanian;Czech;Hungarian",
        line="Translated from the {L} version",
        by="Translated from the {L} version by {W}",
        relay="Translated from the {L} version of the {O} original",
        relay_by="Translated from the {L} version of the {O} original by {W}",
        original="original(ly|)[ (published|written|appeared)][ (in|language)]|the original is in",
        lead="this is (a|an)|[(the|this) ](following text|following article|story|essay|speech)[ (was|is|has been)]|[(editor's|editors'|translator's|publisher's) ]note",
        tail="[you can ]read the original[ (article|version|text|story|post)][ here]|original[ (article|version)] here",
    ),
    "es": Wording(
        triggers="traduc tradujo original publicad",
        frames=(
            "[(este|el) (artículo|texto) (fue|ha sido|está) ](traducid(o|a)|traducción) (de|desde) [(la|su) ](versión|traducción|edición) [(en|al) ]{L} del (original|texto original|texto|artículo) [(en|del) ]{O}",
            "(traducid(o|a)|traducción) del {O} (a través del|vía el|mediante el|por medio del) {L}",
            "[(este|el) (artículo|texto) (fue|ha sido|está) ](traducid(o|a)|traducción) [al {X} ](de|del|desde) [(la|el|su) ]"
            "[(versión|original|texto|artículo|edición|idioma) [original ][(en|del) ]]{L}[ al {X}]",
            "[(este|el) (artículo|texto) (fue|ha sido) ](traducid(o|a)|traducción) (por|de) {W} (de|del|desde) [(la|el|su) ]"
            "[(versión|original|texto|edición) [original ][(en|del) ]]{L}[ al {X}]",
            "traducción: {W}, (de|del|desde) [el ]{L}",
            "(artículo|texto|reportaje|entrevista|nota) traducid(o|a) (del|de la|desde el|de) [(versión|original) [en ]]{L}",
            "traducid(o|a) automáticamente (del|de) {L}",
            "traducción: {W} ‹(del|de) {L}[›]",
        ),
        weak=(
            "[(este|el) (artículo|texto) fue ](publicad(o|a) originalmente|originalmente publicad(o|a)|escrito originalmente) en {L}",
            "[(leer|lea|lee|ver) el ](texto |artículo |versión |)original(: | en | ‹){L}",
            "idioma original: {L}",
            "(artículo|texto|reportaje|entrevista) (publicad(o|a) originalmente|originalmente publicad(o|a)) en {L}",
        ),
        labels="por|traducción de|traducción por|traducción|traductora|traductor|traducido por|trad.",
        endings="|a|o",
        names="español~|castellan~;inglés~;francés~;alemán~;italian~;portugués~;rus~;ucranian~|ucraniana;árabe;chin~|mandarín;"
        "japonés~;corean~;turc~;polac~;grieg~;neerlandés~|holandés~;catalán~;persa|farsi;hebre~|hebreo;hindi;suec~;"
        "rumano|rumana;chec~;húngar~",
        line="Traducido de la versión en {L}",
        by="Traducido de la versión en {L} por {W}",
        relay="Traducido de la versión en {L} del original en {O}",
        relay_by="Traducido de la versión en {L} del original en {O} por {W}",
        original="(publicad(o|a) |)original(mente|)[ en]",
        lead="esta es una|se trata de una|este (texto|artículo) es una|nota[ (de la redacción|del editor|de la editora|del traductor|de la traductora)]",
        tail="(lea|leer|lee|ver|puede leer|puedes leer) el [(texto|artículo) ]original[ aquí]",
    ),
    "pt": Wording(
        triggers="traduz traduc original publicad",
        frames=(
            "[(este|o) (artigo|texto) foi ](traduzid(o|a)|tradução) (da|de|a partir da) (versão|tradução|edição) [em ]{L} (do|de um) (original|texto original|texto|artigo) [(em|do) ]{O}",
            "(texto|artigo|reportagem) traduzid(o|a) (do|da|de) {L}",
            "[(este|o) (artigo|texto) foi ](traduzid(o|a)|tradução) [para o {X} ](de|do|da|a partir d(o|a)|desde o) "
            "[(versão|original|texto|edição|idioma) [original ][(em|do) ]]{L}[ para o {X}]",
            "[(este|o) (artigo|texto) foi ](traduzid(o|a)|tradução) (por|de) {W} (de|do|da|a partir d(o|a)) "
            "[(versão|original|texto|edição) [original ][(em|do) ]]{L}[ para o {X}]",
            "tradução: {W}[,] [‹](do|da|de) {L}[›]",
        ),
        weak=(
            "[(este|o) (artigo|texto) foi ](publicado originalmente|originalmente publicado|escrito originalmente) em {L}",
            "[(ler|leia|ver) o ](texto |artigo |)original(: | em | ‹){L}",
            "(idioma|língua) original: {L}",
            "(texto|artigo|reportagem) (originalmente publicad(o|a)|publicad(o|a) originalmente) em {L}",
        ),
        labels="por|tradução de|tradução por|tradução|tradutora|tradutor|traduzido por|trad.",
        endings="|a|o",
        names="espanhol~|castelhan~;inglês~;francês~;alemã|alemão;italian~;português~|portuguesa;russ~;ucranian~;"
        "árabe;chinês~|mandarim;japonês~;corean~;turc~;polonês~|polac~;greg~;holandês~|neerlandês~;catalão|catalã;persa|farsi;"
        "hebraic~|hebraico;hindi|híndi;suec~;romen~;tchec~|chec~;húngar~",
        line="Traduzido da versão em {L}",
        by="Traduzido da versão em {L} por {W}",
        relay="Traduzido da versão em {L} do original em {O}",
        relay_by="Traduzido da versão em {L} do original em {O} por {W}",
        original="(publicado |)original(mente|)[ em]",
        lead="esta é uma|este (texto|artigo) é uma|nota[ (da redação|do editor|do tradutor|da tradutora)]",
        tail="(leia|ler) o original[ aqui]",
    ),
    "fr": Wording(
        triggers="tradui traduc original publie",
        frames=(
            "[(cet |ce |l'|le |)(article|texte) (a été |est |)](traduit(e|)|traduction) (à partir |)(de |d'après )[la ](version|traduction) [en ]{L} (de l'original|du texte original|du texte|de l'article) [en ]{O}",
            "(texte|article|entretien) traduit (du |de l'|de la |de ){L}",
            "[(cet |ce |l'|le )(article|texte) (a été|est) ](traduit(e|)|traduction) [(en|vers le) {X} ]"
            "(depuis |à partir |d'après |)(du |de la |de l'|de |la |le |l')"
            "[(version|original|texte|édition|article) [original(e|) ][(en |de l')]]{L}[ (en|vers le) {X}]",
            "[(cet|ce) (article|texte) (a été|est) ](traduit(e|)|traduction) (par|de) {W} (depuis |à partir |)"
            "(du |de la |de l'|de |la |le |l')[(version|original|texte|édition) [original(e|) ][en ]]{L}",
            "traduction {X} (de l'article original|du texte original|de l'original|de l'article|du texte) en {L}",
        ),
        weak=(
            "[(cet|ce) (article|texte) a été ](publié|écrit|paru) (initialement|d'abord|à l'origine) en {L}",
            "(initialement|originellement) (publié|écrit|paru) en {L}",
            "[(lire|voir|retrouvez|retrouver) ][(la |le |l')](texte |article |version |)original(e|)(: | : | en | ‹){L}",
            "langue (originale|d'origine)[ ]: {L}",
            "(article|texte) (publié|paru|écrit) (initialement|d'abord|à l'origine|originellement) en {L}",
        ),
        labels="par|traduction de|traduction par|traduction|traductrice|traducteur|traduit par|trad.",
        endings="|e|ne",
        names="espagnol~|castillan~;anglais~;français~;allemand~;italien~;portugais~;russe;ukrainien~;arabe;chinois~|mandarin;"
        "japonais~;coréen~;turc|turque;polonais~;grec|grecque;néerlandais~|hollandais~;catalan~;persan~|farsi;hébreu|hébraïque;"
        "hindi;suédois~;roumain~;tchèque;hongrois~",
        line="Traduit de la version en {L}",
        by="Traduit de la version en {L} par {W}",
        relay="Traduit de la version en {L} de l’original en {O}",
        relay_by="Traduit de la version en {L} de l’original en {O} par {W}",
        original="(publié |paru |)(initialement|original) en",
        lead="ceci est une|voici une|(cet|ce) (article|texte) est une|note[ (de la rédaction|de l'éditeur|du traducteur|de la traductrice)][ ]|ndlr[ ]",
        tail="lire l'[(article|texte) ]original[ ici]",
    ),
    "it": Wording(
        triggers="tradott traduz original pubblicat",
        frames=(
            "(tradott(o|a)|traduzione) (dalla|da) (versione|traduzione) [in ]{L} (dell'originale|del testo|dell'articolo) [in ]{O}",
            "(testo|articolo) tradotto (dall'|dallo |dal |dalla |da ){L}",
            "[(questo |l'|il )(articolo|testo) è stato ](tradott(o|a)|traduzione) [in {X} ](dall'|dallo |dal |dalla |da )"
            "[(versione|originale|testo|edizione|lingua) [originale ][in ]]{L}[ in {X}]",
            "(tradott(o|a)|traduzione) (da|di) {W} (dall'|dallo |dal |dalla )[(versione|originale|testo) [originale ][in ]]{L}",
            "traduzione a cura di {W} (dall'|dallo |dal |dalla ){L}",
        ),
        weak=(
            "(pubblicato|scritto) originariamente in {L}",
            "(originariamente|originalmente) (pubblicato|scritto) in {L}",
            "[(leggi |vedi |vai all'|)(l'|)](testo |articolo |)originale(: | in | ‹){L}",
            "lingua originale: {L}",
            "(articolo|testo) pubblicato originariamente in {L}",
        ),
        labels="da|a cura di|di|traduzione di|traduzione|traduttrice|traduttore|tradotto da|trad.",
        endings="o|a|e",
        names="spagnol~|castiglian~;ingles~;frances~;tedesc~;italian~;portoghes~;russ~;ucrain~;arab~;cines~|mandarin~;"
        "giappones~;corean~;turc~;polacc~;grec~;olandes~|neerlandes~;catalan~;persian~|farsi;ebraic~;hindi;svedes~;romen~|rumen~;"
        "cec~;ungheres~",
        line="Tradotto dalla versione in {L}",
        by="Tradotto dalla versione in {L} da {W}",
        relay="Tradotto dalla versione in {L} dell’originale in {O}",
        relay_by="Tradotto dalla versione in {L} dell’originale in {O} da {W}",
        original="(pubblicato |)originari(o|amente) in|originale in",
        lead="questa è una|questo (testo|articolo) è una|nota[ (della redazione|del traduttore|della traduttrice)]",
        tail="leggi l'originale[ qui]",
    ),
    "ca": Wording(
        triggers="tradui traduc original publicat",
        frames=(
            "(traduït|traduïda|traducció) de la (versió|traducció) [en ]{L} (de l'original|del text) [en ]{O}",
            "[aquest (article|text) (ha estat|és) ](traduït|traduïda|traducció) [al {X} ](del |de la |de l'|de |des de l'|des del )"
            "[(versió|original|text|edició) [original ][en ]]{L}[ al {X}]",
            "(traduït|traduïda|traducció) (per|de) {W} (del |de la |de l')[(versió|original|text) [original ][en ]]{L}",
        ),
        weak=("llengua original: {L}", "publicat (originalment|originàriament) en {L}", "(text |article |)original(: | en | ‹){L}"),
        labels="per|traducció de|traducció|traductora|traductor|traduït per|trad.",
        endings="|a|à",
        names="espanyol~|castell~;anglès|anglesa;francès|francesa;alemany~;italià|italiana;portuguès|portuguesa;"
        "rus|russa;ucraïnès|ucraïnesa;àrab;xinès|xinesa;japonès|japonesa;coreà|coreana;turc~;polonès|polonesa;grec|grega;"
        "neerlandès|neerlandesa|holandès;català|catalana;persa;hebreu;hindi;suec~;romanès|romanesa;txec~;hongarès|hongaresa",
        line="Traduït de la versió en {L}",
        by="Traduït de la versió en {L} per {W}",
        relay="Traduït de la versió en {L} de l’original en {O}",
        relay_by="Traduït de la versió en {L} de l’original en {O} per {W}",
    ),
    "gl": Wording(
        triggers="traduc original publicad lingua+orixinal",
        frames=(
            "(traducid(o|a)|tradución) da versión [en ]{L} do orixinal [en ]{O}",
            "(traducid(o|a)|tradución) (do|da|de|desde o) [(versión|orixinal|texto) [orixinal ][en ]]{L}",
            "(traducid(o|a)|tradución) (por|de) {W} (do|da) [(versión|orixinal|texto) [orixinal ][en ]]{L}",
        ),
        weak=("lingua orixinal: {L}", "publicado orixinalmente en {L}",),
        labels="por|tradución de|tradución|tradutora|tradutor|trad.",
        endings="|a|o",
        names="español~|castelán|castelá;inglés~;francés~;alemán|alemá;italian~;portugués~;rus~;ucraín~;árabe;chinés~;"
        "xaponés~;corean~;turc~;polac~|polonés~;greg~;neerlandés~|holandés~;catalán|catalá;persa;hebre~;hindi;suec~;romanés~;"
        "chec~;húngar~",
        line="Traducido da versión en {L}",
        by="Traducido da versión en {L} por {W}",
        relay="Traducido da versión en {L} do orixinal en {O}",
        relay_by="Traducido da versión en {L} do orixinal en {O} por {W}",
    ),
    "ro": Wording(
        triggers="tradus traduc original publicat",
        frames=(
            "[(acest|articolul|textul) (articol |text |)(a fost|este) ](tradus(ă|)|traducere) [în {X} ](din|după) "
            "[(versiunea|originalul|textul|varianta) ][(în|din) ][limba ]{L}[ în {X}]",
            "(tradus(ă|)|traducere) de {W} din [(versiunea|originalul|textul) ][în ][limba ]{L}",
        ),
        weak=("limba originalului: {L}", "publicat (inițial|iniţial) în [limba ]{L}", "original(: | în (limba |)){L}"),
        labels="de către|de|traducere de|traducerea|traducere|traducător|traducătoare|trad.",
        names="spaniolă|spaniola;engleză|engleza;franceză|franceza;germană|germana;italiană;portugheză;rusă;ucraineană;arabă;"
        "chineză;japoneză;coreeană;turcă;poloneză|polonă;greacă|neogreacă;neerlandeză|olandeză;catalană;persană;ebraică;hindi;"
        "suedeză;română;cehă;maghiară",
        line="Tradus din limba {L}",
        by="Tradus din limba {L} de {W}",
    ),
    "de": Wording(
        triggers="ubersetz aus+dem original ausgangssprache erschienen erschien ursprunglich",
        frames=(
            "[dieser (artikel|text|beitrag) (wurde|ist) ]übersetz(t|ung) aus (der|dem) {L} (version|fassung|übersetzung) (des|eines|der) {O} (originals|textes|artikels|fassung)",
            "aus dem {O} über das {L} übersetzt",
            "[dieser (artikel|text|beitrag) ist eine ][{X} ]übersetzung aus (dem|der) {L}[ (version|fassung|original)]",
            "[dieser (artikel|text|beitrag) (wurde|ist) ]übersetz(t|ung) (aus|nach) [(dem|der) ]{L}"
            "[ (version|fassung|original|text|ausgabe|sprache)][ ins {X}]",
            "[dieser (artikel|text|beitrag) wurde ]aus (dem|der) {L}[ (version|fassung|original|ausgabe)][ ins {X}]"
            " übersetzt[ worden]",
            "aus (dem|der) {L}[ (version|fassung)] (von|übersetzt von|übertragen von) {W}",
            "übersetz(t|ung) von {W} aus (dem|der) {L}[ (version|fassung|original)]",
            "übersetzung(;|,|.) ausgangssprache: {L}",
            "ins {X} übersetzt aus (dem|der) {L}",
            "(dieser|der) (text|artikel|beitrag) wurde aus (dem|der) {L} übersetzt",
            "übersetzung des {L} (originals|textes|artikels)",
            "übersetzung: {W}[,] [‹]aus dem {L}[›]",
            "aus dem {L}: {W}",
        ),
        weak=("(ursprünglich|zuerst) (auf|in) {L} (erschienen|veröffentlicht)", "[(zum|zur|das) ](original|originalfassung|originaltext|originalartikel|originalversion)(: | auf | in | ‹){L}[ lesen]",
              "ausgangssprache: {L}", "originalsprache: {L}",
            "(dieser|der) (artikel|beitrag|text) (erschien|wurde|ist) (zuerst|ursprünglich) (auf|in) {L}[ (veröffentlicht|geschrieben|erschienen)]",
            "das original ist (auf|in) {L} erschienen",
        ),
        labels="von|durch|übersetzung von|übersetzung|übersetzerin|übersetzer|übersetzt von|übers.",
        endings="en||e|er|sprachigen|sprachige",
        names="Spanisch~|Kastilisch~;Englisch~|amerikanischen Englisch|britischen Englisch;Französisch~;Deutsch~;Italienisch~;Portugiesisch~;Russisch~;Ukrainisch~;Arabisch~;"
        "Chinesisch~;Japanisch~;Koreanisch~;Türkisch~;Polnisch~;Griechisch~;Niederländisch~|Holländisch~;Katalanisch~;"
        "Persisch~|Farsi;Hebräisch~;Hindi;Schwedisch~;Rumänisch~;Tschechisch~;Ungarisch~",
        inflects=True,
        line="Übersetzt aus dem {L}",
        by="Übersetzt aus dem {L} von {W}",
        other="Übersetzung; Ausgangssprache: {L}",
        other_by="Übersetzung; Ausgangssprache: {L} (Übersetzung: {W})",
        original="(zuerst|ursprünglich|original) (auf|in)",
        lead="(dies|das|hier) ist eine|es handelt sich um eine|(anm.|anmerkung) (der redaktion|d. red.)|hinweis",
        tail="[hier ][(zum|geht es zum) ]original[ (lesen|hier)]",
    ),
    "nl": Wording(
        triggers="vertaal vertaling oorspronkelijk origine",
        frames=(
            "(vertaald|vertaling) (uit|van|vanuit) de {L} (versie|vertaling) van het {O} (origineel|artikel|stuk)",
            "[dit (artikel|bericht) (is|werd) ](vertaald|vertaling) (uit|van|vanuit) [(het|de) ]{L}"
            "[ (versie|origineel|tekst|uitgave)][ (naar|in) het {X}]",
            "(vertaald|vertaling) door {W} (uit|van|vanuit) (het|de) {L}[ (versie|origineel)]",
            "uit het {L} vertaald",
        ),
        weak=("oorspronkelijk (gepubliceerd|verschenen|geschreven) in het {L}", "[lees ](het |)origineel(: | in het | ‹){L}", "oorspronkelijke taal: {L}",
            "dit (artikel|stuk|bericht) (verscheen|is) (oorspronkelijk|eerst|eerder) in het {L}[ (verschenen|gepubliceerd|geschreven)]",
        ),
        labels="door|vertaling door|vertaling|vertaler|vertaalster|vertaald door|vert.",
        endings="|e",
        names="Spaans~;Engels~;Frans~;Duits~;Italiaans~;Portugees|Portugese;Russisch~;Oekraïens~;Arabisch~;Chinees|Chinese;"
        "Japans~;Koreaans~;Turks~;Pools~;Grieks~;Nederlands~;Catalaans~;Perzisch~|Farsi;Hebreeuws~;Hindi;Zweeds~;Roemeens~;"
        "Tsjechisch~;Hongaars~",
        line="Vertaald uit het {L}",
        by="Vertaald uit het {L} door {W}",
        tail="lees het origineel[ hier]",
        lead="dit is een|(dit artikel|deze tekst) is een",
    ),
    "sv": Wording(
        triggers="oversatt oversattning ursprungligen original",
        frames=(
            "[(denna|den här) (artikel|artikeln|text|texten) är ](översatt|översättning) [till {X} ](från|ur) [den ]{L}"
            "[ (versionen|originalet|texten|utgåvan)][ till {X}]",
            "(översatt|översättning) av {W} från [den ]{L}[ versionen]",
        ),
        weak=("originalspråk: {L}", "ursprungligen (publicerad|skriven) på {L}", "original(: | på | ‹){L}"),
        labels="av|översättning av|översättning|översättare|övers.",
        endings="a|an",
        names="spansk~;engelsk~;fransk~;tysk~;italiensk~;portugisisk~;rysk~;ukrainsk~;arabisk~;kinesisk~;japansk~;koreansk~;"
        "turkisk~;polsk~;grekisk~;nederländsk~;katalansk~;persisk~;hebreisk~;hindi;svensk~;rumänsk~;tjeckisk~;ungersk~",
        line="Översatt från {L}",
        by="Översatt från {L} av {W}",
    ),
    "da": Wording(
        triggers="oversat oversæt oprindelig original",
        frames=("(oversat|oversættelse) [til {X} ]fra [den ]{L}[ (version|udgave|original)][ til {X}]",
                "(oversat|oversættelse) af {W} fra [den ]{L}[ version]"),
        weak=("originalsprog: {L}", "oprindeligt (udgivet|skrevet|bragt) på {L}", "original(: | på | ‹){L}"),
        labels="af|ved|oversættelse|oversætter|overs.",
        endings="|e",
        names="spansk~;engelsk~;fransk~;tysk~;italiensk~;portugisisk~;russisk~;ukrainsk~;arabisk~;kinesisk~;japansk~;koreansk~;"
        "tyrkisk~;polsk~;græsk~;nederlandsk~|hollandsk~;catalansk~;persisk~;hebraisk~|hebræisk~;hindi;svensk~;rumænsk~;tjekkisk~;"
        "ungarsk~",
        line="Oversat fra {L}",
        by="Oversat fra {L} af {W}",
    ),
    "nb": Wording(
        triggers="oversatt oversett opprinnelig original",
        frames=("(oversatt|oversettelse) [til {X} ]fra [den ]{L}[ (versjonen|utgaven|originalen|versjon)][ til {X}]",
                "(oversatt|oversettelse) av {W} fra [den ]{L}[ versjonen]"),
        weak=("originalspråk: {L}", "opprinnelig (publisert|skrevet) på {L}", "original(: | på | ‹){L}"),
        labels="av|ved|oversettelse|oversetter|overs.",
        endings="|e",
        names="spansk~;engelsk~;fransk~;tysk~;italiensk~;portugisisk~;russisk~;ukrainsk~;arabisk~;kinesisk~;japansk~;koreansk~;"
        "tyrkisk~;polsk~;gresk~;nederlandsk~;katalansk~;persisk~;hebraisk~;hindi;svensk~;rumensk~;tsjekkisk~;ungarsk~",
        line="Oversatt fra {L}",
        by="Oversatt fra {L} av {W}",
    ),
    "fi": Wording(
        triggers="kaannetty kaannos alkukiel suomen alun",
        frames=(
            "(käännetty|käännös|suomennettu|suomennos) {L}[ suomeksi]",
            "{L} (kääntänyt|suomentanut) {W}",
            "käännös(;|,|.) alkukieli: {L}",
        ),
        weak=("alkukieli: {L}", "alun perin julkaistu {L}"),
        labels="kääntäjä|kääntänyt|käännös|suomennos|suom.",
        endings="sta|stä|n kielestä|nkielisestä versiosta|ksi",
        names="espanja~;englanni~|englanti|englanninkielisestä versiosta;ranska~;saksa~;italia~;portugali~;venäjä~;ukraina~;arabia~;"
        "kiina~;japani~;korea~;turki~;puola~;kreikka|kreika~|kreikankielisestä versiosta;hollanni~|hollanti;katalaani~;persia~;heprea~;"
        "hindi~;ruotsi~;romania~;tšeki~|tšekki;unkari~",
        inflects=True,
        line="Käännetty {L}",
        by="Käännetty {L}, kääntäjä: {W}",
        other="Käännös; alkukieli: {L}",
        other_by="Käännös; alkukieli: {L}, kääntäjä: {W}",
    ),
    "hu": Wording(
        triggers="fordit eredeti",
        frames=(
            "[a ]{L} [(nyelvű |)(változatból|verzióból|szövegből|eredetiből) ](fordítva|fordította|fordítás|lefordítva)",
            "(fordítás|fordítva) [a ]{L}[ nyelvről][ (változatból|verzióból|eredetiből)]",
            "fordítás(;|,|.) a forrás nyelve: {L}",
        ),
        weak=("(eredeti nyelv|eredeti nyelve|eredeti|a forrás nyelve): {L}",),
        labels="fordító|fordította|fordítás|ford.",
        names="spanyolból|spanyol;angolból|angol;franciából|francia;németből|német;olaszból|olasz;portugálból|portugál;"
        "oroszból|orosz;ukránból|ukrán;arabból|arab;kínaiból|kínai;japánból|japán;koreaiból|koreai;törökből|török;"
        "lengyelből|lengyel;görögből|görög;hollandból|holland;katalánból|katalán;perzsából|perzsa;héberből|héber;hindiből|hindi;"
        "svédből|svéd;románból|román;csehből|cseh;magyarból|magyar",
        inflects=True,
        line="{L} fordítva",
        by="{L} fordította: {W}",
        other="Fordítás; a forrás nyelve: {L}",
        other_by="Fordítás; a forrás nyelve: {L}, fordította: {W}",
    ),
    "pl": Wording(
        triggers="przetlumacz tlumacz przeklad przelozy oryginal ukazal+sie tlum.+z",
        frames=(
            "(przetłumaczon(o|y|a|e)|tłumaczenie|przekład|przełożon(o|y|a)) (z|ze) {L} (wersji|tłumaczenia|przekładu) {O} (oryginału|tekstu|artykułu)",
            "(tłumaczył(a|)|przełożył(a|)|przetłumaczył(a|)) (z|ze) [języka ]{L} {N}",
            "(artykuł|tekst) (został |jest |)(przetłumaczony|przełożony|tłumaczony) (z|ze) [języka ]{L}",
            "[(ten|niniejszy) (artykuł|tekst) został ](przetłumaczon(o|y|a)|tłumaczenie|tłumaczony|przekład|przełożon(o|y|a)) "
            "(z|ze) [(wersji|oryginału|języka|jęz.) ][w języku ]{L}[ (wersji|oryginału)][ na {X}]",
            "(z|ze) [języka ]{L} (przełożył(a|)|przetłumaczył(a|)|tłumaczył(a|))[:] {W}",
            "(przekład|tłumaczenie)(;|,|.) język źródłowy: {L}",
            "(tłum.|tłumaczenie) (z|ze) [języka ]{L} {N}",
            "[(tekst|artykuł) ](przetłumaczone|przełożone) (z|ze) [języka ]{L}",
            "przetłumaczono (z|ze) [języka ]{L}",
        ),
        weak=(
            "(tekst oryginalny|oryginał) (po|w języku) {L}",
            "(pierwotnie|oryginalnie) opublikowan(o|y) (po|w języku) {L}", "(oryginał|język oryginału|język źródłowy): {L}",
            "[(tekst|artykuł) ]ukazał się (pierwotnie|oryginalnie|po raz pierwszy) po {L}",
        ),
        labels="przez|tłumaczenie|tłumaczka|tłumacz|przekład|przełożyła|przełożył|tłum.",
        endings="iego|i|iej|u",
        names="hiszpańsk~;angielsk~;francusk~;niemieck~;włosk~;portugalsk~;rosyjsk~;ukraińsk~;arabsk~;chińsk~;japońsk~;koreańsk~;"
        "tureck~;polsk~;greck~;niderlandzk~|holendersk~;katalońsk~;persk~;hebrajsk~;hindi;szwedzk~;rumuńsk~;czesk~;węgiersk~",
        inflects=True,
        preposition=("z", "ze", ("szw",)),
        bare=True,
        line="Przekład {Z} {L}",
        by="Przekład {Z} {L}: {W}",
        other="Przekład; język źródłowy: {L}",
        other_by="Przekład; język źródłowy: {L} (tłumaczenie: {W})",
        lead="(to jest|to)|tekst|artykuł",
    ),
    "cs": Wording(
        triggers="prelozen preklad prelozi puvodn original",
        frames=(
            "přeloži(l|la) (z|ze) {L} {N}",
            "(přeložen(o|ý|a)|překlad) (z|ze) {L} (verze|překladu) {O} (originálu|textu)",
            "[(tento|článek) (článek |text |)byl ](přeložen(o|ý|a|)|překlad) (z|ze) [(verze|originálu|jazyka) ]{L}[ (verze|originálu)]"
            "[ do {X}]",
            "(z|ze) {L} přeloži(l|la)[:] {W}",
            "překlad(;|,|.) výchozí jazyk: {L}",
        ),
        weak=("původně (publikováno|vyšlo|napsáno) (v|ve) {L}", "(originál|výchozí jazyk|jazyk originálu): {L}"),
        labels="překlad|přeložila|přeložil|překladatelka|překladatel|přel.",
        names="španělštiny|španělština|španělské|španělsky;angličtiny|angličtina|anglické;francouzštiny|francouzština|francouzské;"
        "němčiny|němčina|německé;italštiny|italština|italské;portugalštiny|portugalština|portugalské;ruštiny|ruština|ruské;"
        "ukrajinštiny|ukrajinština|ukrajinské;arabštiny|arabština|arabské;čínštiny|čínština|čínské;japonštiny|japonština|japonské;"
        "korejštiny|korejština|korejské;turečtiny|turečtina|turecké;polštiny|polština|polské;řečtiny|řečtina|řecké;"
        "nizozemštiny|nizozemština|nizozemské|holandštiny;katalánštiny|katalánština|katalánské;perštiny|perština|perské;"
        "hebrejštiny|hebrejština|hebrejské;hindštiny|hindština|hindské;švédštiny|švédština|švédské;"
        "rumunštiny|rumunština|rumunské;češtiny|čeština|české;maďarštiny|maďarština|maďarské",
        inflects=True,
        preposition=("z", "ze", ("š",)),
        bare=True,
        line="Překlad {Z} {L}",
        by="Překlad {Z} {L}: {W}",
        other="Překlad; výchozí jazyk: {L}",
        other_by="Překlad; výchozí jazyk: {L} (překlad: {W})",
    ),
    "ru": Wording(
        triggers="перев источник опубликован оригинал",
        frames=(
            "перевод (статьи|текста|материала|интервью) (с|со) {L}[ языка]",
            "(перевод|переведен(о|а|)) (с|со) {L} (версии|перевода) {O} (оригинала|текста)",
            "(перевод|перевел(а|и|)) (с|со) {L}[ языка] {N}",
            "(текст|материал|интервью) переведен(о|) (с|со) {L}[ языка]",
            "[(эта|этот|данная|статья) (статья |текст |)](перевод|переведен(о|а|)|пер.) (с|со|из) [(языка|оригинала|версии|текста) ]"
            "[на ]{L}[ (языка|версии|оригинала|текста)][ на {X}]",
            "(перевод|перевел(а|и|)) {W} (с|со) {L}[ языка]",
            "(с|со) {L}[ языка] (перевел|перевела|перевод)[:] {W}",
            "перевод(.|;|,) (язык (источника|оригинала)): {L}",
            "(перевод|переводчик|переводчица): {W}[,] [‹](с|со) {L}[ языка][›]",
        ),
        weak=("(впервые |изначально |)опубликовано на {L}[ языке]", "[(читать|читайте) ](оригинал|язык оригинала|язык источника)(: | на ){L}[ языке]",
            "(текст|статья|материал) (впервые |изначально |)опубликован(о|а|) на {L}[ языке]",
        ),
        labels="перевод|переводчик|переводчица|перевел|перевела|пер.",
        endings="ого|ий|ой|ая|ую|ом",
        names="испанск~;английск~;французск~;немецк~;итальянск~;португальск~;русск~;украинск~;арабск~;китайск~;японск~;корейск~;"
        "турецк~;польск~;греческ~;нидерландск~|голландск~;каталанск~|каталонск~;персидск~|фарси;иврита|иврит;хинди;шведск~;"
        "румынск~;чешск~;венгерск~",
        inflects=True,
        preposition=("с", "со", ("шв",)),
        bare=True,
        line="Перевод {Z} {L}",
        by="Перевод {Z} {L}: {W}",
        other="Перевод; язык источника: {L}",
        other_by="Перевод; язык источника: {L} (переводчик: {W})",
        original="(впервые |)опубликовано на",
        tail="оригинал[ (статьи|текста|здесь|тут)]",
        lead="это|статья|текст",
    ),
    "uk": Wording(
        triggers="перекла джерел опубліковано оригінал",
        frames=(
            "(переклад|переклав|переклала) (з|із|зі) {L}[ мови] {N}",
            "(переклад|перекладено) (з|із|зі) {L} (версії|перекладу) {O} (оригіналу|тексту)",
            "[(ця|цей|стаття) (стаття |текст |)](переклад|перекладен(о|а|ии)|пер.) (з|із|зі) [(мови|оригіналу|версії) ]{L}"
            "[ (мови|версії|оригіналу)][ (на|українською) {X}]",
            "(з|із|зі) {L}[ мови] (переклав|переклала|переклад)[:] {W}",
            "переклад(.|;|,) мова (джерела|оригіналу): {L}",
        ),
        weak=("(вперше |)опубліковано {L}[ мовою]", "(оригінал|мова оригіналу|мова джерела): {L}"),
        labels="переклад|перекладач|перекладачка|переклав|переклала|пер.",
        endings="ої|а|ою|у",
        names="іспанськ~;англійськ~;французськ~;німецьк~;італійськ~;португальськ~;російськ~;українськ~;арабськ~;китайськ~;"
        "японськ~;корейськ~;турецьк~;польськ~;грецьк~;нідерландськ~|голландськ~;каталонськ~|каталанськ~;перськ~|фарсі;"
        "івриту|іврит;гінді|хінді;шведськ~;румунськ~;чеськ~;угорськ~",
        inflects=True,
        preposition=("з", "зі", ("шв",)),
        bare=True,
        line="Переклад {Z} {L}",
        by="Переклад {Z} {L}: {W}",
        other="Переклад; мова джерела: {L}",
        other_by="Переклад; мова джерела: {L} (перекладач: {W})",
    ),
    "bg": Wording(
        triggers="превод превед публикуван оригинал",
        frames=("(превод|преведен(о|а|)) от [(версията на |оригинала на |)]{L}[ (език|версия|оригинал|версията)]",
                "(превод|превел|превела) {W} от {L}"),
        weak=("език на оригинала: {L}", "(първоначално |)публикувано на {L}", "оригинал(: | на ){L}"),
        labels="превод|преводач|преводачка|превел|превела|от",
        endings="и|ата|а",
        names="испанск~;английск~;френск~;немск~;италианск~;португалск~;руск~;украинск~;арабск~;китайск~;японск~;корейск~;"
        "турск~;полск~;гръцк~;нидерландск~|холандск~;каталонск~;персийск~|фарси;иврит|еврейск~;хинди;шведск~;румънск~;"
        "чешк~;унгарск~",
        line="Превод от {L}",
        by="Превод от {L}: {W}",
    ),
    "sr": Wording(
        triggers="превод превед оригинал превел превео језик+изворника",
        frames=(
            "(превео|превела) (са|с) {L}[ језика] {N}",
            "(превод|преведен(о|а|)) (са|с) {L}[ (језика|верзије|оригинала)]", "са {L} (превео|превела)[:] {W}",
                "превод(;|,|.) изворни језик: {L}"),
        weak=("језик изворника: {L}", "(оригинал|изворни језик): {L}",),
        labels="превод|преводилац|превео|превела|прев.",
        endings="ог|ога|и|е",
        names="шпанск~;енглеск~;француск~;немачк~;италијанск~;португалск~;руск~;украјинск~;арапск~;кинеск~;јапанск~;корејск~;"
        "турск~;пољск~;грчк~;холандск~;каталонск~;персијск~;хебрејск~;хинди;шведск~;румунск~;чешк~;мађарск~",
        inflects=True,
        bare=True,
        line="Превод са {L}",
        by="Превод са {L}: {W}",
        other="Превод; изворни језик: {L}",
        other_by="Превод; изворни језик: {L} (преводилац: {W})",
    ),
    "sr-Latn": Wording(
        triggers="prevod preved original prevel preveo jezik+izvornika",
        frames=(
            "(preveo|prevela) sa {L}[ jezika] {N}",
            "(prevod|preveden(o|a|)) (sa|s) {L}[ (jezika|verzije|originala)]", "sa {L} (preveo|prevela)[:] {W}",
                "prevod(;|,|.) izvorni jezik: {L}"),
        weak=("jezik izvornika: {L}", "(original|izvorni jezik): {L}",),
        labels="prevod|prevodilac|preveo|prevela|prev.",
        endings="og|oga|i|e",
        names="špansk~;englesk~;francusk~;nemačk~;italijansk~;portugalsk~;rusk~;ukrajinsk~;arapsk~;kinesk~;japansk~;korejsk~;"
        "tursk~;poljsk~;grčk~;holandsk~;katalonsk~;persijsk~;hebrejsk~;hindi;švedsk~;rumunsk~;češk~;mađarsk~",
        inflects=True,
        bare=True,
        line="Prevod sa {L}",
        by="Prevod sa {L}: {W}",
        other="Prevod; izvorni jezik: {L}",
        other_by="Prevod; izvorni jezik: {L} (prevodilac: {W})",
    ),
    "hr": Wording(
        triggers="prijevod preved izvorn izvornik prevel preveo",
        frames=(
            "(preveo|prevela) (s|sa|iz) {L}[ jezika] {N}",
            "(prijevod|preveden(o|a|)) (sa|s|iz) {L}[ (jezika|verzije|izvornika)]", "(sa|s) {L} (preveo|prevela)[:] {W}",
                "prijevod(;|,|.) izvorni jezik: {L}"),
        weak=("jezik izvornika: {L}", "(izvornik|izvorni jezik): {L}",),
        labels="prijevod|prevoditelj/ica|prevoditelj|prevoditeljica|preveo|prevela|prev.",
        endings="og|oga|i|e",
        names="španjolsk~;englesk~;francusk~;njemačk~;talijansk~;portugalsk~;rusk~;ukrajinsk~;arapsk~;kinesk~;japansk~;korejsk~;"
        "tursk~;poljsk~;grčk~;nizozemsk~;katalonsk~;perzijsk~;hebrejsk~;hindskog|hindski|hindi;švedsk~;rumunjsk~;češk~;mađarsk~",
        inflects=True,
        preposition=("s", "sa", ("š",)),
        bare=True,
        line="Prijevod {Z} {L}",
        by="Prijevod {Z} {L}: {W}",
        other="Prijevod; izvorni jezik: {L}",
        other_by="Prijevod; izvorni jezik: {L} (prevoditelj/ica: {W})",
    ),
    "el": Wording(
        triggers="μεταφρα πρωτοτυπ δημοσιευ",
        frames=(
            "[το (άρθρο|κείμενο) ](μετάφραση|μεταφράστηκε|μεταφρασμένο|μτφρ.) από (τα |την |το |)"
            "[(έκδοση|εκδοχή|πρωτότυπο) (στα |)]{L}[ (έκδοση|εκδοχή|πρωτότυπο)][ στα {X}]",
            "μετάφραση[·|;|,|.] γλώσσα πρωτοτύπου: {L}",
        ),
        weak=("δημοσιεύτηκε (αρχικά|πρώτα) στα {L}", "(πρωτότυπο|γλώσσα πρωτοτύπου): {L}"),
        labels="από τον|από την|από|μετάφραση|μεταφράστρια|μεταφραστής|μτφρ.",
        endings="ά|ή|ής|α",
        names="ισπανικ~;αγγλικ~;γαλλικ~;γερμανικ~;ιταλικ~;πορτογαλικ~;ρωσικ~;ουκρανικ~;αραβικ~;κινεζικ~;ιαπωνικ~;κορεατικ~|"
        "κορεάτικα;τουρκικ~;πολωνικ~;ελληνικ~;ολλανδικ~;καταλανικ~;περσικ~;εβραϊκ~;χίντι;σουηδικ~;ρουμανικ~;τσεχικ~;"
        "ουγγρικ~",
        inflects=True,
        line="Μετάφραση από τα {L}",
        by="Μετάφραση από τα {L}: {W}",
        other="Μετάφραση· γλώσσα πρωτοτύπου: {L}",
        other_by="Μετάφραση· γλώσσα πρωτοτύπου: {L} (μετάφραση: {W})",
    ),
    "tr": Wording(
        triggers="cevir cevril tercume ozgun orijinal aslı",
        frames=(
            "{O} (aslının|metnin|metninin|orijinalin|orijinalinin) {L} (sürümünden|çevirisinden|versiyonundan) (çevrilmiştir|çevrilmiş|çevrildi|çeviri|çeviren)",
            "[bu (yazı|metin|makale) ]{L}['](dan|den|tan|ten) [{X} ](çeviri|çeviren|çevrilmiştir|çevrilmiş|çevrildi|çeviri metin|tercüme)",
            "[bu (yazı|metin|makale) ]{L} (sürümünden|sürümden|versiyonundan|metinden|aslından|orijinalinden|özgün metinden) "
            "(çeviri|çeviren|çevrilmiştir|çevrilmiş|çevrildi|tercüme)",
            "(çeviri|çeviren): {W} ‹{L}['](dan|den|tan|ten)[›]",
        ),
        weak=(
            "[(bu yazının|yazının|metnin) ]{L} (aslı|orijinali|özgün metni)",
            "orijinali {L}[ (olarak|dilinde)] (yayımlanmıştır|yayınlanmıştır|yazılmıştır)",
            "(özgün dili|özgün dil|orijinal dil|çeviri[;|,] kaynak dil): {L}",),
        labels="çeviren|çevirmen|çeviri|çev.",
        line="{L} sürümünden çevrilmiştir",
        by="{L} sürümünden çeviren: {W}",
    ),
    "eu": Wording(
        triggers="itzul jatorriz",
        frames=("{L}[ bertsiotik] (itzulia|itzulita|itzulpena|itzuli du)", "itzulpena(;|,|.) jatorrizko hizkuntza: {L}"),
        weak=("jatorrizko hizkuntza: {L}",),
        labels="itzultzailea|itzulpena|itzul.",
        names="gaztelaniatik|espainieratik|gaztelaniazko;ingelesetik|ingelesezko;frantsesetik|frantsesezko;alemanetik;italieratik;"
        "portugesetik;errusieratik;ukraineratik;arabieratik;txineratik;japonieratik;koreeratik;turkieratik;polonieratik;grezieratik;"
        "nederlanderatik;katalanetik|katalanezko;persieratik;hebreeratik;hinditik;suedieratik;errumanieratik;txekieratik;hungarieratik",
        inflects=True,
        line="{L} itzulia",
        by="{L} itzulia (itzultzailea: {W})",
        other="Itzulpena; jatorrizko hizkuntza: {L}",
        other_by="Itzulpena; jatorrizko hizkuntza: {L} (itzultzailea: {W})",
    ),
    "eo": Wording(
        triggers="traduk originala+lingvo",
        frames=("(tradukita|traduko|tradukis) el (la |){L}[ (versio|originalo|lingvo)]",),
        weak=("originala lingvo: {L}",),
        labels="de|fare de|tradukinto|trad.",
        line="Tradukita el la {L} versio",
        by="Tradukita el la {L} versio de {W}",
    ),
    "id": Wording(
        triggers="terjemah alih+bahasa bahasa+asli versi+asli naskah+asli teks+asli diterbitkan artikel+asli tulisan+asli",
        frames=(
            "(diterjemahkan|terjemahan) dari (versi|terjemahan) [bahasa ]{L} (dari|atas) [(naskah|teks) ][(asli|aslinya) ][bahasa ]{O}",
            "alih bahasa dari [bahasa ]{L}",
            "[artikel ini ](diterjemahkan|terjemahan) dari [(versi|edisi|naskah|teks) ][bahasa ]{L}",
                "diterjemahkan oleh {W} dari [versi ][bahasa ]{L}",
            "(artikel|tulisan|teks|berita) ini diterjemahkan dari [(versi|naskah) ][bahasa ]{L}",
            "terjemahan [bahasa {X} ]dari (artikel|tulisan|teks) [ber]bahasa {L}",
            "(diterjemahkan|terjemahan) dari (artikel|tulisan|teks|naskah) (berbahasa|bahasa) {L}",
        ),
        weak=("bahasa asli: [bahasa ]{L}", "[baca ](versi|naskah|teks) asli [dalam ][bahasa ]{L}", "[pertama kali ]diterbitkan [pertama kali ]dalam bahasa {L}",
            "(artikel|tulisan) asli dalam [bahasa ]{L}",
        ),
        labels="alih bahasa|oleh|penerjemah|terjemahan",
        line="Diterjemahkan dari versi bahasa {L}",
        by="Diterjemahkan dari versi bahasa {L} oleh {W}",
        lead="ini adalah|(artikel|tulisan) ini adalah",
    ),
    "vi": Wording(
        triggers="dich ngôn+ngữ+gốc",
        frames=("[bài viết (này |)được ](dịch|bản dịch|chuyển ngữ) từ [(bản|nguyên bản|phiên bản|nguyên tác) ][tiếng ]{L}",
                "{W} dịch từ [(bản|nguyên bản) ][tiếng ]{L}"),
        weak=("ngôn ngữ gốc: {L}",),
        labels="bởi|người dịch|dịch giả|bản dịch của",
        names="Tây Ban Nha;Anh;Pháp;Đức;Ý|Italia;Bồ Đào Nha;Nga;Ukraina;Ả Rập;Trung|Trung Quốc|Hoa;Nhật;Hàn|Hàn Quốc;Thổ Nhĩ Kỳ;"
        "Ba Lan;Hy Lạp;Hà Lan;Catalan;Ba Tư;Do Thái|Hebrew;Hindi;Thụy Điển;Romania;Séc;Hungary",
        line="Dịch từ bản {L}",
        by="Dịch từ bản {L}, người dịch: {W}",
        lower=True,
    ),
    "sw": Wording(
        triggers="tafsiri lugha+asilia",
        frames=("(imetafsiriwa|tafsiri) (kutoka|toka|ya) [(toleo la|lugha ya) ]{L}",),
        weak=("lugha asilia: {L}",),
        labels="na|mtafsiri",
        line="Imetafsiriwa kutoka {L}",
        by="Imetafsiriwa kutoka {L} na {W}",
    ),
    "ar": Wording(
        triggers="ترجم نشر نقل الأصلي",
        frames=(
            "ترجمة (المقال|المقالة|النص|هذا المقال) (من|عن) [(اللغة|النسخة) ]{L}",
            "(ترجم|ترجمت) (المقال|المقالة|النص) (من|عن) [(اللغة|النسخة) ]{L}",
            "(ترجمها|ترجمه|نقلها|نقله) (عن|من) [اللغة ]{L}",
            "(مترجم|مترجمة|ترجمة) (عن|من) (النسخة|الترجمة) {L} (للأصل|للنص|للنص الأصلي) {O}",
            "(ترجم|ترجمت) (هذا|هذه) (المقال|النص|المقالة) (من|عن) [(النسخة|اللغة) ]{L}",
            "[(هذا|هذه) (المقال|النص|المقالة) ](ترجم|ترجمت|مترجم|مترجمة|ترجمة|تمت الترجمة|تمت ترجمته|نقل|نقله|منقول) "
            "[(إلى|الى) {X} ](من|عن) [(النسخة|النص|اللغة|الأصل|الطبعة) [الأصلي(ة|) ]][ب]{L}[ (إلى|الى) {X}]",
            "(ترجمة|ترجمها|ترجمه) {W} (من|عن) [(النسخة|النص|اللغة|الأصل) ]{L}",
            "ترجمة: {W} (عن|من) {L}",
        ),
        weak=(
            "النص الأصلي (ب|باللغة ){L}",
            "نشر[ت] (في الأصل |أصلا |أولا )(ب|باللغة ){L}", "(النص الأصلي|اللغة الأصلية): {L}",
            "(المقال|المقالة) (الأصلي|الأصلية) (ب|باللغة ){L}",
        ),
        labels="ترجمة|ترجمها|ترجمه|المترجمة|المترجم|بقلم",
        endings="ة|",
        names="الإسباني~|الاسباني~;الإنجليزي~|الانكليزي~|الإنكليزي~;الفرنسي~;الألماني~;الإيطالي~;البرتغالي~;الروسي~;الأوكراني~;"
        "العربي~;الصيني~;الياباني~;الكوري~;التركي~;البولندي~|البولوني~;اليوناني~;الهولندي~;الكتالوني~|الكاتالوني~|الكتالاني~;"
        "الفارسي~;العبري~;الهندي~;السويدي~;الروماني~;التشيكي~;المجري~|الهنغاري~",
        line="مترجم عن {L}",
        by="مترجم عن {L}، ترجمة: {W}",
        lead="هذه|هذا النص",
    ),
    "fa": Wording(
        triggers="ترجم برگردان زبان+اصلی",
        frames=(
            "[این (مقاله|متن|نوشته) ](ترجمه|برگردان|برگردانده|ترجمه شده) [(به|ب) {X} ]از [(نسخه ی|نسخه ء|نسخه|متن|زبان) ]{L}[ به {X}]",
            "ترجمه[ ی] {W} از [(نسخه ی|نسخه|متن|زبان) ]{L}",
            "از [(نسخه ی|نسخه|متن|زبان) ]{L} (ترجمه|برگردان)",
        ),
        weak=("زبان اصلی: {L}",),
        labels="ترجمه ی|ترجمه|مترجم|برگردان|توسط",
        names="اسپانیایی|اسپانیولی;انگلیسی;فرانسوی|فرانسه;آلمانی;ایتالیایی;پرتغالی;روسی;اوکراینی;عربی;چینی;ژاپنی;کره ای;ترکی|"
        "ترکی استانبولی;لهستانی;یونانی;هلندی;کاتالان|کاتالانی;فارسی;عبری;هندی|هیندی;سوئدی;رومانیایی;چکی;مجاری|مجارستانی",
        line="ترجمه از نسخهٔ {L}",
        by="ترجمه از نسخهٔ {L}، مترجم: {W}",
    ),
    "ur": Wording(
        triggers="ترجم اصل+زبان",
        frames=("{L} [(نسخے|زبان|متن) ]سے (ترجمہ|ترجمہ شدہ|ترجمہ کیا گیا|اردو ترجمہ|مترجم)",),
        weak=("اصل زبان: {L}",),
        labels="مترجم|ترجمہ|از",
        names="ہسپانوی;انگریزی;فرانسیسی;جرمن;اطالوی;پرتگالی;روسی;یوکرینی|یوکرینیائی;عربی;چینی;جاپانی;کوریائی|کورین;ترکی;پولش;"
        "یونانی;ڈچ;کیٹالان;فارسی;عبرانی;ہندی;سویڈش;رومانیائی;چیک;ہنگیرین",
        line="{L} نسخے سے ترجمہ",
        by="{L} نسخے سے ترجمہ، مترجم: {W}",
    ),
    "he": Wording(
        triggers="תרג תורג פורסם שפת+המקור",
        frames=(
            "[(המאמר|הכתבה|הטקסט) ](תורגם|תורגמה|תרגום|מתורגם) [ל{X} ](מן |מ)[ה](גרסה|גירסה|מקור|נוסח|טקסט) [(ב|ה)]{L}",
            "[(המאמר|הכתבה|הטקסט) ](תורגם|תורגמה|תרגום|מתורגם) [ל{X} ](מן |מ)[(שפה ה|ה)]{L}[ ל{X}]",
        ),
        weak=("שפת המקור: {L}", "פורסם (במקור|לראשונה) ב{L}", "(מקור|שפת המקור): {L}"),
        labels="תרגום|תרגמה|תרגם|מתרגמת|מתרגם|בידי|על ידי|מאת",
        names=";;;;;;;;;;;;;;;הולנדית|ולנדית;;;;הינדי|ינדי|הודית|ודית;;;;הונגרית|ונגרית",
        line="תורגם מהגרסה ב{L}",
        by="תורגם מהגרסה ב{L}, תרגום: {W}",
    ),
    "hi": Wording(
        triggers="अनुवाद अनूदित मूल+भाषा",
        frames=("{L} [(संस्करण|भाषा|मूल|लेख) ]से [{X} में ](अनूदित|अनुवादित|अनुवाद किया गया|अनुवाद|हिन्दी अनुवाद|हिंदी अनुवाद)",),
        weak=("मूल भाषा: {L}",),
        labels="अनुवादक|अनुवाद|द्वारा",
        names="स्पेनिश|स्पैनिश|स्पेनी;अंग्रेज़ी|अंग्रेजी;फ़्रेंच|फ्रेंच|फ़्रांसीसी|फ्रांसीसी;जर्मन;इतालवी|इटालियन;पुर्तगाली;रूसी;यूक्रेनी|यूक्रेनियाई;"
        "अरबी;चीनी;जापानी;कोरियाई;तुर्की|तुर्किश;पोलिश;यूनानी|ग्रीक;डच;कैटलन|कातालान;फ़ारसी|फारसी;हिब्रू;हिन्दी|हिंदी;स्वीडिश;रोमानियाई;चेक;"
        "हंगेरियाई",
        line="{L} संस्करण से अनूदित",
        by="{L} संस्करण से अनूदित, अनुवादक: {W}",
    ),
    "bn": Wording(
        triggers="অনুবাদ অনূদিত ভাষান্তর মূল+ভাষা",
        frames=("{L} [(সংস্করণ|ভাষা|মূল) ](থেকে|হতে) (অনূদিত|অনুবাদ করা হয়েছে|অনুবাদিত|অনুবাদ|ভাষান্তর)",),
        weak=("মূল ভাষা: {L}",),
        labels="অনুবাদক|অনুবাদ|ভাষান্তর",
        line="{L} সংস্করণ থেকে অনূদিত",
        by="{L} সংস্করণ থেকে অনূদিত, অনুবাদক: {W}",
    ),
    "th": Wording(
        triggers="แปลจาก ภาษาต้นฉบับ",
        frames=("[บทความนี้]แปลจาก[(ฉบับ|ต้นฉบับ|เวอร์ชัน)][ภาษา]{L}",),
        weak=("ภาษาต้นฉบับ: {L}",),
        labels="ผู้แปล|แปลโดย|โดย",
        line="แปลจากฉบับภาษา{L}",
        by="แปลจากฉบับภาษา{L} ผู้แปล: {W}",
    ),
    "zh": Wording(
        triggers="译自 翻译 译 原文",
        frames=(
            "[(本文|此文)]译自{O}(原文|原作|原版|文章)的{L}(版|译本|译文|版本)",
            "[(本文|此文)]由{L}[(版|译本)]转译自{O}[原文]",
            "[(本文|此文)]由{W}(从|根据){L}[原文](翻译|译出|译成{X})",
            "[(本文|此文)]由{L}[(版|译本)]转译",
            "[(本文|此文|本篇|文章)](翻译自|译自|编译自)[(原文|原)]{L}[(版本|原文|原版|版|文本)][(翻译|的翻译|译文)]",
            "[(本文|此文|本篇)][由]{W}(翻译自|译自|编译自)[原文]{L}[(版本|原文|原版|版|文本)]",
            "(本文|此文|)[由](从|根据){L}[(版本|原文|原版|版)](翻译|译出|翻译而来|译成{X}|翻译成{X})",
            "(译自|翻译自):{L}[(版|原文)]",
            "[(本文|此文)]由{L}[(版|原文)](翻译而来|译出)",
            "[(本文|此文)](译自|翻译自){L}(文章|报道|原作|原文报道)",
        ),
        weak=(
            "[(阅读|查看)]{L}(原文|原版)",
            "[本文]原文(为|是|语言:|:){L}", "最初以{L}(发表|发布)",
            "原文‹{L}[›]",
        ),
        labels="译者|翻译|由|译",
        endings="文|语",
        inflects=True,
        other="译自{L}版",
        other_by="译自{L}版，译者：{W}",
        names="西班牙~;英~;法~;德~;意大利~;葡萄牙~|葡~;俄~|俄罗斯~;乌克兰~;阿拉伯~;中文|汉语|华文;日~;韩~|朝鲜~;土耳其~;波兰~;希腊~;"
        "荷兰~;加泰罗尼亚~|加泰隆~;波斯~;希伯来~;印地~;瑞典~;罗马尼亚~;捷克~;匈牙利~",
        line="译自{L}版",
        by="译自{L}版，译者：{W}",
    ),
    "zh-Hant": Wording(
        triggers="譯自 翻譯 譯 原文",
        frames=(
            "[(本文|此文)]譯自{O}(原文|原作|原版|文章)的{L}(版|譯本|譯文|版本)",
            "[(本文|此文)]由{L}[(版|譯本)]轉譯自{O}[原文]",
            "[(本文|此文)]由{W}(從|根據){L}[原文](翻譯|譯出|譯成{X})",
            "[(本文|此文)]由{L}[(版|譯本)]轉譯",
            "[(本文|此文|本篇|文章)](翻譯自|譯自|編譯自)[(原文|原)]{L}[(版本|原文|原版|版|文本)][(翻譯|的翻譯|譯文)]",
            "[(本文|此文|本篇)][由]{W}(翻譯自|譯自|編譯自)[原文]{L}[(版本|原文|原版|版|文本)]",
            "(本文|此文|)[由](從|根據){L}[(版本|原文|原版|版)](翻譯|譯出|翻譯而來)",
        ),
        weak=(
            "[(閱讀|查看)]{L}(原文|原版)",
            "[本文]原文(為|是|語言:|:){L}",),
        labels="譯者|翻譯|由|譯",
        endings="文|語",
        inflects=True,
        other="譯自{L}版",
        other_by="譯自{L}版，譯者：{W}",
        names="西班牙~;英~;法~;德~;義大利~|意大利~;葡萄牙~|葡~;俄~;烏克蘭~;阿拉伯~;中文|漢語|華語;日~;韓~;土耳其~;波蘭~;希臘~;荷蘭~;"
        "加泰蘭~|加泰隆尼亞~;波斯~;希伯來~;印地~|印度~;瑞典~;羅馬尼亞~;捷克~;匈牙利~",
        line="譯自{L}版",
        by="譯自{L}版，譯者：{W}",
    ),
    "ja": Wording(
        triggers="翻訳 訳 原文 和訳",
        frames=(
            "[(この記事は|本記事は|本稿は)]{O}[の]原文の{L}(版|訳)(から|より)[の](翻訳|重訳|和訳)",
            "[(この記事は|本記事は|本稿は|これは)]{L}[(版|原文|の原文|の記事)](から|より)[(の|日本語に|日本語へ)](翻訳|和訳|重訳|訳出|訳)"
                "[(されました|した|したもの|したものです|です|されたものです)]",
                "[(この記事は|本記事は|本稿は)]{L}(版|原文|の原文)の(翻訳|和訳|訳)[です]",
            "[(この記事は|本記事は|本稿は)]{L}[(版|原文|記事|の記事|の原文)]を翻訳した(もの|記事)[です]",
            "{L}(版|の記事|の原文)を(翻訳|和訳)しました",
        ),
        weak=(
            "原文の言語:[ ]{L}",
            "{L}(原文|の原文)",
            "原文‹{L}[›][を読む]",
            "(原文|原語)(:|は){L}[です]",),
        labels="翻訳者|訳者|翻訳|訳",
        names="スペイン語|西語;英語;フランス語|仏語;ドイツ語|独語;イタリア語|伊語;ポルトガル語;ロシア語|露語;ウクライナ語;アラビア語;中国語;"
        "日本語;韓国語|朝鮮語;トルコ語;ポーランド語;ギリシャ語|ギリシア語;オランダ語;カタロニア語|カタルーニャ語;ペルシャ語|ペルシア語;ヘブライ語;"
        "ヒンディー語;スウェーデン語;ルーマニア語;チェコ語;ハンガリー語",
        line="{L}版からの翻訳",
        by="{L}版からの翻訳（翻訳者：{W}）",
    ),
    "ko": Wording(
        triggers="번역 중역 옮긴 옮김 원문",
        frames=(
            "{O} 원문의 {L}(판|본)(에서|을|를) (번역|중역)",
            "[(이 글은|이 기사는|본 기사는) ]{L}[( 원문|판|본| 기사| 원고)](에서|으로부터|을|를|로부터) [한국어로 ]"
                "(번역|번역됨|번역한 글|번역한 글입니다|번역함|중역|중역한 글|중역했습니다|옮겼습니다|번역했습니다|번역한 것입니다|번역한 기사|옮김|옮긴 글|번역하였습니다|번역되었습니다)",
            "{L}[ ]→[ ]{X} 번역",
            "{L}에서 (옮긴이|번역): {W}",
        ),
        weak=(
            "원문은 {L}로 (작성되었습니다|작성됐습니다|쓰였습니다)",
            "{L} 원문[ (보기|읽기)]",
            "원문[( 언어)]: {L}",),
        labels="옮긴이|번역자|번역",
        names="스페인어|에스파냐어;영어|영문;프랑스어|불어;독일어|독어;이탈리아어;포르투갈어;러시아어;우크라이나어;아랍어;중국어;일본어|일어;"
        "한국어;터키어|튀르키예어;폴란드어;그리스어;네덜란드어;카탈루냐어|카탈로니아어;페르시아어;히브리어;힌디어;스웨덴어;루마니아어;"
        "체코어;헝가리어",
        line="{L}판에서 번역",
        by="{L}판에서 번역 (옮긴이: {W})",
    ),
}  # fmt: skip

WORDINGS: dict[str, Wording] = {**_LARGEST, **EUROPE, **ASIA}
