"""The addresses of a node: each part of the house brings its own.

Only those pages of allauth stand here that a node uses: officers are registered by
their authority, so nobody signs up, and no password is reset by e-mail.
"""

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, include, path

from mithaq.front.config.rooms import rooms

ACCOUNT: list[URLPattern | URLResolver] = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("second-factor/", include("allauth.mfa.urls")),
]

# In this order: the first that knows an address answers it.
PARTS = {
    "mithaq.front.health.urls": "health/",
    "mithaq.front.api.urls": "api/",
    "mithaq.node.exchange.urls": "exchange/",
    "mithaq.node.partners.urls": "partners/",
    "mithaq.node.persons.urls": "persons/",
    "mithaq.node.papers.urls": "papers/",
    "mithaq.node.officers.urls": "officers/",
    "mithaq.node.officers.urls_of_a_matter": "matters/<str:reference>/",
    "mithaq.node.safeguards.urls": "house/",
    "mithaq.node.rights.urls": "rights/",
    **{f"{room}.urls": f"{room.rpartition('.')[2]}/" for room in rooms()},
    "mithaq.front.evaluation.urls": "evaluation/",
    "mithaq.front.briefing.urls": "briefing/",
    "mithaq.front.desk.urls": "",
    "mithaq.node.web.urls": "",
}


urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include(ACCOUNT)),
    *(path(prefix, include(urls)) for urls, prefix in PARTS.items()),
]

handler400 = "mithaq.node.web.errors.bad_request"
handler403 = "mithaq.node.web.errors.not_allowed"
handler404 = "mithaq.node.web.errors.not_found"
handler500 = "mithaq.node.web.errors.broken"
