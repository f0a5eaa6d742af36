"""Entries of `provenance_data` of the other languages of Europe and the Caucasus; its head tells the notation."""

from __future__ import annotations

from translate_flow.text.provenance_data_base import Wording

EUROPE: dict[str, Wording] = {
    "el": Wording(
        triggers="μεταφρα πρωτοτυπ δημοσιευ μτφρ.",
        lead="[(το|αυτό το) ](άρθρο|κείμενο)[ (είναι)]",
        frames=(
            "[το (άρθρο|κείμενο) ](μετάφραση|μεταφράστηκε|μεταφρασμένο|μτφρ.) από (τα |την |το |)[(έκδοση|εκδοχή|πρωτότυπο) (στα |)]{L}[ (έκδοση|εκδοχή|πρωτότυπο)][ στα {X}]",
            "μετάφραση[·|;|,|.] γλώσσα (πρωτοτύπου|πηγής): {L}",
        ),
        weak=(
            "δημοσιεύτηκε (αρχικά|πρώτα) στα {L}",
            "(πρωτότυπο|γλώσσα πρωτοτύπου): {L}",
            "(δημοσιεύτηκε|δημοσιεύθηκε|γράφτηκε) (αρχικά|πρώτα|για πρώτη φορά) στα {L}",
            "(διαβάστε |)το πρωτότυπο[ (κείμενο|άρθρο)] στα {L}",
        ),
        credited=(
            "από τα {L}",
        ),
        source="από (τα|την|το) {L}[ (έκδοση|πρωτότυπο)]",
        agents="[και ](μεταφράστηκε|μετάφραση) (από τον|από την) {W}",
        labels="από τον|από την|από|μετάφραση|μεταφράστρια|μεταφραστής|μτφρ.",
        endings="ά|ή|ής|α",
        names="ισπανικ~;αγγλικ~;γαλλικ~;γερμανικ~;ιταλικ~;πορτογαλικ~;ρωσικ~;ουκρανικ~;αραβικ~;κινεζικ~;ιαπωνικ~;κορεατικ~|κορεάτικα;"
        "τουρκικ~;πολωνικ~;ελληνικ~;ολλανδικ~;καταλανικ~;περσικ~;εβραϊκ~;χίντι;σουηδικ~;ρουμανικ~;τσεχικ~;ουγγρικ~",
        inflects=True,
        lower=True,
        line="Μετάφραση από τα {L}",
        by="Μετάφραση από τα {L}: {W}",
        other="Μετάφραση· γλώσσα πηγής: {L}",
        other_by="Μετάφραση· γλώσσα πηγής: {L} (μετάφραση: {W})",
    ),
    "tr": Wording(
        triggers="cevir cevril tercume ozgun orijinal aslı yayim yayin cev.",
        lead="bu (yazı|metin|makale|haber|röportaj|içerik|söyleşi)|editörün notu|çevirmenin notu|editör notu|not|(makale|yazı|haber|metin)",
        frames=(
            "{O} (aslının|metnin|metninin|orijinalin|orijinalinin) {L} (sürümünden|çevirisinden|versiyonundan) (çevrilmiştir|çevrilmiş|çevrildi|çeviri|çeviren)",
            "[bu (yazı|metin|makale) ]{L}['](dan|den|tan|ten) [{X} ](çeviri|çeviren|çevrilmiştir|çevrilmiş|çevrildi|çeviri metin|tercüme)",
            "[bu (yazı|metin|makale) ]{L} (sürümünden|sürümden|versiyonundan|metinden|aslından|orijinalinden|özgün metinden) (çeviri|çeviren|çevrilmiştir|çevrilmiş|çevrildi|tercüme)",
            "(çeviri|çeviren): {W} ‹{L}['](dan|den|tan|ten)[›]",
            "{O} (aslın|aslının|özgün metnin|özgün metninin|orijinal metnin|orijinalin|orijinalinin) {L} (sürümünden|çevirisinden|versiyonundan) (çevrilmiştir|çevrilmiş|çevrildi|çeviri|çeviren)",
            "{O}['](dan|den|tan|ten)[,] {L} (üzerinden|aracılığıyla) (çevrilmiştir|çevrildi|çeviri|çeviren)",
            "{L}['](dan|den|tan|ten) {W} tarafından [{X}ye ](çevrilmiştir|çevrildi|tercüme edilmiştir|tercüme edildi)",
            "{L}['](dan|den|tan|ten) çev.",
        ),
        weak=(
            "[(bu yazının|yazının|metnin) ]{L} (aslı|orijinali|özgün metni)",
            "orijinali {L}[ (olarak|dilinde)] (yayımlanmıştır|yayınlanmıştır|yazılmıştır)",
            "(özgün dili|özgün dil|orijinal dil|çeviri[;|,] kaynak dil): {L}",
            "ilk (olarak|kez|defa) {L}[ (dilinde|olarak)] (yayımlandı|yayımlanmıştır|yayınlandı|yayınlanmıştır|yazıldı|yazılmıştır)",
            "[(bu yazının|yazının|metnin|makalenin|haberin) ](aslı|orijinali|özgün metni|orijinal dili|özgün dili): {L}",
            "[(bu yazının|yazının|metnin|makalenin|haberin) ]{L} (orijinali|aslı|özgün metni|orijinalini okumak|aslını okumak) için (tıklayın|tıklayınız)",
            "orijinal metin: {L}",
        ),
        credited=(
            "{L}[ (dilinde|olarak)] (yayımlandı|yayımlanmıştır|yayınlandı|yayınlanmıştır)",
        ),
        source="{L}['](dan|den|tan|ten)|{L} (aslından|orijinalinden|sürümünden|metninden)",
        agents="[ve ]{W} tarafından [{X}ye ](çevrilmiştir|çevrildi|tercüme edilmiştir)|[ve ]{W} çevirdi|{X} çevirisi: {W}|{X}ye "
        "çeviren: {W}",
        labels="çeviren|çevirmen|çeviri|çev.|tercüme|tercüme eden|çevirenler|türkçesi|türkçeye çeviren",
        bare=True,
        line="{L} sürümünden çevrilmiştir",
        by="{L} sürümünden çeviren: {W}",
    ),
    "az": Wording(
        triggers="tərcumə təcrum orijinal",
        frames=(
            "[bu (məqalə|mətn) ]{L} dilindən (tərcümə|tərcümə edilib|tərcümə olunub|tərcümə edən)[:]",
            "[bu (məqalə|mətn) ]{L} dilindəki (versiyadan|mətndən|orijinaldan) (tərcümə|tərcümə edilib|tərcümə olunub)",
            "tərcümə(;|,|.) mənbə dili: {L}",
        ),
        weak=(
            "(orijinalın dili|orijinal): {L}",
        ),
        labels="tərcümə|tərcüməçi|tərcümə edən",
        plain=True,
        line="{L} dilindən tərcümə",
        by="{L} dilindən tərcümə: {W}",
        other="Tərcümə; mənbə dili: {L}",
        other_by="Tərcümə; mənbə dili: {L} (tərcüməçi: {W})",
    ),
    "fi": Wording(
        triggers="kaannetty kaannos alkukiel suomen alun",
        lead="[(tämä|tämän) ](artikkeli|teksti|juttu|haastattelu)[ on]",
        frames=(
            "(käännetty|käännös|suomennettu|suomennos) {L}[ suomeksi]",
            "{L} (kääntänyt|suomentanut) {W}",
            "käännös(;|,|.) (alkukieli|lähtökieli|lähdekieli): {L}",
        ),
        weak=(
            "alkukieli: {L}",
            "alun perin julkaistu {L}",
        ),
        source="{L}",
        labels="kääntäjä|kääntänyt|käännös|suomennos|suom.",
        bare=True,
        endings="sta|stä|n kielestä|nkielisestä versiosta|ksi",
        names="espanja~;englanni~|englanti|englanninkielisestä versiosta;ranska~;saksa~;italia~;portugali~;venäjä~;ukraina~;arabia~;"
        "kiina~;japani~;korea~;turki~;puola~;kreikka|kreika~|kreikankielisestä versiosta;hollanni~|hollanti;katalaani~;persia~;"
        "heprea~;hindi~;ruotsi~;romania~;tšeki~|tšekki;unkari~",
        inflects=True,
        line="Käännetty {L}",
        by="Käännetty {L}, kääntäjä: {W}",
        other="Käännös; lähtökieli: {L}",
        other_by="Käännös; lähtökieli: {L}, kääntäjä: {W}",
    ),
    "et": Wording(
        triggers="tolgi tolge originaal algupara algselt algkeel",
        frames=(
            "[(see|käesolev) (artikkel|tekst) on ](tõlgitud|tõlge) {L} keelest",
            "[(see|käesolev) (artikkel|tekst) on ](tõlgitud|tõlge) {L}keelsest (versioonist|originaalist|tekstist)",
            "{L} keelest (tõlkinud|tõlkis)[:] {W}",
            "tõlge(;|,|.) lähtekeel: {L}",
        ),
        weak=(
            "algkeel: {L}",
            "algselt (avaldatud|ilmunud) {L} keeles",
            "originaal: {L}[ keel(es|)]",
        ),
        labels="tõlkija|tõlkinud|tõlkis|tõlge",
        plain=True,
        line="Tõlgitud {L} keelest",
        by="Tõlgitud {L} keelest, tõlkija: {W}",
        other="Tõlge; lähtekeel: {L}",
        other_by="Tõlge; lähtekeel: {L} (tõlkija: {W})",
    ),
    "hu": Wording(
        triggers="fordit eredeti ford.",
        lead="[(ez a|a|az) ](cikk|írás|szöveg|interjú)",
        frames=(
            "[a ]{L} [(nyelvű |)(változatból|verzióból|szövegből|eredetiből) ](fordítva|fordította|fordítás|lefordítva)",
            "(fordítás|fordítva) [a ]{L}[ nyelvről][ (változatból|verzióból|eredetiből)]",
            "fordítás(;|,|.) a forrás nyelve: {L}",
            "{L} ford.",
        ),
        weak=(
            "(eredeti nyelv|eredeti nyelve|eredeti|a forrás nyelve): {L}",
        ),
        source="{L}[ eredetiből]",
        agents="{W} fordítása|{W} fordította",
        labels="fordító|fordította|fordítás|ford.",
        bare=True,
        names="spanyolból|spanyol;angolból|angol;franciából|francia;németből|német;olaszból|olasz;portugálból|portugál;oroszból|"
        "orosz;ukránból|ukrán;arabból|arab;kínaiból|kínai;japánból|japán;koreaiból|koreai;törökből|török;lengyelből|lengyel;"
        "görögből|görög;hollandból|holland;katalánból|katalán;perzsából|perzsa;héberből|héber;hindiből|hindi;svédből|svéd;"
        "románból|román;csehből|cseh;magyarból|magyar",
        inflects=True,
        line="{L} fordítva",
        by="{L} fordította: {W}",
        other="Fordítás; a forrás nyelve: {L}",
        other_by="Fordítás; a forrás nyelve: {L}, fordította: {W}",
    ),
    "lt": Wording(
        triggers="isvers vertim verte original",
        frames=(
            "[(straipsnis|tekstas) ](išversta(s|)|vertimas) iš {L}[ (kalbos|k|k.|versijos|originalo)]",
            "iš {L}[ (kalbos|k.)] (vertė|išvertė)[:] {W}",
            "vertimas(;|,|.) šaltinio kalba: {L}",
        ),
        weak=(
            "originalo kalba: {L}",
            "pirmą kartą paskelbta {L} kalba",
        ),
        labels="vertė|išvertė|vertėja|vertėjas|vertimas",
        plain=True,
        line="Išversta iš {L} kalbos",
        by="Išversta iš {L} kalbos, vertė {W}",
        other="Vertimas; šaltinio kalba: {L}",
        other_by="Vertimas; šaltinio kalba: {L} (vertė: {W})",
    ),
    "lv": Wording(
        triggers="tulko originalvaloda",
        frames=(
            "[(raksts|teksts) ](tulkots|tulkojums) no {L}[ (valodas|versijas|oriģināla)]",
            "no {L}[ valodas] tulkoja[:] {W}",
            "tulkojums(;|,|.) avota valoda: {L}",
        ),
        weak=(
            "oriģinālvaloda: {L}",
            "sākotnēji publicēts {L} valodā",
        ),
        labels="tulkoja|tulkotāja|tulkotājs|tulkojums",
        plain=True,
        line="Tulkojums no {L} valodas",
        by="Tulkojums no {L} valodas: {W}",
        other="Tulkojums; avota valoda: {L}",
        other_by="Tulkojums; avota valoda: {L} (tulkotājs: {W})",
    ),
    "eu": Wording(
        triggers="itzul jatorriz",
        frames=(
            "{L}[ bertsiotik] (itzulia|itzulita|itzulpena|itzuli du)",
            "itzulpena(;|,|.) (jatorrizko hizkuntza|sorburu-hizkuntza): {L}",
        ),
        weak=(
            "jatorrizko hizkuntza: {L}",
        ),
        labels="itzultzailea|itzulpena|itzul.",
        names="gaztelaniatik|espainieratik|gaztelaniazko;ingelesetik|ingelesezko;frantsesetik|frantsesezko;alemanetik;italieratik;"
        "portugesetik;errusieratik;ukraineratik;arabieratik;txineratik;japonieratik;koreeratik;turkieratik;polonieratik;"
        "grezieratik;nederlanderatik;katalanetik|katalanezko;persieratik;hebreeratik;hinditik;suedieratik;errumanieratik;"
        "txekieratik;hungarieratik",
        inflects=True,
        line="{L} itzulia",
        by="{L} itzulia (itzultzailea: {W})",
        other="Itzulpena; sorburu-hizkuntza: {L}",
        other_by="Itzulpena; sorburu-hizkuntza: {L} (itzultzailea: {W})",
    ),
    "eo": Wording(
        triggers="traduk originala+lingvo",
        frames=(
            "(tradukita|traduko|tradukis) el (la |){L}[ (versio|originalo|lingvo)]",
        ),
        weak=(
            "originala lingvo: {L}",
        ),
        labels="de|fare de|tradukinto|trad.",
        line="Tradukita el la {L} versio",
        by="Tradukita el la {L} versio de {W}",
    ),
    "cy": Wording(
        triggers="cyfieith gwreiddiol iaith+wreiddiol",
        frames=(
            "cyfieithiad(;|,|.) iaith ffynhonnell: {L}",
            "(cyfieithwyd|wedi'i gyfieithu|cyfieithiad) (o'r |o )[(fersiwn|testun) ]{L}[ gwreiddiol]",
        ),
        weak=(
            "iaith wreiddiol: {L}",
            "cyhoeddwyd yn wreiddiol yn {L}",
            "iaith (ffynhonnell|wreiddiol): {L}",
        ),
        labels="gan|cyfieithiad gan|cyfieithiad|cyfieithydd|cyfieithwyd gan",
        names="Sbaeneg;Saesneg;Ffrangeg;Almaeneg;Eidaleg;Portiwgaleg|Bortiwgaleg;Rwseg|Rwsieg;;Arabeg;Tsieinëeg|Tsieineeg;Japaneeg|"
        "Siapaneeg;;Tyrceg|Dyrceg;Pwyleg|Bwyleg;Groeg|Roeg;Iseldireg;Catalaneg|Gatalaneg",
        line="Cyfieithiad; iaith ffynhonnell: {L}",
        by="Cyfieithiad; iaith ffynhonnell: {L} (cyfieithiad: {W})",
    ),
    "ga": Wording(
        triggers="aistri bunteanga foilsi",
        frames=(
            "aistriúchán(;|,|.) teanga fhoinseach: {L}",
            "(aistrithe|aistriúchán) (ón|ó) [leagan ]{L}",
        ),
        weak=(
            "(bunteanga|teanga fhoinseach): {L}",
            "foilsithe ar dtús i {L}",
        ),
        labels="ag|le|aistriúchán le|aistriúchán|aistritheoir",
        names="Spáinnis;Béarla|mBéarla;Fraincis|bhFraincis;Gearmáinis|nGearmáinis;Iodáilis;Portaingéilis|bPortaingéilis;Rúisis;"
        "Úcráinis;Araibis;Sínis;Seapáinis;Cóiréis|gCóiréis;Tuircis;Polainnis|bPolainnis;Gréigis|nGréigis;Ollainnis;Catalóinis|"
        "gCatalóinis",
        line="Aistriúchán; teanga fhoinseach: {L}",
        by="Aistriúchán; teanga fhoinseach: {L} (aistriúchán: {W})",
    ),
    "sq": Wording(
        triggers="perkthy perkthe perkthim origjinal",
        frames=(
            "[(artikulli|teksti) është ](përkthyer|përkthim) nga [(gjuha|versioni në|origjinali në) ]{L}",
            "përktheu nga {L}: {W}",
            "përkthim(;|,|.) gjuha burimore: {L}",
        ),
        weak=(
            "(gjuha e origjinalit|origjinali|gjuha burimore): {L}",
            "botuar fillimisht në {L}",
        ),
        labels="përktheu|përkthyesja|përkthyesi|përkthimi|përkthyer nga",
        endings="ja|",
        names="spanjisht~|spanjolle;anglisht~|angleze;frëngjisht~;gjermanisht~|gjermane;italisht~;portugalisht~;rusisht~|ruse;"
        "ukrainisht~;arabisht~;kinezisht~;japonisht~;koreanisht~;turqisht~|turke;polonisht~;greqisht~|greke;holandisht~;"
        "katalonisht~;persisht~;hebraisht~;;suedisht~;rumanisht~;çekisht~;hungarisht~",
        inflects=True,
        line="Përkthyer nga {L}",
        by="Përkthyer nga {L}, përktheu {W}",
        other="Përkthim; gjuha burimore: {L}",
        other_by="Përkthim; gjuha burimore: {L} (përktheu: {W})",
    ),
    "hy": Wording(
        triggers="թարգման բնագ բնօրինակ",
        frames=(
            "[(հոդվածը|տեքստը) ](թարգմանված է|թարգմանվել է|թարգմանություն|թարգմանությունը) {L}[ (տարբերակից|բնագրից|լեզվից)]",
            "{L} (թարգմանեց|թարգմանությունը)[:] {W}",
            "թարգմանություն(;|,|.) աղբյուրի լեզուն[ ]: {L}",
        ),
        weak=(
            "(բնագիրը|բնօրինակը|բնագրի լեզուն)[ ]: {L}",
        ),
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
    "ka": Wording(
        triggers="თარგმნ თარგმან ორიგინალ",
        frames=(
            "[(სტატია|ტექსტი) ](თარგმნილია|ნათარგმნია|ითარგმნა|თარგმანი) {L}[ (ენიდან|ვერსიიდან|ორიგინალიდან)]",
            "{L} თარგმნა {W}",
            "თარგმანი(;|,|.) წყაროს ენა: {L}",
        ),
        weak=(
            "(ორიგინალი|ორიგინალის ენა|წყაროს ენა): {L}",
        ),
        labels="მთარგმნელი|თარგმნა|თარგმანი",
        endings="იდან|ი",
        names="ესპანურ~;ინგლისურ~;ფრანგულ~;გერმანულ~;იტალიურ~;პორტუგალიურ~;რუსულ~;უკრაინულ~;არაბულ~;ჩინურ~;იაპონურ~;კორეულ~;თურქულ~;"
        "პოლონურ~;ბერძნულ~;ნიდერლანდურ~|ჰოლანდიურ~;კატალანურ~;სპარსულ~;ებრაულ~;ჰინდ~;შვედურ~;რუმინულ~;ჩეხურ~;უნგრულ~",
        inflects=True,
        line="თარგმნილია {L}",
        by="თარგმნილია {L}, მთარგმნელი: {W}",
        other="თარგმანი; წყაროს ენა: {L}",
        other_by="თარგმანი; წყაროს ენა: {L} (მთარგმნელი: {W})",
    ),
}  # fmt: skip
