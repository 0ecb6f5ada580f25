"""The addresses of papers."""

from django.urls import URLPattern, path

from mithaq.node.papers import views

app_name = "papers"

urlpatterns: list[URLPattern] = [
    path("verify/", views.verify_file, name="verify"),
]
