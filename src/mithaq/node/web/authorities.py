"""The authorities this node knows: what each is called and in which zone its clocks run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from mithaq.node.officers.models import Officer
from mithaq.node.partners.models import Partner
from mithaq.node.partners.own import own_card
from mithaq.node.web.idents import language
from mithaq.pact.errors import MithaqError
from mithaq.pact.rules.words import Words


@dataclass(frozen=True, slots=True)
class Known:
    """An authority as pages show it."""

    code: str
    words: Words
    zone: str

    @property
    def name(self) -> str:
        """Its name in the language of the page, or its code."""
        return self.words.say(language()) or self.code


def known() -> Mapping[str, Known]:
    """Every authority we have met, ourselves included, by code."""
    partners = [
        Known(each.code, Words(each.name_ar, each.name_fr, each.name_en), each.zone)
        for each in Partner.objects.all()
    ]
    return {each.code: each for each in [*_ourselves(), *partners]}


def called(code: str, authorities: Mapping[str, Known]) -> str:
    """The name of an authority in the language of the page; its code where nobody here has met it."""
    return authorities[code].name if code in authorities else code


def zone_where(code: str, authorities: Mapping[str, Known]) -> ZoneInfo:
    """The zone in which an authority's clocks run; UTC for one whom nobody here has met."""
    return ZoneInfo(authorities[code].zone if code in authorities else "UTC")


def names_of(references: Iterable[str]) -> dict[str, str]:
    """Our own officers by the opaque word that stands in entries; partners' stay opaque."""
    known_here = Officer.objects.filter(reference__in=set(references))
    return {each.reference: each.get_full_name() for each in known_here}


def _ourselves() -> list[Known]:
    try:
        card = own_card()
    except MithaqError:
        return []  # a node whose keys are still to be made, or have run out: it has no card to show
    names = {tongue: card.names.get(tongue, "") for tongue in ("ar", "fr", "en")}
    return [Known(card.code, Words(**names), card.zone)]
