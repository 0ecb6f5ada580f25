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


class NotInLog(LedgerError):
    """The proof does not tie this leaf to this root. Facts: leaf, size."""

    code = "ledger.not-in-log"


class LogRewritten(LedgerError):
    """The later root does not continue the earlier one: history was changed. Facts: sizes."""

    code = "ledger.log-rewritten"


class BadCheckpoint(LedgerError):
    """The text is not a checkpoint, or not signed by its log's keeper. Facts: rule, and the origin."""

    code = "ledger.bad-checkpoint"
