"""The addresses of the API. What stands below the door is made by `build`, from the kinds."""

from django.urls import URLPattern, path

from mithaq.front.api import views

app_name = "api"

urlpatterns: list[URLPattern] = [
    path("", views.page, name="page"),
    path("openapi.json", views.schema, name="schema"),
    path("<path:path>", views.door, name="door"),
]
