"""An officer at a browser without scripts: pages are fetched, forms are filled in and sent.

What stands in a form is sent as it stands, hidden fields included, so that a story goes the way an officer
goes.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.parse import urlencode, urljoin, urlsplit

Value = str | list[str]
ISOLATES = dict.fromkeys(range(0x2066, 0x206A))
STEP_FORM = "saw"  # the hidden field that every form of a step has: what its page showed


@dataclass
class Form:
    """A form of a page: where it goes and what stands in it. Several values of one name are a list."""

    action: str = ""
    method: str = "get"
    values: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)


class Page(HTMLParser):
    """A page as far as an officer without eyes for layout sees it: words, links, forms."""

    def __init__(self, written: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._words: list[str] = []
        self._select: str | None = None
        self._option: tuple[str, bool] | None = None
        self._area: tuple[str, list[str]] | None = None
        self._templates = 0  # what stands in one is no part of the page
        self.feed(written)

    @property
    def text(self) -> str:
        """The words as they are read: one space between them, no mark that only turns their direction."""
        return " ".join(" ".join(self._words).translate(ISOLATES).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self._templates += tag == "template"
        if self._templates:
            return
        if tag == "a" and "href" in said:
            self.links.append(said["href"])
        if tag == "form":
            self.forms.append(Form(said.get("action", ""), said.get("method", "get").lower()))
        if not self.forms or not said.get("name", said.get("value")):
            return
        form, name = self.forms[-1], said.get("name", "")
        if tag == "input" and name:
            self._input(form, name, said)
        elif tag == "select":
            self._select = name
            form.names.add(name)
        elif tag == "option" and self._select and "selected" in said:
            form.values.append((self._select, said.get("value", "")))
        elif tag == "textarea":
            self._area = (name, [])
            form.names.add(name)
        elif tag == "button" and name:
            form.buttons.append((name, said.get("value", "")))

    def _input(self, form: Form, name: str, said: dict[str, str]) -> None:
        form.names.add(name)
        sort = said.get("type", "text")
        if sort in ("checkbox", "radio"):
            if "checked" in said:
                form.values.append((name, said.get("value", "on")))
        elif sort not in ("submit", "button", "file"):
            form.values.append((name, said.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        self._templates -= tag == "template"
        if tag == "select":
            self._select = None
        elif tag == "textarea" and self._area:
            name, parts = self._area
            self.forms[-1].values.append((name, "".join(parts).removeprefix("\n")))
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area:
            self._area[1].append(data)
        else:
            self._words.append(data)


def _rows_of(said: dict[str, Value]) -> dict[str, int]:
    """The last row of each group that something is said in."""
    rows: dict[str, int] = {}
    for name in said:
        group, _, rest = name.partition("-")
        number = rest.partition("-")[0]
        if number.isdecimal():
            rows[group] = max(rows.get(group, 0), int(number))
    return rows


class Browser:
    """One officer's window: a page, and the cookies of this node."""

    def __init__(self, address: str, where_it_hangs: Callable[[], str] = str) -> None:
        self.address = address
        self._where_it_hangs = where_it_hangs
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.path, self.status, self.written = "", 0, b""
        self.page = Page("")

    def open(self, path: str, data: bytes | None = None) -> Page:
        """Fetch a page; whatever its status, it is what the officer sees."""
        url = urljoin(self.address + self.path if self.path else self.address, path)
        request = urllib.request.Request(url, data=data, headers={"Accept-Language": "en"})
        try:
            answer = self._opener.open(request, timeout=60)
        except urllib.error.HTTPError as refusal:
            answer = refusal
        except TimeoutError as error:
            raise AssertionError(f"no answer to {path}: {self._where_it_hangs()}") from error
        with answer:
            self.status, self.written = answer.status or 0, answer.read()
            at = urlsplit(answer.url)
            self.path = f"{at.path}?{at.query}" if at.query else at.path
            readable = "html" in answer.headers.get("Content-Type", "")
        self.page = Page(self.written.decode() if readable else "")
        return self.page

    def send(self, action: str = "", /, **said: Value) -> Page:
        """Fill in the form that has these fields (or goes to this action) and send it.

        Rows that it lacks are asked for first, by its button.
        """
        for group, last in _rows_of(said).items():
            for _ in range(last):
                if not self._has_row(group, last):
                    self.press("add-row", group)
        form = self._form(action, set(said))
        kept = [(name, value) for name, value in form.values if name not in said]
        typed = [
            (name, each)
            for name, value in said.items()
            for each in (value if isinstance(value, list) else [value])
        ]
        return self.open(form.action or self.path, urlencode([*kept, *typed]).encode())

    def press(self, name: str, value: str) -> Page:
        """Send the form that has this button by it, with what stands in it."""
        form = next(form for form in self.page.forms if (name, value) in form.buttons)
        return self.open(form.action or self.path, urlencode([*form.values, (name, value)]).encode())

    def _has_row(self, group: str, number: int) -> bool:
        """Whether a form has so many rows of a group."""
        return any(name.startswith(f"{group}-{number}-") for form in self.page.forms for name in form.names)

    def link(self, part: str) -> str:
        """The first link of the page whose address has this part."""
        found = next((link for link in self.page.links if part in link), None)
        assert found, f"{self.path} ({self.status}) has no link to {part}: {self.page.text[:1500]}"
        return found

    def _form(self, action: str, names: set[str]) -> Form:
        posted = [form for form in self.page.forms if form.method == "post"]
        if action:
            fitting = [form for form in posted if form.action.endswith(action)]
        else:
            fitting = [form for form in posted if (names or {STEP_FORM}) <= form.names]
        assert fitting, (
            f"{self.path} ({self.status}) has no form for {action or names}: {self.page.text[:1500]}"
        )
        return fitting[0]
