"""Entries of `provenance_data` of the Germanic languages; its head tells the notation."""

from __future__ import annotations

from translate_flow.text.provenance_data_base import Wording

GERMANIC: dict[str, Wording] = {
    "en": Wording(
        triggers="translat original written source published+in appeared+in transl. trans.+from tr.+from",
        lead="this is (a|an)|[(the|this) ](following text|following article|story|essay|speech)[ (was|is|has been)]|[(editor's|"
        "editors'|translator's|publisher's) ]note|[(this|the|our) ](article|text|post|page|piece|story|interview|statement|"
        "report|column|essay|speech|letter)[ (was|is|has been)[ (a|an)]]|[(this is (a|an)) ][{X} ](translation|version|adaptation) of (a|an|the) (article|text|story|post|piece|interview|report)",
        frames=(
            "translat(ed|ion) from [the ]{L} (version|translation|edition|text) of [(the|an|its) ][original ]{O}[ (original|text|version|article|edition)]",
            "translated from [the ]{O}[ (original|version)] (via|through|by way of) [the ]{L}[ (version|translation)]",
            "[{X} ]translation by {W}[,] from [the ][original ]{L}[ (version|original|text|edition|article)]",
            "translat(ed|ion)[ by|:] {W}[(.|,|;)] original language: {L}",
            "[(machine|automatically|machine-) ]translat(ed|ion) [(into|to) {X} ]from [the ][original ]{L}[ (version|original|text|edition|article|language|source)][ (into|to) {X}]",
            "translat(ed|ion) by {W}[,] from [the ][original ]{L}[ (version|original|text|edition|article)][ (into|to) {X}]",
            "[{X} ]translation of (the|this|an|a) [original ]{L} (version|original|text|edition|article)",
            "[this is a ]translation of (an|the|this) [(article|text|piece|post|story) ]originally (published|written) in {L}",
            "translated and (adapted|edited|abridged) from [the ][original ]{L}[ (version|original|text)]",
            "translat(ed|ion) [(into|to) {X} ]from [the ]{O}[ (original|version)][,] (via|through|by way of) [the ]{L}[ (version|translation)]",
            "[{X} ](translation|version|adaptation) of (a|an|the) {L} (article|text|story|post|piece|interview|report|essay)",
            "translated ‹from [the ]{L}› by {W}",
            "(transl.|trans.|tr.) from [the ][original ]{L}[ (version|original|text|edition|article)]",
        ),
        weak=(
            "(originally|first) (published|written|posted|released) in {L}",
            "[(read|see|view) ][the ]original[ (text|article|version|language|story)](: | in |, in | ‹){L}",
            "source( language|): {L}",
            "[(this|the) (article|text|post|page|piece|story|interview|statement|version|translation) ]originally appeared in {L}[ and was]",
            "[(this|the) (article|text|post|page|piece|story|interview|statement|version|translation) ]first appeared in {L}[ and was]",
            "{L} original",
            "read (this|the) (article|story|text|post) in the original {L}",
            "[(was|is) ](originally|first|initially|previously) (published|written|posted|released|printed|reported|produced) in {L}",
            "(published|written|posted) (originally|first|initially) in {L}",
            "(read|see|view|find) the original[ (text|article|version|story|post|piece)] in {L}[ here]",
            "[the ]original[ (text|article|version|language|story|post)] (is|was)[ (written|published)] in {L}",
            "[the ]original[ (article|text|version|story|post)] [(was|first|originally|is) ](published|written|appeared) in {L}",
        ),
        credited=(
            "[(was|is) ](published|written|appeared|posted|ran) in {L}",
            "from [the ][original ]{L}[ (version|original|text|edition|article)]",
        ),
        source="from [(the|an|a) ][original ]{L}[ (version|original|text|edition|article|language)]",
        agents="[(and|which|it) ](was|is|has been|and) translated [(in|)to {X} ]by {W}|(the |)translator is {W}|[and ]translated [(in|"
        ")to {X} ]by {W}|{X} (version|translation)[ by|:] {W}",
        labels="by|translated by|translators|translator|translation by|translation|transl.|trans.|tr.",
        original="original(ly|)[ (published|written|appeared)][ (in|language)]|the original is in",
        tail="[you can ]read the original[ (article|version|text|story|post)][ here]|original[ (article|version)] here",
        names="Spanish|Castilian;English;French;German;Italian;Portuguese;Russian;Ukrainian;Arabic;Chinese|Mandarin;Japanese;Korean;"
        "Turkish;Polish;Greek;Dutch;Catalan;Persian|Farsi;Hebrew;Hindi;Swedish;Romanian;Czech;Hungarian",
        line="Translated from the {L} version",
        by="Translated from the {L} version by {W}",
        relay="Translated from the {L} version of the {O} original",
        relay_by="Translated from the {L} version of the {O} original by {W}",
    ),
    "de": Wording(
        triggers="ubersetz aus+dem original ausgangssprache erschienen erschien ursprunglich ubers.",
        lead="(dies|das|hier) ist eine|es handelt sich um eine|(anm.|anmerkung) (der redaktion|d. red.)|hinweis|[(dieser|diese|"
        "dieses|der|die|das|unser) ](artikel|seite|text|beitrag|bericht|interview|reportage|kommentar|essay|gespräch|meldung|rede)[ "
        "(wurde|ist)[ eine]]|redaktioneller hinweis|anmerkung der übersetzerin|anmerkung des übersetzers",
        frames=(
            "[dieser (artikel|text|beitrag) (wurde|ist) ]übersetz(t|ung) aus (der|dem) {L} (version|fassung|übersetzung) (des|eines|der) {O} (originals|textes|artikels|fassung)",
            "aus dem {O} über das {L} übersetzt",
            "[dieser (artikel|text|beitrag) ist eine ][{X} ]übersetzung aus (dem|der) {L}[ (version|fassung|original)]",
            "[dieser (artikel|text|beitrag) (wurde|ist) ]übersetz(t|ung) (aus|nach) [(dem|der) ]{L}[ (version|fassung|original|text|ausgabe|sprache)][ ins {X}]",
            "[dieser (artikel|text|beitrag) wurde ]aus (dem|der) {L}[ (version|fassung|original|ausgabe)][ ins {X}] übersetzt[ worden]",
            "aus (dem|der) {L}[ (version|fassung)] (von|übersetzt von|übertragen von) {W}",
            "übersetz(t|ung) von {W} aus (dem|der) {L}[ (version|fassung|original)]",
            "übersetzung(;|,|.) ausgangssprache: {L}",
            "ins {X} übersetzt aus (dem|der) {L}",
            "(dieser|der) (text|artikel|beitrag) wurde aus (dem|der) {L} übersetzt",
            "übersetzung des {L} (originals|textes|artikels)",
            "übersetzung: {W}[,] [‹]aus dem {L}[›]",
            "aus dem {L}: {W}",
            "übersetz(t|ung) aus dem {O}[,] (via|über|über das) {L}",
            "(übersetzung|fassung) des {L} (originals|textes|artikels|beitrags|berichts)",
            "(wurde|ist) von {W} aus (dem|der) {L}[ (version|fassung)] übersetzt[ worden]",
            "übers. (aus|aus dem|a. d.|a.d.) {L}",
        ),
        weak=(
            "(ursprünglich|zuerst) (auf|in) {L} (erschienen|veröffentlicht)",
            "[(zum|zur|das) ](original|originalfassung|originaltext|originalartikel|originalversion)(: | auf | in | ‹){L}[ lesen]",
            "ausgangssprache: {L}",
            "originalsprache: {L}",
            "(dieser|der) (artikel|beitrag|text) (erschien|wurde|ist) (zuerst|ursprünglich) (auf|in) {L}[ (veröffentlicht|geschrieben|erschienen)]",
            "das original ist (auf|in) {L} erschienen",
            "[(erschien|ist|wurde) ](ursprünglich|zuerst|zunächst|erstmals) (auf|in) {L} (erschienen|veröffentlicht|publiziert|geschrieben|verfasst)",
            "(erschien|erschienen|veröffentlicht|publiziert|geschrieben) (ursprünglich|zuerst|zunächst|erstmals) (auf|in) {L}",
            "(zum|zur|hier geht es zum|hier geht's zum|hier zum) {L} (original|originalartikel|originaltext|originalfassung|originalversion|originalbeitrag)",
            "(lesen sie|lies|hier lesen sie) (den|das|die) (original|originalartikel|originaltext|originalbeitrag|originalfassung|originalversion) (auf|in) {L}",
            "[(das|der|die) ](original|originalartikel|originaltext|originalfassung) (ist|erschien|wurde) (auf|in) {L}[ (erschienen|veröffentlicht|verfasst|geschrieben)]",
            "(ursprünglich|zuerst|zunächst|erstmals) (erschienen|veröffentlicht|publiziert) (auf|in) {L}",
        ),
        credited=(
            "(erschien|erschienen|veröffentlicht|publiziert) (auf|in) {L}",
            "[(ist|wurde) ](auf|in) {L} (erschienen|veröffentlicht)",
            "aus dem {L}",
        ),
        source="(aus|nach) [(dem|der|einem) ]{L}[ (version|fassung|original|originaltext|artikel|text|ausgabe)]",
        agents="[und ][(wurde|ist) ]von {W} [(ins {X}|aus dem {X}) ]übersetzt[ worden]|[und ](ins {X} )(übersetzt|übertragen) von {W}|"
        "[{X} ](übersetzung|übertragung|fassung) von {W}|{X} (übersetzung|fassung): {W}|{X} von {W}",
        labels="von|durch|übersetzung von|übersetzung|übersetzerin|übersetzer|übersetzt von|übers.",
        original="(zuerst|ursprünglich|original) (auf|in)",
        tail="[hier ][(zum|geht es zum) ]original[ (lesen|hier)]",
        endings="en||e|er|sprachigen|sprachige",
        names="Spanisch~|Kastilisch~;Englisch~|amerikanischen Englisch|britischen Englisch;Französisch~;Deutsch~;Italienisch~;"
        "Portugiesisch~;Russisch~;Ukrainisch~;Arabisch~;Chinesisch~;Japanisch~;Koreanisch~;Türkisch~;Polnisch~;Griechisch~;"
        "Niederländisch~|Holländisch~;Katalanisch~;Persisch~|Farsi;Hebräisch~;Hindi;Schwedisch~;Rumänisch~;Tschechisch~;"
        "Ungarisch~",
        inflects=True,
        line="Übersetzt aus dem {L}",
        by="Übersetzt aus dem {L} von {W}",
        other="Übersetzung; Ausgangssprache: {L}",
        other_by="Übersetzung; Ausgangssprache: {L} (Übersetzung: {W})",
    ),
    "nl": Wording(
        triggers="vertaal vertal verschenen verscheen oorspronkelijk origine vert.",
        lead="dit is een|(dit artikel|deze tekst) is een|[(dit|deze|het|de) ](artikel|pagina|bericht|stuk|tekst|interview|verhaal|"
        "opiniestuk|column|reportage|bijdrage|toespraak)[ (is|werd)[ een]]|noot van de (redactie|vertaler)|redactionele noot",
        frames=(
            "(vertaald|vertaling) (uit|van|vanuit) de {L} (versie|vertaling) van het {O} (origineel|artikel|stuk)",
            "[dit (artikel|bericht) (is|werd) ](vertaald|vertaling) (uit|van|vanuit) [(het|de) ]{L}[ (versie|origineel|tekst|uitgave)][ (naar|in) het {X}]",
            "(vertaald|vertaling) door {W} (uit|van|vanuit) (het|de) {L}[ (versie|origineel)]",
            "uit het {L} vertaald",
            "[{X} ](vertaling|vertaald) (uit|van|vanuit) [(het|de) ]{L}[ (versie|origineel|tekst|artikel|uitgave)]",
            "(vertaald|vertaling) (uit|vanuit) het {O}[,] (via|door middel van) het {L}",
            "[{X} ]vertaling van een {L} (artikel|stuk|tekst|bericht|interview)",
            "(is|werd) door {W} (uit|vanuit) het {L} vertaald",
            "vert. (uit|uit het) {L}",
        ),
        weak=(
            "oorspronkelijk (gepubliceerd|verschenen|geschreven) in het {L}",
            "[lees ](het |)origineel(: | in het | ‹){L}",
            "oorspronkelijke taal: {L}",
            "dit (artikel|stuk|bericht) (verscheen|is) (oorspronkelijk|eerst|eerder) in het {L}[ (verschenen|gepubliceerd|geschreven)]",
            "[(verscheen|is|werd) ](oorspronkelijk|eerst|eerder|voor het eerst|origineel) [(gepubliceerd|verschenen|geschreven) ]in het {L}[ (verschenen|gepubliceerd|geschreven)]",
            "[(lees|bekijk|zie) ]het (originele|oorspronkelijke) (artikel|stuk|bericht|verhaal|interview)(: | in het | is in het | ‹){L}[ hier]",
            "[(lees|bekijk|zie) ]de (originele|oorspronkelijke) (tekst|versie)(: | in het | is in het | ‹){L}[ hier]",
            "(oorspronkelijke|originele) versie(: | in het ){L}",
        ),
        credited=(
            "(gepubliceerd|verschenen|verscheen) in het {L}",
            "uit het {L}",
        ),
        source="(uit|van|vanuit) [(het|de) ]{L}[ (versie|origineel|tekst|artikel|uitgave)]",
        agents="[en ][(is|werd) ][(in|naar) het {X} ]vertaald door {W}|{X} vertaling(:| door| van) {W}",
        labels="door|vertaling door|vertaling|vertaler|vertaalster|vertaald door|vert.|vertaling van",
        tail="lees het origineel[ hier]",
        endings="|e",
        names="Spaans~;Engels~;Frans~;Duits~;Italiaans~;Portugees|Portugese;Russisch~;Oekraïens~;Arabisch~;Chinees|Chinese;Japans~;"
        "Koreaans~;Turks~;Pools~;Grieks~;Nederlands~;Catalaans~;Perzisch~|Farsi;Hebreeuws~;Hindi;Zweeds~;Roemeens~;Tsjechisch~;"
        "Hongaars~",
        line="Vertaald uit het {L}",
        by="Vertaald uit het {L} door {W}",
    ),
    "sv": Wording(
        triggers="oversatt oversattning ursprungligen original publicera overs.",
        lead="[(den här|denna|det här|detta) ](artikel|artikeln|text|texten|intervju|intervjun|inlägg|inlägget|krönika|krönikan|"
        "reportaget)[ (är|har|blev)[ en]]|redaktionens (anmärkning|kommentar)|översättarens anmärkning",
        frames=(
            "(översatt|översättning) från den {L} (versionen|översättningen|utgåvan) av (det|den) {O} (originalet|texten|artikeln)",
            "[(denna|den här) (artikel|artikeln|text|texten) är ](översatt|översättning) [till {X} ](från|ur) [den ]{L}[ (versionen|originalet|texten|utgåvan)][ till {X}]",
            "(översatt|översättning) av {W} från [den ]{L}[ versionen]",
            "[{X} ]översättning (från|ur) [den ]{L}[ (versionen|originalet|texten|utgåvan)]",
            "översatts (från|ur) [den ]{L}",
            "[{X} ]översättning av (en|ett) {L} (artikel|text|intervju)",
            "övers. från {L}",
        ),
        weak=(
            "originalspråk: {L}",
            "ursprungligen (publicerad|skriven) på {L}",
            "original(: | på | ‹){L}",
            "[(publicerades|publicerad|publicerat|skriven|utkom|är) ](ursprungligen|först|tidigare) [(publicerad|publicerat|skriven) ]på {L}",
            "[(läs|se) ](original|originalet|originalartikeln|originaltexten|originalversionen)[ (är|finns|publicerades)](: | på | ‹){L}[ här]",
        ),
        credited=(
            "(publicerad|publicerades|publicerat) på {L}",
            "från {L}",
        ),
        source="(från|ur) [den ]{L}[ (versionen|originalet|texten|utgåvan)]",
        agents="[och ][(är|har blivit|blev) ]översatt [till {X} ]av {W}|{X} översättning(:| av) {W}|till {X} av {W}",
        labels="av|översättning av|översättning|översättare|övers.",
        endings="a|an",
        names="spansk~;engelsk~;fransk~;tysk~;italiensk~;portugisisk~;rysk~;ukrainsk~;arabisk~;kinesisk~;japansk~;koreansk~;turkisk~;"
        "polsk~;grekisk~;nederländsk~;katalansk~;persisk~;hebreisk~;hindi;svensk~;rumänsk~;tjeckisk~;ungersk~",
        line="Översatt från {L}",
        by="Översatt från {L} av {W}",
    ),
    "da": Wording(
        triggers="oversat oversæt oprindelig original udgivet overs.",
        lead="[(denne|den|dette) ](artikel|artiklen|tekst|teksten|interviewet)[ (er|blev)[ en]]|redaktionel note",
        frames=(
            "(oversat|oversættelse) [til {X} ]fra [den ]{L}[ (version|udgave|original)][ til {X}]",
            "(oversat|oversættelse) af {W} fra [den ]{L}[ version]",
            "overs. fra [den ]{L}",
        ),
        weak=(
            "originalsprog: {L}",
            "oprindeligt (udgivet|skrevet|bragt) på {L}",
            "original(: | på | ‹){L}",
            "[(udgivet|bragt|skrevet|publiceret) ](oprindeligt|først|oprindelig) [(udgivet|bragt|skrevet|publiceret) ]på {L}",
            "[læs ](originalen|originalartiklen|den originale artikel|den oprindelige artikel)(: | på | er på ){L}",
        ),
        credited=(
            "fra {L}",
        ),
        source="fra [den ]{L}[ (version|udgave|original)]",
        agents="[og ][er ]oversat [til {X} ]af {W}",
        labels="af|ved|oversættelse|oversætter|overs.",
        endings="|e",
        names="spansk~;engelsk~;fransk~;tysk~;italiensk~;portugisisk~;russisk~;ukrainsk~;arabisk~;kinesisk~;japansk~;koreansk~;"
        "tyrkisk~;polsk~;græsk~;nederlandsk~|hollandsk~;catalansk~;persisk~;hebraisk~|hebræisk~;hindi;svensk~;rumænsk~;"
        "tjekkisk~;ungarsk~",
        line="Oversat fra {L}",
        by="Oversat fra {L} af {W}",
    ),
    "nb": Wording(
        triggers="oversatt oversett opprinnelig original overs.",
        lead="[(denne|dette) ](artikkelen|artikkel|teksten|saken|intervjuet)[ (er|ble)[ en]]|redaksjonell merknad",
        frames=(
            "(oversatt|oversettelse) [til {X} ]fra [den ]{L}[ (versjonen|utgaven|originalen|versjon)][ til {X}]",
            "(oversatt|oversettelse) av {W} fra [den ]{L}[ versjonen]",
            "overs. fra [den ]{L}",
        ),
        weak=(
            "originalspråk: {L}",
            "opprinnelig (publisert|skrevet) på {L}",
            "original(: | på | ‹){L}",
            "[(publisert|skrevet|utgitt) ](opprinnelig|først) [(publisert|skrevet|utgitt) ]på {L}",
            "[les ](originalen|originalartikkelen|den opprinnelige artikkelen)(: | på | er på ){L}",
        ),
        credited=(
            "fra {L}",
        ),
        source="fra [den ]{L}[ (versjonen|utgaven|originalen)]",
        agents="[og ][er ]oversatt [til {X} ]av {W}",
        labels="av|ved|oversettelse|oversetter|overs.",
        endings="|e",
        names="spansk~;engelsk~;fransk~;tysk~;italiensk~;portugisisk~;russisk~;ukrainsk~;arabisk~;kinesisk~;japansk~;koreansk~;"
        "tyrkisk~;polsk~;gresk~;nederlandsk~;katalansk~;persisk~;hebraisk~;hindi;svensk~;rumensk~;tsjekkisk~;ungarsk~",
        line="Oversatt fra {L}",
        by="Oversatt fra {L} av {W}",
    ),
    "nn": Wording(
        triggers="omsett omset original opphavleg",
        frames=(
            "[(denne|artikkelen) (artikkelen |)er ](omsett|omsetjing|omsetting) (frå|fra) [den ]{L}[ (versjonen|utgåva|originalen)]",
            "(omsett|omsetjing) av {W} frå [den ]{L}[ versjonen]",
        ),
        weak=(
            "originalspråk: {L}",
            "opphavleg (publisert|skriven) på {L}",
        ),
        labels="av|ved|omsetjing|omsetjar",
        endings="|e",
        names="spansk~;engelsk~;fransk~;tysk~;italiensk~;portugisisk~;russisk~;ukrainsk~;arabisk~;kinesisk~;japansk~;koreansk~;"
        "tyrkisk~;polsk~;gresk~;nederlandsk~;katalansk~;persisk~;hebraisk~;hindi;svensk~;rumensk~;tsjekkisk~;ungarsk~",
        line="Omsett frå {L}",
        by="Omsett frå {L} av {W}",
    ),
    "af": Wording(
        triggers="vertaal vertaling oorspronklik",
        frames=(
            "[hierdie (artikel|teks) is ](vertaal|vertaling) (uit|van) [die ]{L}[ (weergawe|teks|oorspronklike)]",
            "(vertaal|vertaling) deur {W} uit [die ]{L}",
        ),
        weak=(
            "oorspronklik in {L} (gepubliseer|geskryf)",
            "oorspronklike taal: {L}",
        ),
        labels="deur|vertaal deur|vertaling|vertaler",
        endings="|e",
        names="Spaans~;Engels~;Frans~;Duits~;Italiaans~;Portugees|Portugese;Russies~;Oekraïens~;Arabies~;Chinees|Chinese;Japannees|"
        "Japannese;Koreaans~;Turks~;Pools~;Grieks~;Nederlands~;Katalaans~;Persies~",
        line="Vertaal uit {L}",
        by="Vertaal uit {L} deur {W}",
    ),
    "is": Wording(
        triggers="þytt þyðing þyddi frummal upphaflega",
        frames=(
            "[(greinin|þessi grein|textinn) (er|var) ](þýtt|þýdd|þýðing) (úr|af) {L}[ (útgáfu|frumtexta)]",
            "{W} þýddi úr {L}",
            "þýðing(;|,|.) þýtt úr málinu: {L}",
        ),
        weak=(
            "frummál: {L}",
            "(upphaflega|áður) (birt|birtist) á {L}",
        ),
        labels="þýðandi|þýðing|þýddi",
        endings="u|a",
        names="spænsk~;ensk~;fransk~;þýsk~;ítölsku|ítalska;portúgölsku|portúgalska;rússnesk~;úkraínsk~;arabísk~;kínversk~;japönsku|"
        "japanska;kóresk~;tyrknesk~;pólsk~;grísk~;hollensk~;katalónsk~;persnesk~;hebresk~;hindí;sænsk~;rúmensk~;tékknesk~;"
        "ungversk~",
        inflects=True,
        line="Þýtt úr {L}",
        by="Þýtt úr {L}, þýðandi: {W}",
        other="Þýðing; þýtt úr málinu: {L}",
        other_by="Þýðing; þýtt úr málinu: {L} (þýðandi: {W})",
    ),
}  # fmt: skip
