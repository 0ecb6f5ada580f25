"""The app of the meetings' room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mithaq.node.web import rooms


class MeetingsConfig(AppConfig):
    """Meetings and visits, and what became of their decisions."""

    name = "mithaq.matters.meetings"
    label = "meetings"
    verbose_name = _("meetings and visits")

    def ready(self) -> None:
        from mithaq.matters.meetings.chapters import chapters  # models are not there before
        from mithaq.node.safeguards.actions import ACTIONS

        ACTIONS["meeting.read"] = _("read the decision tracker of a series of meetings")
        rooms.enter("meeting", [rooms.Door("meetings:tracker", _("Decision tracker"), "board")])
        rooms.enter_chapters("meeting", chapters)
