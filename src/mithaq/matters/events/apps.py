"""The app of the room of sports events."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mithaq.node.web import rooms


class EventsConfig(AppConfig):
    """Sports events: their calendar, and a card for each match."""

    name = "mithaq.matters.events"
    label = "events"
    verbose_name = _("sports events")

    def ready(self) -> None:
        from mithaq.node.safeguards.actions import ACTIONS

        ACTIONS["event.read"] = _("read the calendar of an event")
        rooms.enter("event", [rooms.Door("events:calendar", _("Calendar of matches"), "clock")])
        rooms.enter_items("event", "events:match")
