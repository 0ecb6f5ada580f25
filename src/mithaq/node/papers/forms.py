"""The form with which a paper is brought to be verified."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from mithaq.node.papers.errors import PaperTooLarge
from mithaq.node.papers.limits import LARGEST_PDF

PAPER = "paper"  # kept in memory while it comes in: never a plain file


class PaperForm(forms.Form):
    """A PDF from an officer's machine."""

    paper = forms.FileField(
        label=_("The signed file (PDF)"),
        help_text=_("It is examined and forgotten: nothing of it is kept here."),
        widget=forms.FileInput({"accept": "application/pdf,.pdf"}),
    )

    def clean_paper(self) -> UploadedFile[Any]:
        """The file. Raises: PaperTooLarge."""
        paper: UploadedFile[Any] = self.cleaned_data[PAPER]
        if (paper.size or 0) > LARGEST_PDF:
            raise PaperTooLarge(most_mb=str(LARGEST_PDF // 1024 // 1024))
        return paper
