"""What the three formats make of good rows and of bad ones."""

import pytest

from mithaq.node.persons.errors import (
    BrokenXml,
    ColumnsMissing,
    EmptyFile,
    EntitiesRefused,
    UnknownColumn,
    WrongFileType,
)
from mithaq.node.persons.formats import ftm, source_file, table, un
from mithaq.node.persons.formats.row import Refused, Row
from tests.node.persons.files import TODAY, UN_REAL, UN_SHAPED, csv_file, ftm_file, individual, un_file

FULL = "id,name,name_ar,aliases,birth_date,sex,nationality,document_kind,document_number,category,source"


def _read(reader, path, source=""):
    return list(reader.read(path, on=TODAY, source=source))


def _codes(reader, path):
    return [
        (line, record.error.code if isinstance(record, Refused) else "")
        for line, record in _read(reader, path)
    ]


def test_a_full_row_of_a_table(tmp_path):
    path = csv_file(
        tmp_path,
        "7,BENZITOUN Anouar,أنوار بنزيتون,Le Grand; Anwar|Le Petit,24/06/1984,H,Maroc;FRA,"
        "Carte nationale d'identité,AB 123-456,wanted,avis",
        header="\ufeff" + FULL,
    )
    [(line, row)] = _read(table, path, source="national")
    assert line == 2
    assert [(name.text, name.sort, name.script) for name in row.names] == [
        ("BENZITOUN Anouar", "primary", "Latn"),
        ("أنوار بنزيتون", "original", "Arab"),
        ("Le Grand", "alias", "Latn"),
        ("Anwar", "alias", "Latn"),
        ("Le Petit", "alias", "Latn"),
    ]
    assert (row.source, row.source_id, row.sex, row.category) == ("avis", "7", "M", "wanted")
    assert row.nationalities == ("MA", "FR")
    assert [(d.kind, d.number, d.key) for d in row.documents] == [("identity-card", "AB 123-456", "AB123456")]
    assert row.births[0].edtf == "1984-06-24"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        pytest.param(",Anouar,", "persons.missing-id", id="no id"),
        pytest.param("1,  ,", "persons.missing-name", id="a blank name"),
        pytest.param("1,؟!,", "persons.missing-name", id="a name without a letter"),
        pytest.param("1,Anouar,31/02/1984", "persons.bad-date", id="31 February"),
        pytest.param("1,Anouar,1446", "persons.year-out-of-range", id="hijri year"),
        pytest.param("1,=1+1,", "persons.formula-cell", id="a formula"),
        pytest.param("1,@SUM(A1),", "persons.formula-cell", id="a formula with @"),
        pytest.param("1,Ano\0uar,", "persons.control-characters", id="NUL"),
        pytest.param("1,Ano\x1buar,", "persons.control-characters", id="escape"),
        pytest.param("1,Ano\udce9uar,", "persons.broken-text", id="Latin-1 instead of UTF-8"),
        pytest.param("1,Ano\udced\udca0\udc80uar,", "persons.broken-text", id="a lone surrogate"),
        pytest.param("1," + "a" * 301 + ",", "persons.field-too-long", id="301 characters"),
        pytest.param("1," + "a" * 100_000 + ",", "persons.field-too-long", id="100 kB"),
        pytest.param("1," + "a" * 10_000_000 + ",", "persons.field-too-long", id="10 MB"),
        pytest.param("1,Anouar", "persons.columns-do-not-fit", id="a cell missing"),
        pytest.param("1,Anouar,1984,x", "persons.columns-do-not-fit", id="a cell too many"),
    ],
)
def test_a_bad_row_is_refused_and_the_next_one_taken(tmp_path, row, code):
    path = csv_file(tmp_path, row, "2,Salwa,١٩٩٠")
    assert _codes(table, path) == [(2, code), (3, "")]
    [(_, bad), (_, good)] = _read(table, path)
    assert not any("nouar" in fact for fact in bad.error.facts.values())
    assert good.births[0].edtf == "1990"


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("nationality", "Atlantis", "persons.unknown-country"),
        ("sex", "maybe", "persons.unknown-code"),
        ("category", "suspicious", "persons.unknown-code"),
        ("document_kind", "napkin", "persons.unknown-code"),
        ("document_number", "-1", "persons.formula-cell"),
        ("aliases", ";".join(f"a{number}" for number in range(300)), "persons.too-many-values"),
    ],
)
def test_a_value_nobody_knows_refuses_the_row(tmp_path, column, cell, code):
    path = csv_file(tmp_path, f"1,Anouar,{cell}", header=f"id,name,{column}")
    assert _codes(table, path) == [(2, code)]


def test_hidden_marks_are_taken_out_and_counted(tmp_path):
    path = csv_file(tmp_path, "1,\u202eruonA\u202c,")
    [(_, row)] = _read(table, path)
    assert row.names[0].text == "ruonA"
    assert row.hidden == 2


@pytest.mark.parametrize("separator", [";", "\t"])
def test_other_separators_are_understood(tmp_path, separator):
    path = csv_file(tmp_path, f"1{separator}Anouar", header=f"id{separator}name")
    assert [row.names[0].text for _, row in _read(table, path)] == ["Anouar"]


def test_a_cell_of_two_lines_keeps_the_line_it_began_on(tmp_path):
    path = csv_file(tmp_path, '1,"Anouar\nBenzitoun",', "", "2,Salwa,")
    assert [(line, row.names[0].text) for line, row in _read(table, path)] == [
        (2, "Anouar Benzitoun"),
        (5, "Salwa"),
    ]


@pytest.mark.parametrize(
    ("header", "error"),
    [
        pytest.param("name,birth_date", ColumnsMissing, id="no id"),
        pytest.param("id,birth_date", ColumnsMissing, id="no name"),
        pytest.param("id,name,salary", UnknownColumn, id="a column nobody knows"),
        pytest.param("id,name,name", UnknownColumn, id="a column twice"),
        pytest.param("x" * 200_000, ColumnsMissing, id="no header at all"),
    ],
)
def test_a_table_without_the_right_columns_is_refused(tmp_path, header, error):
    with pytest.raises(error):
        _read(table, csv_file(tmp_path, "1,Anouar", header=header))


def _entity(schema="Person", **properties):
    return {"id": "Q1", "schema": schema, "properties": {"name": ["Anouar Benzitoun"]} | properties}


def test_a_full_entity(tmp_path):
    entity = _entity(
        name=["أنوار بنزيتون", "Anouar Benzitoun"],
        alias=["Anwar B."],
        weakAlias=["Le Grand"],
        birthDate=["1984-06-24", "1984", "nobody knows"],
        gender=["male"],
        nationality=["ma", "Atlantis"],
        passportNumber=["XX 0123456"],
        topics=["role.x", "sanction"],
    )
    [(line, row)] = _read(
        ftm, ftm_file(tmp_path, {"schema": "Address", "id": "a"}, entity | {"datasets": ["list"]})
    )
    assert line == 2
    assert [(name.text, name.sort) for name in row.names] == [
        ("Anouar Benzitoun", "primary"),
        ("أنوار بنزيتون", "original"),
        ("Anwar B.", "alias"),
        ("Le Grand", "weak"),
    ]
    assert (row.source, row.source_id, row.sex, row.category) == ("list", "Q1", "M", "sanctions")
    assert [born.edtf for born in row.births] == ["1984-06-24", "1984"]
    assert row.nationalities == ("MA",)
    assert [document.key for document in row.documents] == ["XX0123456"]
    assert [remark.code for remark in row.remarks] == ["persons.bad-date", "persons.unknown-country"]


@pytest.mark.parametrize(
    ("entity", "code"),
    [
        pytest.param(b"{not json", "persons.broken-row", id="no JSON"),
        pytest.param(b"[1, 2]", "persons.broken-row", id="no object"),
        pytest.param(b"[" * 100_000, "persons.broken-row", id="nested without end"),
        pytest.param(b'{"x": "' + b"a" * 10_000_000 + b'"}', "persons.field-too-long", id="10 MB"),
        pytest.param(b'{"id": "\xe9"}', "persons.broken-text", id="no UTF-8"),
        pytest.param({"schema": "Person", "properties": {}}, "persons.missing-id", id="no id"),
        pytest.param({"schema": "Person", "id": 7}, "persons.broken-row", id="id is a number"),
        pytest.param({"schema": "Person", "id": "Q1"}, "persons.missing-name", id="nobody named"),
        pytest.param(_entity(name="Anouar"), "persons.broken-row", id="a text instead of a list"),
        pytest.param(_entity(name=["a\ud800"]), "persons.broken-text", id="a lone surrogate"),
        pytest.param(_entity(name=["a\0"]), "persons.control-characters", id="NUL"),
        pytest.param(_entity(alias=["a"] * 5 + [["b"]]), "persons.broken-row", id="a list in a list"),
        pytest.param(
            _entity(alias=[f"a{number}" for number in range(201)]), "persons.too-many-values", id="201 names"
        ),
    ],
)
def test_a_bad_entity_is_refused_and_the_next_one_taken(tmp_path, entity, code):
    path = ftm_file(tmp_path, entity, _entity() | {"id": "Q2"})
    assert _codes(ftm, path) == [(1, code), (2, "")]


def test_the_shape_of_the_united_nations_list():
    read = _read(un, UN_SHAPED)
    first, second, third, fourth, company = [record for _, record in read]
    assert [line for line, _ in read] == [5, 24, 42, 47, 54]
    assert [(name.text, name.sort) for name in first.names] == [
        ("ANOUAR BEN ZITOUN", "primary"),
        ("أنوار بن زيتون", "original"),
        ("Anwar Benzitoun", "alias"),
        ("Le Grand", "weak"),
    ]
    assert (first.source, first.source_id, first.list_ref, first.sex) == ("un-sc", "900001", "INi.001", "M")
    assert first.nationalities == ("MA", "FR")
    assert [(d.kind, d.number, d.country) for d in first.documents] == [("passport", "XX 0123456", "MA")]
    assert [name.text for name in second.names] == ["KARIM EL FASSI INVENTED", "Karim Alfassi", "كريم الفاسي"]
    assert [born.edtf for born in second.births] == ["1961~", "1970/1973"]
    assert [remark.code for remark in second.remarks] == ["persons.bad-date", "persons.unknown-country"]
    assert isinstance(third, Refused)
    assert third.error.code == "persons.missing-name"
    assert fourth.source_id == "900001"
    assert (company.sort, company.category) == ("organisation", "sanctions")


def test_the_whole_list_of_the_united_nations():
    if not UN_REAL.exists():
        pytest.skip("the published list is not beside this repository (../shared/data/un-consolidated.xml)")
    rows = [record for _, record in _read(un, UN_REAL)]
    assert len(rows) == 875
    assert all(isinstance(row, Row) for row in rows)
    assert sum(row.sort == "person" for row in rows) == 682
    assert sum(any(name.sort == "original" for name in row.names) for row in rows) >= 338
    assert sum(len(row.remarks) for row in rows) < 10


BOMB = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;">]>'


@pytest.mark.parametrize(
    ("text", "error"),
    [
        pytest.param(BOMB + "<CONSOLIDATED_LIST>&c;</CONSOLIDATED_LIST>", EntitiesRefused, id="entities"),
        pytest.param('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', EntitiesRefused, id="external"),
        pytest.param("<rss></rss>", WrongFileType, id="another XML"),
        pytest.param("<CONSOLIDATED_LIST>" + "<x>" * 50, BrokenXml, id="nested without end"),
        pytest.param("<CONSOLIDATED_LIST><INDIVIDUAL>", BrokenXml, id="cut off"),
        pytest.param(
            "<CONSOLIDATED_LIST>&nothing;</CONSOLIDATED_LIST>", BrokenXml, id="an entity nobody defined"
        ),
        pytest.param("", BrokenXml, id="nothing"),
    ],
)
def test_a_bad_xml_file_is_refused(tmp_path, text, error):
    path = tmp_path / "list.xml"
    path.write_text(text)
    with pytest.raises(error):
        _read(un, path)


def test_records_before_a_fault_are_yielded(tmp_path):
    path = un_file(tmp_path, individual(1), individual(2), "<INDIVIDUAL></ENTITY>")
    found = []
    with pytest.raises(BrokenXml) as caught:
        found.extend(un.read(path, on=TODAY, source=""))
    assert caught.value.facts == {"line": "4"}
    assert [row.source_id for _, row in found] == ["1", "2"]


def test_a_record_without_end_is_refused_alone(tmp_path):
    path = un_file(tmp_path, individual(1, more=f"<COMMENTS1>{'a' * 600_000}</COMMENTS1>"), individual(2))
    assert _codes(un, path) == [(2, "persons.field-too-long"), (3, "")]


@pytest.mark.parametrize(
    ("head", "expected", "found"),
    [
        pytest.param(b"PK\x03\x04....", "csv", "zip", id="a spreadsheet, or a zip bomb"),
        pytest.param(b"\x1f\x8b....", "ftm", "gzip", id="gzip"),
        pytest.param(b"%PDF-1.7", "csv", "pdf", id="PDF"),
        pytest.param(b"\xd0\xcf\x11\xe0", "csv", "ole", id="an old spreadsheet"),
        pytest.param("id,name".encode("utf-16"), "csv", "utf-16", id="UTF-16"),
        pytest.param(b"<html>", "csv", "xml", id="a web page called .csv"),
        pytest.param(b'{"id": 1}', "csv", "json", id="JSON called .csv"),
        pytest.param(b"id,name", "un", "text", id="a table called .xml"),
        pytest.param(b"<x/>", "ftm", "text", id="XML called .json"),
        pytest.param(b"\0\0\0\0", "ftm", "binary", id="zeros"),
    ],
)
def test_the_first_bytes_tell_what_a_file_is(tmp_path, head, expected, found):
    path = tmp_path / "list"
    path.write_bytes(head)
    with pytest.raises(WrongFileType) as caught:
        source_file.check_type(path, expected)
    assert caught.value.facts == {"expected": expected, "found": found}


@pytest.mark.parametrize("content", [b"", b" \n ", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(tmp_path, content):
    path = tmp_path / "list"
    path.write_bytes(content)
    with pytest.raises(EmptyFile):
        source_file.check_type(path, "csv")
