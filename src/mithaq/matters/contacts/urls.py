"""The addresses of the contacts' room."""

from django.urls import URLPattern, path

from mithaq.matters.contacts import views

app_name = "contacts"

urlpatterns: list[URLPattern] = [path("<str:reference>/", views.matrix, name="matrix")]
