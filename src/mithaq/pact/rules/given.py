"""Given: what goes with information wherever it is given, and what came of it.

Shared by every kind in which one authority gives information to another: the files beside it, and the outcome that who received
it reports. How useful it was and what followed stand in the header, since they are counted.

Source: Directive (EU) 2023/977, article 16(1); domain model of information exchange (feedback).
"""

from mithaq.pact.exchange.attachment import IN_BODY, MOST_FILES
from mithaq.pact.rules.fields import Field, Section, Type
from mithaq.pact.rules.words import W

ATTACHED = Section(W("المرفقات", "Pièces jointes", "Attachments"), (
    Field(IN_BODY, Type.ATTACHMENT, W("المرفقات", "pièces jointes", "attachments"), most=MOST_FILES, wide=True),
))  # fmt: skip
FEED_BACK = (Section(W("الإفادة بالنتيجة", "Retour sur l’exploitation", "Outcome"), (
    Field("usefulness", Type.CODE, W("مدى الفائدة", "utilité", "usefulness"), required=True, public=True, codes="usefulness"),
    Field("outcome", Type.CODE, W("ما ترتب عنها", "suite donnée", "what came of it"), required=True, public=True, codes="feedback-outcomes"),
    Field("used_in_procedure", Type.FLAG, W("استُعملت في مسطرة قضائية", "utilisé en procédure", "used in proceedings"), public=True, default=False),
    Field("remarks", Type.PROSE, W("ملاحظات", "observations", "remarks"), most=1000),
)),)  # fmt: skip
