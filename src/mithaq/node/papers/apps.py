"""The app of papers: what leaves a node as a document, and what comes back signed."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PapersConfig(AppConfig):
    """Papers typeset, signed and verified; nothing of them is stored."""

    name = "mithaq.node.papers"
    label = "papers"
    verbose_name = _("papers")
