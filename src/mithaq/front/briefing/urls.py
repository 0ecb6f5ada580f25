"""The addresses of the briefing. A partner is named by its code."""

from django.urls import URLPattern, path

from mithaq.front.briefing import views

app_name = "briefing"

urlpatterns: list[URLPattern] = [
    path("<str:code>/", views.briefing, name="partner"),
    path("<str:code>/paper/", views.paper, name="paper"),
]
