"""The addresses below a matter that say who works on it."""

from django.urls import URLPattern, path

from mithaq.node.officers import views_of_a_matter as views

app_name = "assignments"

urlpatterns: list[URLPattern] = [
    path("assign/", views.assign, name="assign"),
    path("assign/<int:assignment>/take-back/", views.take_back, name="take-back"),
    path("open-in-emergency/", views.emergency, name="emergency"),
]
