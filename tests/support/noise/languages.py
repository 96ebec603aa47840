"""Sentences in many languages, and the encodings that texts in them were kept in."""

from __future__ import annotations

import unicodedata
from random import Random
from typing import NamedTuple

_CYRILLIC = ("koi8_r", "cp1251", "iso8859_5", "cp866", "mac_cyrillic")
_WESTERN = ("iso8859_1", "cp1252", "iso8859_15", "mac_roman")
_CENTRAL = ("iso8859_2", "cp1250")


class Tongue(NamedTuple):
    """A language's encodings, and sentences that anybody might write in it."""

    codecs: tuple[str, ...]
    sentences: tuple[str, ...]


TONGUES = {
    "Japanese": Tongue(
        ("euc_jp", "shift_jis", "cp932", "iso2022_jp"),
        (
            "図書館は駅の近くにあり、日曜日も開いています。",
            "昨日から雨が降り続き、川の水が増えてきた。",
            "この町では毎年秋に大きな祭りが行われる。",
            "彼女は大学で建築を学び、今は小さな事務所で働いている。",
            "電車が遅れたので、会議は三十分後に始まりました。",
            "お問い合わせは電話またはメールでお願いします。",
            "新しいパソコンを買ったが、まだ使い方がよくわからない。",
            "子どもたちは公園のベンチでアイスクリームを食べた。",
        ),
    ),
    "Korean": Tongue(
        ("euc_kr", "cp949", "johab"),
        (
            "도서관은 역에서 가깝고 일요일에도 문을 엽니다.",
            "어제부터 비가 계속 내려서 강물이 많이 불었다.",
            "이 마을에서는 해마다 가을에 큰 잔치가 열린다.",
            "그는 대학에서 건축을 배우고 지금은 작은 사무실에서 일하고 있다.",
            "기차가 늦어서 회의는 삼십 분 뒤에 시작되었습니다.",
            "자세한 내용은 전화나 전자우편으로 물어보시기 바랍니다.",
            "새 컴퓨터를 샀지만 아직 쓰는 법을 잘 모른다.",
            "아이들은 공원 의자에 앉아 아이스크림을 먹었다.",
        ),
    ),
    "Russian": Tongue(
        _CYRILLIC,
        (
            "Библиотека находится рядом с вокзалом и открыта даже в воскресенье.",
            "Со вчерашнего дня идёт дождь, и вода в реке заметно поднялась.",
            "Каждую осень в этом городе проходит большой праздник.",
            "Она изучала архитектуру, а теперь работает в небольшой мастерской.",
            "Поезд опоздал, поэтому собрание началось на полчаса позже.",
            "Подробности можно узнать по телефону или в письме.",
            "Дети сидели на скамейке в парке и ели мороженое.",
        ),
    ),
    "Ukrainian": Tongue(
        ("koi8_u", "cp1251"),
        (
            "Бібліотека розташована біля вокзалу й відчинена навіть у неділю.",
            "Від учора йде дощ, і вода в річці помітно піднялася.",
            "Щоосені в цьому місті відбувається велике свято.",
            "Потяг запізнився, тому збори почалися на пів години пізніше.",
            "Діти сиділи на лавці в парку та їли морозиво.",
        ),
    ),
    "Bulgarian": Tongue(
        ("cp1251", "iso8859_5"),
        (
            "Библиотеката е близо до гарата и е отворена дори в неделя.",
            "От вчера вали дъжд и водата в реката се покачи.",
            "Всяка есен в този град се провежда голям празник.",
            "Влакът закъсня, затова събранието започна половин час по-късно.",
            "Децата седяха на пейката в парка и ядяха сладолед.",
        ),
    ),
    "Serbian": Tongue(
        ("cp1251", "iso8859_5"),
        (
            "Библиотека се налази близу станице и отворена је чак и недељом.",
            "Од јуче пада киша и вода у реци је порасла.",
            "Сваке јесени у овом граду одржава се велика свечаност.",
            "Воз је каснио, па је састанак почео пола сата касније.",
            "Деца су седела на клупи у парку и јела сладолед.",
        ),
    ),
    "Greek": Tongue(
        ("iso8859_7", "cp1253"),
        (
            "Η βιβλιοθήκη βρίσκεται κοντά στον σταθμό και είναι ανοιχτή ακόμη και την Κυριακή.",
            "Από χθες βρέχει και το νερό του ποταμού ανέβηκε.",
            "Κάθε φθινόπωρο γίνεται σε αυτή την πόλη μια μεγάλη γιορτή.",
            "Το τρένο άργησε, γι' αυτό η συνάντηση άρχισε μισή ώρα αργότερα.",
            "Τα παιδιά κάθονταν στο παγκάκι του πάρκου και έτρωγαν παγωτό.",
        ),
    ),
    "Hebrew": Tongue(
        ("iso8859_8", "cp1255"),
        (
            "הספרייה נמצאת ליד התחנה והיא פתוחה גם ביום ראשון.",
            "מאז אתמול יורד גשם והמים בנהר עלו.",
            "בכל סתיו נערכת בעיר הזאת חגיגה גדולה.",
            "הרכבת איחרה ולכן הישיבה התחילה חצי שעה מאוחר יותר.",
            "הילדים ישבו על הספסל בפארק ואכלו גלידה.",
        ),
    ),
    "Arabic": Tongue(
        ("iso8859_6", "cp1256"),
        (
            "تقع المكتبة قرب المحطة وهي مفتوحة حتى يوم الأحد.",
            "ينزل المطر منذ أمس وقد ارتفع ماء النهر.",
            "يقام في هذه المدينة كل خريف احتفال كبير.",
            "تأخر القطار ولذلك بدأ الاجتماع بعد نصف ساعة.",
            "جلس الأطفال على مقعد في الحديقة وأكلوا المثلجات.",
        ),
    ),
    "Thai": Tongue(
        ("tis_620", "cp874"),
        (
            "ห้องสมุดอยู่ใกล้สถานีรถไฟและเปิดให้บริการแม้ในวันอาทิตย์",
            "ฝนตกตั้งแต่เมื่อวานนี้ทำให้น้ำในแม่น้ำสูงขึ้นมาก",
            "ทุกปีในฤดูใบไม้ร่วงเมืองนี้จะจัดงานเทศกาลใหญ่",
            "รถไฟมาช้า การประชุมจึงเริ่มช้าไปครึ่งชั่วโมง",
            "เด็ก ๆ นั่งอยู่บนม้านั่งในสวนสาธารณะและกินไอศกรีม",
            "ผู้ที่สนใจสามารถสอบถามรายละเอียดได้ทางโทรศัพท์",
        ),
    ),
    "Vietnamese": Tongue(
        ("cp1258",),
        (
            "Thư viện nằm gần nhà ga và mở cửa cả ngày chủ nhật.",
            "Từ hôm qua trời mưa liên tục và nước sông đã dâng cao.",
            "Mỗi mùa thu thành phố này tổ chức một lễ hội lớn.",
            "Tàu đến muộn nên cuộc họp bắt đầu chậm nửa giờ.",
            "Trẻ em ngồi trên ghế trong công viên và ăn kem.",
        ),
    ),
    "Turkish": Tongue(
        ("iso8859_9", "cp1254"),
        (
            "Kütüphane istasyona yakındır ve pazar günleri de açıktır.",
            "Dünden beri yağmur yağıyor ve ırmağın suyu yükseldi.",
            "Bu şehirde her sonbaharda büyük bir şenlik düzenlenir.",
            "Tren geciktiği için toplantı yarım saat sonra başladı.",
            "Çocuklar parktaki bankta oturup dondurma yediler.",
        ),
    ),
    "French": Tongue(
        _WESTERN,
        (
            "La bibliothèque se trouve près de la gare et reste ouverte même le dimanche.",
            "Il pleut depuis hier et l'eau de la rivière a monté.",
            "Chaque automne, une grande fête a lieu dans cette ville.",
            "Le train était en retard, la réunion a donc commencé une demi-heure plus tard.",
            "Les élèves étaient assis à l'ombre du vieux chêne où ça sentait la forêt.",
        ),
    ),
    "German": Tongue(
        _WESTERN,
        (
            "Die Bücherei liegt in der Nähe des Bahnhofs und ist auch sonntags geöffnet.",
            "Seit gestern regnet es, und das Wasser im Fluss ist höher gestiegen als üblich.",
            "Jeden Herbst wird in dieser Stadt ein großes Fest gefeiert.",
            "Der Zug hatte Verspätung, daher begann die Sitzung später.",
            "Die Mädchen saßen auf der Bank, aßen Eis und hörten den Vögeln zu.",
        ),
    ),
    "Spanish": Tongue(
        _WESTERN,
        (
            "La biblioteca está cerca de la estación y abre también los domingos por la mañana.",
            "Desde ayer llueve y el agua del río subió más de un metro.",
            "Cada otoño se celebra en esta ciudad una gran fiesta para los niños.",
            "¿A qué hora empezará la reunión? El tren llegó con retraso.",
            "Los señores comían pan con jamón y bebían café según la costumbre.",
        ),
    ),
    "Portuguese": Tongue(
        _WESTERN,
        (
            "A biblioteca fica perto da estação e não fecha aos domingos de manhã.",
            "Desde ontem chove e a água do rio já subiu até à ponte.",
            "As crianças comiam pão com maçã e ouviam as canções dos avós.",
            "A reunião começará às três horas, porque o comboio está atrasado.",
        ),
    ),
    "Icelandic": Tongue(
        ("iso8859_1", "cp1252"),
        (
            "Bókasafnið er nálægt stöðinni og er opið líka á sunnudögum.",
            "Það hefur rignt síðan í gær og vatnið í ánni hefur hækkað.",
            "Börnin sátu á bekknum í garðinum og borðuðu ís.",
        ),
    ),
    "Swedish": Tongue(
        _WESTERN,
        (
            "Biblioteket ligger nära stationen och är öppet även på söndagar.",
            "Sedan i går har det regnat och vattnet i ån har stigit.",
            "Barnen satt på bänken i parken och åt glass med gräddsås.",
        ),
    ),
    "Danish": Tongue(
        _WESTERN,
        (
            "Biblioteket ligger nær stationen og er også åbent om søndagen.",
            "Siden i går har det regnet, og vandet i åen er højere end før.",
            "Børnene sad på bænken i parken og spiste is med flødeskum.",
        ),
    ),
    "Polish": Tongue(
        _CENTRAL,
        (
            "Biblioteka znajduje się blisko dworca i jest otwarta także w niedzielę.",
            "Od wczoraj pada deszcz, więc woda w rzece bardzo się podniosła.",
            "Każdej jesieni w tym mieście odbywa się duże święto.",
            "Pociąg się spóźnił, dlatego zebranie zaczęło się pół godziny później.",
            "Dzieci siedziały na ławce w parku i jadły lody śmietankowe.",
        ),
    ),
    "Czech": Tongue(
        _CENTRAL,
        (
            "Knihovna leží blízko nádraží a je otevřena i v neděli.",
            "Od včerejška prší a voda v řece se zvedla.",
            "Každý podzim se v tomto městě koná velká slavnost.",
            "Vlak měl zpoždění, proto schůze začala o půl hodiny později.",
            "Děti seděly na lavičce v parku a jedly zmrzlinu se šlehačkou.",
        ),
    ),
    "Hungarian": Tongue(
        _CENTRAL,
        (
            "A könyvtár közel van az állomáshoz, és vasárnap is nyitva tart.",
            "Tegnap óta esik az eső, és a folyó vize megemelkedett.",
            "Minden ősszel nagy ünnepet rendeznek ebben a városban.",
            "A vonat késett, ezért a gyűlés fél órával később kezdődött.",
            "A gyerekek a padon ültek, és fagylaltot ettek a hűvös fák alatt.",
        ),
    ),
    "Romanian": Tongue(
        _CENTRAL,
        (
            "Biblioteca se află lângă gară şi este deschisă şi duminica.",
            "De ieri plouă şi apa râului a crescut foarte mult.",
            "În fiecare toamnă are loc în acest oraş o mare sărbătoare.",
            "Copiii stăteau pe bancă în parc şi mâncau îngheţată.",
        ),
    ),
    "Latvian": Tongue(
        ("cp1257", "iso8859_13", "iso8859_4"),
        (
            "Bibliotēka atrodas netālu no stacijas un ir atvērta arī svētdienās.",
            "Kopš vakardienas līst lietus, un ūdens upē ir cēlies.",
            "Bērni sēdēja parkā uz soliņa un ēda saldējumu ar ķiršiem.",
        ),
    ),
    "Lithuanian": Tongue(
        ("cp1257", "iso8859_13", "iso8859_4"),
        (
            "Biblioteka yra netoli stoties ir dirba net sekmadienį.",
            "Nuo vakar lyja, ir vanduo upėje gerokai pakilo.",
            "Kiekvieną rudenį šiame mieste vyksta didelė šventė.",
            "Vaikai sėdėjo ant suolo parke ir valgė ledus su žemuogėmis.",
        ),
    ),
}

SIMPLIFIED = (
    "图书馆离车站不远，星期天也照常开放。",
    "从昨天起一直下雨，河里的水涨了不少。",
    "每年秋天，这座城市都要举办一次盛大的庙会。",
    "她在大学里学的是建筑，如今在一家小事务所上班。",
    "火车晚点了，会议推迟半小时才开始。",
    "详情请致电咨询，或发邮件到我们的信箱。",
    "孩子们坐在公园的长椅上，一边吃冰棍一边聊天。",
    "老王说：“这台机器修了三回，还是时好时坏。”",
    "据统计，去年全省粮食总产量比上年增长百分之二点三。",
    "掌柜的把算盘往柜台上一搁，叹了口气，又翻起账本来。",
    "春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少。",
    "甲方应当在合同生效之日起十日内支付首期款项。",
)
TRADITIONAL = (
    "圖書館離車站不遠，星期天也照常開放。",
    "從昨天起一直下雨，河裡的水漲了不少。",
    "每年秋天，這座城市都要舉辦一次盛大的廟會。",
    "她在大學裡學的是建築，如今在一家小事務所上班。",
    "火車誤點了，會議延後半小時才開始。",
    "詳情請來電洽詢，或寄電子郵件到我們的信箱。",
    "孩子們坐在公園的長椅上，一邊吃冰棒一邊聊天。",
    "老王說：「這台機器修了三回，還是時好時壞。」",
    "根據統計，去年全省稻米總產量比前年增加百分之二點三。",
    "掌櫃的把算盤往櫃檯上一擱，嘆了口氣，又翻起帳本來。",
    "春眠不覺曉，處處聞啼鳥。夜來風雨聲，花落知多少。",
    "甲方應於契約生效之日起十日內支付首期款項。",
)

CHINESE = {
    "Simplified": Tongue(("gb2312", "gbk", "gb18030", "hz", "utf_8", "utf_16", "utf_16_le", "utf_16_be"), SIMPLIFIED),
    "Traditional": Tongue(("gbk", "gb18030", "big5", "big5hkscs", "utf_8", "utf_16", "utf_16_be"), TRADITIONAL),
}


def passage(tongue: Tongue, random: Random, length: int) -> str:
    """Return sentences drawn at random, with line ends here and there, cut to a length in code points."""
    pieces: list[str] = []
    size = 0
    blank = "" if tongue.sentences[0][-1] == "。" else " "
    while size < length + 30:
        piece = random.choice(tongue.sentences) + random.choice((blank, blank, blank, "\n"))
        pieces.append(piece)
        size += len(piece)
    start = random.randrange(30)
    return "".join(pieces)[start : start + length]


def encoded(text: str, codec: str) -> bytes:
    """Return a text's bytes; what an encoding lacks is left out, marks that combine are written apart."""
    if codec == "cp1258":
        text = "".join(_apart(char) for char in text)
    return text.encode(codec, "ignore")


def _apart(char: str) -> str:
    """Return a Vietnamese letter as Windows writes it: the tone behind the letter."""
    parts = unicodedata.normalize("NFD", char)
    tones = "".join(mark for mark in parts[1:] if mark in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", parts[0] + "".join(mark for mark in parts[1:] if mark not in tones)) + tones
