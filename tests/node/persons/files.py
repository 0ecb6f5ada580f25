"""Lists as files, for the tests of this folder."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

REPOSITORY = Path(__file__).parents[3]
UN_SHAPED = REPOSITORY / "tests" / "data" / "un-shaped.xml"
UN_REAL = REPOSITORY.parent / "shared" / "data" / "un-consolidated.xml"

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OFFICER = SimpleNamespace(reference="0123456789abcdef")


def csv_file(folder: Path, *rows: str, header: str = "id,name,birth_date", name: str = "list.csv") -> Path:
    """A CSV file of these rows."""
    path = folder / name
    path.write_bytes("\n".join([header, *rows, ""]).encode("utf-8", "surrogateescape"))
    return path


def many(folder: Path, count: int, name: str = "many.csv") -> Path:
    """A CSV file of so many invented people, every seventh row bad."""
    rows = [
        f"{number},Invente {number},{'1984-02-31' if number % 7 == 0 else '1984-06-24'}"
        for number in range(1, count + 1)
    ]
    return csv_file(folder, *rows, name=name)


def ftm_file(folder: Path, *entities: object) -> Path:
    """A file of JSON lines; bytes stand for a line that is already written."""
    path = folder / "entities.ftm.json"
    lines = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in entities]
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def un_file(folder: Path, *records: str, opening: str = "") -> Path:
    """An XML file of the United Nations' shape."""
    path = folder / "list.xml"
    body = "\n".join(records)
    path.write_text(f"{opening}<CONSOLIDATED_LIST><INDIVIDUALS>\n{body}\n</INDIVIDUALS></CONSOLIDATED_LIST>")
    return path


def individual(number: int, name: str = "INVENTED", more: str = "") -> str:
    """One person of such a file."""
    return f"<INDIVIDUAL><DATAID>{number}</DATAID><FIRST_NAME>{name}</FIRST_NAME>{more}</INDIVIDUAL>"
