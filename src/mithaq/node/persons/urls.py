"""The addresses of the register."""

from django.urls import path

from mithaq.node.persons import likeness_views, views

app_name = "persons"

urlpatterns = [
    path("", views.register, name="register"),
    path("match/<uuid:record>/", views.match, name="match"),
    path("import/", views.bring_in, name="import"),
    path("import/<int:number>/", views.run, name="run"),
    path("import/<int:number>/go-on/", views.go_on, name="go-on"),
    path("import/<int:number>/remove-held/", views.remove_held, name="remove-held"),
    path("likenesses/", likeness_views.likenesses, name="likenesses"),
    path("likenesses/<int:number>/", likeness_views.likeness, name="likeness"),
    path("comparisons/", likeness_views.comparisons, name="comparisons"),
]
