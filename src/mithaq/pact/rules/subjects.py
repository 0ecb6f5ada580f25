"""Subjects: who or what a matter names, as rows of a form, as problems, and as what the cross-check looks up.

Shared by every kind that names persons or things. A person needs a name and the capacity in which it is named; a
thing needs what identifies it. A telephone number without its country is nobody's number; a plate that fits no form we
know may still be right, since other countries have plates too.

Source: Directive (EU) 2016/680, article 6 (categories of data subject); Directive (EU) 2023/977, article 4(5).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from mithaq.pact.names.errors import IdentifierError
from mithaq.pact.names.identifiers import normalise_document, normalise_phone, normalise_plate
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import Field, Type
from mithaq.pact.rules.reading import Subject
from mithaq.pact.rules.words import W

MOST_SUBJECTS = 20  # in one matter: more would be a list

SUBJECT = (
    Field("sort", Type.CODE, W("النوع", "nature", "sort"), required=True, codes="subject-kinds", default="person"),
    Field("category", Type.CODE, W("الصفة", "qualité", "category"), codes="subject-categories",
          help=W("إلزامية للأشخاص", "obligatoire pour une personne", "required for a person")),
    Field("name", Type.NAME, W("الاسم العائلي والشخصي بالحروف اللاتينية", "NOM Prénom (caractères latins)", "name in Latin letters"), most=120, script="Latn"),
    Field("name_ar", Type.NAME, W("الاسم العائلي والشخصي بالعربية", "nom et prénom en arabe", "name in Arabic"), most=120, script="Arab"),
    Field("born", Type.BIRTH, W("تاريخ الازدياد", "date de naissance", "date of birth"),
          help=W("يُترك فارغا ما لا يُعرف؛ 198X إذا لم يُعرف إلا العقد", "laissez vide ce qui n’est pas connu ; 198X si seule la décennie l’est",
                 "leave empty what is not known; 198X if only the decade is")),
    Field("identifier", Type.IDENTIFIER, W("لوحة أو هاتف أو وثيقة", "plaque, téléphone ou document", "plate, telephone or document"), most=60, example="+212 600 000 000"),
    Field("link", Type.LINE, W("العلاقة بالغرض", "lien avec la finalité", "link to the purpose"), required=True, most=300),
)  # fmt: skip

READERS = {"phone": normalise_phone, "vehicle": normalise_plate, "document": normalise_document}
CERTAIN = frozenset({"names.phone-without-country"})  # the others may be a form we do not know


def check_subjects(name: str, rows: object) -> Iterator[Problem]:
    """What is wrong or doubtful with the rows of the field `name`, row by row."""
    for number, row in enumerate(rows if isinstance(rows, list | tuple) else ()):
        if isinstance(row, Mapping):
            yield from _check_row((name, str(number)), row)


def _check_row(path: tuple[str, str], row: Mapping[str, Any]) -> Iterator[Problem]:
    named = row.get("name") or row.get("name_ar")
    identifier = row.get("identifier")
    if row.get("sort") == "person":
        if not named:
            yield Problem("inquiries.person-without-name", (*path, "name"))
        if not row.get("category"):
            yield Problem("inquiries.person-without-category", (*path, "category"))
    elif not (identifier or named):
        yield Problem("inquiries.object-without-identifier", (*path, "identifier"))
    if identifier and (reader := READERS.get(str(row.get("sort")))):
        try:
            reader(str(identifier))
        except IdentifierError as error:
            yield Problem(error.code, (*path, "identifier"), soft=error.code not in CERTAIN)


def read_subjects(rows: object, entry: str) -> tuple[Subject, ...]:
    """The subjects that rows of a body name, for the cross-check. Shape: whatever a partner wrote."""
    mappings = rows if isinstance(rows, list | tuple) else ()
    return tuple(_subject(row, entry) for row in mappings if isinstance(row, Mapping))


def _subject(row: Mapping[str, Any], entry: str) -> Subject:
    names = tuple(str(row[key]) for key in ("name", "name_ar") if row.get(key))
    return Subject(
        str(row.get("sort", "other")),
        names,
        str(row.get("born") or ""),
        str(row.get("identifier") or ""),
        entry,
    )
