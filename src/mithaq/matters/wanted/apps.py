"""The app of the room of wanted persons."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mithaq.node.web import rooms


class WantedConfig(AppConfig):
    """Wanted persons: what has to stop, and what is due."""

    name = "mithaq.matters.wanted"
    label = "wanted"
    verbose_name = _("wanted persons")

    def ready(self) -> None:
        from mithaq.matters.wanted.cancellations import alert  # models are not there before
        from mithaq.node.safeguards.actions import ACTIONS

        ACTIONS["wanted.desk-read"] = _("opened the cancellation desk")
        ACTIONS["wanted.radar-read"] = _("opened the deadline radar")
        rooms.enter_alert("wanted", alert)
        rooms.enter_overviews(
            "wanted",
            [
                rooms.Overview("wanted:desk", _("Cancellation desk"), "doubt"),
                rooms.Overview("wanted:radar", _("Deadline radar"), "clock"),
            ],
        )
