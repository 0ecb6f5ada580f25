"""What the exchange of a node refuses."""

from mithaq.pact.exchange.errors import ExchangeError


class UnknownAuthority(ExchangeError):
    """Nobody here has confirmed an authority of this name; nothing of it is kept, not even the name."""

    code = "exchange.unknown-authority"


class InOurName(ExchangeError):
    """An entry that names us as its author does not come from outside. Facts: entry."""

    code = "exchange.in-our-name"


class NotOurMatter(ExchangeError):
    """The matter is opened among others: we are not a party. Facts: entry."""

    code = "exchange.not-our-matter"


class WrongRecipient(ExchangeError):
    """A receipt by somebody who was not asked for one. Facts: entry, by."""

    code = "exchange.wrong-recipient"


class ReceiptOfAnother(ExchangeError):
    """The answer holds a receipt for another entry, or by another authority. Facts: entry."""

    code = "exchange.receipt-of-another"


class NothingIsSent(ExchangeError):
    """The partner is not confirmed, or suspended: nothing leaves for it, whichever way. Facts: authority."""

    code = "exchange.nothing-is-sent"


class TooLarge(ExchangeError):
    """More bytes than a post may have. Facts: most (bytes)."""

    code = "exchange.too-large"


class TooMany(ExchangeError):
    """So much of what came from this address was refused that nothing more is read for a while."""

    code = "exchange.too-many-refused"


class NotAPost(ExchangeError):
    """The bytes posted are not framed as the protocol describes. Facts: rule."""

    code = "exchange.not-a-post"


class NotUnderstood(ExchangeError):
    """An item of a post is neither an envelope nor a receipt."""

    code = "exchange.not-understood"


class LapseTooEarly(ExchangeError):
    """A time is stated to have passed that has not, on our clock; it may come again. Facts: entry, step."""

    code = "exchange.lapse-too-early"


class BrokenHere(ExchangeError):
    """This node failed to keep it; the fault is ours and it may be sent again."""

    code = "exchange.broken-here"


class NoAnswer(ExchangeError):
    """The partner's node did not answer. Facts: reason."""

    code = "exchange.no-answer"


class BadAnswer(ExchangeError):
    """The partner's node answered something else than the protocol describes. Facts: rule."""

    code = "exchange.bad-answer"


class TooManyChunks(ExchangeError):
    """So many chunks of this partner wait for their entries that no more are taken."""

    code = "exchange.too-many-chunks"


class TooManyLeaves(ExchangeError):
    """A partner's log grew by more in a day than is kept of it; the rest may be shown later. Facts: most."""

    code = "exchange.too-many-leaves"


class ChunkRefused(ExchangeError):
    """The partner's node did not take a chunk of a file. Facts: reason."""

    code = "exchange.chunk-refused"


class ErasedBeforeDelivery(ExchangeError):
    """The body was erased here before this addressee had it. Facts: entry."""

    code = "exchange.erased-before-delivery"


class LogForked(ExchangeError):
    """A log shows another history than the one we have seen. Facts: origin, size."""

    code = "exchange.log-forked"


class LogRolledBack(ExchangeError):
    """A log is shorter than we have seen it. Facts: origin, size, seen."""

    code = "exchange.log-rolled-back"


class BadAsk(ExchangeError):
    """A question between nodes is not signed by who may ask it. Facts: rule."""

    code = "exchange.bad-ask"


class NotPossibleByHand(ExchangeError):
    """This is delivered by the node; nobody needs to carry it. Facts: recipient."""

    code = "exchange.not-possible-by-hand"
