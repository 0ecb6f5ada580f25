"""The addresses of a demonstration's node: the product's, and its own."""

from django.urls import URLPattern, URLResolver, path

from mithaq.demo import views
from mithaq.front.config import urls as product

urlpatterns: list[URLPattern | URLResolver] = [
    path("demo/", views.choose, name="demo-choose"),
    path("demo/sign-in/", views.sign_in, name="demo-sign-in"),
    path("demo/confirm/", views.confirm, name="demo-confirm"),
    path("demo/go/<int:number>/", views.go, name="demo-go"),
    *product.urlpatterns,
]

handler400 = product.handler400
handler403 = product.handler403
handler404 = product.handler404
handler500 = product.handler500
