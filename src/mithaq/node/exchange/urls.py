"""Addresses for machines: other nodes post here, nobody signs in."""

from django.urls import path

from mithaq.node.exchange import views

app_name = "exchange"

urlpatterns = [
    path("inbox", views.inbox, name="inbox"),
    path("chunks", views.chunks, name="chunks"),
    path("checkpoint", views.checkpoint, name="checkpoint"),
    path("leaves", views.rebuilding, {"what": "leaves"}, name="leaves"),
    path("tail", views.rebuilding, {"what": "tail"}, name="tail"),
    path("items", views.rebuilding, {"what": "items"}, name="items"),
]
