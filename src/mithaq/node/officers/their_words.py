"""Their words: what the libraries behind sign-in say to officers, said in our own manner.

Nothing imports this. A sentence marked here is translated in our own files, which Django reads before
those of its libraries; theirs miscount in Arabic, or name a thing by another word than our screens.
"""

from django.utils.translation import gettext_noop, ngettext_lazy

SAID = (
    gettext_noop("Authenticator code"),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
        "min_length",
    ),
)
