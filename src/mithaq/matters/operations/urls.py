"""The addresses of the operations' room."""

from django.urls import URLPattern, path

from mithaq.matters.operations import views

app_name = "operations"

urlpatterns: list[URLPattern] = [path("<str:reference>/", views.board, name="board")]
