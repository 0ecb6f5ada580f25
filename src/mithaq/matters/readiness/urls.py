"""The addresses of the readiness room."""

from django.urls import URLPattern, path

from mithaq.matters.readiness import views

app_name = "readiness"

urlpatterns: list[URLPattern] = [path("<str:reference>/", views.board, name="board")]
