"""A table of provenance lines as publishers print them, language by language, and of sentences that are none."""

from __future__ import annotations

import itertools
import re
import subprocess
from datetime import date
from pathlib import Path

import pytest

from tests.limits import bounded
from translate_flow import languages, messages
from translate_flow.text.provenance import behind, line, name_in_sentence, recognise, wording_for
from translate_flow.text.provenance_data import WORDINGS

SHARED = Path(__file__).parents[2] / "shared" / "data"
NO_CATALOGUE = {"en"}  # the strings' own language

# Wording → lines: the text, and after bars the parent, the translator, the original where a relay names it.
TABLE = {
    "en": """
        Translated from the Spanish version | es
        Translated from the English version of the Spanish original | en || es
        Translated from the French translation of the Arabic original by Ana Ruiz | fr | Ana Ruiz | ar
        Translated from English by Ana Ruiz. Originally published in Spanish. | en | Ana Ruiz | es
        This story has been translated from Russian | ru
        Translated by Ana Ruiz from the Portuguese original | pt | Ana Ruiz
        Originally published in Spanish, translated by Ana Ruiz | es | Ana Ruiz
        Originally published in Spanish. Translation: Ana Ruiz | es | Ana Ruiz
        Editor’s note: This article was translated from Spanish. | es
        Translated from German by Ana Ruiz. Read the original here. | de | Ana Ruiz
        Translated from the Italian (https://example.org/it/fiume) by Ana Ruiz | it | Ana Ruiz
        🌐 Translated from Japanese | ja
        Read the original in English | en
        Translated from Spanish via English | en || es
        English translation by Ana Ruiz from the Chinese | zh | Ana Ruiz
        Machine translated from Korean | ko
        Original in Spanish | es
        Translated by Ana Ruiz. Original language: Spanish | es | Ana Ruiz
        Translated from the Spanish by Ana Ruiz and Tom Byrne | es | Ana Ruiz and Tom Byrne
        This is a translation of an article originally published in Spanish | es
        This article first appeared in Spanish and was translated by Ana Ruiz | es | Ana Ruiz
        Translated from the original Spanish | es
        Translation from Spanish to English by Ana Ruiz | es | Ana Ruiz
        Translated from Spanish to English by Ana Ruiz | es | Ana Ruiz
        Translated and adapted from the Spanish by Ana Ruiz | es | Ana Ruiz
        Spanish original | es
        The following text was translated from Russian | ru
        Read this article in the original Spanish | es
        Story translated from Portuguese | pt
    """,
    "es": """
        Traducido de la versión en inglés | en
        Traducción del inglés: Ana Ruiz | en | Ana Ruiz
        Traducido del inglés por Ana Ruiz | en | Ana Ruiz
        Este artículo fue traducido del francés | fr
        Traducida por Ana Ruiz del original en árabe | ar | Ana Ruiz
        Traducido de la versión en inglés del original en ruso | en || ru
        Traducido del inglés (original: ruso) | en || ru
        Publicado originalmente en inglés. Traducción de Ana Ruiz | en | Ana Ruiz
        Texto original en portugués | pt
        Leer el original en inglés | en
        Nota: este texto ha sido traducido del alemán. | de
        Traducción al español desde el catalán | ca
        Traducido del inglés por Ana Ruiz. Lea el original aquí. | en | Ana Ruiz
        Traducido desde el inglés | en
        Traducción de Ana Ruiz del inglés | en | Ana Ruiz
        Artículo traducido del inglés por Ana Ruiz | en | Ana Ruiz
        Texto traducido del inglés | en
        Traducción del original inglés | en
        Traducido automáticamente del inglés | en
        Artículo publicado originalmente en francés | fr
        Versión original en inglés | en
        Traducido al castellano del inglés por Ana Ruiz | en | Ana Ruiz
        Esta es una traducción del inglés | en
        Lee el artículo original en inglés | en
    """,
    "fr": """
        Traduit de l’espagnol | es
        Traduit de l'anglais par Ana Ruiz | en | Ana Ruiz
        Traduit de la version en arabe | ar
        Traduction de l’allemand : Ana Ruiz | de | Ana Ruiz
        Texte traduit du russe | ru
        Cet article a été traduit du portugais par Ana Ruiz | pt | Ana Ruiz
        Traduit de la version anglaise de l’original espagnol | en || es
        Traduit de la version en anglais de l’original en espagnol | en || es
        Traduit de l’anglais (langue originale : espagnol) | en || es
        Publié initialement en anglais. Traduction : Ana Ruiz | en | Ana Ruiz
        Lire l’original en anglais | en
        Version originale en italien | it
        Traduit de l’italien par Ana Ruiz. Lire l’original. | it | Ana Ruiz
        Traduit de l'anglais (États-Unis) par Ana Ruiz | en-US | Ana Ruiz
        Traduit de l'espagnol (Argentine) par Ana Ruiz | es-AR | Ana Ruiz
        Article traduit de l'anglais | en
        Traduction française de l'article original en anglais | en
        Traduit par Ana Ruiz de l'anglais | en | Ana Ruiz
        Traduit du portugais (Brésil) par Ana Ruiz | pt-BR | Ana Ruiz
        Ceci est une traduction de l'anglais | en
        Retrouvez l'article original en anglais | en
    """,
    "de": """
        Übersetzt aus dem Spanischen | es
        Übersetzt aus dem Spanischen von Ana Ruiz | es | Ana Ruiz
        Aus dem Englischen von Ana Ruiz | en | Ana Ruiz
        Aus dem Französischen übersetzt von Ana Ruiz | fr | Ana Ruiz
        Übersetzung aus dem Arabischen: Ana Ruiz | ar | Ana Ruiz
        Originalfassung auf Spanisch: https://example.org/es/rio | es
        Dieser Artikel wurde aus dem Russischen übersetzt. | ru
        Dieser Text ist eine Übersetzung aus dem Polnischen | pl
        Übersetzt aus der englischen Fassung des spanischen Originals | en || es
        Übersetzt aus dem Englischen (Originalsprache: Spanisch) | en || es
        Zuerst auf Englisch erschienen. Übersetzung: Ana Ruiz | en | Ana Ruiz
        Deutsche Übersetzung aus dem Italienischen von Ana Ruiz | it | Ana Ruiz
        Zum Original auf Englisch | en
        Aus dem amerikanischen Englisch von Ana Ruiz | en | Ana Ruiz
        Ins Deutsche übersetzt aus dem Englischen von Ana Ruiz | en | Ana Ruiz
        Der Text wurde aus dem Englischen übersetzt | en
        Dieser Artikel erschien zuerst auf Englisch | en
        Dieser Beitrag erschien ursprünglich auf Englisch. | en
        Übersetzung des englischen Originals | en
        Aus dem Englischen: Ana Ruiz | en | Ana Ruiz
        Übersetzt von Ana Ruiz aus dem Englischen | en | Ana Ruiz
        Das Original ist auf Englisch erschienen | en
    """,
    "pt": """
        Traduzido da versão em espanhol | es
        Traduzido do inglês por Ana Ruiz | en | Ana Ruiz
        Tradução do francês: Ana Ruiz | fr | Ana Ruiz
        Este texto foi traduzido do alemão | de
        Traduzida por Ana Ruiz a partir do original em árabe | ar | Ana Ruiz
        Traduzido da versão em inglês do original em espanhol | en || es
        Traduzido do inglês (original: espanhol) | en || es
        Publicado originalmente em inglês. Tradução de Ana Ruiz | en | Ana Ruiz
        Artigo original em italiano | it
        Leia o original em inglês | en
        Nota: texto traduzido do russo | ru
        Traduzido do espanhol | es
        Artigo traduzido do inglês por Ana Ruiz | en | Ana Ruiz
        Texto originalmente publicado em inglês | en
        Publicado originalmente em inglês | en
        Tradução do inglês para o português: Ana Ruiz | en | Ana Ruiz
        Tradução: Ana Ruiz, do inglês | en | Ana Ruiz
        Esta é uma tradução do espanhol | es
    """,
    "it": """
        Tradotto dallo spagnolo | es
        Tradotto dall’inglese da Ana Ruiz | en | Ana Ruiz
        Traduzione dal francese di Ana Ruiz | fr | Ana Ruiz
        Traduzione dal tedesco: Ana Ruiz | de | Ana Ruiz
        Questo articolo è stato tradotto dal russo | ru
        Tradotto dalla versione in inglese dell’originale in spagnolo | en || es
        Tradotto dall’inglese (lingua originale: spagnolo) | en || es
        Pubblicato originariamente in inglese. Traduzione di Ana Ruiz | en | Ana Ruiz
        Articolo originale in portoghese | pt
        Leggi l’originale in inglese | en
        Testo tradotto dall’arabo | ar
        Tradotto dall'originale inglese | en
        Traduzione a cura di Ana Ruiz dall'inglese | en | Ana Ruiz
        Articolo originale in inglese | en
        Articolo tradotto dall'inglese da Ana Ruiz | en | Ana Ruiz
        Traduzione dall'inglese a cura di Ana Ruiz | en | Ana Ruiz
        Questo testo è una traduzione dallo spagnolo | es
    """,
    "ru": """
        Перевод с испанского | es
        Перевод с английского: Анна Рейн | en | Анна Рейн
        Перевод с французского Анны Рейн | fr | Анны Рейн
        Перевела с немецкого Анна Рейн | de | Анна Рейн
        С итальянского перевела Анна Рейн | it | Анна Рейн
        Переведено с английского языка | en
        Статья переведена с польского | pl
        Перевод с английской версии испанского оригинала | en || es
        Перевод с английского (язык оригинала: испанский) | en || es
        Впервые опубликовано на английском. Перевод: Анна Рейн | en | Анна Рейн
        Оригинал на английском языке | en
        Читать оригинал на английском | en
        Текст переведён с арабского | ar
        Перевод с английского языка на русский: Анна Рейн | en | Анна Рейн
        Перевёл с английского Иван Петров | en | Иван Петров
        Переведено с английского. Оригинал: https://example.org/a | en
        Текст впервые опубликован на английском языке | en
        Материал переведён с украинского языка | uk
        Перевод статьи с английского | en
        Перевод: Анна Рейн (с английского) | en | Анна Рейн
    """,
    "zh": """
        翻译自西班牙文版 | es
        译自英文，译者：王小明 | en | 王小明
        本文译自法语原文 | fr
        本文由王小明从英文翻译 | en | 王小明
        译自英文版（原文语言：西班牙语） | en || es
        译自西班牙文原文的英文版 | en || es
        由英文转译自西班牙文 | en || es
        原文：英文 | en
        英文原文：https://example.org/en/river | en
        本文翻译自英语版 | en
        翻译自德语（翻译：王小明） | de | 王小明
        阅读英文原文 | en
        原文语言：英语 | en
        本文原文为英文 | en
        译自：英文版 | en
        翻译自英文原文 | en
        本文由英文翻译而来 | en
        本文译自英语文章 | en
        原文（英文） | en
    """,
    "ja": """
        スペイン語版からの翻訳 | es
        英語から翻訳 | en
        英語版より翻訳（訳者：山田花子） | en | 山田花子
        この記事は英語の原文から翻訳されました。 | en
        原文：スペイン語 | es
        フランス語からの翻訳です。 | fr
        英語版からの翻訳（原文の言語：スペイン語） | en || es
        スペイン語原文の英語版からの翻訳 | en || es
        英語版からの重訳 | en
        原文はドイツ語です | de
        英語の原文：https://example.org/en/river | en
        原文（英語）を読む | en
        英語からの翻訳：山田花子 | en | 山田花子
        この記事は英語から日本語に翻訳されたものです | en
        英語版を翻訳したものです | en
        この記事は英語版の翻訳です | en
        英語の記事を翻訳しました | en
    """,
    "ar": """
        مترجم عن الإسبانية | es
        ترجمة عن الإنجليزية: ليلى المصري | en | ليلى المصري
        ترجم من الفرنسية | fr
        تُرجم هذا المقال من الإنجليزية | en
        ترجمها عن الألمانية: ليلى المصري | de | ليلى المصري
        نقله عن الروسية: ليلى المصري | ru | ليلى المصري
        مترجم عن الإنجليزية (اللغة الأصلية: الإسبانية) | en || es
        مترجم عن النسخة الإنجليزية للأصل الإسباني | en || es
        نشر أصلاً بالإنجليزية. ترجمة: ليلى المصري | en | ليلى المصري
        النص الأصلي: الإسبانية | es
        النص الأصلي بالإنجليزية | en
        ترجمة من اللغة الصينية | zh
        مترجم من الإنجليزية | en
        ترجم المقال عن الإنجليزية | en
        ترجمة المقال من اللغة الإنجليزية | en
        هذا المقال مترجم عن الإنجليزية | en
        المقال الأصلي بالإنجليزية | en
        ترجمة: ليلى المصري عن الإنجليزية | en | ليلى المصري
    """,
    "ko": """
        스페인어판에서 번역 | es
        스페인어에서 번역 (옮긴이: 김민수) | es | 김민수
        이 기사는 영어에서 번역되었습니다. | en
        영어 원문을 번역한 글입니다 | en
        프랑스어에서 옮김: 김민수 | fr | 김민수
        원문: 영어 | en
        영어판에서 번역 (원문 언어: 스페인어) | en || es
        스페인어 원문의 영어판에서 번역 | en || es
        영어판에서 중역 | en
        독일어 원문에서 한국어로 번역함 | de
        원문은 영어로 작성되었습니다 | en
        영어 원문 보기 | en
        영어 기사를 번역한 것입니다 | en
        이 글은 영어 원문을 번역한 것입니다. | en
        영어→한국어 번역: 김민수 | en | 김민수
        영어에서 옮긴이: 김민수 | en | 김민수
    """,
    "tr": """
        İspanyolca sürümünden çevrilmiştir | es
        İngilizceden çeviren: Ayşe Yılmaz | en | Ayşe Yılmaz
        İngilizce’den çeviri: Ayşe Yılmaz | en | Ayşe Yılmaz
        Bu yazı Fransızcadan çevrilmiştir. | fr
        Almanca aslından çeviren: Ayşe Yılmaz | de | Ayşe Yılmaz
        İngilizce sürümünden çevrilmiştir (özgün dil: İspanyolca) | en || es
        İspanyolca aslının İngilizce çevirisinden çevrilmiştir | en || es
        Özgün dili: Rusça | ru
        Arapçadan Türkçeye çeviren: Ayşe Yılmaz | ar | Ayşe Yılmaz
        Orijinali İngilizce yayımlanmıştır. Çeviri: Ayşe Yılmaz | en | Ayşe Yılmaz
        Yazının İngilizce aslı | en
        İngilizce orijinalinden çevrilmiştir | en
        İngilizceden çevrildi | en
        Bu makale İngilizceden çevrilmiştir | en
        Çeviri: Ayşe Yılmaz (İngilizceden) | en | Ayşe Yılmaz
        Bu metin İngilizceden Türkçeye çevrilmiştir | en
    """,
    "pl": """
        Przekład z hiszpańskiego | es
        Przekład z angielskiego: Anna Nowak | en | Anna Nowak
        Tłumaczenie z francuskiego: Anna Nowak | fr | Anna Nowak
        Z niemieckiego przełożyła Anna Nowak | de | Anna Nowak
        Przetłumaczono z rosyjskiego | ru
        Artykuł przetłumaczony z języka włoskiego | it
        Przekład z angielskiej wersji hiszpańskiego oryginału | en || es
        Przekład z angielskiego (język oryginału: hiszpański) | en || es
        Oryginalnie opublikowano po angielsku. Tłumaczenie: Anna Nowak | en | Anna Nowak
        Język oryginału: hiszpański | es
        Tekst oryginalny po angielsku | en
        Tłumaczyła z czeskiego Anna Nowak | cs | Anna Nowak
        Tłum. z angielskiego Anna Nowak | en | Anna Nowak
        Przetłumaczone z języka angielskiego przez Annę Nowak | en | Annę Nowak
        Tekst ukazał się pierwotnie po angielsku | en
        Tekst przetłumaczono z angielskiego | en
        Tłumaczenie z języka angielskiego | en
    """,
    "nl": """
        Vertaald uit het Spaans | es
        Vertaald uit het Engels door Jan de Vries | en | Jan de Vries
        Vertaling uit het Frans: Jan de Vries | fr | Jan de Vries
        Uit het Duits vertaald door Jan de Vries | de | Jan de Vries
        Dit artikel is vertaald uit het Russisch | ru
        Vertaald van de Engelse versie van het Spaanse origineel | en || es
        Vertaald uit het Engels (oorspronkelijke taal: Spaans) | en || es
        Oorspronkelijk verschenen in het Engels. Vertaling: Jan de Vries | en | Jan de Vries
        Oorspronkelijke taal: Spaans | es
        Lees het origineel in het Engels | en
        Vertaling door Jan de Vries uit het Italiaans | it | Jan de Vries
        Vertaald uit het Engels | en
        Dit artikel verscheen oorspronkelijk in het Engels | en
        Oorspronkelijk gepubliceerd in het Spaans | es
        Vertaald vanuit het Engels door Jan de Vries | en | Jan de Vries
        Dit is een vertaling uit het Engels | en
    """,
    "id": """
        Diterjemahkan dari versi bahasa Spanyol | es
        Diterjemahkan dari bahasa Inggris oleh Siti Rahma | en | Siti Rahma
        Terjemahan dari bahasa Prancis: Siti Rahma | fr | Siti Rahma
        Artikel ini diterjemahkan dari bahasa Jerman | de
        Diterjemahkan oleh Siti Rahma dari bahasa Rusia | ru | Siti Rahma
        Diterjemahkan dari versi bahasa Inggris (bahasa asli: Spanyol) | en || es
        Diterjemahkan dari terjemahan bahasa Inggris atas naskah asli bahasa Spanyol | en || es
        Pertama kali diterbitkan dalam bahasa Inggris. Terjemahan: Siti Rahma | en | Siti Rahma
        Bahasa asli: Spanyol | es
        Baca versi asli dalam bahasa Inggris | en
        Alih bahasa dari bahasa Arab: Siti Rahma | ar | Siti Rahma
        Diterjemahkan dari Bahasa Inggris | en
        Artikel asli dalam bahasa Inggris | en
        Tulisan ini diterjemahkan dari bahasa Inggris oleh Siti Rahma | en | Siti Rahma
        Terjemahan bahasa Indonesia dari artikel berbahasa Inggris | en
        Diterjemahkan dari artikel berbahasa Inggris | en
        Diterjemahkan oleh Siti Rahma dari bahasa Inggris | en | Siti Rahma
    """,
    "uk": "Переклад з англійської: Ольга Коваль | en | Ольга Коваль\nПерекладено з іспанської | es",
    "ca": "Traduït del castellà per Ana Ruiz | es | Ana Ruiz\nTraduït de la versió en anglès de l’original en espanyol | en || es",
    "gl": "Traducido do inglés | en",
    "sv": "Översatt från engelska av Ana Ruiz | en | Ana Ruiz\nÖversättning från spanskan | es",
    "da": "Oversat fra engelsk af Ana Ruiz | en | Ana Ruiz",
    "nb": "Oversatt fra spansk av Ana Ruiz | es | Ana Ruiz",
    "nn": "Omsett frå engelsk av Ana Ruiz | en | Ana Ruiz",
    "is": "Þýtt úr ensku | en\nÞýðing úr spænsku: Ana Ruiz | es | Ana Ruiz",
    "fi": "Käännetty englannista | en",
    "et": "Tõlgitud inglise keelest | en\nTõlge hispaaniakeelsest versioonist | es\nTõlge vene keelest: Ana Ruiz | ru | Ana Ruiz",
    "lt": "Iš anglų kalbos vertė Ana Ruiz | en | Ana Ruiz\nVertimas iš rusų k. | ru",
    "lv": "No angļu valodas tulkoja Ana Ruiz | en | Ana Ruiz\nTulkots no spāņu valodas | es",
    "sk": "Preklad z angličtiny: Ana Ruiz | en | Ana Ruiz\nZo španielčiny preložila Ana Ruiz | es | Ana Ruiz",
    "cs": "Překlad z angličtiny: Ana Ruiz | en | Ana Ruiz\nZe španělštiny přeložila Ana Ruiz | es | Ana Ruiz",
    "sl": "Prevod iz angleščine: Ana Ruiz | en | Ana Ruiz\nIz španščine prevedla Ana Ruiz | es | Ana Ruiz",
    "hr": "Prevela s engleskog Ana Ruiz | en | Ana Ruiz",
    "mk": "Превод од англиски: Ана Руис | en | Ана Руис\nПреведено од шпански | es",
    "bg": "Превод от английски: Ана Руис | en | Ана Руис",
    "be": "Пераклад з англійскай мовы | en\nПераклад са шведскай: Ганна Лось | sv | Ганна Лось",
    "sq": "Përkthyer nga anglishtja | en\nPërktheu nga spanjishtja: Ana Ruiz | es | Ana Ruiz",
    "cy": "Cyfieithiad o’r Saesneg gan Ana Ruiz | en | Ana Ruiz",
    "ga": "Aistrithe ón mBéarla | en",
    "af": "Vertaal uit Engels deur Ana Ruiz | en | Ana Ruiz\nVertaal uit die Franse weergawe | fr",
    "hy": "Թարգմանված է ռուսերենից | ru\nԹարգմանությունը անգլերենից՝ Աննա Գրիգորյան | en | Աննա Գրիգորյան",
    "ka": "თარგმანი ინგლისურიდან | en\nითარგმნა ესპანური ვერსიიდან | es",
    "az": "İngilis dilindən tərcümə: Leyla Əliyeva | en | Leyla Əliyeva",
    "kk": "Орыс тілінен аударылған | ru\nАғылшын тілінен аударған: Айгүл Серік | en | Айгүл Серік",
    "ky": "Орусчадан которулган | ru\nАнглис тилинен которгон: Айгүл Асан | en | Айгүл Асан",
    "uz": "Ingliz tilidan tarjima | en\nRus tilidan Ana Ruiz tarjimasi | ru | Ana Ruiz",
    "mn": "Англи хэлнээс орчуулсан: Болд Бат | en | Болд Бат",
    "he": "תורגם מאנגלית | en\nתרגום מאנגלית: דנה כהן | en | דנה כהן",
    "fa": "ترجمه از انگلیسی | en",
    "ps": "ژباړه: له انګليسي څخه | en",
    "ur": "انگریزی سے ترجمہ | en",
    "hi": "अंग्रेज़ी से अनुवाद: अनीता शर्मा | en | अनीता शर्मा",
    "mr": "इंग्रजीतून अनुवाद | en\nइंग्रजीमधून अनुवाद: अनिता जोशी | en | अनिता जोशी",
    "ne": "अङ्ग्रेजीबाट अनुवाद: अनिता श्रेष्ठ | en | अनिता श्रेष्ठ",
    "pa": "ਅੰਗਰੇਜ਼ੀ ਤੋਂ ਅਨੁਵਾਦ | en",
    "gu": "અંગ્રેજીમાંથી અનુવાદ: અનિતા શાહ | en | અનિતા શાહ",
    "bn": "ইংরেজি থেকে অনুবাদ | en",
    "ta": "ஆங்கிலத்திலிருந்து மொழிபெயர்ப்பு | en\nஆங்கில மொழியிலிருந்து மொழிபெயர்க்கப்பட்டது | en",
    "te": "ఇంగ్లీష్ నుండి అనువాదం | en",
    "kn": "ಇಂಗ್ಲಿಷ್‌ನಿಂದ ಅನುವಾದ | en",
    "ml": "ഇംഗ്ലീഷിൽ നിന്ന് വിവർത്തനം | en\nഇംഗ്ലീഷ് ഭാഷയിൽ നിന്ന് വിവർത്തനം | en",
    "th": "แปลจากภาษาอังกฤษ โดย สมชาย ใจดี | en | สมชาย ใจดี",
    "lo": "ແປຈາກພາສາອັງກິດ | en",
    "km": "បកប្រែពីភាសាអង់គ្លេស | en",
    "my": "အင်္ဂလိပ်မှ ဘာသာပြန်သည် | en",
    "am": "ከእንግሊዝኛ የተተረጎመ | en",
    "ms": "Diterjemahkan daripada bahasa Inggeris oleh Siti Rahma | en | Siti Rahma",
    "fil": "Isinalin mula sa Ingles ni Ana Ruiz | en | Ana Ruiz",
    "sw": "Imetafsiriwa kutoka Kiingereza | en",
    "vi": "Dịch từ tiếng Anh, người dịch: Ana Ruiz | en | Ana Ruiz",
    "zh-Hant": "翻譯自英文版 | en\n譯自英文，譯者：王小明 | en | 王小明",
    "eu": "Ingelesetik itzulia | en",
    "eo": "Tradukita el la angla | en",
    "el": "Μετάφραση από τα αγγλικά: Άννα Ρουίς | en | Άννα Ρουίς",
    "hu": "Angolból fordította: Kovács Anna | en | Kovács Anna",
    "ro": "Traducere din engleză de Ana Ruiz | en | Ana Ruiz",
    "sr": "Превод са енглеског: Ана Руис | en | Ана Руис",
    "sr-Latn": "Prevod sa engleskog: Ana Ruis | en | Ana Ruis",
}  # fmt: skip
LARGEST = ("en", "es", "fr", "de", "pt", "it", "ru", "zh", "ja", "ar", "ko", "tr", "pl", "nl", "id")


def rows() -> list[tuple[str, str, str, str, str]]:
    """(wording, text, parent, translator, original)."""
    found = []
    for wording, table in TABLE.items():
        for row in filter(None, map(str.strip, table.splitlines())):
            text, parent, translator, original = (*(cell.strip() for cell in row.split("|")), "", "")[:4]
            found.append((wording, text, parent, translator, original))
    return found


@pytest.mark.parametrize(("wording", "text", "parent", "translator", "original"), rows(), ids=[f"{r[0]}-{r[1][:40]}" for r in rows()])
def test_the_table(wording: str, text: str, parent: str, translator: str, original: str) -> None:
    found = recognise(text)
    assert found is not None
    assert (found.language, found.translator, found.original, found.wording) == (parent, translator, original, wording)


# Sentences about translations, translators, languages and originals. `{L}` is a language as CLDR names it, `{N}` a person.
DECOYS = {
    "en": """
        {N} translated the novel from {L} in {Y}, when nobody else would.
        Translated from {L}, the word means a bridge that nobody has crossed.
        The original {L} text was lost in a fire in {Y}.
        Originally published in {L} in {Y}, the book sold out within a week.
        Read the original in {L}? Few people in the town could.
        The treaty was translated from {L} into nine languages, said {N}, who signed it.
        He speaks {L}, and his translator speaks it better.
        {N} is the translator of the {L} edition, which appeared in {Y}.
        It was translated from the {L} by people who had never seen the sea.
        The poem loses something when translated from {L} to anything else.
        Original in {L} but known everywhere else, the song is sung at weddings.
        Translation from {L}: a guide for those who have never tried it, by those who have.
    """,
    "es": """
        {N} tradujo la novela del {L} en {Y} y nunca cobró por ello.
        Traducido del {L}, el término significa un puente que nadie cruza.
        El texto original en {L} se perdió en un incendio en {Y}.
        Publicado originalmente en {L} en {Y}, el libro se agotó en una semana.
        La traducción del {L} al resto de las lenguas llevó diez años de trabajo.
        El original en {L} ya no existe, dijo {N} ante el juez.
        La traductora del {L}, que vive en el norte, no quiso dar su nombre.
        Leer el original en {L} era un lujo que pocos podían permitirse entonces.
    """,
    "fr": """
        {N} a traduit le roman de la langue {L} en {Y}, sans être payée.
        Traduit de la langue {L}, le mot veut dire un pont que personne ne traverse.
        Le texte original en {L} a brûlé en {Y}.
        Publié initialement en {L} en {Y}, le livre fut vite épuisé.
        La traduction de la version en {L} a pris dix ans, selon {N}.
        Lire l’original en {L} était un luxe que peu de gens pouvaient s’offrir.
        La langue d’origine n’est pas le {L}, comme on l’a cru jusqu’en {Y}.
        Traduction et {L} : deux métiers, une seule vie, celle que raconte {N} dans son livre.
    """,
    "de": """
        {N} übersetzte den Roman im Jahr {Y} aus der Sprache, die dort alle sprechen.
        Die Übersetzung aus dem Urtext in die Sprache {L} dauerte zehn Jahre.
        Das Original auf {L} ging {Y} verloren.
        Zuerst auf {L} erschienen, war das Buch nach einer Woche vergriffen.
        Original und {L}: zwei Wörter, die {N} nicht mehr hören kann.
        Wer aus der Sprache {L} übersetzt, verdient wenig, sagt {N}.
        Ausgangssprache war nicht {L}, wie man bis {Y} glaubte.
        Aus der Stadt, in der {L} gesprochen wird, kam {Y} ein Brief.
    """,
    "pt": """
        {N} traduziu o romance em {Y} e nunca recebeu por isso.
        Traduzido do {L}, o termo significa uma ponte que ninguém atravessa.
        O texto original em {L} perdeu-se num incêndio em {Y}.
        Publicado originalmente em {L} em {Y}, o livro esgotou numa semana.
        A tradução do {L} para as outras línguas levou dez anos de trabalho.
        A tradutora do {L}, que mora no norte, não quis dizer o nome.
        Ler o original em {L} era um luxo que poucos podiam ter naquela época.
        O idioma original não era o {L}, como se pensou até {Y}.
    """,
    "it": """
        {N} tradusse il romanzo nel {Y} e non fu mai pagata.
        Tradotto dalla lingua {L}, il termine vuol dire un ponte che nessuno attraversa.
        Il testo originale in {L} andò perduto nel {Y}.
        Pubblicato originariamente in {L} nel {Y}, il libro si esaurì in una settimana.
        La traduzione dalla versione in {L} richiese dieci anni, racconta {N}.
        Leggere l’originale in {L} era un lusso che pochi potevano permettersi.
        La lingua originale non era il {L}, come si credette fino al {Y}.
        La traduttrice, che parla {L}, vive al nord e non ha voluto dire il suo nome.
    """,
    "ru": """
        {N} перевела роман в {Y} году и не получила за это ничего.
        Перевод с языка оригинала занял десять лет, рассказала {N}.
        Язык оригинала — не {L}, как думали до {Y} года.
        Оригинал на {L} языке сгорел в {Y} году.
        Впервые опубликовано на {L} в {Y} году, издание сразу разошлось.
        Переводчик говорил, что {L} он выучил уже в лагере.
        Перевод денег за границу остановлен, {L} банк не отвечает.
    """,
    "zh": """
        他的小说译自{L}，在北京出版后大受欢迎，{Y}年再版。
        翻译{L}作品的人越来越少了，他说。
        原文为{L}的手稿在{Y}年的大火中烧毁了。
        本文由{N}执笔，{L}译者后来也参加了讨论。
        最初以{L}发表的诗，如今人人会背。
        {L}原文已经失传，只剩下后人的译本。
    """,
    "ja": """
        この本は{L}版からの翻訳で、{Y}年にベストセラーになった。
        {L}から翻訳するのは難しいと{N}さんは言う。
        原文は{L}だったが、{Y}年の火事で失われた。
        {L}の原文を読める人は町にほとんどいなかった。
        翻訳者は{L}を独学で学んだという。
        {L}からの翻訳が増えた理由は三つある。
    """,
    "ar": """
        ترجمت {N} الرواية عن {L} قبل سنوات ولم تتقاض شيئا.
        مترجم عن {L} كان يعيش في المدينة القديمة حتى عام {Y}.
        النص الأصلي كان مكتوبا باللغة {L} وضاع في حريق عام {Y}.
        الترجمة من {L} إلى سائر اللغات تحتاج إلى صبر طويل.
        نشر الكتاب أصلا باللغة {L} ثم نسيه الناس.
        تقول المترجمة إن {L} أصعب مما يظن الناس.
    """,
    "ko": """
        {N} 씨는 {L}에서 번역한 소설로 {Y}년에 상을 받았다.
        {L} 원문은 {Y}년 화재로 사라졌다.
        번역은 {L}를 잘 아는 사람에게도 어려운 일이다.
        이 소설은 {L}에서 번역되었지만 아무도 읽지 않았다.
        원문이 {L}라는 사실을 아는 사람은 드물다.
        {L} 번역자가 부족하다고 출판사는 말한다.
    """,
    "tr": """
        {N} romanı {Y} yılında çevirdi ve karşılığında hiçbir şey almadı.
        {L} sürümünden çevrilmiş olan bu sözcük, kimsenin geçmediği bir köprü demektir.
        Metnin {L} aslı {Y} yılında çıkan yangında yok oldu.
        Özgün dili {L} olan kitap bir haftada tükendi.
        {L} bilen çevirmenler giderek azalıyor, diyor {N}.
        Çeviri yapmak, {L} konuşmaktan daha zordur.
    """,
    "pl": """
        {N} przetłumaczyła powieść w {Y} roku i nic za to nie dostała.
        Przekład z języka, którym mówi cała wieś, zajął dziesięć lat.
        Język oryginału to nie {L}, jak sądzono do {Y} roku.
        Tekst oryginalny po {L} spłonął w {Y} roku.
        Tłumaczka, która zna {L}, mieszka na północy kraju.
        Tłumaczenie z nudów, a nie z potrzeby, wychodzi gorzej, mówi {N}.
    """,
    "nl": """
        {N} vertaalde de roman in {Y} en kreeg er niets voor.
        Vertaald uit het {L} betekent het woord een brug die niemand oversteekt.
        Het origineel in het {L} ging in {Y} verloren.
        Oorspronkelijk verschenen in het {L}, was het boek na een week uitverkocht.
        Vertaald naar het {L} klinkt het lied heel anders, zegt {N}.
        De oorspronkelijke taal was niet {L}, zoals men tot {Y} dacht.
    """,
    "id": """
        {N} menerjemahkan novel itu pada tahun {Y} tanpa dibayar.
        Diterjemahkan dari bahasa {L}, kata itu berarti jembatan yang tidak pernah dilewati orang.
        Naskah asli dalam bahasa {L} hilang dalam kebakaran tahun {Y}.
        Pertama kali diterbitkan dalam bahasa {L} pada tahun {Y}, buku itu habis terjual.
        Penerjemah yang menguasai bahasa {L} makin sedikit, kata {N}.
        Membaca versi asli dalam bahasa {L} adalah kemewahan bagi banyak orang.
    """,
}  # fmt: skip
SHORT = (  # lines that stand alone, and name no language, or not as a source
    "Translation: Ana Ruiz", "Translated by volunteers", "Original: a song by Ana Ruiz", "Translated into Spanish",
    "Original artwork by Ana Ruiz", "Source: the Spanish embassy", "Read in English", "Originally from Spain",
    "Traducción: Ana Ruiz", "Traducido al inglés", "Original de Ana Ruiz", "Leer en inglés", "Texto: Ana Ruiz",
    "Traduction : Ana Ruiz", "Traduit en anglais", "Lire en anglais", "Bande originale", "Originaire d’Espagne",
    "Übersetzung: Ana Ruiz", "Ins Englische übersetzt", "Original und Fälschung", "Aus dem Norden von Ana Ruiz",
    "Tradução: Ana Ruiz", "Traduzido para o inglês", "Ler em inglês", "Traduzione: Ana Ruiz", "Tradotto in inglese",
    "Перевод: Анна Рейн", "Переведено на английский", "Оригинал здесь", "译者：王小明", "翻译成英文", "原文链接",
    "訳者：山田花子", "英語に翻訳", "原文はこちら", "ترجمة: ليلى المصري", "ترجم إلى الإنجليزية", "번역: 김민수", "영어로 번역", "원문 보기",
    "Çeviren: Ayşe Yılmaz", "İngilizceye çevrildi", "Tłumaczenie: Anna Nowak", "Przetłumaczono na angielski",
    "Vertaling: Jan de Vries", "Vertaald naar het Engels", "Terjemahan: Siti Rahma", "Diterjemahkan ke bahasa Inggris",
    "Переклад: Ольга Коваль", "Перекладено англійською", "Översättning: Ana Ruiz", "Oversat til engelsk", "Käännös: Ana Ruiz",
    "Fordította: Kovács Anna", "Překlad: Ana Ruiz", "Traducere: Ana Ruiz", "Μετάφραση: Άννα Ρουίς", "תרגום: דנה כהן",
    "تھوڑا سا ترجمہ", "अनुवाद: अनीता शर्मा", "ผู้แปล: สมชาย ใจดี", "Người dịch: Ana Ruiz", "Tafsiri: Ana Ruiz",
    "Translated from Spanish newspapers, the headlines sound milder",
    "The Spanish original was better",
    "An original English breakfast",
    "English original sin",
    "Traducido del inglés al cine",
    "Traducción del inglés técnico para principiantes",
    "Traduit de l'anglais en images",
    "Übersetzt aus dem Kopf",
    "Aus dem Englischen Garten",
    "Das englische Original",
    "Traduzido do papel para a tela",
    "Перевод с английского на человеческий",
    "Перевод с одной карты на другую",
    "翻译自我",
    "原文如此",
    "英語を学ぶ",
    "ترجمة من القلب",
    "영어 번역 수업",
    "Türkçe çeviri dersleri",
    "Tłumaczenie z urzędu",
    "Vertaald naar de praktijk",
    "Terjemahan dari hati",
    "Originally from Polish stock, he moved to Leeds",
)  # fmt: skip
PEOPLE = ("Ana Ruiz", "Leila Haddad", "Jan Kos", "Olha Kovalenko", "Maria Lund", "Tom Byrne", "Sofia Peretz")
YEARS = ("1931", "1950", "1968", "1989", "2004", "2019")
SAMPLE = ("es", "en", "fr", "de", "it", "pt", "ru", "uk", "ar", "zh", "ja", "ko", "tr", "pl", "el", "nl", "fa", "he", "hi", "sv")
CREDITED = "Ana Ruiz"


def decoys() -> list[str]:
    """More than 10,000 paragraphs, each another."""
    made: dict[str, None] = {}
    for reader, table in DECOYS.items():
        templates = [row.strip() for row in table.splitlines() if row.strip()]
        for template, tag, person, year in itertools.product(templates, SAMPLE, PEOPLE, YEARS):
            if ("{N}" in template or person == PEOPLE[0]) and ("{Y}" in template or year == YEARS[0]):
                made[template.format(L=languages.name(tag, reader), N=person, Y=year)] = None
    return list(made)


def test_no_false_positive_in_ten_thousand_paragraphs() -> None:
    paragraphs = decoys()
    assert len(paragraphs) >= 10_000
    with bounded():
        taken = [text for text in paragraphs if recognise(text)]
    assert taken == []


@pytest.mark.parametrize("text", SHORT)
def test_short_lines_without_a_source(text: str) -> None:
    assert recognise(text) is None


@pytest.mark.parametrize("reader", WORDINGS)
def test_the_strings_of_a_page_are_no_provenance(reader: str) -> None:
    """Where a page names the languages it can be read in, nobody was translated from anything."""
    catalogue = messages.catalogue(reader)
    for message in messages.SITE:
        if not message.startswith("Original"):
            text = catalogue.text(message).format(name="Ana Ruiz", date="2026", language=languages.name("es", reader), count="3")
            assert recognise(text) is None, text
    for tag in SAMPLE:
        assert recognise(f"{catalogue.text('Read this in')} {languages.name(tag, reader)}") is None


@pytest.mark.parametrize("reader", WORDINGS)
def test_the_table_has_every_wording(reader: str) -> None:
    assert reader in TABLE
    positives = [row for row in rows() if row[0] == reader and row[2]]
    assert len(positives) >= (8 if reader in LARGEST else 1)


def test_there_are_sixty_locales() -> None:
    assert len(WORDINGS) >= 60
    assert {wording_for(tag) for tag in WORDINGS} == set(WORDINGS)
    for tag in WORDINGS:
        assert languages.locale(tag).language == tag.split("-", maxsplit=1)[0], "CLDR's names and dates are needed"


@pytest.mark.parametrize("reader", WORDINGS)
def test_every_line_is_recognised_again(reader: str) -> None:
    for parent in SAMPLE:
        if parent == reader.split("-", maxsplit=1)[0]:
            continue
        for original, translator in itertools.product(("", "es", "en", "zh", "ru", "cy"), ("", CREDITED)):
            text = line(reader, parent, translator, original)
            found = recognise(text)
            assert found is not None, text
            start = "" if original == parent else original
            assert (found.language, found.translator, found.original, found.wording) == (parent, translator, start, reader), text
            assert found.confidence == 1, text


@pytest.mark.parametrize("reader", WORDINGS)
def test_the_name_of_the_original_alone_is_less_sure(reader: str) -> None:
    for parent in {"en", "es", "fr", "ru"} - {reader}:
        text = messages.catalogue(reader).text("Original: {language}").format(language=name_in_sentence(parent, reader))
        found = recognise(text)
        assert found is not None, text
        assert (found.language, found.translator, found.confidence) == (parent, "", 0.6), text


@pytest.mark.parametrize("reader", WORDINGS)
def test_the_notice_is_in_the_reader_s_language(reader: str) -> None:
    changed = date(2026, 3, 3)
    dated, plain = behind(reader, "es", changed), behind(reader, "es")
    shown = messages.catalogue(reader).language
    assert shown != "en" or reader in NO_CATALOGUE
    name = languages.name("es", shown)
    assert name.lower() in dated.lower()
    assert name.lower() in plain.lower()
    assert languages.format_day(changed, shown) in dated
    assert not re.search(r"[{}]|\.\.", dated + plain)
    assert recognise(dated) is None
    assert recognise(plain) is None


def test_the_notice_in_english() -> None:
    assert behind("en-GB", "es", date(2026, 3, 3)) == "This translation is behind the Spanish version, which changed on 3 March 2026."
    assert behind("en", "es") == "This translation is behind the Spanish version."
    assert behind("xh", "es") == behind("en", "es")


@pytest.mark.parametrize(
    ("reader", "parent", "translator", "original", "expected"),
    [
        ("en", "en", "", "es", "Translated from the English version of the Spanish original"),
        ("es", "en", "Ana", "ru", "Traducido de la versión en inglés del original en ruso por Ana"),
        ("de", "en", "", "es", "Übersetzt aus dem Englischen (Originalsprache: Spanisch)"),
        ("pl", "en", "Ana Nowak", "es", "Przekład z angielskiego: Ana Nowak (język oryginału: hiszpański)"),
        ("zh", "en", "", "es", "译自英文版（原文语言：西班牙语）"),
        ("az", "en", "", "", "İngilis dilindən tərcümə"),
        ("ka", "en", "", "", "თარგმნილია ინგლისურიდან"),
        ("sk", "sv", "", "", "Preložené zo švédčiny"),
        ("be", "sv", "", "", "Пераклад са шведскай"),
        ("hy", "hi", "", "", "Թարգմանություն; աղբյուրի լեզուն՝ հինդի"),
        ("es", "en", "", "en", "Traducido de la versión en inglés"),
    ],
)
def test_lines_fit_their_language(reader: str, parent: str, translator: str, original: str, expected: str) -> None:
    assert line(reader, parent, translator, original) == expected


def test_a_link_and_the_place_of_the_statement() -> None:
    found = recognise("  — (Translated from Spanish by Ana Ruiz: https://example.org/es/rio.) ")
    assert found is not None
    assert (found.link, found.translator) == ("https://example.org/es/rio", "Ana Ruiz")
    assert found.text[slice(*found.span)].startswith("Translated from Spanish")
    bare = recognise("*Traducido del inglés.*")
    assert bare is not None
    assert (bare.text[slice(*bare.span)], bare.link) == ("Traducido del inglés", "")


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("Translated from Spanish", 1),
        ("Originally published in Spanish; translation: Ana Ruiz", 0.9),
        ("Originally published in Spanish by Ana Ruiz", 0.6),
        ("Read the original in Spanish", 0.6),
    ],
)
def test_how_sure_a_reading_is(text: str, confidence: float) -> None:
    found = recognise(text)
    assert found is not None
    assert (found.language, found.confidence) == ("es", confidence)


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the shared texts")
def test_no_false_positive_in_real_texts(tmp_path: Path) -> None:
    texts = [file.read_text(encoding="utf-8") for file in SHARED.glob("*.txt")]
    bundle = SHARED / "starlight-docs.bundle"
    if bundle.exists():
        subprocess.run(["git", "clone", "-q", str(bundle), str(tmp_path / "site")], check=True, capture_output=True)
        texts += [file.read_text(encoding="utf-8") for file in sorted((tmp_path / "site").rglob("*.md*"))]
    paragraphs = {" ".join(part.split()) for text in texts for part in re.split(r"\n\s*\n|\n[-*#>] ", text)}
    taken = [text for text in paragraphs if recognise(text)]
    assert [text for text in taken if not text.lstrip("*_ ").startswith(("Translated", "Traduc"))] == []
