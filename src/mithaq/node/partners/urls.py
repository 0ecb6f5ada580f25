"""The addresses of pages about partners. Codes are capitals, so no word of ours is taken for one."""

from django.urls import URLPattern, path

from mithaq.node.partners import views
from mithaq.node.partners import views_of_introductions as introductions

app_name = "partners"

urlpatterns: list[URLPattern] = [
    path("", views.partners, name="list"),
    path("meet/", introductions.meet, name="meet"),
    path("without-node/", views.without_node, name="without-node"),
    path("own-card/", views.own_card, name="own-card"),
    path("own-card/file/", views.card_file, name="card-file"),
    path("<str:code>/", views.partner, name="partner"),
    path("<str:code>/confirm/", views.confirm_without_node, name="confirm-without-node"),
    path("<str:code>/suspend/", views.suspend, name="suspend"),
    path("<str:code>/resume/", views.resume, name="resume"),
    path("<str:code>/keys/<str:fingerprint>/lost/", views.revoke, name="revoke"),
    path("<str:code>/cards/<int:number>/", introductions.introduction, name="introduction"),
    path("<str:code>/cards/<int:number>/compare/", introductions.compare, name="compare"),
    path("<str:code>/cards/<int:number>/voucher/", introductions.vouch, name="vouch"),
    path("<str:code>/cards/<int:number>/confirm/", introductions.confirm, name="confirm"),
    path("<str:code>/cards/<int:number>/drop/", introductions.drop, name="drop"),
]
