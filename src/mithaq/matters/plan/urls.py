"""The addresses of the plan's room."""

from django.urls import URLPattern, path

from mithaq.matters.plan import views, views_of_papers

app_name = "plan"

urlpatterns: list[URLPattern] = [
    path("<str:reference>/", views.page, name="page"),
    path("<str:reference>/actions/", views.tree, name="tree"),
    path("<str:reference>/paper/<str:language>/", views_of_papers.page, name="paper"),
    path("<str:reference>/report/<int:year>/<int:half>/", views_of_papers.report, name="report"),
    path("<str:reference>/late/", views.late, name="late"),
]
