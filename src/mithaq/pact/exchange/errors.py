"""What is refused about keys, cards, envelopes, receipts and proofs."""

from mithaq.pact.errors import MithaqError


class ExchangeError(MithaqError):
    """What came does not stand, or cannot be opened. Catch this to refuse it; nothing was kept."""


class BadEnvelope(ExchangeError):
    """The bytes are not an envelope as the protocol describes it. Facts: rule."""

    code = "exchange.bad-envelope"


class EnvelopeNotKnown(ExchangeError):
    """The envelope or its suite is of an edition this node does not know; an upgrade may lift this."""

    code = "exchange.envelope-not-known"


class BadSignature(ExchangeError):
    """The statement is not signed with the keys it names. Facts: what, key, and the entry if any."""

    code = "exchange.bad-signature"


class NotForUs(ExchangeError):
    """A body came that was not sealed to us. Facts: entry."""

    code = "exchange.not-for-us"


class BodyMissing(ExchangeError):
    """The entry names us as a reader of its body, and the body did not come. Facts: entry."""

    code = "exchange.body-missing"


class CannotOpen(ExchangeError):
    """None of our keys opens the envelope, or it was changed on the way. Facts: entry."""

    code = "exchange.cannot-open"


class CommitmentUnmatched(ExchangeError):
    """The body that came is not the one the signed header commits to. Facts: entry."""

    code = "exchange.commitment-unmatched"


class BadReceipt(ExchangeError):
    """The bytes are not a receipt as the protocol describes it. Facts: rule."""

    code = "exchange.bad-receipt"


class BadCard(ExchangeError):
    """The text is not an authority card, or it was changed. Facts: rule."""

    code = "exchange.bad-card"


class BadKeys(ExchangeError):
    """These are not the public keys of an authority. Facts: rule."""

    code = "exchange.bad-keys"


class KeyFileClosed(ExchangeError):
    """The passphrase does not open the key file, or the file was changed."""

    code = "exchange.key-file-closed"


class BadProof(ExchangeError):
    """The file is not a proof as the protocol describes it. Facts: line, rule."""

    code = "exchange.bad-proof"


class BadAttachment(ExchangeError):
    """What is stated is not an attachment as the protocol describes it. Facts: rule."""

    code = "exchange.bad-attachment"


class AttachmentUnmatched(ExchangeError):
    """The files the body names are not those the signed header commits to. Facts: entry."""

    code = "exchange.attachment-unmatched"


class ChunkUnmatched(ExchangeError):
    """A chunk is not the one this place of this file holds, or it is missing. Facts: file, number."""

    code = "exchange.chunk-unmatched"


class SignatoryUnproven(ExchangeError):
    """A person's own signature does not hold: over another text, by another key, or not made as it has to be.
    Facts: rule.
    """

    code = "exchange.signatory-unproven"


class BadPoints(ExchangeError):
    """What came is no list of blinded points. Facts: reason."""

    code = "exchange.bad-points"
