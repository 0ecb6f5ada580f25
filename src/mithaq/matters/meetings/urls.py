"""The addresses of the meetings' room."""

from django.urls import URLPattern, path

from mithaq.matters.meetings import views

app_name = "meetings"

urlpatterns: list[URLPattern] = [path("<str:reference>/", views.tracker, name="tracker")]
