"""The address of the health page."""

from django.urls import URLPattern, path

from mithaq.front.health import views

app_name = "health"

urlpatterns: list[URLPattern] = [path("", views.health, name="health")]
