"""How often the letters of some languages are used: what tells in which encoding a file is.

Strings are in order of frequency, the most frequent first. Han are ordered by ``rules/bigrams.npy``
(the words of jieba's dictionary and their frequencies, MIT); all others were counted in translations
of the messages of free programs (GNU gettext catalogs), of which nothing but the order is kept.
"""

from __future__ import annotations

from typing import NamedTuple

HAN = (
    "的人是一有不了在国大中和个年上为地他这会到时来以我子们民家于行学下后成生要道之出发对自也就说业市部里政方本用"
    "长作分经能主全公多天工得着而过高你可等都力定然区种代体动理表门面产军法现事前北外心机起去同好如小开所日与其还"
    "进那度员么些者院化物间口性合头加名安关制十南城山平想战手明此西见通东内实建文无月正水相三从但又只各她将已当新"
    "最没看第重两务样级量场期次治入位元利汉点立系路委常数气江省任及应情意海资身万世二原向回教比湖特知石美使因并总"
    "把武由老被问己术族府题义果色司品展州程议导队儿别华命书声少师权米计话交共变处才报放活流目科称管统解达首马今便"
    "保再决反四太女张形清王直结给至设走金领先几基打提更电社很或济件界步阳京式斯史论质何布据类边兵花住光党县取商官"
    "带条河空难集传信农即历受古号干广强技接白百真眼神职联记运选风专五什做却听增它完指改每组规黄际育尔究候器士备格"
    "线克型始帝持求言争校积亚令准功团复拉林段车造革举亲价众像八则办千半图字属往德快思朝极游约装观许近鱼具单台吃周"
    "土感收根死深火笑精红该调较非参叫必皇研考英认让转连李况息察洲织律料源般值击划响志护示且乐势施构片素纪视费速境"
    "夫容局断望率球象余列告村照算罗节营证语足龙兴均失存客居巴服标病确离站药落觉轻防项食低初影支整早显未派满爱网群"
    "股请越远铁除青飞企创副包占双引怎推曾消热甚编虽需投随央域续验席刻识念态户赛习切易案章例养哥射层底座弟弹景查楼"
    "致责须卫围宗富效星桥油玉置陆音七云仅伤供右宝密急排攻斗模父状终绝维胜艺范血试镇阶降九乡似修六写冲劳医协喜宫封"
    "尽微房批承抗拿木检毛注演独留破紧细脸航苏若财适钱严优依倒刘坐找招故旅杀杨环突获负采银阿陈黑另左按跟括昌辑乎益"
    "筑兰够份园堂止洋策邦额助友句味块娘室挥略免害尼敢板班辖销闻久乱剧善夜守岛征怕材架欢港良苦角阵限临刀剑升叶呼夏"
    "奇威宜岁待愿春树母波田画礼福答藏衣贵配错充压孙孩尚差帮惊担掌晚核沙温激皮竟船草著街词谈酒刚印吧审宣执敌既普欧"
    "男监简继背胡荆讲谁超送预香亿仍呢哪础泽庭湾述馆诉烈督票险陵伯爷败亮侧典届庆牌献练臣雄露静判厂否妈姓宁康录授曲"
    "杂楚渐版甲盘禁端纳脑钟介卖固季异忙恩换散松植毒洞测灵痛祖移肉菜训读输遇顶顾饭鲜齐买互伊假兄减博召吸哈姑归控救"
    "暗永牛短矿秘穿笔脚蒙补评诗货逐顺丰停冷吗含咱喝坚宋希忽扩朱毕沉洪登茶襄赶追退遗鄂吴啊某币析择丽川廷束款疗亡岸"
    "峰序秀径遍付午姐库店庙牙疑索误页顿丝卷厚坏坦套岩床托旗灯"
)

HANGUL = (
    "다니이을지에수습는를하로없시가자일스의정파합용서기음사할리인트은한어않션있터오문위대그으만드제값옵상해보아함"
    "름작실입프치력부데패모표버면고형전식나되명된경크행바업여중소요설키도들열디못출구과변성블적거야령세호번록메목"
    "원개료동환잘라했필테비렉미류내브레조장태현복단우읽재유체무마려주타연었안러십너분와본당추반또결코화때항간계더"
    "포커베최래줄속진른임능접럼선저알랜공았퍼확칼참절색처끝건방각덱준템페검증찾백든밋신법같생초새게종발텍쓰클예두"
    "택램활매산숫져링널쓸것배역카닙플권운렬딩집르릴째허영티올삭관규근됨병룹젝따범쪽턴청뒤됩축까런외석볼잭통약받존"
    "불및순맞꾸막림별린길컨토젯후압언헤될완심듈암롤폴립쿼슬컬졌말돌창글꿀케많셸향직며칙격릭냅남닌빠잠캐붙충점밀듭"
    "셋금뷰움앞뉴워히께빈벗누양노닫콘핑콜님큰났편특등독취뜀효셀덮날켓네혹강롯울교감픽피묶엔낼국루락왼응손퀀떤쇄웨"
    "씁먼윈갑탭덤첫채달긴략견깁질술짜넣차객귀련슈"
)

HIRAGANA = (
    "まのすでしをはにがせんいるたてれなきりさとあかこみらくけうだめよつっもわえばどへそおぎびじべむやずちごろょづ"
    "ぐほぞぬげひふぱざぶねぼぁゆぜぺ"
)

_CYRILLIC = ("iso8859_5", "koi8_r", "cp1251", "cp866", "mac_cyrillic")

_UKRAINIAN = ("iso8859_5", "koi8_u", "cp1251", "cp1125")

_SOUTH_SLAVIC = ("iso8859_5", "cp1251", "cp855")

_GREEK = ("iso8859_7", "cp1253", "cp737")

_TURKISH = ("iso8859_9", "cp1254", "cp857")

_HEBREW = ("iso8859_8", "cp1255", "cp862")

_ARABIC = ("iso8859_6", "cp1256", "cp720")

_THAI = ("tis_620", "iso8859_11", "cp874")

_BALTIC = ("iso8859_13", "cp1257", "iso8859_4")

_CENTRAL = ("iso8859_2", "cp1250", "cp852")

_WESTERN = ("iso8859_1", "iso8859_15", "cp1252", "cp850", "mac_roman")


class Language(NamedTuple):
    """A language of one byte a letter: its letters (of a Latin one those beyond ASCII), and its encodings.

    Of encodings that read a text alike, the first is named.
    """

    letters: str
    codecs: tuple[str, ...]


LANGUAGES = {
    "Russian": Language("оеаинтрслвпкдмуязьыйбчгжфцюхшщэёъ", _CYRILLIC),
    "Ukrainian": Language("аониевтрікслдпумзябйьчгжцєфхюшїщґ", _UKRAINIAN),
    "Belarusian": Language("анрыкіелсдтвпямоцузьўэчгбйшфхжюё", ("iso8859_5", "cp1251")),
    "Bulgarian": Language("аениотрсвдпзклмъябучжгйфцшщхюь", (*_SOUTH_SLAVIC, "mac_cyrillic")),
    "Serbian": Language("аеионртскупдвмјзлбгњшчцљжћфхђџ", _SOUTH_SLAVIC),
    "Macedonian": Language("аеоитнрксдвплмузбјгчњцжшфќхѓљѕџ", _SOUTH_SLAVIC),
    "Kazakh": Language("аеытрніслудкмоқбипшжзйүңгғөұфяәвцьэхһюёъщч", ("kz1048", "ptcp154")),
    "Greek": Language("αοετινσρμηπκυςλίδγήέόάχωθφύβώξζψϊΐϋ", _GREEK),
    "Hebrew": Language("יותהלמרשנאבקפדסעםחגכטןצזךץף", _HEBREW),
    "Arabic": Language("اليمرتةوندفعبسحكقجأصطهخإذشغزّضىثئءظؤًُـَِآْ", _ARABIC),
    "Persian": Language("اینردهتومبشسکلپزفخگعجصقحطچظآذغضثژئأ", ("cp1256",)),
    "Thai": Language("ารอ่มกนเ้งดัลีติยบสแไวขทพหคจป์ืะูชำใถฟุ็โณซผภธึษญฐศฉฮๆฝฎฏฬฌฑฆ๊๋ฤฯ", _THAI),
    "French": Language("éàèêôîçâùûëïœ", _WESTERN),
    "German": Language("üäöß", _WESTERN),
    "Spanish": Language("óáíúéñü¿¡", _WESTERN),
    "Portuguese": Language("ãçáéíóõúêâàô", _WESTERN),
    "Italian": Language("èàòùéì", _WESTERN),
    "Catalan": Language("óàéíèòçúïü", _WESTERN),
    "Swedish, Finnish": Language("äöåé", _WESTERN),
    "Danish, Norwegian": Language("æøåé", _WESTERN),
    "Icelandic": Language("ðáíóúæýþöé", _WESTERN),
    "Albanian": Language("ëç", _WESTERN),
    "Dutch": Language("ëéïóöäü", _WESTERN),
    "Polish": Language("łżąęśóćńź", _CENTRAL),
    "Czech": Language("íářčéýžěšůúóňťď", _CENTRAL),
    "Slovak": Language("áčíýúťéžľšóňôäďĺŕ", _CENTRAL),
    "Hungarian": Language("áéíóöőüúű", _CENTRAL),
    "Croatian, Slovene": Language("čšžćđ", _CENTRAL),
    "Romanian": Language("ăâîşţ", _CENTRAL),
    "Turkish": Language("ışçüğöâî", _TURKISH),
    "Estonian": Language("äõüöšž", (*_BALTIC, "iso8859_15", "cp1252")),
    "Latvian": Language("āēīšļūņķžģč", _BALTIC),
    "Lithuanian": Language("šėųįąžčūę", _BALTIC),
    "Esperanto": Language("ĉĝŭŝĵĥ", ("iso8859_3",)),
    "Maltese": Language("żċġħ", ("iso8859_3",)),
    "Vietnamese": Language("\u0300\u0301đư\u0323ôêâơă\u0309\u0303éáúíóàèùêô", ("cp1258",)),
}
"""The languages in which a file may be that is not Chinese, Japanese or Korean."""
