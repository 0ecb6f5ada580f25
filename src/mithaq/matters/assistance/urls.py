"""The addresses of the room of technical assistance."""

from django.urls import URLPattern, path

from mithaq.matters.assistance import views

app_name = "assistance"

urlpatterns: list[URLPattern] = [path("", views.board, name="board")]
