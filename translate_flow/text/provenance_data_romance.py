"""Entries of `provenance_data` of the Romance languages; its head tells the notation."""

from __future__ import annotations

from translate_flow.text.provenance_data_base import Wording

ROMANCE: dict[str, Wording] = {
    "es": Wording(
        triggers="traduc tradujo original publicad trad.",
        lead="esta es una|se trata de una|este (texto|artículo) es una|nota[ (de la redacción|del editor|de la editora|del "
        "traductor|de la traductora)]|[(este|esta|el|la|nuestro) ](artículo|página|texto|nota|reportaje|entrevista|publicación|"
        "columna|historia|entrada|post|crónica|informe|discurso|carta)[ (fue|ha sido|está|es)[ una]]",
        frames=(
            "(traducid(o|a)|traducción) (de|desde) [(la|su) ](versión|traducción|edición) [(en|al) ]{L} del (original|texto original|texto|artículo) [(en|del) ]{O}",
            "(traducid(o|a)|traducción) del {O} (a través del|vía el|mediante el|por medio del) {L}",
            "(traducid(o|a)|traducción) [al {X} ](de|del|desde) [(la|el|su) ][(versión|original|texto|artículo|edición|idioma) [original ][(en|del) ]]{L}[ al {X}]",
            "(traducid(o|a)|traducción) (por|de) {W} (de|del|desde) [(la|el|su) ][(versión|original|texto|edición) [original ][(en|del) ]]{L}[ al {X}]",
            "traducción: {W}, (de|del|desde) [el ]{L}",
            "(artículo|texto|reportaje|entrevista|nota) traducid(o|a) (del|de la|desde el|de) [(versión|original) [en ]]{L}",
            "traducid(o|a) automáticamente (del|de) {L}",
            "traducción: {W} ‹(del|de) {L}[›]",
            "traducción [{X} ](de|del|desde el) [(original|texto) [en ]]{L} de {N}",
            "traducid(o|a) (de|del) {O}[,] (a través|por medio|por vía|vía) (del |)[la (versión|traducción) ][en ]{L}",
            "traducción (libre|propia|automática|colectiva|{X}) (de|del) [(original|texto) [en ]]{L}",
            "trad. (de|del) {L}",
        ),
        weak=(
            "[(este|el) (artículo|texto) fue ](publicad(o|a) originalmente|originalmente publicad(o|a)|escrito originalmente) en {L}",
            "[(leer|lea|lee|ver) el ](texto |artículo |versión |)original(: | en | ‹){L}",
            "idioma original: {L}",
            "(artículo|texto|reportaje|entrevista) (publicad(o|a) originalmente|originalmente publicad(o|a)) en {L}",
            "[se ](publicad(o|a)|publicó|escrit(o|a)|escribió|apareció|aparecid(o|a)|salió|difundid(o|a)) (originalmente|inicialmente|originariamente|primero|por primera vez|antes) en {L}",
            "[(se publicó|apareció|salió) ](originalmente|inicialmente|originariamente|primero|por primera vez) [(publicad(o|a)|escrit(o|a)|aparecid(o|a)) ]en {L}",
            "(leer|lea|lee|ver|vea|consulta|consulte) (el artículo|el texto|la nota|la versión|el reportaje|la entrevista) original en {L}[ aquí]",
            "[(el|la) ][(texto|artículo|versión|nota) ]original (está|fue escrit(o|a)|se publicó|se escribió|apareció) en {L}",
            "[(el|la) ][(texto|artículo|versión|nota) ]original (publicad|escrit)(o|a) en {L}",
            "versión original(: | en ){L}",
        ),
        credited=(
            "[se ](publicad(o|a)|publicó|apareció|salió) en {L}",
            "(del|desde el) {L}",
        ),
        source="(de|del|desde|desde el|a partir (del|de la|de su|de)|sobre) [(la|el|su|un) ][(versión|original|texto|artículo|edición|"
        "idioma) [original ][(en|del) ]]{L}",
        agents="[y ][(fue|ha sido|está) ]traducid(o|a)[ (al|en) {X}] por {W}|(versión|traducción) (en|al|de) {X}( de| por|:) {W}|"
        "(versión|traducción) {X}(:| de) {W}|traducción (al|en) {X}( de| por|:) {W}",
        labels="por|traducción de|traducción por|traducción|traductora|traductor|traducido por|trad.",
        original="(publicad(o|a) |)original(mente|)[ en]",
        tail="(lea|leer|lee|ver|puede leer|puedes leer) el [(texto|artículo) ]original[ aquí]",
        endings="|a|o",
        names="español~|castellan~;inglés~;francés~;alemán~;italian~;portugués~;rus~;ucranian~|ucraniana;árabe;chin~|mandarín;"
        "japonés~;corean~;turc~;polac~;grieg~;neerlandés~|holandés~;catalán~;persa|farsi;hebre~|hebreo;hindi;suec~;rumano|"
        "rumana;chec~;húngar~",
        line="Traducido de la versión en {L}",
        by="Traducido de la versión en {L} por {W}",
        relay="Traducido de la versión en {L} del original en {O}",
        relay_by="Traducido de la versión en {L} del original en {O} por {W}",
    ),
    "pt": Wording(
        triggers="traduz traduc original publicad trad.",
        lead="esta é uma|este (texto|artigo) é uma|nota[ (da redação|do editor|do tradutor|da tradutora)]|[(este|esta|o|a) ](artigo|página|"
        "texto|matéria|reportagem|entrevista|post|notícia|publicação|coluna|conteúdo|crônica|história)[ (foi|é|está)[ uma]]|nota da redação|n.d.t.|n. do t.",
        frames=(
            "[(este|o) (artigo|texto) foi ](traduzid(o|a)|tradução) (da|de|a partir da) (versão|tradução|edição) [em ]{L} (do|de um) (original|texto original|texto|artigo) [(em|do) ]{O}",
            "(texto|artigo|reportagem) traduzid(o|a) (do|da|de) {L}",
            "[(este|o) (artigo|texto) foi ](traduzid(o|a)|tradução) [para o {X} ](de|do|da|a partir d(o|a)|desde o) [(versão|original|texto|edição|idioma) [original ][(em|do) ]]{L}[ para o {X}]",
            "[(este|o) (artigo|texto) foi ](traduzid(o|a)|tradução) (por|de) {W} (de|do|da|a partir d(o|a)) [(versão|original|texto|edição) [original ][(em|do) ]]{L}[ para o {X}]",
            "tradução: {W}[,] [‹](do|da|de) {L}[›]",
            "traduzid(o|a) (do|da|de) {O}[,] (via|através do|por meio do|passando pelo) [o ]{L}",
            "tradução (livre|própria|automática|coletiva|{X}) (do|da|de) {L}",
            "trad. (de|do|da) {L}",
        ),
        weak=(
            "[(este|o) (artigo|texto) foi ](publicado originalmente|originalmente publicado|escrito originalmente) em {L}",
            "[(ler|leia|ver) o ](texto |artigo |)original(: | em | ‹){L}",
            "(idioma|língua) original: {L}",
            "(texto|artigo|reportagem) (originalmente publicad(o|a)|publicad(o|a) originalmente) em {L}",
            "(publicad(o|a)|escrit(o|a)|saiu|apareceu|divulgad(o|a)|lançad(o|a)) (originalmente|inicialmente|primeiro|primeiramente|pela primeira vez|antes) em {L}",
            "(originalmente|inicialmente|primeiro|pela primeira vez) (publicad(o|a)|escrit(o|a)|divulgad(o|a)) em {L}",
            "(ler|leia|ver|veja|confira) (o|a) (artigo|texto|matéria|versão|reportagem) original em {L}[ aqui]",
            "[(o|a) ][(texto|artigo|versão) ]original (está|foi escrit(o|a)|foi publicad(o|a)) em {L}",
            "(o|a|) [(texto|artigo|versão) ]original (publicad|escrit)(o|a) em {L}",
            "versão original(: | em ){L}",
        ),
        credited=(
            "(publicad(o|a)|saiu|apareceu) em {L}",
            "(do|a partir do) {L}",
        ),
        source="(de|do|da|a partir (do|da|de)|desde o) [(versão|original|texto|artigo|edição|idioma) [original ][(em|do) ]]{L}",
        agents="[e ][foi ]traduzid(o|a)[ para o {X}] por {W}|(versão|tradução) (em|para o|para) {X}(:| de| por) {W}|(versão|tradução) "
        "{X}(:| de) {W}",
        labels="por|tradução de|tradução por|tradução|tradutora|tradutor|traduzido por|trad.",
        original="(publicado |)original(mente|)[ em]",
        tail="(leia|ler) o original[ aqui]",
        endings="|a|o",
        names="espanhol~|castelhan~;inglês~;francês~;alemã|alemão;italian~;português~|portuguesa;russ~;ucranian~;árabe;chinês~|"
        "mandarim;japonês~;corean~;turc~;polonês~|polac~;greg~;holandês~|neerlandês~;catalão|catalã;persa|farsi;hebraic~|"
        "hebraico;hindi|híndi;suec~;romen~;tchec~|chec~;húngar~",
        line="Traduzido da versão em {L}",
        by="Traduzido da versão em {L} por {W}",
        relay="Traduzido da versão em {L} do original em {O}",
        relay_by="Traduzido da versão em {L} do original em {O} por {W}",
    ),
    "fr": Wording(
        triggers="tradui traduc original publie trad.",
        lead="ceci est une|voici une|(cet|ce) (article|texte) est une|note[ (de la rédaction|de l'éditeur|du traducteur|de la "
        "traductrice)][ ]|ndlr[ ]|[(cet |cette |ce |l'|le |la |notre )](article|page|texte|billet|entretien|reportage|tribune|"
        "interview|contenu|enquête|récit|discours)[ (a été|est|fut)[ (une|la)]]|n.d.l.r.",
        frames=(
            "[(cet |ce |l'|le |)(article|texte) (a été |est |)](traduit(e|)|traduction) (à partir |)(de |d'après )[la ](version|traduction) [en ]{L} (de l'original|du texte original|du texte|de l'article) [en ]{O}",
            "(texte|article|entretien) traduit (du |de l'|de la |de ){L}",
            "[(cet |ce |l'|le )(article|texte) (a été|est) ](traduit(e|)|traduction) [(en|vers le) {X} ](depuis |à partir |d'après |)(du |de la |de l'|de |la |le |l')[(version|original|texte|édition|article) [original(e|) ][(en |de l')]]{L}[ (en|vers le) {X}]",
            "(traduit(e|)|traduction) (par|de) {W} (depuis |à partir |)(du |de la |de l'|de |la |le |l')[(version|original|texte|édition) [original(e|) ][en ]]{L}",
            "traduction {X} (de l'article original|du texte original|de l'original|de l'article|du texte) en {L}",
            "traduit(e|) (du |de l'|de la |de ){O}[,] (via|en passant par|par l'intermédiaire) (de l'|du |le |l'|la |){L}",
            "traduction (libre|automatique|collective|maison|{X}) (du |de la |de l'|de ){L}",
            "trad. (du |de l'|de la |de ){L}",
        ),
        weak=(
            "[(cet|ce) (article|texte) a été ](publié|écrit|paru) (initialement|d'abord|à l'origine) en {L}",
            "(initialement|originellement) (publié|écrit|paru) en {L}",
            "[(lire|voir|retrouvez|retrouver) ][(la |le |l')](texte |article |version |)original(e|)(: | : | en | ‹){L}",
            "langue (originale|d'origine)[ ]: {L}",
            "(article|texte) (publié|paru|écrit) (initialement|d'abord|à l'origine|originellement) en {L}",
            "[a d'abord été ](publié|écrit|paru|diffusé|rédigé)(e|) (initialement|d'abord|à l'origine|originellement|originalement|pour la première fois|en premier) en {L}",
            "(initialement|d'abord|à l'origine|originellement) (publié|écrit|paru|diffusé)(e|) en {L}",
            "(a d'abord été|a initialement été|avait d'abord été|est d'abord) (publié|écrit|paru|diffusé)(e|) en {L}",
            "(lire|voir|lisez|retrouvez|consulter) (l'article|le texte|la version|le billet) original(e|) en {L}[ ici]",
            "[(l'|le |la )](article |texte |version |)original(e|) (est|a été publié|a été écrit|est paru)(e|) en {L}",
            "(l'|le |)(article |texte |)original (paru|publié) en {L}",
        ),
        credited=(
            "(publié|paru)(e|) en {L}",
            "(de l'|du ){L}",
        ),
        source="(depuis |à partir |d'après |)(du |de la |de l'|de |le |la |l')[(version|original|texte|édition|article) [original(e|) "
        "][(en |de l')]]{L}",
        agents="[et ][(a été|fut|est) ]traduit(e|)[ en {X}] par {W}|(version|traduction) (en |){X}( :|:| par| de) {W}",
        labels="par|traduction de|traduction par|traduction|traductrice|traducteur|traduit par|trad.",
        original="(publié |paru |)(initialement|original) en",
        tail="lire l'[(article|texte) ]original[ ici]",
        endings="|e|ne",
        names="espagnol~|castillan~;anglais~;français~;allemand~;italien~;portugais~;russe;ukrainien~;arabe;chinois~|mandarin;"
        "japonais~;coréen~;turc|turque;polonais~;grec|grecque;néerlandais~|hollandais~;catalan~;persan~|farsi;hébreu|hébraïque;"
        "hindi;suédois~;roumain~;tchèque;hongrois~",
        line="Traduit de la version en {L}",
        by="Traduit de la version en {L} par {W}",
        relay="Traduit de la version en {L} de l’original en {O}",
        relay_by="Traduit de la version en {L} de l’original en {O} par {W}",
    ),
    "it": Wording(
        triggers="tradott traduz original pubblicat tradutt uscit trad.",
        lead="questa è una|questo (testo|articolo) è una|nota[ (della redazione|del traduttore|della traduttrice)]|[(questo |questa "
        "|l'|il |la |un |una )](articolo|pagina|testo|intervista|reportage|pezzo|post|contributo|inchiesta|racconto|discorso)[ (è "
        "stato|è stata|è|fu)[ una]]",
        frames=(
            "(tradott(o|a)|traduzione) (dalla|da) (versione|traduzione) [in ]{L} (dell'originale|del testo|dell'articolo) [in ]{O}",
            "(testo|articolo) tradotto (dall'|dallo |dal |dalla |da ){L}",
            "[(questo |l'|il )(articolo|testo) è stato ](tradott(o|a)|traduzione) [in {X} ](dall'|dallo |dal |dalla |da )[(versione|originale|testo|edizione|lingua) [originale ][in ]]{L}[ in {X}]",
            "(tradott(o|a)|traduzione) (da|di) {W} (dall'|dallo |dal |dalla )[(versione|originale|testo) [originale ][in ]]{L}",
            "traduzione a cura di {W} (dall'|dallo |dal |dalla ){L}",
            "tradott(o|a) (dall'|dallo |dal |dalla ){O}[,] (via|attraverso|passando per|tramite) (l'|il |lo |la ){L}",
            "traduzione (libera|nostra|automatica|collettiva|{X}) (dall'|dallo |dal |dalla ){L}",
            "(stato|stata) tradott(o|a) (dall'|dallo |dal |dalla ){L}",
            "trad. (dall'|dallo |dal |dalla ){L}",
            "(tradott(o|a)|traduzione) (dall'|dallo |dal |dalla ){L} (all'|al |in ){X}",
        ),
        weak=(
            "(pubblicato|scritto) originariamente in {L}",
            "(originariamente|originalmente) (pubblicato|scritto) in {L}",
            "[(leggi |vedi |vai all'|)(l'|)](testo |articolo |)originale(: | in | ‹){L}",
            "lingua originale: {L}",
            "(articolo|testo) pubblicato originariamente in {L}",
            "(pubblicat|scritt|uscit|appars)(o|a) (originariamente|originalmente|inizialmente|per la prima volta|prima|in origine) in {L}",
            "(originariamente|originalmente|inizialmente|per la prima volta) (pubblicat|scritt|uscit|appars)(o|a) in {L}",
            "(leggi|vedi|leggere|vai al|qui) (l'articolo|il testo|la versione|l'intervista) originale in {L}[ qui]",
            "[(l'|il |la )][(articolo|testo|versione) ]originale (è|è stato scritto|è stato pubblicato|è uscito) in {L}",
            "(è|fu|) (uscit|appars)(o|a) (per la prima volta|prima|originariamente|inizialmente) in {L}",
            "versione originale(: | in ){L}",
        ),
        credited=(
            "(pubblicat|uscit|appars)(o|a) in {L}",
            "(dall'|dallo |dal ){L}",
        ),
        source="[a partire ](dall'|dallo |dal |dalla |da )[(versione|originale|testo|edizione|articolo|lingua) [originale ][in ]]{L}",
        agents="[e ][(è stato|è stata) ]tradott(o|a)[ in {X}] da {W}|(versione|traduzione) (in |){X}( di| a cura di|:| da) {W}",
        labels="da|a cura di|di|traduzione di|traduzione|traduttrice|traduttore|tradotto da|trad.",
        original="(pubblicato |)originari(o|amente) in|originale in",
        tail="leggi l'originale[ qui]",
        endings="o|a|e",
        names="spagnol~|castiglian~;ingles~;frances~;tedesc~;italian~;portoghes~;russ~;ucrain~;arab~;cines~|mandarin~;giappones~;"
        "corean~;turc~;polacc~;grec~;olandes~|neerlandes~;catalan~;persian~|farsi;ebraic~;hindi;svedes~;romen~|rumen~;cec~;"
        "ungheres~",
        line="Tradotto dalla versione in {L}",
        by="Tradotto dalla versione in {L} da {W}",
        relay="Tradotto dalla versione in {L} dell’originale in {O}",
        relay_by="Tradotto dalla versione in {L} dell’originale in {O} da {W}",
    ),
    "ca": Wording(
        triggers="tradui traduc original publicat trad.+de",
        lead="[(aquest |aquesta |l'|el |la )](article|text|reportatge|entrevista|nota)[ (ha estat|és|fou)[ una]]",
        frames=(
            "(traduït|traduïda|traducció) de la (versió|traducció) [en ]{L} (de l'original|del text) [en ]{O}",
            "[aquest (article|text) (ha estat|és) ](traduït|traduïda|traducció) [al {X} ](del |de la |de l'|de |des de l'|des del )[(versió|original|text|edició) [original ][en ]]{L}[ al {X}]",
            "(traduït|traduïda|traducció) (per|de) {W} (del |de la |de l')[(versió|original|text) [original ][en ]]{L}",
            "(trad.|traducció {X}) (del |de la |de l'){L}",
        ),
        weak=(
            "llengua original: {L}",
            "publicat (originalment|originàriament) en {L}",
            "(text |article |)original(: | en | ‹){L}",
            "[(publicat|escrit) ](originalment|originàriament|inicialment|per primera vegada) [(publicat|escrit) ]en {L}",
            "(llegiu|llegeix|llegir) (l'article|el text|la versió) original en {L}",
        ),
        credited=(
            "(del |de l'){L}",
        ),
        source="(del |de la |de l'|de |des de l'|des del )[(versió|original|text|article) [original ][en ]]{L}",
        agents="[i ][(ha estat|fou) ]traduï(t|da)[ al {X}] per {W}",
        labels="per|traducció de|traducció|traductora|traductor|traduït per|trad.",
        endings="|a|à",
        names="espanyol~|castell~;anglès|anglesa;francès|francesa;alemany~;italià|italiana;portuguès|portuguesa;rus|russa;ucraïnès|"
        "ucraïnesa;àrab;xinès|xinesa;japonès|japonesa;coreà|coreana;turc~;polonès|polonesa;grec|grega;neerlandès|neerlandesa|"
        "holandès;català|catalana;persa;hebreu;hindi;suec~;romanès|romanesa;txec~;hongarès|hongaresa",
        line="Traduït de la versió en {L}",
        by="Traduït de la versió en {L} per {W}",
        relay="Traduït de la versió en {L} de l’original en {O}",
        relay_by="Traduït de la versió en {L} de l’original en {O} per {W}",
    ),
    "gl": Wording(
        triggers="traduc original publicad lingua+orixinal trad.",
        lead="[(este|esta|o|a) ](artigo|texto|reportaxe|entrevista|nova)[ (foi|é)[ unha]]",
        frames=(
            "(traducid(o|a)|tradución) da versión [en ]{L} do orixinal [en ]{O}",
            "(traducid(o|a)|tradución) (do|da|de|desde o) [(versión|orixinal|texto) [orixinal ][en ]]{L}",
            "(traducid(o|a)|tradución) (por|de) {W} (do|da) [(versión|orixinal|texto) [orixinal ][en ]]{L}",
            "trad. (de|do|da) {L}",
            "tradución {X} (do|da|de) {L}",
        ),
        weak=(
            "lingua orixinal: {L}",
            "publicado orixinalmente en {L}",
            "(publicad(o|a)|escrit(o|a)) (orixinalmente|inicialmente|primeiro) en {L}",
        ),
        credited=(
            "do {L}",
        ),
        source="(de|do|da|a partir d(o|a)) [(versión|orixinal|texto) [orixinal ][(en|do) ]]{L}",
        agents="[e ][foi ]traducid(o|a)[ ao {X}] por {W}",
        labels="por|tradución de|tradución|tradutora|tradutor|trad.",
        endings="|a|o",
        names="español~|castelán|castelá;inglés~;francés~;alemán|alemá;italian~;portugués~;rus~;ucraín~;árabe;chinés~;xaponés~;"
        "corean~;turc~;polac~|polonés~;greg~;neerlandés~|holandés~;catalán|catalá;persa;hebre~;hindi;suec~;romanés~;chec~;"
        "húngar~",
        line="Traducido da versión en {L}",
        by="Traducido da versión en {L} por {W}",
        relay="Traducido da versión en {L} do orixinal en {O}",
        relay_by="Traducido da versión en {L} do orixinal en {O} por {W}",
    ),
    "ro": Wording(
        triggers="tradus traduc original publicat trad.+din",
        lead="[(acest|această) ](articol|articolul|text|textul|interviu|interviul|material)[ (a fost|este)[ o]]|nota (redacției|traducătorului)|nota redacţiei",
        frames=(
            "[(acest|articolul|textul) (articol |text |)(a fost|este) ](tradus(ă|)|traducere) [în {X} ](din|după) [(versiunea|originalul|textul|varianta) ][(în|din) ][limba ]{L}[ în {X}]",
            "(tradus(ă|)|traducere) de {W} din [(versiunea|originalul|textul) ][în ][limba ]{L}",
            "(trad.|traducere {X}) din [limba ]{L}",
        ),
        weak=(
            "limba originalului: {L}",
            "publicat (inițial|iniţial) în [limba ]{L}",
            "original(: | în (limba |)){L}",
            "[a fost ](publicat|scris|apărut)(ă|) (inițial|iniţial|prima dată|mai întâi|original) în [limba ]{L}",
            "(citiți|citește|vezi) (articolul|textul) original în [limba ]{L}",
        ),
        credited=(
            "din [limba ]{L}",
        ),
        source="(din|după) [(versiunea|originalul|textul) ][(în|din) ][limba ]{L}",
        agents="[și ][(a fost|este) ]tradus(ă|) [în {X} ]de[ către] {W}",
        labels="de către|de|traducere de|traducerea|traducere|traducător|traducătoare|trad.",
        names="spaniolă|spaniola;engleză|engleza;franceză|franceza;germană|germana;italiană;portugheză;rusă;ucraineană;arabă;chineză;"
        "japoneză;coreeană;turcă;poloneză|polonă;greacă|neogreacă;neerlandeză|olandeză;catalană;persană;ebraică;hindi;suedeză;"
        "română;cehă;maghiară",
        line="Tradus din limba {L}",
        by="Tradus din limba {L} de {W}",
    ),
}  # fmt: skip
