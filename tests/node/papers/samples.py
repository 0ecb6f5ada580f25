"""Invented papers: an instrument of two or three parties, a plan on a page, a half-yearly report."""

from datetime import UTC, date, datetime

AT = datetime(2025, 6, 24, 10, 0, tzinfo=UTC)
HASH = "3f5a" * 16
MARKING = {"ar": "مقيد التوزيع", "fr": "DIFFUSION RESTREINTE", "en": "RESTRICTED"}


def frame(**said):
    base = {"reference": "MA-INS-2025-0001", "marking": MARKING, "watermark": "", "content_hash": HASH}
    return {**base, "ne_varietur": False, **said}


def by(ar, fr, en):
    return {"ar": ar, "fr": fr, "en": en}


MOROCCO = {
    "authority": "MA",
    "names": by("المملكة المغربية", "le Royaume du Maroc", "the Kingdom of Morocco"),
    "signs_for": by("عن المملكة المغربية", "Pour le Royaume du Maroc", "For the Kingdom of Morocco"),
    "signatory": {
        "name": by("إدريس الوزاني", "Driss OUAZZANI", "Driss OUAZZANI"),
        "title": by("المدير العام للشرطة", "Le Directeur général de la police", "Director General of Police"),
    },
}
FRANCE = {
    "authority": "FR",
    "names": by("الجمهورية الفرنسية", "la République française", "the French Republic"),
    "signs_for": by("عن الجمهورية الفرنسية", "Pour la République française", "For the French Republic"),
    "signatory": {
        "name": by("كلير مورو", "Claire MOREAU", "Claire MOREAU"),
        "title": by(
            "المديرة العامة للشرطة", "La Directrice générale de la police", "Director General of Police"
        ),
    },
}
SPAIN = {
    "authority": "ES",
    "names": by("المملكة الإسبانية", "le Royaume d’Espagne", "the Kingdom of Spain"),
    "signs_for": by("عن المملكة الإسبانية", "Pour le Royaume d’Espagne", "For the Kingdom of Spain"),
    "signatory": {
        "name": by("كارمن رويث", "Carmen RUIZ", "Carmen RUIZ"),
        "title": by(
            "المديرة العامة للشرطة", "La Directrice générale de la police", "Director General of Police"
        ),
    },
}

ARTICLES = [
    {
        "number": "1",
        "heading": by("موضوع الخطة", "Objet", "Purpose"),
        "body": by(
            "يضع الطرفان خارطة طريق مشتركة لمكافحة الجريمة المنظمة العابرة للحدود، "
            "وفق المحاور المبينة في الملحق MA-ANX-2025-0002.\n\n"
            "يلتزم كل طرف بتعيين نقطة اتصال دائمة داخل أجل 30 يوما من تاريخ التوقيع.",
            "Les Parties établissent une feuille de route commune de lutte contre la criminalité organisée "
            "transnationale, selon les axes figurant à l’annexe MA-ANX-2025-0002.\n\n"
            "Chaque Partie désigne un point de contact permanent dans un délai "
            "de 30 jours à compter de la signature.",
            "The Parties establish a joint roadmap against transnational organised crime.\n\n"
            "Each Party names a permanent point of contact within 30 days of signature.",
        ),
    },
    {
        "number": "2.1",
        "heading": by("فريق العمل المشترك", "Groupe de travail conjoint", "Joint working group"),
        "body": by(
            "يحدث فريق عمل مشترك يجتمع مرتين في السنة، بالتناوب بين الرباط وباريس.",
            "Il est créé un groupe de travail conjoint, qui se réunit deux fois par an, "
            "alternativement à Rabat et à Paris.",
            "A joint working group is created; it meets twice a year, in Rabat and in Paris in turn.",
        ),
    },
    {
        "number": "2.2",
        "heading": by("المعطيات ذات الطابع الشخصي", "Données à caractère personnel", "Personal data"),
        "body": by(
            "لا تشكل هذه الخطة وحدها أساسا قانونيا لنقل المعطيات ذات الطابع الشخصي.",
            "Le présent plan ne constitue pas, à lui seul, "
            "une base légale de transfert de données à caractère personnel.",
            "This plan alone is no legal basis for the transfer of personal data.",
        ),
    },
]


def instrument(*parties, languages=("ar", "fr"), **said):
    return {
        "frame": frame(ne_varietur=True),
        "languages": list(languages),
        "title": by("خطة عمل مشتركة", "Plan d’action conjoint", "Joint action plan"),
        "parties": list(parties or (MOROCCO, FRANCE)),
        "recitals": [
            by(
                "اعتبارا لعلاقات الصداقة والتعاون القائمة بين البلدين،",
                "considérant les relations d’amitié et de coopération entre les deux pays,",
                "considering the friendship and cooperation between the two countries,",
            )
        ],
        "articles": ARTICLES,
        "closing": {
            "place": by("الرباط", "Rabat", "Rabat"),
            "on": date(2025, 6, 24),
            "hijri": "28 من ذي الحجة 1446",
        },
        **said,
    }


def svg(language):
    words = {"ar": ("الإجراء الأول", "غشت"), "fr": ("Action 1", "août")}[language]
    far = {"ar": (880, "end"), "fr": (20, "start")}[language]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 120">'
        '<rect x="0" y="0" width="900" height="120" fill="#f2f4f6"/>'
        '<rect x="200" y="40" width="380" height="22" fill="#2f6fb0"/>'
        f'<text x="{far[0]}" y="58" font-family="IBM Plex Sans Arabic" font-size="20" '
        f'text-anchor="{far[1] if language == "fr" else "end"}">{words[0]}</text>'
        f'<text x="400" y="100" font-family="IBM Plex Sans Arabic" font-size="18">{words[1]}</text></svg>'
    )


AXES = [
    ("FUG", "البحث عن الفارين", "Recherche de fugitifs", "المغرب / فرنسا", "Maroc / France", "green", 0),
    (
        "DRG",
        "مكافحة الاتجار بالمخدرات وسلائفها",
        "Lutte contre les stupéfiants et précurseurs",
        "فرنسا",
        "France",
        "amber",
        1,
    ),
    ("CYB", "الجريمة المعلوماتية", "Cybercriminalité", "المغرب", "Maroc", "red", 3),
    ("TRA", "التكوين", "Formation", "فرنسا", "France", "grey", 0),
]


def plan_on_a_page():
    return {
        "frame": frame(reference="MA-PLN-2025-0001", watermark="4711"),
        "title": by(
            "خطة العمل المشتركة المغربية الفرنسية", "Plan d’action conjoint franco-marocain", "Joint plan"
        ),
        "period": by("2025 – 2027", "2025 – 2027", "2025 – 2027"),
        "as_of": date(2026, 8, 1),
        "axes": [
            {
                "code": code,
                "name": by(ar, fr, fr),
                "leads": by(leads_ar, leads_fr, leads_fr),
                "actions": 5,
                "running": 3,
                "held": 1,
                "delivered": 1,
                "late": late,
                "rag": rag,
            }
            for code, ar, fr, leads_ar, leads_fr, rag, late in AXES
        ],
        "late": [
            {
                "code": "CYB-2",
                "what": by(
                    "دورة تكوينية حول التحليل الجنائي الرقمي",
                    "Session de formation en analyse numérique",
                    "Course",
                ),
                "side": by("فرنسا", "France", "France"),
                "due_on": date(2026, 6, 1),
                "days": 61,
            },
            {
                "code": "DRG-1",
                "what": by(
                    "مراقبة السيارة ذات اللوحة 12345-أ-6", "Surveillance du véhicule 12345-أ-6", "Vehicle"
                ),
                "side": by("المغرب", "Maroc", "Morocco"),
                "due_on": date(2026, 7, 14),
                "days": 18,
            },
        ],
        "drawing": {"ar": svg("ar"), "fr": svg("fr")},
        "drawing_says": {"ar": "الجدول الزمني", "fr": "Calendrier"},
    }


def half_year_report():
    same = {
        "achieved": by(
            "نظمت دورتان تكوينيتان لفائدة 24 موظفا، واعتمد دليل مشترك.",
            "Deux sessions ont réuni 24 agents ; un guide commun a été adopté.",
            "Two courses.",
        ),
        "not_achieved": by(
            "لم تنجز الزيارة الميدانية.", "La visite de terrain n’a pas eu lieu.", "No visit."
        ),
        "why": by(
            "تزامنها مع تنظيم تظاهرة رياضية كبرى.",
            "Elle coïncidait avec un grand événement sportif.",
            "Event.",
        ),
        "added_value": by(
            "تقليص آجال الرد من 15 إلى 6 أيام.", "Délai de réponse ramené de 15 à 6 jours.", "Faster."
        ),
        "next": by("برمجة الزيارة في شتنبر 2026.", "Visite programmée en septembre 2026.", "Visit."),
        "needs": by("", "", ""),
    }
    lines = [
        ("FUG-1", "green", 80, "تكوين محققي فرق البحث", "Formation des enquêteurs"),
        ("CYB-2", "amber", 35, "دليل حول الأدلة الرقمية", "Guide de la preuve numérique"),
    ]
    return {
        "frame": frame(reference="MA-PLN-2025-0001", content_hash="", watermark="4712"),
        "languages": ["ar", "fr"],
        "title": by("خطة العمل المشتركة", "Plan d’action conjoint", "Joint plan"),
        "period": by("من فاتح يناير إلى 30 يونيو 2026", "Du 1er janvier au 30 juin 2026", "2026"),
        "as_of": date(2026, 7, 20),
        "figures": [
            {
                "name": by("طلبات المعلومات المتبادلة", "Demandes d’informations échangées", "Requests"),
                "value": by("1.234", "1 234", "1,234"),
            },
            {
                "name": by("الردود داخل الأجل", "Réponses dans les délais", "In time"),
                "value": by("87,5%", "87,5 %", "87.5%"),
            },
        ],
        "actions": [
            {
                "code": code,
                "rag": rag,
                "progress": progress,
                "name": by(ar, fr, fr),
                "lead": by("المغرب", "Maroc", "Morocco"),
                "state": by("قيد الإنجاز", "En cours", "Running"),
                **same,
            }
            for code, rag, progress, ar, fr in lines
        ],
        "signed": [
            {
                "authority": by("المغرب", "Maroc", "Morocco"),
                "what": by("قدمه", "Soumis", "Submitted"),
                "on": date(2026, 7, 20),
            },
            {
                "authority": by("فرنسا", "France", "France"),
                "what": by("التوقيع بالمشاركة", "Contresignature", "Countersigned"),
            },
        ],
    }
