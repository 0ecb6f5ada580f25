"""The address of the desk."""

from django.urls import URLPattern, path

from mithaq.front.desk import views

app_name = "desk"

urlpatterns: list[URLPattern] = [path("", views.home, name="home")]
