"""Her own pages in a real Chromium: narrow, right-to-left, without script, nothing for axe to say; a device added."""

import os
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from karum.notices.models import Device
from karum.notices.services.devices import Subscription, add_device
from karum.parties import services as parties
from karum.parties.locale import Locale
from karum.saved import services as saved
from karum.seeds.factories import NAIROBI, make_business, make_offer, make_orders, make_person
from tests.journeys.browser import SMALL, accessibility, sideways
from tests.journeys.browser import Browser as Chromium

from .push_service import HOST, Browser

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# No push service can be reached from a test: the browser's own part is played by what it would have answered.
PLAYED = """
  window.asked = 0;
  Notification.requestPermission = async () => { window.asked += 1; return "granted"; };
  const made = { endpoint: "%(endpoint)s", keys: { p256dh: "%(p256dh)s", auth: "%(auth)s" } };
  const unsubscribe = async () => { sessionStorage.removeItem("on"); return true; };
  const subscription = { toJSON: () => made, unsubscribe };
  PushManager.prototype.subscribe = async (options) => {
    sessionStorage.setItem("key", options.applicationServerKey.length);
    sessionStorage.setItem("on", "yes");
    return subscription;
  };
  PushManager.prototype.getSubscription = async () => sessionStorage.getItem("on") ? subscription : null;
"""


def signed_in(person: Any) -> str:
    client = Client()
    client.force_login(person)
    return str(client.cookies["sessionid"].value)


def test_her_own_pages_are_narrow_and_accessible(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    now, amina, seller = timezone.now(), make_person("amina@people.example"), make_business(day=timezone.now())
    offer = make_offer(seller)
    make_orders(offer, now=now, email=amina.email)
    parties.save_address(amina, NAIROBI)
    keeper = saved.open_keeper(amina.pk, None, now=now)
    saved.save_wish(keeper, offer.id, Locale("KE", "en", "KES"), now=now)
    saved.follow(keeper, seller.id, now=now)
    shared = f"/saved/list/{saved.share(keeper)}"
    pages = ["/me", "/me/orders", "/me/notices", "/saved", "/saved/shops", shared, "/me/closed"]
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with Chromium.started() as chromium:
        for locale in ("KE.en.KES", "AE.ar.AED"):
            page = chromium.visitor(live_server.url, size=SMALL, locale=locale, script=False)
            page.context.add_cookies([{"name": "sessionid", "value": signed_in(amina), "url": live_server.url}])
            for path in pages:
                page.goto(path)
                assert sideways(page) <= 0, f"{path} {locale} is {sideways(page)} px too wide"
            page.context.close()
        page = chromium.visitor(live_server.url, locale="KE.en.KES")
        page.context.add_cookies([{"name": "sessionid", "value": signed_in(amina), "url": live_server.url}])
        for path in pages:
            page.goto(path)
            assert accessibility(page) == [], path


def test_a_device_is_added_by_a_press_and_never_asked_before(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    amina, browser = make_person("amina@people.example"), Browser()
    places = {"endpoint": f"https://{HOST}/x", "p256dh": browser.p256dh, "auth": browser.auth}
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with Chromium.started() as chromium:
        page = chromium.visitor(live_server.url)
        page.context.add_cookies([{"name": "sessionid", "value": signed_in(amina), "url": live_server.url}])
        page.add_init_script(PLAYED % places)
        page.goto("/me/notices")
        on, off = page.locator("[data-push-on]"), page.locator("[data-push-off]")
        on.wait_for()
        assert page.evaluate("window.asked") == 0
        on.click()
        off.wait_for()
        assert [device.person_id for device in Device.objects.all()] == [amina.pk]
        assert page.evaluate("sessionStorage.getItem('key')") == "65"
        off.click()
        on.wait_for()
        assert not Device.objects.exists()


def test_the_worker_tells_the_hub_its_new_address(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    amina, browser, anew = make_person("amina@people.example"), Browser(), Browser()
    old = Subscription(f"https://{HOST}/old", browser.p256dh, browser.auth)
    assert add_device(amina, old, agent="", now=timezone.now())
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with Chromium.started() as chromium:
        page = chromium.visitor(live_server.url)
        with page.context.expect_event("serviceworker") as begun:
            page.goto("/how")
        worker = begun.value
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        worker.evaluate(
            """([old, made]) => renew({
                oldSubscription: { toJSON: () => old, options: {} }, newSubscription: { toJSON: () => made },
            })""",
            [
                {"endpoint": old.endpoint, "keys": {"p256dh": old.p256dh, "auth": old.auth}},
                {"endpoint": f"https://{HOST}/new", "keys": {"p256dh": anew.p256dh, "auth": anew.auth}},
            ],
        )
        assert Device.objects.get().endpoint == f"https://{HOST}/new"
