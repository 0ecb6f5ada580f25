"""The tables of the ledger: what is kept for good, what can be erased, what is only a reading."""

from mithaq.node.ledger.models.attached import ChunkUse
from mithaq.node.ledger.models.drafts import Draft, OwnKey
from mithaq.node.ledger.models.erasures import Erasure
from mithaq.node.ledger.models.kept import BodyKey, BodyRow, EntryRow, ReceiptRow
from mithaq.node.ledger.models.logs import CheckpointRow, Leaf, LogState, PendingLeaf, Standstill
from mithaq.node.ledger.models.prior_reviews import PriorReview
from mithaq.node.ledger.models.readings import Counter, Duty, Facet, Matter, ReadingKey
from mithaq.node.ledger.models.reviews import RetentionReview
from mithaq.node.ledger.models.seen import Naming, Seen, Total
from mithaq.node.ledger.models.sizes import EXCHANGE, HOUSE

__all__ = [
    "EXCHANGE",
    "HOUSE",
    "BodyKey",
    "BodyRow",
    "CheckpointRow",
    "ChunkUse",
    "Counter",
    "Draft",
    "Duty",
    "EntryRow",
    "Erasure",
    "Facet",
    "Leaf",
    "LogState",
    "Matter",
    "Naming",
    "OwnKey",
    "PendingLeaf",
    "PriorReview",
    "ReadingKey",
    "ReceiptRow",
    "RetentionReview",
    "Seen",
    "Standstill",
    "Total",
]
