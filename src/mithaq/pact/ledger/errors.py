"""What is refused about entries, logs and checkpoints."""

from mithaq.pact.errors import MithaqError


class LedgerError(MithaqError):
    """An entry or a proof does not stand. Catch this to refuse it; the ledger is untouched."""


class Malformed(LedgerError):
    """The bytes are not what the protocol describes. Facts: what, rule."""

    code = "ledger.malformed"


class UnknownSuite(Malformed):
    """The header names a suite this node does not know; an upgrade may lift this. Facts: what."""

    code = "ledger.unknown-suite"
