"""The addresses of the plan's room."""

from django.urls import URLPattern, path

from mithaq.matters.plan import views

app_name = "plan"

urlpatterns: list[URLPattern] = [
    path("<str:reference>/", views.page, name="page"),
    path("<str:reference>/actions/", views.tree, name="tree"),
    path("<str:reference>/late/", views.late, name="late"),
]
