"""The addresses of pages about officers and units."""

from django.urls import URLPattern, path

from mithaq.node.officers import views, views_of_a_matter, views_of_tokens

app_name = "officers"

urlpatterns: list[URLPattern] = [
    path("", views.officers, name="list"),
    path("new/", views.new_officer, name="new"),
    path("units/", views.units, name="units"),
    path("me/", views.profile, name="profile"),
    path("me/away/", views.away, name="away"),
    path("me/away/<int:absence>/back/", views.back, name="back"),
    path("me/tokens/", views_of_tokens.tokens, name="tokens"),
    path("me/tokens/<slug:token>/revoke/", views_of_tokens.revoke, name="revoke-token"),
    path("emergencies/", views_of_a_matter.emergencies, name="emergencies"),
    path("emergencies/<int:opened>/", views_of_a_matter.judge, name="judge"),
    path("<str:reference>/", views.officer, name="officer"),
    path("<str:reference>/password/", views.renew_password, name="renew-password"),
    path("<str:reference>/second-factor/", views.remove_second_factor, name="remove-second-factor"),
]
