"""The address of the room of threats."""

from django.urls import URLPattern, path

from mithaq.matters.threats import views

app_name = "threats"

urlpatterns: list[URLPattern] = [
    path("<str:reference>/", views.crisis, name="crisis"),
]
