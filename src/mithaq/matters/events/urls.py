"""The addresses of the room of sports events."""

from django.urls import URLPattern, path

from mithaq.matters.events import views

app_name = "events"

urlpatterns: list[URLPattern] = [
    path("<str:reference>/", views.calendar, name="calendar"),
    path("<str:reference>/matches/<str:entry>/", views.match, name="match"),
]
