"""What the room's pages may say: differences drawn, the board's piles, acts and verdicts in words."""

from collections.abc import Iterable

from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from mithaq.matters.instruments.bound import Copy
from mithaq.matters.instruments.differences import IN, OUT, Piece
from mithaq.matters.instruments.shown import Article, Instrument, Way
from mithaq.node.web import idents, said
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.instruments import ARTICLE_STAGES
from mithaq.pact.rules.kind import Stage
from mithaq.pact.rules.register import kind
from mithaq.pact.rules.signing import BY_HAND, PROVEN, WITHHELD

register = template.Library()


@register.simple_tag
def pieces(changed: Iterable[Piece]) -> SafeString:
    """A text with what went out and what came in; each is announced by its element, never by colour alone."""
    return format_html_join("", "{}", ((_piece(piece),) for piece in changed))


@register.simple_tag
def file_of(copy: Copy) -> SafeString:
    """The file of a copy as far as it is sealed, to be fetched."""
    return said.files(copy.files)


def _piece(piece: Piece) -> SafeString | str:
    drawn = {OUT: "<del>{}</del>", IN: "<ins>{}</ins>"}.get(piece.what)
    return format_html(drawn, piece.text) if drawn else piece.text


@register.simple_tag
def piles(text: Instrument) -> list[tuple[Stage, list[Article]]]:
    """The articles by where they stand, what needs work first."""
    order = ("disputed", "open", "matched")
    stages = {stage.name: stage for stage in ARTICLE_STAGES}
    return [(stages[name], [one for one in text.everywhere if one.stage.name == name]) for name in order]


@register.simple_tag
def ways_for(text: Instrument, party: str) -> tuple[Way, ...]:
    """What this officer can do in the signing room for our own authority."""
    if party != settings.AUTHORITY:
        return ()
    return text.ways_to("sign", "initial", "freeze", "name-signatory")


@register.simple_tag
def act_words(step: str) -> str:
    """A freeze, an initial or a signature, as a noun."""
    return {"freeze": gettext("Freeze"), "initial": gettext("Initials"), "sign": gettext("Signature")}[step]


@register.simple_tag
def sentence_of(entry: Entry) -> str:
    """What an entry did, as the timeline says it."""
    step = kind(entry.kind, entry.edition).step(entry.step)
    return step.sentence.say(idents.language()) if step else entry.step


@register.simple_tag
def check_words(name: str) -> str:
    """A line of the list to go through."""
    return {
        "complete": gettext("Every article stands in every language and is confirmed by all"),
        "frozen": gettext("Every party has frozen the same hash"),
        "named": gettext("Every party has named its signatory"),
        "initialled": gettext("Every party has initialled"),
        "signed": gettext("Every party has signed"),
        "copies": gettext("Every copy is sealed by all"),
    }[name]


@register.simple_tag
def verdict_words(verdict: str) -> str:
    """What can be said of a signature by itself."""
    return {
        PROVEN: gettext("proven here with the person’s own key"),
        BY_HAND: gettext("by hand: the scan and the witnesses vouch for it"),
        WITHHELD: gettext("the proof is not here"),
    }.get(verdict) or gettext("the proof does not hold")
