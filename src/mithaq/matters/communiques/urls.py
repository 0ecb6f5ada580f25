"""The addresses of the communiqués' room."""

from django.urls import URLPattern, path

from mithaq.matters.communiques import views

app_name = "communiques"

urlpatterns: list[URLPattern] = [path("<str:reference>/", views.preview, name="preview")]
