"""The addresses of the room of deconfliction."""

from django.urls import URLPattern, path

from mithaq.matters.deconfliction import views

app_name = "deconfliction"

urlpatterns: list[URLPattern] = [path("", views.page, name="activities")]
