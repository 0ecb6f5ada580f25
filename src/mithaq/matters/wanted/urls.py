"""The addresses of the room of wanted persons."""

from django.urls import URLPattern, path

from mithaq.matters.wanted import views

app_name = "wanted"

urlpatterns: list[URLPattern] = [
    path("", views.desk, name="desk"),
    path("radar/", views.radar, name="radar"),
]
