"""The addresses of the house log."""

from django.urls import URLPattern, path

from mithaq.node.safeguards import views

app_name = "safeguards"

urlpatterns: list[URLPattern] = [
    path("", views.house, name="house"),
    path("export/", views.export, name="export"),
]
