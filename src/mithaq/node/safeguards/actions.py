"""What the house log says in words: one sentence for each action code.

Codes are stable and dotted; the sentence is added when the log is shown. A code that
stands here no more is shown as it is.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    # The door
    "sign-in": _("signed in"),
    "sign-in.refused": _("a sign-in was refused"),
    "sign-out": _("signed out"),
    "officer.password-chosen": _("chose a password"),
    "officer.factor-added": _("set up a second factor"),
    "officer.factor-removed": _("removed a second factor"),
    "token.made": _("made a token for the API"),
    "token.revoked": _("revoked a token for the API"),
    "token.refused": _("a token that holds no longer was refused"),
    "token.drafted": _("a program prepared a draft"),
    # Who works here
    "officer.enrolled": _("enrolled an officer"),
    "officer.changed": _("changed an officer’s entry"),
    "officer.functions": _("changed an officer’s functions"),
    "officer.password-renewed": _("gave a temporary password"),
    "officer.factor-taken": _("removed the second factor of an officer"),
    "officer.readmitted": _("the one administrator was let in again, at the machine of the node"),
    "officer.away": _("named a deputy"),
    "officer.back": _("ended an absence"),
    "unit.opened": _("opened a unit"),
    # Reading
    "matter.read": _("read a matter"),
    "matter.proved": _("saved the proof of a matter"),
    "matter.step-form": _("opened the form of a step"),
    "desk.read": _("opened the desk"),
    "matters.listed": _("listed matters"),
    "matter.observer-named": _("named an observer"),
    "matters.observed": _("read what observers are told"),
    "matter.exported": _("took a matter out as a file"),
    "matters.exported": _("took a list of matters out as a file"),
    "attachment.read": _("opened a file"),
    "draft.read": _("read a draft"),
    "drafts.listed": _("listed drafts"),
    "timeline.read": _("read the timeline of a matter"),
    "read.refused": _("was refused a page"),
    "glass.broken": _("read a matter in an emergency"),
    "glass.reviewed": _("judged an emergency reading"),
    "emergencies.read": _("read the emergency readings"),
    "house-log.read": _("read the house log"),
    "house-log.exported": _("exported the house log"),
    # Matters
    "matter.assigned": _("assigned a matter"),
    "matter.taken-back": _("took a matter back"),
    "draft.submitted": _("submitted a draft"),
    "draft.approved": _("approved a draft"),
    "draft.returned": _("returned a draft"),
    "draft.released": _("sent what had been prepared"),
    "draft.dropped": _("gave up a draft"),
    "draft.prior-reviewed": _("reviewed a draft before its approval"),
    "draft.reviewed": _("reviewed what had left alone"),
    "step.taken": _("took a step"),
    "step.doubted": _("took a step although warned"),
    "matter.set-aside-later": _("what had counted was set aside, because of what arrived late"),
    "erasure.asked": _("asked that a matter be erased"),
    "erasure.confirmed": _("confirmed that a matter be erased"),
    "erasure.refused": _("refused to have a matter erased"),
    "erasure.withdrawn": _("withdrew a request to erase"),
    "transfers.read": _("read the register of transfers"),
    "transfers.exported": _("took the register of transfers out"),
    "retention.listed": _("listed matters whose review is due"),
    "retention.reviewed": _("reviewed whether a matter is still kept"),
    "ledger.erased": _("erased personal data"),
    "reasons.erased": _("destroyed reasons whose term of keeping is over"),
    # Papers
    "paper.verified": _("verified a signed file"),
    # Joint plans
    "plan.read": _("read a joint plan"),
    "plan.file-exported": _("took a joint plan out as a file"),
    "plan.calendar-exported": _("took the milestones of a joint plan out"),
    "plan.page-exported": _("took the plan on a page out"),
    "plan.report-exported": _("took a half-yearly report out"),
    "plan.table-read": _("previewed a table for a joint plan"),
    "plan.table-prepared": _("prepared proposals from a table"),
    # The evaluation of cooperation
    "evaluation.report-exported": _("took the report of the joint committee out"),
    "evaluation.statistics-exported": _("took the statistics of cooperation out"),
    # The national register
    "persons.searched": _("searched the national register"),
    "persons.compared": _("looked closely at a candidate of the register"),
    "persons.import-begun": _("began an import"),
    "persons.import-resumed": _("resumed an import"),
    "persons.removals-confirmed": _("confirmed removals from the register"),
    "persons.comparison-begun": _("began to compare the register in bulk"),
    "persons.comparison-done": _("a comparison of the register ended"),
    "persons.likenesses-read": _("read likenesses of the register"),
    "persons.likeness-linked": _("linked a record with the same person"),
    "persons.likeness-told-apart": _("decided that a record is not that person"),
    "persons.likeness-taken-back": _("took a decision on a likeness back"),
    "persons.likeness-reopened": _("a likeness is to be looked at again, since a record changed"),
    # What should not happen
    "security.refused": _("something that came was refused for its signature or its shape"),
    "security.told-twice": _("an authority told two stories"),
    "security.log-alarm": _("a partner’s log was forked or turned back"),
    "exchange.alarm": _("an alarm of the exchange began"),
    "exchange.alarm-ended": _("an alarm of the exchange ended"),
    "exchange.carried-out": _("wrote envelopes into files for a partner"),
    "exchange.carried-in": _("took in envelopes from files"),
    "step.recorded-for": _("recorded what a partner without a node did"),
    "exchange.handed-over": _("recorded that a partner without a node was handed what we stated"),
    "node.stands-still": _("stood still: something it had stated is missing here"),
    "node.healed": _("took back what its partners had kept for it"),
    "node.acts-again": _("acts again: nothing is missing any more"),
    # Partners
    "partner.met": _("took in a partner’s card"),
    "partner.compared": _("compared the words with a partner"),
    "partner.vouched-for": _("took in a card that a known key vouches for"),
    "partner.phrase-differed": _("heard other words than the cards say"),
    "partner.confirmed": _("confirmed a partner"),
    "partner.dropped": _("dropped a partner’s card"),
    "partner.suspended": _("suspended a partner"),
    "partner.resumed": _("resumed a partner"),
    "partner.moved": _("took in a partner’s new address"),
    "key.revoked": _("recorded that a partner’s key was lost"),
}


# What these are about has a reference too, which is not that of a matter.
OF_NO_MATTER = ("rights.",)


def words(action: str) -> str:
    """The action in the language of the page; its code if it has no words."""
    return str(ACTIONS.get(action, action))
