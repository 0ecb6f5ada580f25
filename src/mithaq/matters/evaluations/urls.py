"""The addresses of the evaluations' room."""

from django.urls import URLPattern, path

from mithaq.matters.evaluations import views

app_name = "evaluations"

urlpatterns: list[URLPattern] = [path("<str:reference>/", views.board, name="board")]
