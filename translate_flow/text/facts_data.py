"""What `facts` and `figures` read by: words of languages, and nothing but data."""

from __future__ import annotations

MONTHS: dict[str, tuple[str, ...]] = {  # forms that CLDR has not: after a preposition (in March); own list
    "ru": ("январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре",),
    "uk": ("січні лютому березні квітні травні червні липні серпні вересні жовтні листопаді грудні",),
    "pl": ("styczniu lutym marcu kwietniu maju czerwcu lipcu sierpniu wrześniu październiku listopadzie grudniu",),
    "cs": ("lednu únoru březnu dubnu květnu červnu červenci srpnu září říjnu listopadu prosinci",),
    "hr": ("siječnju veljači ožujku travnju svibnju lipnju srpnju kolovozu rujnu listopadu studenom prosincu",),
}
# How names of months and weekdays begin, long and short (CLDR; `tests/test_facts.py` holds them against Babel): where no
# word begins so, Babel is not asked. Languages that fix other words to the name, or have no entry, always are.
CALENDAR_STARTS: dict[str, frozenset[str]] = {language: frozenset(starts.split()) for language, starts in {
    "en": "apr aug dec feb fri jan jul jun mar may mon nov oct sat sep sun thu tue wed",
    "es": "abr ago dic dom ene feb jue jul jun lun mar may mié nov oct sep sáb vie",
    "pt": "abr ago dez dom fei fev jan jul jun mai mar nov out qua qui seg set sex sáb ter",
    "fr": "aoû avr dim déc fév jan jeu jui lun mai mar mer nov oct sam sep ven",
    "it": "ago apr dic dom feb gen gio giu lug lun mag mar mer nov ott sab set ven",
    "ca": "abr ag ago dc des dg dij dil dim dis diu div dj dl ds dt dv feb gen jul jun mai mar nov oct set",
    "gl": "abr ago dec dom feb lun mai mar mér nov out set sáb ven xan xov xul xuñ",
    "ro": "apr aug dec dum feb ian iul iun joi lun mai mar mie noi nov oct sep sâm vin",
    "de": "jän apr aug dez di die do don feb fr fre jan jul jun mai mi mit mo mon mär nov okt sa sam sep so son",
    "nl": "apr aug dec di din do don feb jan jul jun ma maa mei mrt nov okt sep vr vri wo woe za zat zo zon",
    "sv": "apr aug dec feb fre jan jul jun lör maj mar mån nov okt ons sep sön tis tor",
    "nb": "apr aug des feb fre jan jul jun lør mai man mar nov okt ons sep søn tir tor",
    "da": "apr aug dec feb fre jan jul jun lør maj man mar nov okt ons sep søn tir tor",
    "fi": "elo hei hel huh jou ke kes la lau lok ma maa mar pe per su sun syy tam ti tii to tor tou",
    "pl": "cze czw gru kwi lip lis lut maj mar nie paź pią pon pt sie sob sty wrz wt wto śr śro",
    "cs": "bře dub kvě led lis ne ned po pon pro pá pát so sob srp st stř zář úno út úte čer čt čtv čvc čvn říj",
    "sk": "apr aug dec feb jan júl jún mar máj ne ned nov okt pi pia po pon sep so sob st str ut uto št štv",
    "hu": "aug cs csü dec feb hét jan júl jún ked máj már nov okt pén sze szo vas ápr",
    "hr": "kol lip lis ned ožu pet pon pro ruj sij sri srp stu sub svi tra uto vel čet",
    "sl": "apr avg dec feb jan jul jun maj mar ned nov okt pet pon sep sob sre tor čet",
    "tr": "ara ağu cmt cum eki eyl haz kas mar may nis oca paz per pzt sal tem çar şub",
    "el": "απρ αυγ αύγ δεκ δευ ιαν ιου ιού κυρ μάι μάρ μαΐ μαρ νοέ νοε οκτ πέμ παρ σάβ σεπ τετ τρί φεβ",
    "ru": "авг апр вос вс вт вто дек июл июн мае май мар мая ноя окт пн пон пт пят сб сен ср сре суб фев чет чт янв",
    "uk": "бер вер вт вів гру жов кві лип лис лют нд нед пʼя пн пон пт сб сер ср суб січ тра чер чет чт",
    "be": "аў аўт вер жні кас кра лют ліп ліс май мая нд няд пан пн пт пят сак сб сер сне ср сту суб чац чц чэр",
    "bg": "авг апр вт вто дек май мар нд нед ное окт пет пн пон пт сб сеп ср сря съб фев чет чт юли юни яну",
    "sr": "авг апр дец мар мај нед нов окт пет пон сеп сре суб уто феб чет јан јул јун",
    "vi": "ba bảy chủ cn hai nhậ năm sáu th thg thá thứ tư",
    "et": "apr aug det esm jaa juu kol lau mai mär nel nov okt püh ree sep tei vee",
    "lv": "apr aug cet dec feb jan jūl jūn mai mar nov okt otr pie pir sep ses svē tre",
    "lt": "an ant bal bir geg gru ket kov kt lap lie pen pir pn pr rug sau sek sk spa tr tre vas šeš št",
    "sw": "ago alh apr des feb iju jan jul jum jun mac mei nov okt sep",
    "eo": "apr aŭg dec di dim feb jan jul jun lu lun ma maj mar me mer nov okt sa sab sep ve ven ĵa ĵaŭ",
    "eu": "abe abu al api ar ast az aza eka ig iga ira lar lr mai mar og or ost ots urr urt uzt",
    "mk": "авг апр вто дек мар мај нед ное окт пет пон саб сеп сре фев чет јан јул јун",
    "sq": "dhj die enj gus hën jan kor maj mar mër nën pre pri qer shk sht tet",
    "az": "apr avq axş baz cüm dek ert fev iyl iyn iyu mar may noy okt sen yan çər şən",
    "id": "agu apr des feb jan jul jum jun kam mar mei min nov okt rab sab sel sen sep",
    "ms": "aha ahd apr dis feb isn jan jul jum jun kha mac mei nov ogo okt rab sab sel sep",
}.items()}  # fmt: skip

# Words that deny, own list after each language's grammar. Before the semicolon those that deny a sentence by themselves; after
# it those that may accompany one of them (“no vino nadie”), and count only in a sentence without. `*` stands for any letters,
# `_` for a space.
NEGATIONS: dict[str, str] = {
    "en": "not cannot no none never nobody nothing nowhere neither nor without hardly *n't *n’t ; ",
    "es": "no ni sin tampoco ; nunca jamás nadie nada ninguno ninguna ningún",
    "pt": "não nem sem tampouco ; nunca jamais ninguém nada nenhum nenhuma",
    "gl": "non nin sen tampouco ; nunca xamais ninguén nada ningún ningunha",
    "ca": "no ni sense tampoc ; mai ningú res cap",
    "fr": "ne n'* n’* ni sans non ; pas jamais rien aucun aucune personne guère nul nulle",
    "it": "non né senza neppure neanche nemmeno ; mai nessuno nessuna nessun niente nulla",
    "ro": "nu n-* fără nici ; niciodată nimeni nimic niciun nicio",
    "de": "nicht nichts nie niemals niemand niemandem niemanden kein keine keinen keinem keiner keines ohne weder ; ",
    "nl": "niet niets nooit niemand geen zonder noch nergens ; ",
    "sv": "inte ej icke aldrig ingen inget inga ingenting utan varken ; ",
    "da": "ikke ej aldrig ingen intet uden hverken ; ",
    "nb": "ikke ei aldri ingen intet ingenting uten verken hverken ; ",
    "nn": "ikkje aldri ingen inga inkje ingenting utan verken ; ",
    "is": "ekki aldrei enginn engin ekkert án hvorki ; ",
    "fi": "ei en et emme ette eivät älä älkää ilman ; koskaan kukaan mitään",
    "et": "ei pole ära ilma mitte ; keegi kunagi midagi",
    "hu": "nem ne nincs nincsenek sem se nélkül ; soha senki semmi",
    "pl": "nie bez ani nigdy ; nikt nikogo nikomu nic niczego żaden żadna żadne",
    "cs": "ne bez ani není nejsou nebyl* nebude* nemá* nemohl* nelze ; nikdy nikdo nikoho nic žádný žádná žádné",
    "sk": "nie bez ani nebol* nebude* nemá* nemôž* nemožno ; nikdy nikto nič žiadny žiadna žiadne",
    "sl": "ne ni niso bez brez niti nima* ; nikoli nihče nič noben nobena",
    "hr": "ne nije nisu nisam nismo neće bez ni niti nema ; nikad nikada nitko ništa nijedan",
    "sr": "не није нису неће без ни нити нема ne nije nisu neće bez ni niti nema ; никад нико ништа ниједан nikad niko ništa nijedan",
    "bg": "не няма няма без нито недей ; никога никой нищо никакъв",
    "mk": "не нема без ниту ; никогаш никој ништо",
    "ru": "не ни нет без нельзя ; никогда никто никого никому ничего ничто нигде никакой никакая никакие",
    "uk": "не ні ані немає нема без не_можна ; ніколи ніхто нікого нікому нічого ніде жоден жодна жодного",
    "be": "не ні няма без нельга ; ніколі ніхто нічога ніводны",
    "el": "δεν δε μην μη όχι χωρίς ούτε ; ποτέ κανείς κανένας καμία κανένα τίποτα",
    "tr": "değil* yok yoktu yoktur hayır hiç* ne_de asla *madı *medi *madılar *mediler *mıyor* *miyor* *muyor* *müyor* *mayacak* *meyecek* "
    "*mamış* *memiş* *maz *mez *mazlar *mezler *siz *sız *suz *süz ; ",
    "az": "deyil* yox heç ; ",
    "ar": "لا لم لن ليس ليست ليسوا لسنا لست غير دون بدون عدم ألا كلا ولا ولم ولن وليس فلا فلم فلن بلا ; أبدا",
    "fa": "نه نیست نیستند نبود نبودند نمی* ندارد ندارند نداشت نخواهد نخواهند نشد نشده نکرد نکرده بدون غیر ; هیچ هرگز",
    "ur": "نہیں نہ مت بغیر ; کبھی",
    "he": "לא ולא שלא אין ואין שאין אינו אינה אינם אינן בלי ללא מבלי איננו איננה ; מעולם לעולם",
    "hi": "नहीं नही न ना मत बिना ; कभी",
    "bn": "না নেই নয় নি নন ছাড়া ; কখনো",
    "id": "tidak tak bukan belum jangan tanpa ; ",
    "ms": "tidak tak bukan belum jangan tanpa tiada ; ",
    "vi": "không chưa chẳng đừng chả ; ",
    "sw": "si sio siyo hapana bila hakuna hana hawana haku* hawa* ; ",
    "eu": "ez gabe ezin ; inoiz inor ezer",
    "eo": "ne nek sen ; neniam neniu nenio nenie",
    "cy": "nid nad ddim ni heb ; byth neb dim",
    "ga": "ní níl níor nach gan ; ",
    "sq": "nuk s'* jo mos pa as ; kurrë askush asgjë",
    "lt": "ne nėra be nei ; niekada niekas nieko",
    "lv": "ne nav bez nedz ; nekad neviens nekas",
    "ku": "ne na nîne bê ; tu qet",
}  # fmt: skip

# The same as patterns, in scripts that put no spaces between words: with the words left out in which the sign denies nothing.
NEGATION_PATTERNS: dict[str, str] = {
    "zh": r"不(?![仅僅但过過断斷同少久管论論锈禁])|[没沒](?![收落])|(?<![南北东東西])非(?![洲常典])|未(?![来來])|[无無](?![线線论論锡錫])|[别別](?=[再说說让讓去想])|勿|否(?=认|認|决|決)",
    "ja": r"(?<![少危])(?:な(?:い(?!し)|かった|く(?!な)|ければ)|ません)|(?<!必)(?<!^ま)(?<![^一-龯]ま)(?<=[一-龯かがさざただなばまらわせけてべめれえげ])ず(?=[、。にと]|$)"
    r"|[不無](?=[一-龯])|非(?!常)(?=[一-龯])|未(?!来)(?=[一-龯])",
    "ko": r"않|없|아니|(?<!잘)못(?=\s?[가-힣])|(?<!\S)안(?=\s?[가-힣])|말아야",
    "th": r"ไม่|มิได้|มิใช่|ห้าม|ปราศจาก|ไร้",
    "lo": r"ບໍ່",
    "km": r"មិន|គ្មាន|ពុំ",
    "my": r"မ(?=[က-အ][ါ-ှ]*.{0,12}(?:ဘူး|ပါ))",
}

# What a word is turned to its opposite with, at its front; own list. The word without it has at least four letters.
OPPOSITES: dict[str, str] = {
    "en": "un in im il ir dis non mis anti de",
    "es": "in im i ir des anti no", "pt": "in im i ir des anti não", "ca": "in im il des anti no", "gl": "in im des anti non",
    "fr": "in im il ir dé dés mal anti non", "it": "in im il ir dis s anti non", "ro": "ne in im anti",
    "de": "un nicht miss anti in", "nl": "on niet wan anti", "sv": "o icke miss anti", "nb": "u ikke mis anti", "da": "u ikke mis anti",
    "fi": "epä", "pl": "nie bez anty", "cs": "ne bez proti anti", "sk": "ne bez proti anti", "hr": "ne bez protu anti",
    "ru": "не без бес анти противо", "uk": "не без анти проти", "bg": "не без анти", "sr": "не без не ne bez anti",
    "el": "α αν αντι μη", "hu": "nem", "id": "tidak non anti", "eo": "mal ne", "fa": "نا غیر بی", "hi": "अ अन ग़ैर गैर", "zh": "不 非 无 無 未 反",
    "ja": "不 非 無 未 反", "ko": "불 비 무 미 반",
}  # fmt: skip

# Numbers in words that the spell-out rules of CLDR (RBNF) do not give: other genders, cases and multiples; own list. One is left
# out, as it is an article or a pronoun in most languages.
NUMBER_WORDS: dict[str, str] = {
    "en": "half:0.5 quarter:0.25 twice:2 double:2 triple:3 dozen:12 dozens:12 hundred:100 hundreds:100 thousand:1000 thousands:1000 "
    "million:1000000 millions:1000000 billion:1000000000 billions:1000000000 trillion:1000000000000 bn:1000000000",
    "es": "medio:0.5 media:0.5 doble:2 triple:3 docena:12 docenas:12 cien:100 ciento:100 cientos:100 doscientas:200 trescientas:300 "
    "cuatrocientas:400 quinientas:500 seiscientas:600 setecientas:700 ochocientas:800 novecientas:900 miles:1000 millón:1000000 millones:1000000",
    "pt": "meio:0.5 meia:0.5 dobro:2 triplo:3 duas:2 dúzia:12 dúzias:12 cem:100 cento:100 centenas:100 duzentas:200 trezentas:300 "
    "quatrocentas:400 quinhentas:500 seiscentas:600 setecentas:700 oitocentas:800 novecentas:900 milhares:1000 milhão:1000000 milhões:1000000 "
    "bilhão:1000000000 bilhões:1000000000 dezasseis:16 dezassete:17 dezanove:19 catorze:14",
    "gl": "dous:2 dúas:2 tres:3 catro:4 cinco:5 seis:6 sete:7 oito:8 nove:9 dez:10 vinte:20 cen:100 mil:1000 millón:1000000 millóns:1000000",
    "ca": "mig:0.5 mitja:0.5 doble:2 dues:2 dotzena:12 dotzenes:12 cents:100 milers:1000 milió:1000000 milions:1000000",
    "fr": "demi:0.5 demie:0.5 double:2 triple:3 dizaine:10 dizaines:10 douzaine:12 quinzaine:15 vingtaine:20 trentaine:30 cinquantaine:50 "
    "centaine:100 centaines:100 cents:100 milliers:1000 million:1000000 millions:1000000 milliard:1000000000 milliards:1000000000 "
    "quatre_vingts:80 septante:70 huitante:80 nonante:90",
    "it": "mezzo:0.5 mezza:0.5 doppio:2 triplo:3 decina:10 decine:10 dozzina:12 centinaio:100 centinaia:100 migliaio:1000 migliaia:1000 "
    "mila:1000 milione:1000000 milioni:1000000 miliardo:1000000000 miliardi:1000000000 sei:",
    "ro": "două:2 jumătate:0.5 dublu:2 sute:100 sută:100 mii:1000 mie:1000 milion:1000000 milioane:1000000 miliard:1000000000 miliarde:1000000000",
    "de": "halb:0.5 halbe:0.5 halben:0.5 doppelt:2 doppelte:2 zweimal:2 dreimal:3 beide:2 zwo:2 dutzend:12 dutzende:12 hundert:100 hunderte:100 "
    "tausend:1000 tausende:1000 million:1000000 millionen:1000000 mio:1000000 milliarde:1000000000 milliarden:1000000000 mrd:1000000000",
    "nl": "half:0.5 halve:0.5 dubbel:2 beide:2 dozijn:12 honderden:100 duizenden:1000 miljoen:1000000 miljoenen:1000000 miljard:1000000000",
    "sv": "halv:0.5 halva:0.5 dubbelt:2 dussin:12 hundra:100 tusen:1000 tusentals:1000 miljon:1000000 miljoner:1000000 miljard:1000000000 miljarder:1000000000",
    "nb": "halv:0.5 halve:0.5 dobbelt:2 begge:2 dusin:12 millioner:1000000 million:1000000 milliard:1000000000 milliarder:1000000000",
    "da": "halv:0.5 halve:0.5 dobbelt:2 begge:2 dusin:12 hundrede:100 million:1000000 millioner:1000000 milliard:1000000000 milliarder:1000000000",
    "fi": "puoli:0.5 tusina:12 satoja:100 tuhansia:1000 tuhatta:1000 miljoona:1000000 miljoonaa:1000000 miljardi:1000000000 miljardia:1000000000",
    "pl": "pół:0.5 dwie:2 dwóch:2 dwaj:2 dwu:2 trzech:3 czterech:4 pięciu:5 sześciu:6 siedmiu:7 ośmiu:8 dziewięciu:9 dziesięciu:10 kilkanaście: "
    "stu:100 tysiące:1000 tysięcy:1000 tys:1000 miliony:1000000 milionów:1000000 mln:1000000 miliard:1000000000 miliardy:1000000000 miliardów:1000000000 mld:1000000000",
    "cs": "půl:0.5 dvě:2 dvou:2 tří:3 čtyř:4 pěti:5 deseti:10 tisíce:1000 tisíc:1000 miliony:1000000 milionů:1000000 milion:1000000 miliardy:1000000000 miliard:1000000000",
    "ru": "полтора:1.5 полторы:1.5 половина:0.5 половины:0.5 половину:0.5 две:2 двух:2 двое:2 двумя:2 двум:2 трёх:3 трех:3 трое:3 тремя:3 четырёх:4 четырех:4 "
    "четверо:4 пяти:5 пятеро:5 шести:6 семи:7 восьми:8 девяти:9 десяти:10 десятков:10 двадцати:20 тридцати:30 сорока:40 ста:100 сотни:100 сотен:100 "
    "тысяча:1000 тысячи:1000 тысяч:1000 тыс:1000 миллион:1000000 миллиона:1000000 миллионов:1000000 млн:1000000 миллиард:1000000000 миллиарда:1000000000 "
    "миллиардов:1000000000 млрд:1000000000",
    "uk": "половина:0.5 половини:0.5 дві:2 двох:2 двоє:2 трьох:3 троє:3 чотирьох:4 п'яти:5 п'ять:5 п’ять:5 шести:6 семи:7 восьми:8 дев'ять:9 дев’ять:9 десяти:10 "
    "сотні:100 тисяча:1000 тисячі:1000 тисяч:1000 тис:1000 мільйон:1000000 мільйони:1000000 мільйонів:1000000 млн:1000000 мільярд:1000000000 мільярди:1000000000 "
    "мільярдів:1000000000 млрд:1000000000",
    "tr": "yarım:0.5 buçuk:0.5 düzine:12 yüzlerce:100 binlerce:1000 milyonlarca:1000000 milyon:1000000 milyar:1000000000",
    "ar": "نصف:0.5 ثلث:0.33 ربع:0.25 اثنان:2 اثنين:2 اثنتان:2 اثنتين:2 ثلاث:3 ثلاثة:3 أربع:4 أربعة:4 خمس:5 خمسة:5 ست:6 ستة:6 سبع:7 سبعة:7 ثماني:8 ثمانية:8 تسع:9 تسعة:9 "
    "عشر:10 عشرة:10 عشرين:20 ثلاثين:30 أربعين:40 خمسين:50 ستين:60 سبعين:70 ثمانين:80 تسعين:90 مئة:100 مائة:100 مئتان:200 مئتين:200 مئات:100 "
    "ألف:1000 ألفا:1000 ألفان:2000 ألفين:2000 آلاف:1000 مليون:1000000 مليونا:1000000 ملايين:1000000 مليار:1000000000 مليارات:1000000000",
    "fa": "نیم:0.5 نیمی:0.5 هزار:1000 هزاران:1000 میلیون:1000000 میلیارد:1000000000",
    "he": "חצי:0.5 שני:2 שתי:2 שניים:2 שלושה:3 ארבעה:4 חמישה:5 שישה:6 שבעה:7 שמונה:8 תשעה:9 עשרה:10 מאות:100 אלפי:1000 אלפים:1000 מיליוני:1000000 מיליארד:1000000000",
    "hi": "आधा:0.5 आधी:0.5 आधे:0.5 दर्जन:12 सौ:100 सैकड़ों:100 हज़ार:1000 हजार:1000 हज़ारों:1000 लाख:100000 लाखों:100000 करोड़:10000000 मिलियन:1000000 अरब:1000000000",
    "bn": "দুই:2 তিন:3 চার:4 পাঁচ:5 ছয়:6 সাত:7 আট:8 নয়টি:9 দশ:10 বিশ:20 শত:100 হাজার:1000 লাখ:100000 কোটি:10000000",
    "ur": "دو:2 تین:3 چار:4 پانچ:5 سات:7 آٹھ:8 دس:10 سو:100 ہزار:1000 لاکھ:100000 کروڑ:10000000",
    "id": "setengah:0.5 separuh:0.5 puluhan:10 ratus:100 ratusan:100 ribu:1000 ribuan:1000 juta:1000000 jutaan:1000000 miliar:1000000000",
    "vi": "nửa:0.5 trăm:100 nghìn:1000 ngàn:1000 triệu:1000000 tỷ:1000000000 năm: ba: hai:2",
    "eu": "bi:2 hiru:3 lau:4 bost:5 sei:6 zazpi:7 zortzi:8 bederatzi:9 hamar:10 hogei:20 ehun:100 mila:1000 milioi:1000000",
    "hu": "fél:0.5 két:2 tucat:12 ezren:1000 millió:1000000 milliárd:1000000000",
    "el": "μισό:0.5 μισή:0.5 τρεις:3 τέσσερις:4 χιλιάδες:1000 εκατομμύρια:1000000 εκατομμύριο:1000000 δισεκατομμύρια:1000000000",
}  # fmt: skip

# Numerals in scripts without spaces; a numeral alone counts before what is counted.
NUMERALS: dict[str, str] = {
    "zh": r"(?:[〇零一二两兩三四五六七八九十百千万萬亿億]{2,}|[二两兩三四五六七八九十半百千](?=[个個人名位岁歲年月日天次件家所条條座万萬亿億倍成艘架辆輛分小周週号號点點]))(?!川|明治)",
    "ja": r"[〇一二三四五六七八九十百千万億兆]{2,}|[二三四五六七八九十百千半](?=[人名年月日回件歳倍割万億社台個匹本冊か])",
    "ko": r"(?:두|세|네|다섯|여섯|일곱|여덟|아홉|열(?:한|두|세|네)?|스무|절반)(?=\s?(?:명|개|번|살|시|달|해|차례|마리|가지|건|곳|배|대|장|권|채|쌍|척|사람|나라))"
    r"|(?:[이삼사오육칠팔구]?[십백천])+(?=\s?(?:명|개|년|월|일|원|만|억))|절반",
    "th": r"(?:หนึ่ง|สอง|สาม|สี่|ห้า|เจ็ด|แปด|เก้า|สิบ|ยี่|เอ็ด|ร้อย|พัน|หมื่น|ล้าน)+|ครึ่ง",
}
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12, "천": 1000, "만": 10**4, "억": 10**8, "조": 10**12, "พัน": 1000, "หมื่น": 10**4, "แสน": 10**5, "ล้าน": 10**6}  # fmt: skip

# What is said of parts in a hundred, in words; own list. Each holds one of the stems.
PERCENT = (
    r"per\s?cent\b|percent\b|por\s?cien(?:to)?\b|por\s?cento\b|per\s?cento\b|pour\s?cent\b|prozent\b|procent\w*|prosent\w*|"
    r"prosentti\w*|процент\w*|відсот\w*|проценат\w*|odsto|τοις\sεκατό|százalék\w*|yüzde\b|persen\b|peratus\b|phần\străm|"
    r"(?:في|ب)\s?ال(?:مئة|مائة)|بالمئة|بالمائة|درصد|אחוז\w*|प्रतिशत|फ़ीसदी|শতাংশ|百分之|パーセント|퍼센트|프로(?=\s|$)|ร้อยละ|เปอร์เซ็นต์"
)
PERCENT_STEMS = (
    "cent", "cien", "zent", "sent", "цент", "ценат", "відсот", "odsto", "τοις", "százal", "yüzde", "persen", "peratus", "phần", "مئة", "مائة",
    "درصد", "אחוז", "प्रतिशत", "फ़ीसदी", "শতাংশ", "百分", "パーセ", "퍼센", "프로", "ร้อยละ", "เปอร์",
)  # fmt: skip

NOUNS_CAPITALISED = frozenset({"de", "lb", "gsw", "nds", "bar", "ksh"})
NO_CASE = frozenset({"ar", "fa", "ur", "he", "yi", "hi", "mr", "ne", "bn", "pa", "gu", "ta", "te", "kn", "ml", "si", "th", "lo", "km", "my", "ka", "am", "ti", "zh", "yue", "ja", "ko", "ckb", "ps", "sd", "ug", "dv"})  # fmt: skip
# Languages whose names are declined: “Путина” and “Путину” are one name.
DECLINED = frozenset({"ru", "uk", "be", "bg", "mk", "sr", "hr", "bs", "sl", "cs", "sk", "pl", "lt", "lv", "et", "fi", "hu", "tr", "az", "kk", "el", "la", "ro", "eu", "is", "ga", "sq", "hy", "eo", "ku"})  # fmt: skip
# Words after whose full stop no sentence begins.
TITLES = frozenset((  # noqa: SIM905
    "mr mrs ms dr prof st sr sra srta dra gen lt col sgt rev hon jr no nr vs mme mlle sig dott ing z b d h u a e г ул им д р"
).split())  # fmt: skip

# Notes in which a text says that it was wrong, by their label; own list.
CORRECTIONS = (
    "correction|corrections|corrected|erratum|errata|clarification|corrections and clarifications|corrections & clarifications|"  # en, fr
    "corrección|correcciones|fe de errores|fe de erratas|rectificación|aclaración|nota de corrección|"  # es
    "correção|correções|errata|errámos|erramos|retificação|rectificação|esclarecimento|corrección|corrixe|fe de erros|"  # pt, gl
    "correcció|correccions|fe d'errates|rectificació|zuzenketa|"  # ca, eu
    "rectificatif|rectification|mise au point|précision|"  # fr
    "korrektur|korrekturhinweis|berichtigung|richtigstellung|korrigendum|"  # de
    "rettifica|correzione|errata corrige|precisazione|"  # it
    "correctie|rectificatie|herstel|"  # nl
    "rättelse|korrigering|rettelse|berigtigelse|rettet|leiðrétting|oikaisu|korjaus|"  # sv, da, nb, is, fi
    "sprostowanie|korekta|oprava|upřesnění|popravek|ispravak|ispravka|исправка|helyesbítés|helyreigazítás|"  # pl, cs, sk, sl, hr, sr, hu
    "erată|rectificare|parandus|labojums|pataisymas|ndreqje|korigim|"  # ro, et, lv, lt, sq
    "исправление|поправка|уточнение|опровержение|виправлення|уточнення|спростування|папраўка|поправка|корекция|поправки|"  # ru, uk, be, bg
    "διόρθωση|διευκρίνιση|düzeltme|tekzip|düzəliş|"  # el, tr, az
    "تصحيح|تصويب|استدراك|توضيح|اصلاحیه|تصحیح|وضاحت|תיקון|הבהרה|"  # ar, fa, ur, he
    "सुधार|भूल सुधार|भूल-सुधार|स्पष्टीकरण|সংশোধনী|সংশোধন|திருத்தம்|"  # hi, bn, ta
    "更正|更正啟事|更正启事|勘误|勘誤|订正|訂正|訂正とお詫び|お詫びと訂正|정정|정정보도|바로잡습니다|"  # zh, ja, ko
    "แก้ไข|แก้ไขข้อมูล|đính chính|koreksi|ralat|pembetulan|masahihisho|korekto|rastkirin"  # th, vi, id, ms, sw, eo, ku
)
# The same said in a sentence.
CORRECTION_SENTENCES = (
    r"(?:an|a)\s(?:earlier|previous)\sversion\sof\sthis\s(?:article|story|post|report|page|text)|"
    r"(?:una|la)\sversión\s(?:anterior|previa)\sde\s(?:este|esta)\s(?:artículo|texto|nota|noticia)|"
    r"uma\sversão\santerior\sd(?:este|esta|o|a)\s(?:artigo|texto|reportagem|matéria)|"
    r"une\s(?:version\s(?:précédente|antérieure)|première\sversion)\sde\s(?:cet|ce)\s(?:article|texte)|"
    r"in\seiner\sfrüheren\s(?:version|fassung)\s(?:dieses|des)\s(?:artikels|textes|beitrags)|"
    r"una\sversione\sprecedente\sdi\squesto\s(?:articolo|testo)|в\s(?:предыдущей|более\sранней|ранней)\sверсии\s(?:этой\s)?(?:статьи|текста|материала)|"
    r"本文(?:早前|此前|较早|早期)(?:的)?版本|本报道(?:早前|此前)版本|当初の記事|نسخة سابقة من هذ[اه]|이\s기사의\s이전\s버전"
)
# Notes in which a text is taken back.
RETRACTIONS = (
    "retraction|retracted|withdrawn|withdrawal|retractación|retirado|retractação|retratação|rétractation|article retiré|retractació|"
    "widerruf|zurückgezogen|ritrattazione|articolo ritirato|intrekking|ingetrokken|indragen|tilbagetrukket|trukket tilbake|wycofano|wycofany|"
    "staženo|отозвано|отзыв статьи|відкликано|ανάκληση|geri çekildi|سحب المقال|تم سحب|پس گرفته شد|הוסר|वापस लिया गया|撤稿|撤回|撤下|記事の取り下げ|철회|기사 삭제|ถอนบทความ|gỡ bài|rút bài|ditarik"
)
RETRACTION_SENTENCES = (
    r"this\s(?:article|story|post|report|page|text)\s(?:has\sbeen|was|is)\s(?:retracted|withdrawn|removed|taken\sdown|deleted)|"
    r"(?:este|esta)\s(?:artículo|texto|nota|noticia)\s(?:ha\ssido|fue)\s(?:retirad|retractad|eliminad)[oa]|"
    r"(?:este|esta)\s(?:artigo|texto|reportagem|matéria)\sfoi\s(?:retirad|removid|despublicad|excluíd)[oa]|"
    r"(?:cet|ce)\s(?:article|texte)\sa\sété\s(?:retiré|supprimé|dépublié)|"
    r"dieser\s(?:artikel|text|beitrag)\swurde\s(?:zurückgezogen|entfernt|gelöscht|depubliziert)|"
    r"questo\s(?:articolo|testo)\sè\sstato\s(?:ritirato|rimosso|cancellato)|(?:эта\s)?(?:статья|публикация)\s(?:была\s)?(?:отозвана|удалена|снята)|"
    r"(?:本文|该文|此文|本报道)已(?:被)?(?:撤回|撤下|删除|撤稿)|この記事は(?:撤回|削除|取り下げ)|이\s기사는\s(?:철회|삭제)|تم\s(?:سحب|حذف)\sهذ[اه]"
)
