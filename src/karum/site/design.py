"""``/design``: every component in both themes and both directions, for who draws the next screen. Demo mode only."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from karum.money import Money
from karum.runtime.settings import settings
from karum.site.templatetags.drawn import icons

COLOURS = ("paper", "raised", "sunk", "line", "edge", "ink", "soft", "link", "clay", "clay-pale", "good", "warn", "bad")


class Sample(forms.Form):
    """One field of each kind, one of them wrong."""

    name = forms.CharField(label="Full name", help_text="As it stands on a parcel.")
    email = forms.EmailField(label="E-mail")
    country = forms.ChoiceField(label="Country", choices=[("KE", "Kenya"), ("RW", "Rwanda"), ("VN", "Viet Nam")])
    amount = forms.DecimalField(label="Price", required=False)
    note = forms.CharField(label="Note to the seller", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    picture = forms.FileField(label="Picture", required=False)
    service = forms.ChoiceField(
        label="Delivery",
        widget=forms.RadioSelect,
        choices=[("post", "Post, tracked · $14.20"), ("courier", "Courier · $31.00")],
        initial="post",
    )
    agree = forms.BooleanField(label="I have read the terms", required=False)


def design(request: HttpRequest) -> HttpResponse:
    """Show the components. Raises Http404 on a hub that is not a demo."""
    if not settings().demo:
        raise Http404
    context = {
        "form": Sample({"name": "Wanjiru Kamau", "email": "wanjiru@", "service": "post"}),
        "icons": sorted(icons()),
        "colours": COLOURS,
        "today": timezone.localdate(),
        "amount": Money(8_412_00, "KES"),
        "themes": ("light", "dark"),
    }
    return render(request, "site/design.html", context)
