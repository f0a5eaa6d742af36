"""Entries of `provenance_data` of the Slavic languages; its head tells the notation."""

from __future__ import annotations

from translate_flow.text.provenance_data_base import Wording

SLAVIC: dict[str, Wording] = {
    "ru": Wording(
        triggers="перев пер.+с источник опубликован оригинал опубликов выш",
        lead="это|статья|текст|[(эта|этот|данная|данный|настоящая|настоящий) ](статья|страница|текст|материал|интервью|заметка|публикация|"
        "колонка|репортаж|пост|очерк|эссе)[ (была|был|было|—|это)]|(авторизованный|сокращенный|машинный|неофициальный|"
        "адаптированный|авторский)|от редакции|от переводчика|примечание редакции",
        frames=(
            "перевод (статьи|текста|материала|интервью) (с|со) {L}[ языка]",
            "(перевод|переведен(о|а|)) (с|со) {L} (версии|перевода) {O} (оригинала|текста)",
            "(перевод|перевел(а|и|)) (с|со) {L}[ языка] {N}",
            "(текст|материал|интервью) переведен(о|) (с|со) {L}[ языка]",
            "[(эта|этот|данная|статья) (статья |текст |)](перевод|переведен(о|а|)|пер.) (с|со|из) [(языка|оригинала|версии|текста) ][на ]{L}[ (языка|версии|оригинала|текста)][ на {X}]",
            "(перевод|перевел(а|и|)) {W} (с|со) {L}[ языка]",
            "(с|со) {L}[ языка] (перевел|перевела|перевод)[:] {W}",
            "перевод(.|;|,) (язык (источника|оригинала)): {L}",
            "(перевод|переводчик|переводчица): {W}[,] [‹](с|со) {L}[ языка][›]",
            "(перевод|пер.|перевела|перевел) (с|со) {L}.",
            "(перевод|переведен(о|а|)) (с|со) {O}[ языка] (через|посредством) {L}[ язык]",
            "(с|со) {L}[ языка] перевели[:] {W}",
        ),
        weak=(
            "(впервые |изначально |)опубликовано на {L}[ языке]",
            "[(читать|читайте) ](оригинал|язык оригинала|язык источника)(: | на ){L}[ языке]",
            "(текст|статья|материал) (впервые |изначально |)опубликован(о|а|) на {L}[ языке]",
            "(впервые|первоначально|изначально|ранее) (опубликован(а|о|)|вышл(а|о)|вышел|написан(а|о|)) на {L}[ языке]",
            "(опубликован(а|о|)|вышл(а|о)|вышел|написан(а|о|)) (впервые|первоначально|изначально) на {L}[ языке]",
            "[(читать|читайте|см.|смотрите) ](оригинал|оригинальная версия|оригинальный текст)[ (статьи|текста|материала|публикации|интервью)][ (опубликован|вышел|написан)](: | на | — | ‹на | ‹){L}[ языке]",
        ),
        credited=(
            "(опубликован(а|о|)|вышла|вышел|вышло) на {L}[ языке]",
            "(с|со) {L}[ языка]",
        ),
        source="(с|со|из) [(языка|оригинала|версии) ]{L}[.][ (языка|версии|оригинала|текста)]",
        agents="[и ]переведен(а|о|) {W}",
        labels="перевод|переводчик|переводчица|перевел|перевела|пер.|перевод выполнила|перевод выполнил|в переводе|автор перевода|"
        "перевод статьи|перевели|выполнила|выполнил|выполнили|выполнено",
        bare=True,
        original="(впервые |)опубликовано на",
        tail="оригинал[ (статьи|текста|здесь|тут)]",
        endings="ого|ий|ой|ая|ую|ом",
        names="испанск~|исп;английск~|англ|анг;французск~|фр|франц;немецк~|нем;итальянск~|итал|ит;португальск~|порт;русск~;украинск~|"
        "укр;арабск~|араб;китайск~|кит;японск~;корейск~;турецк~|тур;польск~|польск;греческ~;нидерландск~|голландск~;"
        "каталанск~|каталонск~;персидск~|фарси;иврита|иврит;хинди;шведск~;румынск~;чешск~;венгерск~",
        inflects=True,
        preposition=("с", "со", ("шв",)),
        line="Перевод {Z} {L}",
        by="Перевод {Z} {L}: {W}",
        other="Перевод; язык источника: {L}",
        other_by="Перевод; язык источника: {L} (переводчик: {W})",
    ),
    "uk": Wording(
        triggers="перекла пер.+з джерел опубліковано оригінал опублік вийш",
        lead="[(ця|цей|цю|дана|даний) ](стаття|сторінка|сторінку|статтю|текст|матеріал|інтерв'ю|допис|публікація|публікацію|колонка|колонку|репортаж|"
        "пост|есей)[ (була|був|було|—|це)]|(авторизований|скорочений|машинний|неофіційний|адаптований|авторський)|від редакції|від перекладача|примітка редакції",
        frames=(
            "(переклад|переклав|переклала) (з|із|зі) {L}[ мови] {N}",
            "(переклад|перекладено) (з|із|зі) {L} (версії|перекладу) {O} (оригіналу|тексту)",
            "[(ця|цей|стаття) (стаття |текст |)](переклад|перекладен(о|а|ии)|пер.) (з|із|зі) [(мови|оригіналу|версії) ]{L}[ (мови|версії|оригіналу)][ (на|українською) {X}]",
            "(з|із|зі) {L}[ мови] (переклав|переклала|переклад)[:] {W}",
            "переклад(.|;|,) мова (джерела|оригіналу): {L}",
            "(переклад|пер.|переклала|переклав) (з|із|зі) {L}.",
            "(переклад|перекладено) (з|із|зі) {L}[ мови] {N}",
            "(переклад|перекладено) (з|із|зі) {O}[ мови] через {L}",
            "(з|із|зі) {L}[ мови] переклали[:] {W}",
        ),
        weak=(
            "(вперше |)опубліковано {L}[ мовою]",
            "(оригінал|мова оригіналу|мова джерела): {L}",
            "[(вперше|спочатку|первісно|раніше) ](опублікован(а|о|ий)|вийшл(а|о)|вийшов|написан(а|о|ий)) (вперше|спочатку|первісно) {L}[ мовою]",
            "(вперше|спочатку|первісно|раніше) (опублікован(а|о|ий)|вийшл(а|о)|вийшов|написан(а|о|ий)) {L}[ мовою]",
            "[(читати|читайте|див.) ](оригінал|оригінальна версія|оригінальний текст)[ (статті|тексту|матеріалу|публікації|інтерв'ю)][ (опубліковано|вийшов|написано)][ —|:] {L}[ мовою]",
        ),
        credited=(
            "(опублікован(а|о|ий)|вийшла|вийшов|вийшло) {L}[ мовою]",
            "(з|із|зі) {L}[ мови]",
        ),
        source="(з|із|зі) [(мови|оригіналу|версії) ]{L}[.][ (мови|версії|оригіналу|тексту)]",
        agents="[і ][й ]перекладен(а|о|ий) {W}",
        labels="переклад|перекладач|перекладачка|переклав|переклала|пер.|переклад виконала|переклад виконав|у перекладі|в перекладі|"
        "автор перекладу|авторка перекладу|переклали|виконала|виконав|виконали|виконано",
        bare=True,
        endings="ої|а|ою|у|ого",
        names="іспанськ~|ісп;англійськ~|англ;французськ~|фр|франц;німецьк~|нім;італійськ~|італ;португальськ~|порт;російськ~|рос;"
        "українськ~;арабськ~|араб;китайськ~;японськ~;корейськ~;турецьк~;польськ~|польськ|пол;грецьк~;нідерландськ~|голландськ~;"
        "каталонськ~|каталанськ~;перськ~|фарсі;івриту|іврит;гінді|хінді;шведськ~;румунськ~;чеськ~;угорськ~",
        inflects=True,
        preposition=("з", "зі", ("шв",)),
        line="Переклад {Z} {L}",
        by="Переклад {Z} {L}: {W}",
        other="Переклад; мова джерела: {L}",
        other_by="Переклад; мова джерела: {L} (перекладач: {W})",
    ),
    "be": Wording(
        triggers="пераклад перакла апублікавана арыгінал",
        frames=(
            "[(гэты|тэкст|артыкул) (тэкст |артыкул |)](пераклад|перакладзен(ы|а|ена)) (з|са) [мовы ]{L}[ (мовы|версіі|арыгінала)]",
            "(з|са) {L}[ мовы] (пераклаў|пераклала)[:] {W}",
            "(пераклаў|пераклала) (з|са) {L}[ мовы] {N}",
            "пераклад(;|,|.) мова крыніцы: {L}",
        ),
        weak=(
            "апублікавана (на|па) {L}[ мове]",
            "мова (арыгінала|крыніцы): {L}",
        ),
        labels="пераклад|перакладчык|перакладчыца|пераклаў|пераклала",
        bare=True,
        endings="ай|ая|ую",
        names="іспанск~;англійск~;французск~;нямецк~;італьянск~;партугальск~;руск~;украінск~;арабск~;кітайск~;японск~;карэйск~;"
        "турэцк~;польск~;грэчаск~;нідэрландск~|галандск~;каталанск~;фарсі|персідск~;іўрыту|іўрыт;хіндзі;шведск~;румынск~;"
        "чэшск~;венгерск~",
        inflects=True,
        preposition=("з", "са", ("шв",)),
        line="Пераклад {Z} {L}",
        by="Пераклад {Z} {L}: {W}",
        other="Пераклад; мова крыніцы: {L}",
        other_by="Пераклад; мова крыніцы: {L} (пераклад: {W})",
    ),
    "pl": Wording(
        triggers="przetlumacz tlumacz przeklad przelozy oryginal ukazal+sie tlum.+z wersja+oryginalna opublikowa tlum. przel.",
        lead="(to jest|to)|tekst|artykuł|[(ten|niniejszy|ta|powyższy) ](artykuł|strona|tekst|wywiad|reportaż|felieton|materiał|wpis|"
        "rozmowa|esej)[ (jest|został(a|)|to)]|(autoryzowany|skrócony|nieautoryzowany)|(od|uwaga) redakcji|nota redakcyjna|od redaktora",
        frames=(
            "(przetłumaczon(o|y|a|e)|tłumaczenie|przekład|przełożon(o|y|a)) (z|ze) {L} (wersji|tłumaczenia|przekładu) {O} (oryginału|tekstu|artykułu)",
            "(tłumaczył(a|)|przełożył(a|)|przetłumaczył(a|)) (z|ze) [języka ]{L} {N}",
            "(artykuł|tekst) (został |jest |)(przetłumaczony|przełożony|tłumaczony) (z|ze) [języka ]{L}",
            "[(ten|niniejszy) (artykuł|tekst) został ](przetłumaczon(o|y|a)|tłumaczenie|tłumaczony|przekład|przełożon(o|y|a)) (z|ze) [(wersji|oryginału|języka|jęz.) ][w języku ]{L}[ (wersji|oryginału)][ na {X}]",
            "(z|ze) [języka ]{L} (przełożył(a|)|przetłumaczył(a|)|tłumaczył(a|))[:] {W}",
            "(przekład|tłumaczenie)(;|,|.) język źródłowy: {L}",
            "(tłum.|tłumaczenie) (z|ze) [języka ]{L} {N}",
            "[(tekst|artykuł) ](przetłumaczone|przełożone) (z|ze) [języka ]{L}",
            "przetłumaczono (z|ze) [języka ]{L}",
            "(tłumaczenie|przekład|tłum.|przekł.) (z|ze) (wersji|oryginału|tekstu) {L}",
            "(tłum.|przeł.|przekł.|tłumaczenie|przekład) (z|ze) [(języka|jęz.) ]{L}[.]",
        ),
        weak=(
            "(tekst oryginalny|oryginał) (po|w języku) {L}",
            "(pierwotnie|oryginalnie) opublikowan(o|y) (po|w języku) {L}",
            "(oryginał|język oryginału|język źródłowy): {L}",
            "[(tekst|artykuł) ]ukazał się (pierwotnie|oryginalnie|po raz pierwszy) po {L}",
            "(oryginał|tekst oryginalny|artykuł oryginalny|oryginalny artykuł|oryginalny tekst|wersja oryginalna)[ artykułu] [(jest|ukazał się|został opublikowany) ](po|w języku|w jęz.) {L}",
            "(przeczytaj|czytaj|zobacz) (oryginał|oryginalny artykuł|oryginalny tekst|tekst oryginalny)[ artykułu] (po|w języku) {L}",
            "(ukazał(a|o|) się|opublikowan(o|y|a)|został(a|o|) opublikowan(o|y|a)|napisan(o|y|a)) (pierwotnie|oryginalnie|po raz pierwszy|najpierw) (po|w języku) {L}",
            "(pierwotnie|oryginalnie|po raz pierwszy|najpierw) (ukazał(a|o|) się|opublikowan(o|y|a)|napisan(o|y|a)) (po|w języku) {L}",
        ),
        credited=(
            "(opublikowan(o|y|a)|ukazał(a|o|) się) (po|w języku) {L}",
            "(z|ze) [(języka|jęz.) ]{L}",
        ),
        source="(z|ze) [(języka|jęz.|oryginału|wersji) ]{L}[.][ (wersji|oryginału)]",
        agents="[i ][(został|została|zostało) ]przetłumaczon(y|a|e|o) przez {W}",
        labels="przez|tłumaczenie|tłumaczka|tłumacz|przekład|przełożyła|przełożył|tłum.|tłumaczyła|tłumaczył|przetłumaczyła|"
        "przetłumaczył|przekł.|przeł.|w przekładzie|w tłumaczeniu|autor przekładu|autorka przekładu|przełożyli|przełożyły|przetłumaczyli|przetłumaczyły|tłumaczyli|tłumaczyły|tłumaczenie i opracowanie",
        bare=True,
        endings="iego|i|iej|u|im",
        names="hiszpańsk~|hiszp;angielsk~|ang;francusk~|franc|fr;niemieck~|niem;włosk~|wł;portugalsk~|port;rosyjsk~|ros;ukraińsk~|"
        "ukr;arabsk~;chińsk~;japońsk~;koreańsk~;tureck~;polsk~;greck~;niderlandzk~|holendersk~;katalońsk~;persk~;hebrajsk~;"
        "hindi;szwedzk~;rumuńsk~;czesk~;węgiersk~",
        inflects=True,
        preposition=("z", "ze", ("szw",)),
        line="Przekład {Z} {L}",
        by="Przekład {Z} {L}: {W}",
        other="Przekład; język źródłowy: {L}",
        other_by="Przekład; język źródłowy: {L} (tłumaczenie: {W})",
    ),
    "cs": Wording(
        triggers="prelozen preklad prelozi puvodn original prel.+z",
        lead="[(tento|tato) ](článek|text|rozhovor|příspěvek)[ (byl|je)]|poznámka (redakce|překladatele)",
        frames=(
            "přeloži(l|la) (z|ze) {L} {N}",
            "(přeložen(o|ý|a)|překlad) (z|ze) {L} (verze|překladu) {O} (originálu|textu)",
            "[(tento|článek) (článek |text |)byl ](přeložen(o|ý|a|)|překlad) (z|ze) [(verze|originálu|jazyka) ]{L}[ (verze|originálu)][ do {X}]",
            "(z|ze) {L} přeloži(l|la)[:] {W}",
            "překlad(;|,|.) výchozí jazyk: {L}",
            "(překlad|přel.|přeložila|přeložil) (z|ze) {L}[.]",
        ),
        weak=(
            "původně (publikováno|vyšlo|napsáno) (v|ve) {L}",
            "(originál|výchozí jazyk|jazyk originálu): {L}",
            "(původně|poprvé|nejprve) (vyšel|vyšla|vyšlo|publikován(o|a|)|napsán(o|a|)) (v|ve) {L}",
            "(vyšel|vyšla|vyšlo) (původně|poprvé|nejprve) (v|ve) {L}",
        ),
        credited=(
            "(z|ze) {L}",
        ),
        source="(z|ze) {L}[ (originálu|verze)]",
        agents="[a ]přeložen(o|a|) {W}",
        labels="překlad|přeložila|přeložil|překladatelka|překladatel|přel.",
        bare=True,
        names="španělštiny|španělština|španělské|španělsky|šp;angličtiny|angličtina|anglické|angl;francouzštiny|francouzština|"
        "francouzské|fr|franc;němčiny|němčina|německé|něm;italštiny|italština|italské|it;portugalštiny|portugalština|"
        "portugalské;ruštiny|ruština|ruské|rus;ukrajinštiny|ukrajinština|ukrajinské;arabštiny|arabština|arabské;čínštiny|"
        "čínština|čínské;japonštiny|japonština|japonské;korejštiny|korejština|korejské;turečtiny|turečtina|turecké;polštiny|"
        "polština|polské|pol;řečtiny|řečtina|řecké;nizozemštiny|nizozemština|nizozemské|holandštiny;katalánštiny|katalánština|"
        "katalánské;perštiny|perština|perské;hebrejštiny|hebrejština|hebrejské;hindštiny|hindština|hindské;švédštiny|švédština|"
        "švédské;rumunštiny|rumunština|rumunské;češtiny|čeština|české;maďarštiny|maďarština|maďarské",
        inflects=True,
        preposition=("z", "ze", ("š",)),
        line="Překlad {Z} {L}",
        by="Překlad {Z} {L}: {W}",
        other="Překlad; výchozí jazyk: {L}",
        other_by="Překlad; výchozí jazyk: {L} (překlad: {W})",
    ),
    "sk": Wording(
        triggers="prelozen preklad prelozi povodn original prel.+z",
        lead="[(tento|táto) ](článok|text|rozhovor)[ (bol|je)]",
        frames=(
            "[(tento|článok) (článok |text |)bol ](preložen(é|ý|á)|preklad) (z|zo) [(verzie|originálu|jazyka) ]{L}[ (verzie|originálu)]",
            "(z|zo) {L} preloži(l|la)[:] {W}",
            "preloži(l|la) (z|zo) {L} {N}",
            "preklad(;|,|.) východiskový jazyk: {L}",
            "prel. (z|zo) {L}",
        ),
        weak=(
            "pôvodne (publikované|vyšlo|napísané) (v|vo) {L}",
            "(originál|východiskový jazyk|jazyk originálu): {L}",
            "(pôvodne|prvýkrát|najprv) (vyšiel|vyšla|vyšlo|publikovan(é|ý|á)|napísan(é|ý|á)) (v|vo) {L}",
        ),
        credited=(
            "(z|zo) {L}",
        ),
        source="(z|zo) {L}",
        labels="preklad|preložila|preložil|prekladateľka|prekladateľ",
        bare=True,
        endings="y|a|e",
        names="španielčin~|španielskej;angličtin~|anglickej;francúzštin~|francúzskej;nemčin~|nemeckej;taliančin~|talianskej;"
        "portugalčin~|portugalskej;ruštin~|ruskej;ukrajinčin~|ukrajinskej;arabčin~|arabskej;čínštin~|čínskej;japončin~|"
        "japonskej;kórejčin~;turečtin~;poľštin~|poľskej;gréčtin~;holandčin~;katalánčin~;perzštin~;hebrejčin~;hindčin~;švédčin~;"
        "rumunčin~;češtin~|českej;maďarčin~",
        inflects=True,
        preposition=("z", "zo", ("š",)),
        line="Preložené {Z} {L}",
        by="Preložené {Z} {L}: {W}",
        other="Preklad; východiskový jazyk: {L}",
        other_by="Preklad; východiskový jazyk: {L} (preklad: {W})",
    ),
    "sl": Wording(
        triggers="prevod preved izvirn prev.+iz",
        frames=(
            "[(članek|besedilo) je ](prevod|preveden(o|a|)) (iz|z) {L}[ (različice|izvirnika)]",
            "iz {L} (prevedel|prevedla)[:] {W}",
            "(prevedel|prevedla) iz {L} {N}",
            "prevod(;|,|.) iz jezika: {L}",
            "prev. iz {L}",
        ),
        weak=(
            "(jezik izvirnika|izvirnik): {L}",
            "izvirno objavljeno v {L}",
        ),
        labels="prevod|prevajalka|prevajalec|prevedla|prevedel",
        bare=True,
        endings="e|a|i",
        names="španščin~|španske;angleščin~|angleške;francoščin~|francoske;nemščin~|nemške;italijanščin~;portugalščin~;ruščin~|ruske;"
        "ukrajinščin~;arabščin~;kitajščin~;japonščin~;korejščin~;turščin~;poljščin~;grščin~;nizozemščin~;katalonščin~;"
        "perzijščin~;hebrejščin~;hindijščin~|hindujščin~;švedščin~;romunščin~;češčin~;madžarščin~",
        inflects=True,
        line="Prevod iz {L}",
        by="Prevod iz {L}: {W}",
        other="Prevod; iz jezika: {L}",
        other_by="Prevod; iz jezika: {L} (prevod: {W})",
    ),
    "hr": Wording(
        triggers="prijevod preved izvorn izvornik prevel preveo prev.+s",
        lead="[(ovaj|ova) ](članak|tekst|intervju)[ (je)]",
        frames=(
            "(preveo|prevela) (s|sa|iz) {L}[ jezika] {N}",
            "(prijevod|preveden(o|a|)|prev.) (sa|s|iz) {L}[ (jezika|verzije|izvornika)]",
            "(sa|s) {L} (preveo|prevela)[:] {W}",
            "prijevod(;|,|.) izvorni jezik: {L}",
        ),
        weak=(
            "jezik izvornika: {L}",
            "(izvornik|izvorni jezik): {L}",
            "(prvotno|izvorno|najprije|prvi put) objavljen(o|a|) na {L}[ jeziku]",
        ),
        credited=(
            "(s|sa) {L}[ jezika]",
        ),
        source="(s|sa) {L}[ jezika]",
        labels="prijevod|prevoditelj/ica|prevoditelj|prevoditeljica|preveo|prevela|prev.",
        bare=True,
        endings="og|oga|i|e|om",
        names="španjolsk~;englesk~;francusk~;njemačk~;talijansk~;portugalsk~;rusk~;ukrajinsk~;arapsk~;kinesk~;japansk~;korejsk~;"
        "tursk~;poljsk~;grčk~;nizozemsk~;katalonsk~;perzijsk~;hebrejsk~;hindskog|hindski|hindi;švedsk~;rumunjsk~;češk~;mađarsk~",
        inflects=True,
        preposition=("s", "sa", ("š",)),
        line="Prijevod {Z} {L}",
        by="Prijevod {Z} {L}: {W}",
        other="Prijevod; izvorni jezik: {L}",
        other_by="Prijevod; izvorni jezik: {L} (prevoditelj/ica: {W})",
    ),
    "sr": Wording(
        triggers="превод превед оригинал превел превео језик+изворника прев.+са",
        lead="[(овај|ова) ](чланак|текст|интервју)[ (је)]",
        frames=(
            "(превео|превела) (са|с) {L}[ језика] {N}",
            "(превод|преведен(о|а|)|прев.) (са|с) {L}[ (језика|верзије|оригинала)]",
            "са {L} (превео|превела)[:] {W}",
            "превод(;|,|.) изворни језик: {L}",
        ),
        weak=(
            "језик изворника: {L}",
            "(оригинал|изворни језик): {L}",
            "(првобитно|изворно|најпре|први пут) објављен(о|а|) на {L}[ језику]",
        ),
        credited=(
            "са {L}[ језика]",
        ),
        source="(са|с) {L}[ језика]",
        labels="превод|преводилац|превео|превела|прев.",
        bare=True,
        endings="ог|ога|и|е|ом",
        names="шпанск~;енглеск~;француск~;немачк~;италијанск~;португалск~;руск~;украјинск~;арапск~;кинеск~;јапанск~;корејск~;турск~;"
        "пољск~;грчк~;холандск~;каталонск~;персијск~;хебрејск~;хинди;шведск~;румунск~;чешк~;мађарск~",
        inflects=True,
        line="Превод са {L}",
        by="Превод са {L}: {W}",
        other="Превод; изворни језик: {L}",
        other_by="Превод; изворни језик: {L} (преводилац: {W})",
    ),
    "sr-Latn": Wording(
        triggers="prevod preved original prevel preveo jezik+izvornika",
        lead="[(ovaj|ova) ](članak|tekst|intervju)[ (je)]",
        frames=(
            "(preveo|prevela) sa {L}[ jezika] {N}",
            "(prevod|preveden(o|a|)) (sa|s) {L}[ (jezika|verzije|originala)]",
            "sa {L} (preveo|prevela)[:] {W}",
            "prevod(;|,|.) izvorni jezik: {L}",
        ),
        weak=(
            "jezik izvornika: {L}",
            "(original|izvorni jezik): {L}",
            "(prvobitno|izvorno|najpre|prvi put) objavljen(o|a|) na {L}[ jeziku]",
        ),
        credited=(
            "sa {L}[ jezika]",
        ),
        source="(sa|s) {L}[ jezika]",
        labels="prevod|prevodilac|preveo|prevela|prev.",
        bare=True,
        endings="og|oga|i|e|om",
        names="špansk~;englesk~;francusk~;nemačk~;italijansk~;portugalsk~;rusk~;ukrajinsk~;arapsk~;kinesk~;japansk~;korejsk~;tursk~;"
        "poljsk~;grčk~;holandsk~;katalonsk~;persijsk~;hebrejsk~;hindi;švedsk~;rumunsk~;češk~;mađarsk~",
        inflects=True,
        line="Prevod sa {L}",
        by="Prevod sa {L}: {W}",
        other="Prevod; izvorni jezik: {L}",
        other_by="Prevod; izvorni jezik: {L} (prevodilac: {W})",
    ),
    "bg": Wording(
        triggers="превод превед публикуван оригинал прев.+от",
        lead="[(тази|този) ](статия|статията|текст|текстът|материал|интервю)[ (е)]",
        frames=(
            "(превод|преведен(о|а|)) от [(версията на |оригинала на |)]{L}[ (език|версия|оригинал|версията)]",
            "(превод|превел|превела) {W} от {L}",
            "прев. от {L}",
        ),
        weak=(
            "език на оригинала: {L}",
            "(първоначално |)публикувано на {L}",
            "оригинал(: | на ){L}",
            "(първоначално|за първи път) (публикуван(о|а|)|написан(о|а|)) на {L}[ език]",
            "(прочетете |)оригинала[ на статията] на {L}[ език]",
        ),
        credited=(
            "от {L}",
        ),
        source="от {L}[ език]",
        agents="[и ]преведен(о|а|) от {W}",
        labels="превод|преводач|преводачка|превел|превела|от",
        endings="и|ата|а",
        names="испанск~;английск~;френск~;немск~;италианск~;португалск~;руск~;украинск~;арабск~;китайск~;японск~;корейск~;турск~;"
        "полск~;гръцк~;нидерландск~|холандск~;каталонск~;персийск~|фарси;иврит|еврейск~;хинди;шведск~;румънск~;чешк~;унгарск~",
        line="Превод от {L}",
        by="Превод от {L}: {W}",
    ),
    "mk": Wording(
        triggers="превод превед оригинал",
        frames=(
            "[(статијата|текстот) е ](превод|преведено|преведен(а|)) од {L}[ (јазик|верзија|оригинал)]",
            "од {L}[ јазик] (преведе|превела|превел)[:] {W}",
            "превод(;|,|.) изворен јазик: {L}",
        ),
        weak=(
            "(оригинал|изворен јазик|јазик на оригиналот): {L}",
            "првично објавено на {L}",
        ),
        labels="превод|преведувач|преведе|превела|превел",
        endings="и|ата|иот",
        names="шпанск~;англиск~;француск~;германск~;италијанск~;португалск~;руск~;украинск~;арапск~;кинеск~;јапонск~;корејск~;турск~;"
        "полск~;грчк~;холандск~;каталонск~;персиск~;хебрејск~;хинди;шведск~;романск~;чешк~;унгарск~",
        line="Превод од {L}",
        by="Превод од {L}: {W}",
    ),
}  # fmt: skip
