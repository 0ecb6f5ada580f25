"""The app of the briefing."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BriefingConfig(AppConfig):
    """Where we stand with a partner, on one page."""

    name = "mithaq.front.briefing"
    label = "briefing"
    verbose_name = _("briefing before a meeting")

    def ready(self) -> None:
        from mithaq.node.safeguards.actions import ACTIONS

        ACTIONS["briefing.read"] = _("read where we stand with a partner")
        ACTIONS["briefing.exported"] = _("took out a briefing on a partner")
