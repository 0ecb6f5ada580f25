"""What the ledger of a node refuses."""

from mithaq.pact.ledger.errors import LedgerError


class SignedOtherwise(LedgerError):
    """The entry is held already, under other signature bytes. Facts: entry, author."""

    code = "ledger.signed-otherwise"


class NotAParty(LedgerError):
    """Whoever states this is not a party to the matter. Facts: matter, author."""

    code = "ledger.not-a-party"


class ReceiptChanged(LedgerError):
    """Another receipt for the same entry by the same authority: the first one stands. Facts: entry, by."""

    code = "ledger.receipt-changed"


class EntryNotHere(LedgerError):
    """No such entry has arrived here, or not yet. Facts: entry."""

    code = "ledger.entry-not-here"


class Overtaken(LedgerError):
    """Something else was kept while this was being made; made again, it may stand. Facts: matter."""

    code = "ledger.overtaken"


class StandsStill(LedgerError):
    """This node was restored and knows less than its partners: it may not act yet. Facts: reason, witness."""

    code = "ledger.stands-still"


class ChunksLacking(LedgerError):
    """A file of the entry has not come whole; the entry may come again. Facts: count."""

    code = "ledger.chunks-lacking"


class UnknownFile(LedgerError):
    """No such file, or none this officer may see. Facts: file."""

    code = "ledger.unknown-file"


class NotSettled(LedgerError):
    """What cannot be undone waits until every party has confirmed what was stated. Facts: matter."""

    code = "ledger.not-settled"


class NothingToErase(LedgerError):
    """Everything that can be erased in the matter is gone already. Facts: matter."""

    code = "ledger.nothing-to-erase"


class ErasureWaits(LedgerError):
    """The same has been asked for, and waits for a second person. Facts: matter."""

    code = "ledger.erasure-waits"


class ErasureOvertaken(LedgerError):
    """Something was stated after the erasure had been asked for. Facts: matter."""

    code = "ledger.erasure-overtaken"


class ErasureDecided(LedgerError):
    """Somebody has decided on what was asked for. Facts: outcome."""

    code = "ledger.erasure-decided"


class NothingToReview(LedgerError):
    """Only what was concluded is reviewed, or is restricted, and still holds something. Facts: matter."""

    code = "ledger.nothing-to-review"


class ReviewOvertaken(LedgerError):
    """The matter was reviewed, or something was stated in it, since the page was shown. Facts: matter."""

    code = "ledger.review-overtaken"


class MatterRestricted(LedgerError):
    """What the matter says is kept for one purpose alone until another review lifts that. Facts: matter."""

    code = "ledger.matter-restricted"


class UnknownParty(LedgerError):
    """A matter is opened with authorities that were introduced. Facts: authority."""

    code = "ledger.unknown-party"


class NoAgreement(LedgerError):
    """No terms have been agreed among these authorities. Facts: kind, parties."""

    code = "ledger.no-agreement"


class FieldNotOpen(LedgerError):
    """Not every party has opened this field of cooperation. Facts: kind."""

    code = "ledger.field-not-open"


class FieldSuspended(LedgerError):
    """A party has suspended cooperation in this field. Facts: kind."""

    code = "ledger.field-suspended"


class DraftsError(LedgerError):
    """Something about a draft; it is as it was."""


class UnknownDraft(DraftsError):
    """No such draft, or none this officer may see. Facts: draft."""

    code = "ledger.unknown-draft"


class DraftNotPossibleNow(DraftsError):
    """The draft does not stand where this act begins. Facts: draft, state, act."""

    code = "ledger.draft-not-possible-now"


class DraftChanged(DraftsError):
    """What would leave is not what was approved. Facts: draft."""

    code = "ledger.draft-changed"


class PriorReviewMissing(DraftsError):
    """Not everybody has reviewed the draft who must before it is approved. Facts: draft, functions."""

    code = "ledger.prior-review-missing"


class DraftErased(DraftsError):
    """The content of the draft was erased. Facts: draft."""

    code = "ledger.draft-erased"


class DraftOvertaken(DraftsError):
    """Something arrived in the matter that was not on the page; it is shown now. Facts: draft."""

    code = "ledger.draft-overtaken"


class RemarkMissing(DraftsError):
    """A draft is sent back with what is to be mended. Facts: draft."""

    code = "ledger.remark-missing"


class NotOnBehalf(LedgerError):
    """Nothing is recorded for who has a node, or where another party has one that would not see it.
    Facts: author.
    """

    code = "ledger.not-on-behalf"
