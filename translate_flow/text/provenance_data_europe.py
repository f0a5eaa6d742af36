"""More of `provenance_data`'s entries: languages of Europe, and of the Caucasus, written in alphabets."""

from __future__ import annotations

from translate_flow.text.provenance_data_base import Wording

EUROPE: dict[str, Wording] = {
    "af": Wording(
        triggers="vertaal vertaling oorspronklik",
        frames=("[hierdie (artikel|teks) is ](vertaal|vertaling) (uit|van) [die ]{L}[ (weergawe|teks|oorspronklike)]",
                "(vertaal|vertaling) deur {W} uit [die ]{L}"),
        weak=("oorspronklik in {L} (gepubliseer|geskryf)", "oorspronklike taal: {L}"),
        labels="deur|vertaal deur|vertaling|vertaler",
        endings="|e",
        names="Spaans~;Engels~;Frans~;Duits~;Italiaans~;Portugees|Portugese;Russies~;Oekraïens~;Arabies~;Chinees|Chinese;"
        "Japannees|Japannese;Koreaans~;Turks~;Pools~;Grieks~;Nederlands~;Katalaans~;Persies~",
        line="Vertaal uit {L}",
        by="Vertaal uit {L} deur {W}",
    ),
    "be": Wording(
        triggers="пераклад перакла апублікавана арыгінал",
        frames=("[(гэты|тэкст|артыкул) (тэкст |артыкул |)](пераклад|перакладзен(ы|а|ена)) (з|са) [мовы ]{L}[ (мовы|версіі|арыгінала)]",
                "(з|са) {L}[ мовы] (пераклаў|пераклала)[:] {W}", "(пераклаў|пераклала) (з|са) {L}[ мовы] {N}", "пераклад(;|,|.) мова крыніцы: {L}"),
        weak=("апублікавана (на|па) {L}[ мове]", "мова (арыгінала|крыніцы): {L}"),
        labels="пераклад|перакладчык|перакладчыца|пераклаў|пераклала",
        endings="ай|ая|ую",
        names="іспанск~;англійск~;французск~;нямецк~;італьянск~;партугальск~;руск~;украінск~;арабск~;кітайск~;японск~;карэйск~;"
        "турэцк~;польск~;грэчаск~;нідэрландск~|галандск~;каталанск~;фарсі|персідск~;іўрыту|іўрыт;хіндзі;шведск~;румынск~;чэшск~;"
        "венгерск~",
        inflects=True,
        preposition=("з", "са", ("шв",)),
        bare=True,
        line="Пераклад {Z} {L}",
        by="Пераклад {Z} {L}: {W}",
        other="Пераклад; мова крыніцы: {L}",
        other_by="Пераклад; мова крыніцы: {L} (пераклад: {W})",
    ),
    "cy": Wording(
        triggers="cyfieith gwreiddiol iaith+wreiddiol",
        frames=("cyfieithiad(;|,|.) iaith ffynhonnell: {L}",
                "(cyfieithwyd|wedi'i gyfieithu|cyfieithiad) (o'r |o )[(fersiwn|testun) ]{L}[ gwreiddiol]"),
        weak=("iaith wreiddiol: {L}", "cyhoeddwyd yn wreiddiol yn {L}", "iaith (ffynhonnell|wreiddiol): {L}"),
        labels="gan|cyfieithiad gan|cyfieithiad|cyfieithydd|cyfieithwyd gan",
        names="Sbaeneg;Saesneg;Ffrangeg;Almaeneg;Eidaleg;Portiwgaleg|Bortiwgaleg;Rwseg|Rwsieg;;Arabeg;Tsieinëeg|Tsieineeg;"
        "Japaneeg|Siapaneeg;;Tyrceg|Dyrceg;Pwyleg|Bwyleg;Groeg|Roeg;Iseldireg;Catalaneg|Gatalaneg",
        line="Cyfieithiad; iaith ffynhonnell: {L}",
        by="Cyfieithiad; iaith ffynhonnell: {L} (cyfieithiad: {W})",
    ),
    "et": Wording(
        triggers="tolgi tolge originaal algupara algselt algkeel",
        frames=("[(see|käesolev) (artikkel|tekst) on ](tõlgitud|tõlge) {L} keelest",
                "[(see|käesolev) (artikkel|tekst) on ](tõlgitud|tõlge) {L}keelsest (versioonist|originaalist|tekstist)",
                "{L} keelest (tõlkinud|tõlkis)[:] {W}"),
        weak=("algkeel: {L}", "algselt (avaldatud|ilmunud) {L} keeles", "originaal: {L}[ keel(es|)]"),
        labels="tõlkija|tõlkinud|tõlkis|tõlge",
        line="Tõlgitud {L} keelest",
        by="Tõlgitud {L} keelest, tõlkija: {W}",
    ),
    "ga": Wording(
        triggers="aistri bunteanga foilsi",
        frames=("aistriúchán(;|,|.) teanga fhoinseach: {L}",
                "(aistrithe|aistriúchán) (ón|ó) [leagan ]{L}"),
        weak=("(bunteanga|teanga fhoinseach): {L}", "foilsithe ar dtús i {L}"),
        labels="ag|le|aistriúchán le|aistriúchán|aistritheoir",
        names="Spáinnis;Béarla|mBéarla;Fraincis|bhFraincis;Gearmáinis|nGearmáinis;Iodáilis;Portaingéilis|bPortaingéilis;Rúisis;"
        "Úcráinis;Araibis;Sínis;Seapáinis;Cóiréis|gCóiréis;Tuircis;Polainnis|bPolainnis;Gréigis|nGréigis;Ollainnis;"
        "Catalóinis|gCatalóinis",
        line="Aistriúchán; teanga fhoinseach: {L}",
        by="Aistriúchán; teanga fhoinseach: {L} (aistriúchán: {W})",
    ),
    "hy": Wording(
        triggers="թարգման բնագ բնօրինակ",
        frames=("[(հոդվածը|տեքստը) ](թարգմանված է|թարգմանվել է|թարգմանություն|թարգմանությունը) {L}[ (տարբերակից|բնագրից|լեզվից)]",
                "{L} (թարգմանեց|թարգմանությունը)[:] {W}", "թարգմանություն(;|,|.) աղբյուրի լեզուն[ ]: {L}"),
        weak=("(բնագիրը|բնօրինակը|բնագրի լեզուն)[ ]: {L}",),
        labels="թարգմանիչ|թարգմանեց|թարգմանությունը|թարգմանություն",
        endings="ից|",
        names="իսպաներեն~;անգլերեն~;ֆրանսերեն~;գերմաներեն~;իտալերեն~;պորտուգալերեն~;ռուսերեն~;ուկրաիներեն~;արաբերեն~;չինարեն~;"
        "ճապոներեն~;կորեերեն~;թուրքերեն~;լեհերեն~;հունարեն~;հոլանդերեն~;կատալաներեն~;պարսկերեն~;եբրայերեն~;;շվեդերեն~;"
        "ռումիներեն~;չեխերեն~;հունգարերեն~",
        inflects=True,
        line="Թարգմանված է {L}",
        by="Թարգմանված է {L} (թարգմանիչ՝ {W})",
        other="Թարգմանություն; աղբյուրի լեզուն՝ {L}",
        other_by="Թարգմանություն; աղբյուրի լեզուն՝ {L} (թարգմանիչ՝ {W})",
    ),
    "is": Wording(
        triggers="þytt þyðing þyddi frummal upphaflega",
        frames=("[(greinin|þessi grein|textinn) (er|var) ](þýtt|þýdd|þýðing) (úr|af) {L}[ (útgáfu|frumtexta)]",
                "{W} þýddi úr {L}", "þýðing(;|,|.) þýtt úr málinu: {L}"),
        weak=("frummál: {L}", "(upphaflega|áður) (birt|birtist) á {L}"),
        labels="þýðandi|þýðing|þýddi",
        endings="u|a",
        names="spænsk~;ensk~;fransk~;þýsk~;ítölsku|ítalska;portúgölsku|portúgalska;rússnesk~;úkraínsk~;arabísk~;kínversk~;"
        "japönsku|japanska;kóresk~;tyrknesk~;pólsk~;grísk~;hollensk~;katalónsk~;persnesk~;hebresk~;hindí;sænsk~;rúmensk~;"
        "tékknesk~;ungversk~",
        inflects=True,
        line="Þýtt úr {L}",
        by="Þýtt úr {L}, þýðandi: {W}",
        other="Þýðing; þýtt úr málinu: {L}",
        other_by="Þýðing; þýtt úr málinu: {L} (þýðandi: {W})",
    ),
    "ka": Wording(
        triggers="თარგმნ თარგმან ორიგინალ",
        frames=("[(სტატია|ტექსტი) ](თარგმნილია|ნათარგმნია|ითარგმნა|თარგმანი) {L}[ (ენიდან|ვერსიიდან|ორიგინალიდან)]",
                "{L} თარგმნა {W}", "თარგმანი(;|,|.) წყაროს ენა: {L}"),
        weak=("(ორიგინალი|ორიგინალის ენა|წყაროს ენა): {L}",),
        labels="მთარგმნელი|თარგმნა|თარგმანი",
        endings="იდან|ი",
        names="ესპანურ~;ინგლისურ~;ფრანგულ~;გერმანულ~;იტალიურ~;პორტუგალიურ~;რუსულ~;უკრაინულ~;არაბულ~;ჩინურ~;იაპონურ~;კორეულ~;"
        "თურქულ~;პოლონურ~;ბერძნულ~;ნიდერლანდურ~|ჰოლანდიურ~;კატალანურ~;სპარსულ~;ებრაულ~;ჰინდ~;შვედურ~;რუმინულ~;ჩეხურ~;უნგრულ~",
        inflects=True,
        line="თარგმნილია {L}",
        by="თარგმნილია {L}, მთარგმნელი: {W}",
        other="თარგმანი; წყაროს ენა: {L}",
        other_by="თარგმანი; წყაროს ენა: {L} (მთარგმნელი: {W})",
    ),
    "lt": Wording(
        triggers="isvers vertim verte original",
        frames=("[(straipsnis|tekstas) ](išversta(s|)|vertimas) iš {L}[ (kalbos|k|k.|versijos|originalo)]",
                "iš {L}[ (kalbos|k.)] (vertė|išvertė)[:] {W}"),
        weak=("originalo kalba: {L}", "pirmą kartą paskelbta {L} kalba"),
        labels="vertė|išvertė|vertėja|vertėjas|vertimas",
        line="Išversta iš {L} kalbos",
        by="Išversta iš {L} kalbos, vertė {W}",
    ),
    "lv": Wording(
        triggers="tulko originalvaloda",
        frames=("[(raksts|teksts) ](tulkots|tulkojums) no {L}[ (valodas|versijas|oriģināla)]", "no {L}[ valodas] tulkoja[:] {W}"),
        weak=("oriģinālvaloda: {L}", "sākotnēji publicēts {L} valodā"),
        labels="tulkoja|tulkotāja|tulkotājs|tulkojums",
        line="Tulkojums no {L} valodas",
        by="Tulkojums no {L} valodas: {W}",
    ),
    "mk": Wording(
        triggers="превод превед оригинал",
        frames=("[(статијата|текстот) е ](превод|преведено|преведен(а|)) од {L}[ (јазик|верзија|оригинал)]",
                "од {L}[ јазик] (преведе|превела|превел)[:] {W}", "превод(;|,|.) изворен јазик: {L}"),
        weak=("(оригинал|изворен јазик|јазик на оригиналот): {L}", "првично објавено на {L}"),
        labels="превод|преведувач|преведе|превела|превел",
        endings="и|ата|иот",
        names="шпанск~;англиск~;француск~;германск~;италијанск~;португалск~;руск~;украинск~;арапск~;кинеск~;јапонск~;корејск~;"
        "турск~;полск~;грчк~;холандск~;каталонск~;персиск~;хебрејск~;хинди;шведск~;романск~;чешк~;унгарск~",
        line="Превод од {L}",
        by="Превод од {L}: {W}",
    ),
    "nn": Wording(
        triggers="omsett omset original opphavleg",
        frames=("[(denne|artikkelen) (artikkelen |)er ](omsett|omsetjing|omsetting) (frå|fra) [den ]{L}[ (versjonen|utgåva|originalen)]",
                "(omsett|omsetjing) av {W} frå [den ]{L}[ versjonen]"),
        weak=("originalspråk: {L}", "opphavleg (publisert|skriven) på {L}",),
        labels="av|ved|omsetjing|omsetjar",
        endings="|e",
        names="spansk~;engelsk~;fransk~;tysk~;italiensk~;portugisisk~;russisk~;ukrainsk~;arabisk~;kinesisk~;japansk~;koreansk~;"
        "tyrkisk~;polsk~;gresk~;nederlandsk~;katalansk~;persisk~;hebraisk~;hindi;svensk~;rumensk~;tsjekkisk~;ungarsk~",
        line="Omsett frå {L}",
        by="Omsett frå {L} av {W}",
    ),
    "sk": Wording(
        triggers="prelozen preklad prelozi povodn original",
        frames=("[(tento|článok) (článok |text |)bol ](preložen(é|ý|á)|preklad) (z|zo) [(verzie|originálu|jazyka) ]{L}[ (verzie|originálu)]",
                "(z|zo) {L} preloži(l|la)[:] {W}", "preloži(l|la) (z|zo) {L} {N}", "preklad(;|,|.) východiskový jazyk: {L}"),
        weak=("pôvodne (publikované|vyšlo|napísané) (v|vo) {L}", "(originál|východiskový jazyk|jazyk originálu): {L}"),
        labels="preklad|preložila|preložil|prekladateľka|prekladateľ",
        endings="y|a|e",
        names="španielčin~|španielskej;angličtin~|anglickej;francúzštin~|francúzskej;nemčin~|nemeckej;taliančin~|talianskej;"
        "portugalčin~|portugalskej;ruštin~|ruskej;ukrajinčin~|ukrajinskej;arabčin~|arabskej;čínštin~|čínskej;japončin~|japonskej;"
        "kórejčin~;turečtin~;poľštin~|poľskej;gréčtin~;holandčin~;katalánčin~;perzštin~;hebrejčin~;hindčin~;švédčin~;rumunčin~;"
        "češtin~|českej;maďarčin~",
        inflects=True,
        preposition=("z", "zo", ("š",)),
        bare=True,
        line="Preložené {Z} {L}",
        by="Preložené {Z} {L}: {W}",
        other="Preklad; východiskový jazyk: {L}",
        other_by="Preklad; východiskový jazyk: {L} (preklad: {W})",
    ),
    "sl": Wording(
        triggers="prevod preved izvirn",
        frames=("[(članek|besedilo) je ](prevod|preveden(o|a|)) (iz|z) {L}[ (različice|izvirnika)]",
                "iz {L} (prevedel|prevedla)[:] {W}", "(prevedel|prevedla) iz {L} {N}", "prevod(;|,|.) iz jezika: {L}"),
        weak=("(jezik izvirnika|izvirnik): {L}", "izvirno objavljeno v {L}"),
        labels="prevod|prevajalka|prevajalec|prevedla|prevedel",
        endings="e|a|i",
        names="španščin~|španske;angleščin~|angleške;francoščin~|francoske;nemščin~|nemške;italijanščin~;portugalščin~;ruščin~|ruske;"
        "ukrajinščin~;arabščin~;kitajščin~;japonščin~;korejščin~;turščin~;poljščin~;grščin~;nizozemščin~;katalonščin~;perzijščin~;"
        "hebrejščin~;hindijščin~|hindujščin~;švedščin~;romunščin~;češčin~;madžarščin~",
        inflects=True,
        bare=True,
        line="Prevod iz {L}",
        by="Prevod iz {L}: {W}",
        other="Prevod; iz jezika: {L}",
        other_by="Prevod; iz jezika: {L} (prevod: {W})",
    ),
    "sq": Wording(
        triggers="perkthy perkthe perkthim origjinal",
        frames=("[(artikulli|teksti) është ](përkthyer|përkthim) nga [(gjuha|versioni në|origjinali në) ]{L}",
                "përktheu nga {L}: {W}", "përkthim(;|,|.) gjuha burimore: {L}"),
        weak=("(gjuha e origjinalit|origjinali|gjuha burimore): {L}", "botuar fillimisht në {L}"),
        labels="përktheu|përkthyesja|përkthyesi|përkthimi|përkthyer nga",
        endings="ja|",
        names="spanjisht~|spanjolle;anglisht~|angleze;frëngjisht~;gjermanisht~|gjermane;italisht~;portugalisht~;rusisht~|ruse;"
        "ukrainisht~;arabisht~;kinezisht~;japonisht~;koreanisht~;turqisht~|turke;polonisht~;greqisht~|greke;holandisht~;katalonisht~;"
        "persisht~;hebraisht~;;suedisht~;rumanisht~;çekisht~;hungarisht~",
        inflects=True,
        line="Përkthyer nga {L}",
        by="Përkthyer nga {L}, përktheu {W}",
        other="Përkthim; gjuha burimore: {L}",
        other_by="Përkthim; gjuha burimore: {L} (përktheu: {W})",
    ),
}  # fmt: skip
