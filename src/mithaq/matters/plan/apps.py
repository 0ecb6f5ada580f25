"""The app of the plan's room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mithaq.node.web import rooms


class PlanConfig(AppConfig):
    """The joint plan, drawn."""

    name = "mithaq.matters.plan"
    label = "plan"
    verbose_name = _("joint plan")

    def ready(self) -> None:
        from mithaq.matters.plan.chapters import chapters  # models are not there before
        from mithaq.matters.plan.figures import given
        from mithaq.matters.plan.home import home
        from mithaq.matters.plan.named import in_forms
        from mithaq.node.web.given import enter_given
        from mithaq.node.web.items import enter_names

        enter_given("plan", "submit-report", given)
        enter_names("plan", in_forms)
        rooms.enter_home("plan", home)
        rooms.enter_items("plan", "plan:action")
        rooms.enter(
            "plan",
            [
                rooms.Door("plan:page", _("Plan on a page"), "home"),
                rooms.Door("plan:tree", _("Actions"), "list"),
                rooms.Door("plan:board", _("Board"), "board"),
                rooms.Door("plan:timeline", pgettext_lazy("of a plan", "Timeline"), "timeline"),
                rooms.Door("plan:calendar", _("Calendar"), "calendar"),
                rooms.Door("plan:indicators", _("Indicators"), "chart"),
                rooms.Door("plan:late", _("Overdue"), "clock"),
                rooms.Door("plan:compare", _("Revisions"), "draft"),
                rooms.Door("plan:files", _("Files"), "folder"),
            ],
        )
        rooms.enter_chapters("plan", chapters)
