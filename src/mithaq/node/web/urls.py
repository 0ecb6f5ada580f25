"""The addresses of the free screens."""

from django.urls import URLPattern

app_name = "web"

urlpatterns: list[URLPattern] = []
