"""The addresses of the free screens."""

from django.urls import URLPattern, path

from mithaq.node.web import language

app_name = "web"

urlpatterns: list[URLPattern] = [
    path("language/", language.choose, name="language"),
]
