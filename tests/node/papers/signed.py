"""A signed instrument, made once a run: two authorities' certificates, each copy signed by both."""

from datetime import timedelta
from functools import cache

from mithaq.node.papers import certificate, compose
from mithaq.node.papers.sign import sign_copy
from mithaq.node.papers.typeset import typeset
from mithaq.node.papers.verify import Known, Trusted
from tests.node.papers import samples
from tests.pact.exchange.parties import AT, PARIS, RABAT

PAIRS = {"MA": RABAT, "FR": PARIS}
LATER = AT + timedelta(minutes=3)


@cache
def certificate_of(code):
    return certificate.make(code, "Direction générale", signer=PAIRS[code], now=AT - timedelta(days=1))


def keys_of(authority, key, at):
    """The keys of both, as somebody knows them who compared their cards."""
    return PAIRS[authority].public() if authority in PAIRS else None


BY_CARDS = Trusted(keys_of=keys_of)
BY_CERTIFICATE = Trusted({certificate_of("MA").fingerprint: Known("MA")})


def unsigned(copy_of="MA"):
    return _unsigned(copy_of)


def signed_once(copy_of="MA"):
    return _signed_once(copy_of)


def signed(copy_of="MA"):
    """A copy: certified by the party whose it is, approved by the other."""
    return _signed(copy_of)


@cache
def _unsigned(copy_of):
    composed = compose.instrument(samples.instrument(), copy_of=copy_of)
    return typeset("instrument", composed, language="ar", at=samples.AT)


@cache
def _signed_once(copy_of):
    return sign_copy(unsigned(copy_of), certificate_of(copy_of), field=copy_of, at=AT, place="Rabat")


@cache
def _signed(copy_of):
    other = "FR" if copy_of == "MA" else "MA"
    return sign_copy(signed_once(copy_of), certificate_of(other), field=other, at=LATER)
