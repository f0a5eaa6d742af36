"""Entries of `provenance_data` of East, South-East and Central Asia; its head tells the notation."""

from __future__ import annotations

from translate_flow.text.provenance_data_base import Wording

ASIA: dict[str, Wording] = {
    "zh": Wording(
        triggers="译自 翻译 译 原文",
        lead="[(本|此|该)](文|页面|网页|篇|篇文章|文章|报道|稿|访谈)[(是|最初|系)]|(编者|译者)(按|注)|注|(本|这)篇(访谈|报道|采访|文章)",
        frames=(
            "[由]{O}(原文|原作|原版)的{L}(版|译本|译文|版本)(翻译|译出|翻译而来|转译)",
            "[(本文|此文)]译自{O}(原文|原作|原版|文章)的{L}(版|译本|译文|版本)",
            "[(本文|此文)]由{L}[(版|译本)]转译自{O}[原文]",
            "[(本文|此文)]由{W}(从|根据){L}[原文](翻译|译出|译成{X})",
            "[(本文|此文)]由{L}[(版|译本)]转译",
            "[(本文|此文|本篇|文章)](翻译自|译自|编译自)[(原文|原)]{L}[(版本|原文|原版|版|文本)][(翻译|的翻译|译文)]",
            "[(本文|此文|本篇)][由]{N}(翻译自|译自|编译自)[原文]{L}[(版本|原文|原版|版|文本)]",
            "(本文|此文|)[由](从|根据){L}[(版本|原文|原版|版)](翻译|译出|翻译而来|译成{X}|翻译成{X})",
            "(译自|翻译自):{L}[(版|原文)]",
            "[(本文|此文)]由{L}[(版|原文)](翻译而来|译出)",
            "[(本文|此文)](译自|翻译自){L}(文章|报道|原作|原文报道)",
        ),
        weak=(
            "[(阅读|查看)]{L}(原文|原版)",
            "[本文]原文(为|是|语言:|:){L}",
            "最初以{L}(发表|发布)",
            "原文‹{L}[›]",
            "(最初|首次|最早|首先|原先)(以|用|是以){L}(发表|发布|刊登|刊载|写成|撰写|出版)[的]",
            "(阅读|查看|点击阅读|点击查看)[(本文|文章)][的]{L}(原文|原版|版原文)",
            "(原文|原作)[(语言|语种)][(为|是|:)]{L}",
            "{L}版原文",
        ),
        credited=(
            "(以|用){L}(发表|发布|刊登)",
        ),
        source="[(译|翻译|编译)]自{L}[(版|原文|原版|版本)]|从{L}[(翻译|译出)]",
        agents="[由]{W}(翻译|译|编译|译出|翻译成{X}|译成{X}|中译)",
        labels="译者|翻译|由|译|翻译者|编译|中译|译者为|翻译者为|译者是|翻译者是|翻译为",
        endings="文|语",
        names="西班牙~;英~;法~;德~;意大利~;葡萄牙~|葡~;俄~|俄罗斯~;乌克兰~;阿拉伯~;中文|汉语|华文;日~;韩~|朝鲜~;土耳其~;波兰~;希腊~;荷兰~;加泰罗尼亚~|加泰隆~;波斯~;希伯来~;印地~;瑞典~;罗马尼亚~;"
        "捷克~;匈牙利~",
        inflects=True,
        line="译自{L}版",
        by="译自{L}版，译者：{W}",
        other="译自{L}版",
        other_by="译自{L}版，译者：{W}",
    ),
    "zh-Hant": Wording(
        triggers="譯自 翻譯 譯 原文",
        lead="[(本|此|該)](文|篇|篇文章|文章|報道|稿|访談)[(是|最初|系)]|(編者|譯者)(按|註|注)|註|(本|這)篇(訪談|報導|採訪|文章)",
        frames=(
            "[由]{O}(原文|原作|原版)的{L}(版|譯本|譯文|版本)(翻譯|譯出|翻譯而来|轉譯)",
            "[(本文|此文)]譯自{O}(原文|原作|原版|文章)的{L}(版|譯本|譯文|版本)",
            "[(本文|此文)]由{L}[(版|譯本)]轉譯自{O}[原文]",
            "[(本文|此文)]由{W}(從|根據){L}[原文](翻譯|譯出|譯成{X})",
            "[(本文|此文)]由{L}[(版|譯本)]轉譯",
            "[(本文|此文|本篇|文章)](翻譯自|譯自|編譯自)[(原文|原)]{L}[(版本|原文|原版|版|文本)][(翻譯|的翻譯|譯文)]",
            "[(本文|此文|本篇)][由]{N}(翻譯自|譯自|編譯自)[原文]{L}[(版本|原文|原版|版|文本)]",
            "(本文|此文|)[由](從|根據){L}[(版本|原文|原版|版)](翻譯|譯出|翻譯而來)",
        ),
        weak=(
            "[(閱讀|查看)]{L}(原文|原版)",
            "[本文]原文(為|是|語言:|:){L}",
            "(最初|首次|最早|首先|原先)(以|用|是以){L}(發表|發布|刊登|刊載|寫成|撰寫|出版)[的]",
            "(閱讀|查看|點擊閱讀|點擊查看)[(本文|文章)][的]{L}(原文|原版|版原文)",
            "(原文|原作)[(語言|語種)][(為|是|:)]{L}",
            "{L}版原文",
        ),
        credited=(
            "(以|用){L}(發表|發布|刊登)",
        ),
        source="[(譯|翻譯|編譯)]自{L}[(版|原文|原版|版本)]|從{L}[(翻譯|譯出)]",
        agents="[由]{W}(翻譯|譯|編譯|譯出|翻譯成{X}|譯成{X}|中譯)",
        labels="譯者|翻譯|由|譯|翻譯者|編譯|中譯|譯者為|翻譯者為|譯者是",
        endings="文|語",
        names="西班牙~;英~;法~;德~;義大利~|意大利~;葡萄牙~|葡~;俄~;烏克蘭~;阿拉伯~;中文|漢語|華語;日~;韓~;土耳其~;波蘭~;希臘~;荷蘭~;加泰蘭~|加泰隆尼亞~;波斯~;希伯來~;印地~|印度~;瑞典~;羅馬尼亞~;"
        "捷克~;匈牙利~",
        inflects=True,
        line="譯自{L}版",
        by="譯自{L}版，譯者：{W}",
        other="譯自{L}版",
        other_by="譯自{L}版，譯者：{W}",
    ),
    "ja": Wording(
        triggers="翻訳 訳 原文 和訳 掲載 初出 公開され 発表され",
        lead="(この|本|当)(記事|ページ|稿|文章|インタビュー|文)は|これは|(編集部|編集者|訳者)注|編注|訳注|注",
        frames=(
            "[(この記事は|本記事は|本稿は)]{O}[の]原文の{L}(版|訳)(から|より)[の](翻訳|重訳|和訳)",
            "[(この記事は|本記事は|本稿は|これは)]{L}[(版|原文|の原文|の記事)](から|より)[(の|日本語に|日本語へ)](翻訳|和訳|重訳|訳出|訳)[(されました|した|したもの|したものです|です|されたものです)]",
            "[(この記事は|本記事は|本稿は)]{L}(版|原文|の原文)の(翻訳|和訳|訳)[です]",
            "[(この記事は|本記事は|本稿は)]{L}[(版|原文|記事|の記事|の原文)]を翻訳した(もの|記事)[です]",
            "{L}(版|の記事|の原文)を(翻訳|和訳)しました",
            "{L}の(記事|原文|文章|原稿)の(翻訳|和訳|訳)[です]",
            "{L}(から|より){N}(が翻訳しました|が訳しました|による翻訳|による訳)",
            "{L}から{X}への翻訳",
            "{L}(から|より)の{X}(訳|翻訳)",
            "{X}(訳|翻訳)‹{L}(から|より)[›]",
        ),
        weak=(
            "原文の言語:[ ]{L}",
            "{L}(原文|の原文)",
            "原文‹{L}[›][を読む]",
            "(原文|原語)(:|は){L}[です]",
            "(最初|当初|初め|元々|もともと|元は)[は]{L}で(公開|掲載|発表|執筆)(されました|された|されたものです)",
            "{L}で(最初|初め|先)に(公開|掲載|発表|執筆)(されました|された|されたものです)",
            "[元の](原文|原語|記事)[(は|:)]{L}[です]",
            "{L}の原文(を読む|はこちら)",
            "原文は{L}で(公開|掲載|発表)(されました|されています)",
            "(最初|初め|先)に{L}で(公開|掲載|発表|執筆)(されました|された|されたものです)",
            "初出は{L}",
            "{L}版の原文[を読む]",
            "初出(:|は){L}[版]",
        ),
        credited=(
            "{L}で(公開|掲載|発表)(されました|された)",
        ),
        source="{L}[(版|原文|の原文)](から|より)[の(翻訳|訳)]|{L}(原文|の原文)",
        agents="{W}(が翻訳|が翻訳しました|による翻訳|による訳|訳|翻訳)",
        labels="翻訳者|訳者|翻訳|訳|日本語訳|和訳|訳文",
        names="スペイン語|西語;英語;フランス語|仏語;ドイツ語|独語;イタリア語|伊語;ポルトガル語;ロシア語|露語;ウクライナ語;アラビア語;中国語;日本語;韓国語|朝鮮語;トルコ語;ポーランド語;ギリシャ語|ギリシア語;オランダ語;"
        "カタロニア語|カタルーニャ語;ペルシャ語|ペルシア語;ヘブライ語;ヒンディー語;スウェーデン語;ルーマニア語;チェコ語;ハンガリー語",
        line="{L}版からの翻訳",
        by="{L}版からの翻訳（翻訳者：{W}）",
    ),
    "ko": Wording(
        triggers="번역 중역 옮긴 옮김 원문 게재 발표",
        lead="(이|본) (글|기사|페이지|인터뷰|칼럼)(은|는)|(편집자|역자|옮긴이) 주",
        frames=(
            "{O} 원문의 {L}(판|본)(에서|을|를) (번역|중역)",
            "[(이 글은|이 기사는|본 기사는) ]{L}[( 원문|판|본| 기사| 원고)](에서|으로부터|을|를|로부터) [(한국어로|한국어|우리말) ](번역|번역됨|번역한 글|번역한 글입니다|번역함|중역|중역한 글|중역했습니다|옮겼습니다|번역했습니다|번역한 것입니다|번역한 기사|옮김|옮긴 글|번역하였습니다|번역되었습니다)",
            "{L}[ ]→[ ]{X} 번역",
            "{L}에서 (옮긴이|번역): {W}",
            "{L}에서 {N} 옮김",
            "{L} (원문|기사)(을|를) {N}(이|가) (번역|옮겼)(했습니다|하였습니다|습니다|함)",
        ),
        weak=(
            "원문은 {L}로 (작성되었습니다|작성됐습니다|쓰였습니다)",
            "{L} 원문[ (보기|읽기)]",
            "원문[( 언어)]: {L}",
            "{L}(로|으로) (처음|최초로|먼저|원래) (게재|발표|공개|작성|출판|쓰)(되었습니다|되었으며|됐습니다|됐으며|된 글입니다|됨|였습니다|되었고)",
            "(처음|최초로|먼저|원래) {L}(로|으로) (게재|발표|공개|작성|출판)(되었습니다|되었으며|됐습니다|된 글입니다|됨)",
            "원문[ 언어][:] {L}",
            "{L} 원문 (기사 보기|기사|바로가기|링크)",
        ),
        credited=(
            "{L}(로|으로) (게재|발표|공개)(되었습니다|되었으며|됨)",
        ),
        source="{L}[( 원문|판|본)](에서|으로부터|로부터)[ (번역|옮김)]|{L} 원문",
        agents="{W}(이|가| 님이| 씨가) [{X}로 ](번역|옮겼)(했습니다|하였습니다|함|습니다)|{W} (옮김|번역)",
        labels="옮긴이|번역자|번역|옮긴 이|번역가|번역 및 편집|우리말 옮김",
        names="스페인어|에스파냐어;영어|영문;프랑스어|불어;독일어|독어;이탈리아어;포르투갈어;러시아어;우크라이나어;아랍어;중국어;일본어|일어;한국어;터키어|튀르키예어;폴란드어;그리스어;네덜란드어;카탈루냐어|카탈로니아어;"
        "페르시아어;히브리어;힌디어;스웨덴어;루마니아어;체코어;헝가리어",
        line="{L}판에서 번역",
        by="{L}판에서 번역 (옮긴이: {W})",
    ),
    "vi": Wording(
        triggers="dich ngôn+ngữ+gốc bản+gốc bài+gốc nguyên+bản bài+viết+gốc lần+đầu",
        lead="bài (viết|báo) (này |)(được |)",
        frames=(
            "[bài viết (này |)được ](dịch|bản dịch|chuyển ngữ) từ [(bản|nguyên bản|phiên bản|nguyên tác) ][tiếng ]{L}",
            "{W} dịch từ [(bản|nguyên bản) ][tiếng ]{L}",
        ),
        weak=(
            "ngôn ngữ gốc: {L}",
            "(đăng|xuất bản|viết|công bố) lần đầu bằng tiếng {L}",
            "[đọc ](bài gốc|bản gốc|nguyên bản|bài viết gốc)(: | bằng |)tiếng {L}",
        ),
        source="từ [(bản|nguyên bản) ][tiếng ]{L}",
        labels="bởi|người dịch|dịch giả|bản dịch của|dịch bởi|dịch",
        names="Tây Ban Nha;Anh;Pháp;Đức;Ý|Italia;Bồ Đào Nha;Nga;Ukraina;Ả Rập;Trung|Trung Quốc|Hoa;Nhật;Hàn|Hàn Quốc;Thổ Nhĩ Kỳ;Ba "
        "Lan;Hy Lạp;Hà Lan;Catalan;Ba Tư;Do Thái|Hebrew;Hindi;Thụy Điển;Romania;Séc;Hungary",
        lower=True,
        line="Dịch từ bản {L}",
        by="Dịch từ bản {L}, người dịch: {W}",
    ),
    "id": Wording(
        triggers="terjemah penerjemah alih+bahasa bahasa+asli versi+asli naskah+asli teks+asli diterbitkan artikel+asli tulisan+asli terbit dimuat alihbahasa",
        lead="ini adalah|(artikel|tulisan) ini adalah|[(ini|sebuah) ](artikel|tulisan|teks|berita|naskah|wawancara|esai|opini)[ "
        "ini][ (adalah|telah|sudah)]|catatan (redaksi|penerjemah|editor)|wawancara ini",
        frames=(
            "(diterjemahkan|terjemahan) dari (versi|terjemahan|edisi) [bahasa ]{L} (dari|atas) (naskah|teks|artikel|versi) (asli|aslinya) [(dalam|berbahasa) ][bahasa ]{O}",
            "(diterjemahkan|terjemahan) dari (versi|terjemahan) [bahasa ]{L} (dari|atas) [(naskah|teks) ][(asli|aslinya) ][bahasa ]{O}",
            "alih bahasa dari [bahasa ]{L}",
            "[artikel ini ](diterjemahkan|terjemahan) dari [(versi|edisi|naskah|teks) ][bahasa ]{L}",
            "diterjemahkan oleh {W} dari [versi ][bahasa ]{L}",
            "(artikel|tulisan|teks|berita) ini diterjemahkan dari [(versi|naskah) ][bahasa ]{L}",
            "terjemahan [bahasa {X} ]dari (artikel|tulisan|teks) [ber]bahasa {L}",
            "(diterjemahkan|terjemahan) dari (artikel|tulisan|teks|naskah) (berbahasa|bahasa) {L}",
            "terjemahan bahasa {X} dari bahasa {L}",
            "(dialihbahasakan|diindonesiakan) dari [bahasa ]{L}",
            "(merupakan|adalah) terjemahan dari [bahasa ]{L}",
            "penerjemah dari [bahasa ]{L}: {W}",
            "(diterjemahkan|terjemahan) dari [bahasa ]{L} ke [dalam ]bahasa {X}",
        ),
        weak=(
            "bahasa asli: [bahasa ]{L}",
            "[baca ](versi|naskah|teks) asli [dalam ][bahasa ]{L}",
            "[pertama kali ]diterbitkan [pertama kali ]dalam bahasa {L}",
            "(artikel|tulisan) asli dalam [bahasa ]{L}",
            "(pertama kali|awalnya|semula|mulanya) (terbit|diterbitkan|dimuat|ditulis|tayang|dipublikasikan)[ pertama kali] (dalam |dengan |)bahasa {L}",
            "(terbit|diterbitkan|dimuat|tayang) (pertama kali|awalnya|semula) (dalam |)bahasa {L}",
            "[(baca|lihat|simak) ](versi|naskah|teks|artikel|tulisan|berita) asli[nya] [(dalam|berbahasa) ][bahasa ]{L}",
        ),
        credited=(
            "(terbit|diterbitkan|dimuat) (dalam |)bahasa {L}",
            "dari bahasa {L}",
        ),
        source="dari [(versi|naskah|teks|edisi|artikel) ][(asli|berbahasa) ][bahasa ]{L}",
        agents="[dan ](telah |)diterjemahkan [ke bahasa {X} ]oleh {W}|(dialihbahasakan|diindonesiakan) oleh {W}|terjemahan bahasa "
        "{X}(:| oleh) {W}",
        labels="alih bahasa|oleh|penerjemah|terjemahan|terjemahan oleh|diterjemahkan oleh|alih bahasa oleh|"
        "dialihbahasakan oleh",
        names=";;;;;;;;;Mandarin|Cina|Tiongkok|Tionghoa",
        line="Diterjemahkan dari versi bahasa {L}",
        by="Diterjemahkan dari versi bahasa {L} oleh {W}",
    ),
    "ms": Wording(
        triggers="terjemah bahasa+asal",
        frames=(
            "[artikel ini ](diterjemahkan|terjemahan|terjemahan artikel) (daripada|dari) [(versi|edisi|teks asal|teks) ][bahasa ]{L}",
            "diterjemahkan oleh {W} daripada [versi ][bahasa ]{L}",
        ),
        weak=(
            "bahasa asal: {L}",
            "(bahasa asal|asal): [bahasa ]{L}",
        ),
        labels="oleh|penterjemah|terjemahan|terjemahan oleh|diterjemahkan oleh",
        line="Diterjemahkan daripada versi bahasa {L}",
        by="Diterjemahkan daripada versi bahasa {L} oleh {W}",
    ),
    "fil": Wording(
        triggers="isinalin salin orihinal",
        frames=(
            "(isinalin|salin|isinalin ang (artikulong ito|tekstong ito)) (mula sa|galing sa|sa) [(wikang|bersyong|orihinal na) ]{L}",
            "isinalin ni {W} mula sa [(wikang|bersyong) ]{L}",
        ),
        weak=(
            "(orihinal na wika|orihinal): {L}",
            "unang inilathala sa [wikang ]{L}",
        ),
        labels="ni|nina|salin ni|tagasalin|isinalin ni",
        names="Spanish|Espanyol|Kastila;Ingles|English;French|Pranses;German|Aleman;Italian|Italyano;Portuguese|Portuges;Russian|"
        "Ruso;;Arabic|Arabe;Chinese|Tsino|Intsik;Japanese|Hapones;Korean|Koreano",
        line="Isinalin mula sa bersyong {L}",
        by="Isinalin mula sa bersyong {L} ni {W}",
    ),
    "th": Wording(
        triggers="แปลจาก ภาษาต้นฉบับ",
        frames=(
            "[บทความนี้]แปลจาก[(ฉบับ|ต้นฉบับ|เวอร์ชัน)][ภาษา]{L}",
        ),
        weak=(
            "ภาษาต้นฉบับ: {L}",
        ),
        labels="ผู้แปล|แปลโดย|โดย",
        line="แปลจากฉบับภาษา{L}",
        by="แปลจากฉบับภาษา{L} ผู้แปล: {W}",
    ),
    "lo": Wording(
        triggers="ແປຈາກ ແປມາຈາກ ພາສາຕົ້ນສະບັບ",
        frames=(
            "[ບົດຄວາມນີ້](ແປຈາກ|ແປມາຈາກ)[(ສະບັບ|ຕົ້ນສະບັບ)][ພາສາ]{L}",
        ),
        weak=(
            "ພາສາຕົ້ນສະບັບ: {L}",
        ),
        labels="ຜູ້ແປ|ແປໂດຍ|ໂດຍ",
        line="ແປຈາກພາສາ{L}",
        by="ແປຈາກພາສາ{L} (ຜູ້ແປ: {W})",
    ),
    "km": Wording(
        triggers="បកប្រែ ភាសាដើម",
        frames=(
            "[អត្ថបទនេះ]បកប្រែ[ចេញ]ពី[(អត្ថបទ|ច្បាប់ដើម|ដើម)][ជា][ភាសា]{L}",
            "ប្រែសម្រួលពី[ភាសា]{L}",
        ),
        weak=(
            "ភាសាដើម: {L}",
        ),
        labels="អ្នកបកប្រែ|បកប្រែដោយ|ដោយ",
        line="បកប្រែពីភាសា{L}",
        by="បកប្រែពីភាសា{L} (អ្នកបកប្រែ៖ {W})",
    ),
    "my": Wording(
        triggers="ပြန်ဆို ဘာသာပြန် မူရင်းဘာသာ",
        frames=(
            "{L}[(ဘာသာ|စာ|မူရင်း)](မှ|မှာ|က|ကနေ)[ ](ပြန်ဆိုသည်|ဘာသာပြန်သည်|ဘာသာပြန်ထားသည်|ဘာသာပြန်|ပြန်ဆိုထားသည်)",
        ),
        weak=(
            "မူရင်းဘာသာ - {L}",
        ),
        labels="ဘာသာပြန်သူ|ပြန်ဆိုသူ|ဘာသာပြန်",
        line="{L}ဘာသာမှ ပြန်ဆိုသည်",
        by="{L}ဘာသာမှ ပြန်ဆိုသည် (ပြန်ဆိုသူ: {W})",
    ),
    "kk": Wording(
        triggers="аудар тупнуска түпнұсқа",
        frames=(
            "[(мақала|мәтін) ]{L} (тілінен|тіліндегі нұсқадан|нұсқасынан) (аударылған|аударылды|аударма|аударған)[:]",
            "аударма(;|,|.) бастапқы тілі: {L}",
        ),
        weak=(
            "(түпнұсқа тілі|түпнұсқасы|бастапқы тілі): {L}",
        ),
        labels="аударған|аудармашы|аударма",
        names="испан;ағылшын;француз;неміс;итальян;португал;орыс;украин;араб;қытай;жапон;корей;түрік;поляк;грек;нидерланд|голланд;"
        "каталан;парсы;иврит;хинди;швед;румын;чех;венгр|мажар",
        inflects=True,
        line="{L} тілінен аударылған",
        by="{L} тілінен аударылған (аударған: {W})",
        other="Аударма; бастапқы тілі: {L}",
        other_by="Аударма; бастапқы тілі: {L} (аударған: {W})",
    ),
    "ky": Wording(
        triggers="котор тупнуска түпнуска",
        frames=(
            "[(макала|текст) ]{L}[ версиядан] (которулган|которулду|котормо|которгон)[:]",
            "котормо(;|,|.) булак тили: {L}",
        ),
        weak=(
            "(түпнуска тили|булак тили): {L}",
        ),
        labels="которгон|котормочу|котормо",
        names="испанчадан|испанча|испан тилинен;англисчеден|англисче|англис тилинен;французчадан|французча|француз тилинен;"
        "немисчеден|немисче|немис тилинен;италиянчадан|италиянча;португалчадан|португалча;орусчадан|орусча|орус тилинен;"
        "украинчеден|украинче;арабчадан|арабча|араб тилинен;кытайчадан|кытайча|кытай тилинен;жапончодон|жапончо;корейчеден|"
        "корейче;түркчөдөн|түркчө|түрк тилинен;полякчадан|полякча;грекчеден|грекче;голландчадан|голландча;каталончодон|"
        "каталончо;фарсчадан|фарсча;ивритчеден|ивритче;хиндичеден|хиндиче;шведчеден|шведче;румынчадан|румынча;чехчеден|чехче;"
        "венгерчеден|венгерче",
        inflects=True,
        line="{L} которулган",
        by="{L} которулган (которгон: {W})",
        other="Котормо; булак тили: {L}",
        other_by="Котормо; булак тили: {L} (которгон: {W})",
    ),
    "uz": Wording(
        triggers="tarjima asl+nusxa+tili",
        frames=(
            "[(maqola|matn) ]{L} tilidan (tarjima|tarjima qilingan|tarjima qilindi|tarjima qilgan)[:]",
            "{L}dan tarjima[ (qilingan|qilindi)]",
            "{L} tilidan {N} tarjimasi",
            "tarjima(;|,|.) manba tili: {L}",
        ),
        weak=(
            "asl nusxa tili: {L}",
            "asl nusxa tili: {L}",
        ),
        labels="tarjimon|tarjima qilgan|tarjima",
        names="ispan;ingliz;fransuz;nemis;italyan;portugal;rus;ukrain;arab;xitoy;yapon;koreys;turk;polyak;yunon|grek;niderland|"
        "golland;katalan;fors;ivrit;hind;shved;rumin;chex;venger",
        inflects=True,
        line="{L} tilidan tarjima qilingan",
        by="{L} tilidan tarjima qilingan (tarjimon: {W})",
        other="Tarjima; manba tili: {L}",
        other_by="Tarjima; manba tili: {L} (tarjimon: {W})",
    ),
    "mn": Wording(
        triggers="орчуул эх+хувийн+хэл",
        frames=(
            "[(нийтлэлийг|энэ нийтлэлийг) ]{L} (хэлнээс|хувилбараас|хэл дээрх эхээс) (орчуулсан|орчуулав|орчуулга|орчуулагдсан)[:]",
        ),
        weak=(
            "эх хувийн хэл: {L}",
        ),
        labels="орчуулагч|орчуулсан|орчуулга",
        line="{L} хэлнээс орчуулсан",
        by="{L} хэлнээс орчуулсан (орчуулагч: {W})",
    ),
}  # fmt: skip
