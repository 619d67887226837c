"""Coarse and hateful words in the eight languages of the pages.

Chosen from the List of Dirty, Naughty, Obscene, and Otherwise Bad Words (https://github.com/LDNOOBW, as in
naughty-words 1.2.0), © Shutterstock and contributors, CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
Changed: left out is what people speak of in earnest (bodies, sexuality, orientation, crimes, drink) and what has
another everyday meaning; added are inflections, spellings without accents, traditional characters, and Devanagari.
"""

from typing import Final

# Words and phrases with no innocent meaning in any of the languages: looked for in every text.
ANYWHERE: Final[tuple[str, ...]] = (
    # English
    "apeshit", "arsehole", "arseholes", "asshole", "assholes", "assmunch", "beaner", "beaners", "bitch", "bitches",
    "bollocks", "bullshit", "bunghole", "butthole", "clusterfuck", "cunt", "cunts", "darkie", "faggot", "faggots",
    "fuck", "fucked", "fucker", "fuckers", "fuckin", "fucking", "fucks", "fucktards", "god damn", "goddamn",
    "jigaboo", "jiggaboo", "kike", "motherfucker", "motherfuckers", "motherfucking", "nig nog", "nigga", "nigger",
    "niggers", "piece of shit", "pikey", "raghead", "shemale", "shit", "shitty", "slanteye", "slut", "sluts",
    "towelhead", "twat", "wank", "wanker", "wetback", "whore", "whores",
    # French
    "branleur", "branleurs", "branleuse", "connard", "connards", "connasse", "connasses", "couilles", "emmerdant",
    "emmerder", "emmerdeur", "emmerdeuse", "enculé", "encule", "enculée", "enculés", "enculer", "enculeur",
    "enculeurs", "enfoiré", "enfoirée", "enfoirés", "fille de pute", "fils de pute", "gouine", "grogniasse", "merde",
    "merdes", "merdeux", "merdeuse", "nique ta mère", "nique ta race", "pédé", "pédés", "pouffiasse", "putain",
    "putains", "pute", "putes", "salaud", "salauds", "salope", "salopes", "ta gueule", "trou du cul",
    # Spanish
    "cabrón", "cabron", "cabrones", "chupapollas", "concha de tu madre", "coño", "gilipollas", "hija de puta",
    "hijaputa", "hijo de puta", "hijoputa", "hijos de puta", "jilipollas", "lameculos", "maricón", "maricon",
    "mariconazo", "mierda", "pendeja", "pendejo", "pendejos", "puta", "putas", "puto", "putos", "soplapollas",
    # Portuguese
    "boceta", "bosta", "cabrao", "cabrão", "caralho", "chochota", "colhoes", "colhões", "filha da puta",
    "filho da puta", "filhos da puta", "foda se", "foder", "merda", "paneleiro", "paneleiros", "vai te foder",
    "vai tomar no cu",
    # Arabic
    "طيز", "شرموطة", "شرموطه", "متناك", "متناكة", "قحبة", "قحبه", "عاهرة", "نيك", "عرص", "لوطي",
    # Hindi
    "behen chod", "behenchod", "beti chod", "bhadva", "bhadve", "bhosad", "bhosadi ke", "chodu", "chootia", "chootiya",
    "chutia", "chutiya", "gaand", "gaandu", "gandu", "haramzade", "jhantu", "madar chod", "madarchod", "maa ki chut",
    "गांड", "गांडू", "चुतिया", "चूतिया", "चोदू", "झांट", "बहनचोद", "भड़वा", "भड़वे", "भोसड़ी", "भोसड़ीके", "मादरचोद",
    "रंडी", "लंड", "हरामज़ादे", "हरामजादे",
)  # fmt: skip

# Innocent, a name or a city in another language: looked for in texts of their own only.
IN_ITS_OWN: Final[dict[str, tuple[str, ...]]] = {
    "en": (
        "ass",
        "bastard",
        "bastards",
        "coon",
        "fag",
        "fags",
        "paki",
        "pakis",
        "poof",
        "spic",
        "tosser",
        "tranny",
    ),
    "fr": ("chier", "con", "cons", "conne", "cul", "foutre", "nègre"),
    "es": ("bastardo", "culo", "follar", "marica", "ramera", "verga"),
    "pt": ("bastardo", "cagar", "cona", "cu", "foda", "porra", "vadia"),
    "ar": ("كس", "زب", "خول"),
    "hi": ("chut", "harami", "lund", "randi", "हरामी"),
}

# Thai and Chinese put no spaces between words: found inside a text, with what may not follow (after a slash), because
# it makes another word of it.
INSIDE: Final[tuple[str, ...]] = (
    "กระเด้า", "กระหรี่", "ควย", "ตอแหล", "มึง", "แม่ง/า", "ส้นตีน", "หญิงชาติชั่ว", "เย็ด", "เหี้ย/ม", "ไอ้ควาย",
    "他妈的", "他媽的", "你奶奶的", "傻逼", "冚家鏟", "冚家铲", "操你全家", "操你奶奶", "操你妈", "操你媽", "操你娘",
    "操你祖宗", "操你老母", "妈逼", "婊子", "干你娘", "幹你娘", "干你老母", "日你妈", "狗屁", "狗日的", "王八蛋",
    "瘪三", "肏", "贱人/民", "賤人/民", "贱货", "賤貨", "雞巴", "鸡巴", "骚货", "騷貨", "龟儿子",
)  # fmt: skip
