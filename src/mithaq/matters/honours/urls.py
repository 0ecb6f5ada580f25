"""The addresses of the honours' room."""

from django.urls import URLPattern, path

from mithaq.matters.honours import views

app_name = "honours"

urlpatterns: list[URLPattern] = [path("<str:reference>/", views.register, name="register")]
