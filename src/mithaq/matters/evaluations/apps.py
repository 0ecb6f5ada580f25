"""The app of the evaluations' room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mithaq.node.web import rooms


class EvaluationsConfig(AppConfig):
    """Evaluations of cooperation, drawn."""

    name = "mithaq.matters.evaluations"
    label = "evaluations"
    verbose_name = _("evaluations of cooperation")

    def ready(self) -> None:
        from mithaq.matters.evaluations.chapters import chapters  # models are not there before
        from mithaq.node.safeguards.actions import ACTIONS

        ACTIONS["evaluation.read"] = _("read the scores of an evaluation")
        rooms.enter("evaluation", [rooms.Door("evaluations:board", _("Scores side by side"), "board")])
        rooms.enter_chapters("evaluation", chapters)
