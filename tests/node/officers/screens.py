"""A browser without a browser: sign in as a persona, ask for a page, send its form."""

import re
from uuid import uuid4

from django.test import Client

from mithaq.node.officers.models import Officer


def signed_in(persona: Officer, *, just_now: bool = True) -> Client:
    """A client on which this officer is signed in; `just_now` as by the sign-in page."""
    client = Client()
    client.force_login(persona, backend="django.contrib.auth.backends.ModelBackend")
    if just_now:
        record_sign_in(client, persona)
    return client


def record_sign_in(client: Client, persona: Officer) -> None:
    """What the sign-in page writes into the session: by which means, and when."""
    import time

    from allauth.account.internal.flows import login

    session = client.session
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = login.user_id_to_str(persona)
    session.save()


def once(**said: object) -> dict[str, object]:
    """A form as it is sent, with the key that lets it act once."""
    return {"submission": str(uuid4()), **said}


def text_of(response: object) -> str:
    """The page without its tags, its no-break spaces as ordinary ones."""
    page = response.content.decode()  # type: ignore[attr-defined]
    return re.sub(r"<[^>]+>", " ", page).replace("\N{NO-BREAK SPACE}", " ")
