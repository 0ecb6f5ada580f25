"""The addresses of the evaluation."""

from django.urls import URLPattern, path

from mithaq.front.evaluation import views

app_name = "evaluation"

urlpatterns: list[URLPattern] = [
    path("", views.whole, name="whole"),
    path("statistics/<slug:span>/", views.statistics_file, name="statistics"),
    path("report/<slug:span>/", views.report, name="report"),
    path("fields/<slug:kind>/", views.field, name="field"),
]
