"""The app of the evaluation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationConfig(AppConfig):
    """The fields beside each other, and what the joint committee is told."""

    name = "mithaq.front.evaluation"
    label = "evaluation"
    verbose_name = _("evaluation of cooperation")
