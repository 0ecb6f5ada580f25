"""The app of the instruments' room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mithaq.node.web import rooms


class InstrumentsConfig(AppConfig):
    """Texts in several languages, side by side."""

    name = "mithaq.matters.instruments"
    label = "instruments"
    verbose_name = _("instruments")

    def ready(self) -> None:
        from mithaq.matters.instruments.chapters import chapters  # models are not there before
        from mithaq.matters.instruments.heads import whose
        from mithaq.node.papers.trusted import ask_too
        from mithaq.node.safeguards.actions import ACTIONS

        ask_too(whose)
        ACTIONS.update(
            {
                "instrument.read": _("read an instrument"),
                "instrument.draft-exported": _("took a text in negotiation out as a file"),
                # Written until notes had a keeper of their own (`node.national`)
                "instrument.noted": _("wrote a national note on an instrument"),
                "instrument.note-taken-back": _("destroyed a national note"),
            }
        )
        rooms.enter(
            "instrument",
            [
                rooms.Door("instruments:text", _("Text side by side"), "book"),
                rooms.Door("instruments:board", _("Concordance"), "list"),
                rooms.Door("instruments:signing", _("Signing room"), "draft"),
            ],
        )
        rooms.enter_chapters("instrument", chapters)
