"""The addresses of the register of requests. None has a name in it."""

from django.urls import path

from mithaq.node.rights import views, views_of_decisions

app_name = "rights"

urlpatterns = [
    path("", views.requests, name="list"),
    path("new/", views.enter, name="new"),
    path("<str:reference>/", views.request_page, name="request"),
    path("<str:reference>/look/", views.look_for, name="look"),
    path("<str:reference>/looking/", views.looking, name="looking"),
    path("<str:reference>/found/<int:number>/", views.say, name="say"),
    path("<str:reference>/identity/", views.show_identity, name="identity"),
    path("<str:reference>/extend/", views.extend, name="extend"),
    path("<str:reference>/withdraw/", views.withdraw, name="withdraw"),
    path("<str:reference>/decide/", views_of_decisions.prepare, name="decide"),
    path("<str:reference>/decide/<int:number>/confirm/", views_of_decisions.confirm, name="confirm"),
    path("<str:reference>/decide/<int:number>/call-off/", views_of_decisions.call_off, name="call-off"),
    path("<str:reference>/letter/<str:language>/", views_of_decisions.letter, name="letter"),
    path("<str:reference>/answered/", views_of_decisions.answered, name="answered"),
]
