"""Addresses of cart, checkout and the buyer's orders."""

from django.urls import URLPattern, path

from karum.orders.views import cart, checkout, mine, order, pay

app_name = "orders"
urlpatterns: list[URLPattern] = [
    path("cart", cart.cart, name="cart"),
    path("cart/add", cart.add, name="cart_add"),
    path("cart/change", cart.change, name="cart_change"),
    path("checkout/address", checkout.address, name="address"),
    path("checkout/delivery", checkout.delivery, name="delivery"),
    path("checkout/review", checkout.review, name="review"),
    path("checkout/pay/<str:token>", pay.pay, name="pay"),
    path("checkout/done/<str:token>", pay.done, name="done"),
    path("o/<str:token>", order.order, name="order"),
    path("o/<str:token>/invoice.pdf", order.invoice, name="invoice"),
    path("o/<str:token>/confirm", order.confirm, name="confirm"),
    path("o/<str:token>/confirm/<int:number>", order.confirm_part, name="confirm_part"),
    path("o/<str:token>/cancel", order.cancel, name="cancel"),
    path("me/orders", mine.mine, name="mine"),
    path("o/<str:token>/again", mine.again, name="again"),
]
