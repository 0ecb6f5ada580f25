"""The addresses of the home page and of the desk."""

from django.urls import URLPattern, path

from mithaq.front.desk import views

app_name = "desk"

urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("desk/", views.own_desk, name="desk"),
    path("desk/tasks/file/", views.tasks_file, name="tasks-file"),
]
