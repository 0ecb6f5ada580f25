"""The addresses of the free screens."""

from django.urls import URLPattern, path

from mithaq.node.web import language, views
from mithaq.node.web import views_by_hand as by_hand
from mithaq.node.web import views_of_drafts as drafts
from mithaq.node.web import views_of_erasures as erasures
from mithaq.node.web import views_of_exports as exports
from mithaq.node.web import views_of_observers as observers
from mithaq.node.web import views_of_retention as retention
from mithaq.node.web import views_of_transfers as transfers

app_name = "web"

urlpatterns: list[URLPattern] = [
    path("language/", language.choose, name="language"),
    path("matters/", views.matters, name="matters"),
    path("matters/export/<slug:ending>/", exports.matters, name="export-list"),
    path("observed/", observers.observed, name="observed"),
    path("matters/<str:reference>/", views.matter, name="matter"),
    path("matters/<str:reference>/proof/", views.proof, name="proof"),
    path("matters/<str:reference>/export/<slug:ending>/", exports.matter, name="export"),
    path("matters/<str:reference>/steps/<slug:step>/", drafts.step, name="step"),
    path(
        "matters/<str:reference>/hand-over/<slug:entry>/<slug:code>/",
        by_hand.hand_over_page,
        name="hand-over",
    ),
    path("matters/<str:reference>/erase/", erasures.erase, name="erase"),
    path("matters/<str:reference>/erase/<int:number>/confirm/", erasures.confirm, name="erase-confirm"),
    path("matters/<str:reference>/erase/<int:number>/call-off/", erasures.call_off, name="erase-call-off"),
    path("erasures/", erasures.erasures_page, name="erasures"),
    path("transfers/", transfers.transfers_page, name="transfers"),
    path("transfers/<int:year>/file/", transfers.transfers_file, name="transfers-file"),
    path("matters/<str:reference>/retention/", retention.review, name="retention"),
    path("retention/", retention.due, name="retention-due"),
    path("indicators/<slug:kind>/", views.indicators, name="indicators"),
    path("matters/<str:reference>/attest/<slug:entry>/", exports.attest, name="attest"),
    path("new/<slug:kind>/", drafts.open_matter, name="open"),
    path("files/<slug:file>/", views.file, name="file"),
    path("delivery/", views.delivery_page, name="delivery"),
    path("drafts/", drafts.all_drafts, name="drafts"),
    path("drafts/<uuid:number>/", drafts.draft, name="draft"),
    path("drafts/<uuid:number>/approve/", drafts.approve, name="draft-approve"),
    path("drafts/<uuid:number>/review-first/", drafts.review_first, name="draft-review-first"),
    path("drafts/<uuid:number>/return/", drafts.send_back, name="draft-return"),
    path("drafts/<uuid:number>/send/", drafts.send, name="draft-send"),
    path("drafts/<uuid:number>/drop/", drafts.drop, name="draft-drop"),
    path("drafts/<uuid:number>/review/", drafts.review, name="draft-review"),
]
