"""Items: what one instance of a track is called on every screen, and where it stands.

An item is called by the first thing its entry says that names it, in the reader's language where it is said
in several; where nothing names it, by what it belongs to and its number or days, or by how its text begins.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from html import unescape

from django.utils import timezone
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language_bidi, gettext

from mithaq.node.ledger import find, held
from mithaq.node.ledger.models import Matter
from mithaq.node.ledger.page import Line, MatterPage
from mithaq.node.officers.models import Officer
from mithaq.node.web import dates, said
from mithaq.node.web.authorities import called as authority_called
from mithaq.node.web.authorities import known
from mithaq.node.web.idents import ident, language
from mithaq.node.web.said import Authorities
from mithaq.pact.rules import proposals
from mithaq.pact.rules.fields import Type
from mithaq.pact.rules.kind import Kind, Proposals, Stage, Track
from mithaq.pact.rules.state import Item

# What tells one item from another: whom or what it is about.
NAMING = (Type.KIND, Type.NAME, Type.LINE, Type.CODE)
COUNTING = (Type.NUMBER, Type.DAY)
MANY_OF_A_SORT = 12  # items of one sort; more are listed by what they belong to
WORDS = 12  # of a text, in the place of a name
NOBODY: Mapping[str, Line] = {}
Namer = Callable[[MatterPage, Officer], Mapping[str, str]]
_NAMERS: dict[str, Namer] = {}


def enter_names(kind: str, namer: Namer) -> None:
    """Make known what a kind's room calls its items, in the reader's language: those it names otherwise than
    by what their entries say first.
    """
    _NAMERS[kind] = namer


def called(
    line: Line, authorities: Authorities, lines: Mapping[str, Line] = NOBODY, *, name: SafeString | str = ""
) -> SafeString:
    """What an item is called among the `lines` of its matter, or its day where nothing tells it from others;
    and who proposed or stated it: a code alone would pass for whoever leads it. `name` is what its room
    calls it, "" where that is left to the entry.
    """
    name = name or _name(line, authorities, lines)
    name = name or dates.day(timezone.localdate(line.entry.at), language())
    # The page's direction: what is set apart in it would else leave the Latin code to decide.
    way = "rtl" if get_language_bidi() else "ltr"
    by = format_html("<bdi>{}</bdi>", line.entry.author)
    proposed = line.step is not None and line.step.name.startswith("propose-")
    said_by = gettext("proposed by %(party)s") if proposed else gettext("stated by %(party)s")
    whose = format_html(said_by.replace("%(party)s", "{}"), by)
    return format_html('<span dir="{}">{} ({})</span>', way, name, whose)


def bare_name(line: Line, authorities: Authorities, lines: Mapping[str, Line] = NOBODY) -> str:
    """The same without who stated it, as a text; "" where nothing names it."""
    return plain(str(_name(line, authorities, lines)))


def _name(line: Line, authorities: Authorities, lines: Mapping[str, Line]) -> SafeString | str:
    """What names an item, "" if nothing does."""
    values = {**line.entry.says, **line.body.values}
    sections = said.said(line.step, values) if line.step else []
    told = [one for section in sections for one in section.lines]
    if first := _first([one for one in told if one.field.type in NAMING]):
        return said.shown(first.field, first.value, authorities)
    whole = [
        _name(lines[str(one.value)], authorities, NOBODY)
        for one in told
        if one.field.of and not one.field.in_kind and str(one.value) in lines
    ]
    text = next((one for one in told if one.field.type is Type.PROSE), None)
    if text and not any(whole):
        return ident("line", Truncator(str(text.value)).words(WORDS, truncate="…"))
    own = [
        format_html("{} {}", one.label, said.shown(one.field, one.value, authorities))
        for one in told
        if one.field.type in COUNTING and one.field.required
    ]
    return format_html_join(" · ", "{}", ((each,) for each in (*whole, *own) if each))


def name_of(
    item: str, parties: Sequence[str], lines: Mapping[str, Line], authorities: Authorities, among: int = 1
) -> str:
    """What an item of a matter is called, `among` several: an authority, or what the entry among the matter's
    `lines` that created it says of it.
    """
    code, _, rest = item.partition("/")
    if code in parties:
        name = authority_called(code, authorities)
        several = among > 1 or len(parties) > 2
        return f"{name} {rest}".strip() if several or rest else ""
    line = lines.get(item)
    return called(line, authorities, lines) if line and line.step else item[:12]


def choices(page: MatterPage, steps: Sequence[str], reader: Officer) -> list[tuple[str, str]]:
    """The items that one of these steps created and have not ended, oldest first, for a form."""
    state = page.standing.state if page.standing else None
    lines, authorities = {line.entry.id: line for line in page.lines}, known()
    namer = _NAMERS.get(page.matter.kind)
    names = namer(page, reader) if namer and state else {}
    return [
        (item.key, plain(called(lines[item.key], authorities, lines, name=names.get(item.key, ""))))
        for name, item in (state.created(steps) if state else ())
        if state and item.key in lines and not stage_in(state.kind.track(name), item.stage).final
    ]


def groups(page: MatterPage, steps: Sequence[str]) -> dict[str, str]:
    """Under which heading a form lists each item that one of these steps created, in the order of the steps:
    what sort of item it is and, where many are of one sort, what it belongs to in the end.
    """
    state = page.standing.state if page.standing else None
    lines, authorities = {line.entry.id: line for line in page.lines}, known()
    made = {item.key: item.created_by for _, item in state.created(steps)} if state else {}
    sorts = Counter(made.values())
    found = dict[str, str]()
    for key in sorted(made, key=lambda each: steps.index(made[each])):
        step = lines[key].step if key in lines else None
        if step is not None and step.sections:
            sort = step.sections[0].words.say(language())
            whole = _whole(lines[key], lines) if sorts[step.name] > MANY_OF_A_SORT else None
            name = plain(str(_name(whole, authorities, lines))) if whole else ""
            found[key] = " – ".join(part for part in (sort, name) if part)
    return found


def _whole(line: Line, lines: Mapping[str, Line]) -> Line | None:
    """What an item belongs to in the end, by the entries that those between name; None if to nothing here."""
    whole, seen = None, {line.entry.id}
    while line.step is not None:
        of = [each.name for each in line.step.public_fields if each.required and each.of and not each.in_kind]
        above = next((lines.get(str(line.entry.says.get(name, ""))) for name in of), None)
        if above is None or above.entry.id in seen:
            break
        seen.add(above.entry.id)
        whole = line = above
    return whole


def choices_in(
    kind: str, steps: Sequence[str], reader: Officer, *, stands: Sequence[str] = ()
) -> list[tuple[str, str]]:
    """The items that one of these steps created in any running matter of a kind, as far as they have names;
    with `stands`, those alone that stand in one of these stages, whether the matter runs or not.

    What a form offers here says what we do together, never about whom: it is asked of the whole node. What a
    whole matter is called is for those who may open it; to others it is its reference.
    """
    found = []
    there = Matter.objects.filter(kind=kind) if stands else Matter.objects.filter(kind=kind, final=False)
    whole = set()
    for matter in there.order_by("opened_at", "id"):
        standing = held.standing_of(held.entries_of(matter.id))
        names = find.names_in(matter)
        for name, item in standing.state.created(steps) if standing and standing.state else ():
            track = standing.state.kind.track(name) if standing and standing.state else None
            if stands and item.stage not in stands:
                continue
            if not item.key:  # what the whole matter is about is named by the matter
                whole.add(matter.id)
                found.append((matter.id, matter.reference))
            elif track and item.key in names and (stands or not stage_in(track, item.stage).final):
                found.append((item.key, in_language(names[item.key])))
    return _with_titles(found, whole, reader) if whole else found


def _with_titles(
    found: Sequence[tuple[str, str]], whole: Collection[str], reader: Officer
) -> list[tuple[str, str]]:
    """The same choices, `whole` matters by their titles too, as far as the reader may open them."""
    opened = find.with_titles(find.openable(reader).filter(pk__in=whole))
    titles = {each.id: f"{each.title} · {each.reference}" for each in opened if each.title}
    return [(key, titles.get(key, name)) for key, name in found]


def plain(shown: str) -> str:
    """What a page shows, as a text: for a choice of a form, which escapes it once more."""
    return unescape(strip_tags(shown))


def in_language(names: Mapping[str, str]) -> str:
    """What something is called in the reader's language, or in another that it was said in."""
    return names.get(language()) or next(iter(names.values()), "")


def stage_in(track: Track | Proposals, name: str) -> Stage:
    """A stage of a track, or of what is proposed."""
    stages = proposals.STAGES if isinstance(track, Proposals) else track.stages
    return next(stage for stage in stages if stage.name == name)


def shown_of(kind: Kind, track: Track | Proposals, item: Item) -> Iterator[said.Line]:
    """What the last step of an item says, as far as its track shows it beside the stage."""
    latest = item.latest()
    step = kind.step(latest.step) if latest else None
    if latest and step and isinstance(track, Track) and track.shows:
        lines = (line for section in said.said(step, latest.says) for line in section.lines)
        yield from (line for line in lines if line.field.name in track.shows)


def _first(naming: Sequence[said.Line]) -> said.Line | None:
    """What names it: where something is said in several languages that, in the reader's if it can be."""
    by_name = {one.field.name: one for one in naming}
    stem = next((name[:-3] for name in by_name if name.endswith(("_ar", "_fr", "_en"))), "")
    first = naming[0] if naming else None
    return by_name.get(f"{stem}_{language()}") or by_name.get(stem) or first
