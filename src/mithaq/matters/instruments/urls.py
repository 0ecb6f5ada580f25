"""The addresses of the instruments' room."""

from django.urls import URLPattern, path

from mithaq.matters.instruments import views, views_of_copies, views_of_files, views_of_own

app_name = "instruments"

urlpatterns: list[URLPattern] = [
    path("<str:reference>/", views.text, name="text"),
    path("<str:reference>/concordance/", views.board, name="board"),
    path("<str:reference>/signing/", views.signing, name="signing"),
    path("<str:reference>/draft.docx", views_of_files.docx, name="docx"),
    path("<str:reference>/own-key/", views_of_own.own_key, name="own-key"),
    path("<str:reference>/copies/<str:holder>/seal/", views_of_copies.seal, name="seal"),
    path("<str:reference>/copies/<str:holder>/add/", views_of_copies.add, name="add-seal"),
    path("<str:reference>/articles/<str:article>/", views.article, name="article"),
    path("<str:reference>/notes/<uuid:note>/take-back/", views.take_back, name="take-back"),
]
