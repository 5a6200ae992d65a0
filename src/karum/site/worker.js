"use strict";
// Karum's service worker: pages that were seen can be read without a line. No library. `HUB` stands above (installed.py).
//
// - Files whose name is their content come from the telephone first, for ever.
// - Pages come from the hub first. When it does not answer in time, the copy that was kept, and the page says so.
// - What is kept belongs to one reader: once the hub answers somebody else, all of it is gone.
// - A form is sent once, by the person who pressed the button. Nothing is queued, nothing is sent again. The one thing
//   that is noted here is what she wanted to put into the cart, and she sends that herself (app.js).

const PAGES = "pages-1", FILES = "files-1", STATE = "state-1", DRAFTS = "drafts-1";
const GUEST = "guest";
const PATIENCE_MS = 4000;
const PAGES_MAX = 60, FILES_MAX = 600, BYTES_MAX = 30e6;
const DAY_MS = 24 * 3600 * 1000;

/** Pages that are kept. Never: checkout, payment, account, money, the console; of the desk only the form for goods. */
const KEPT = /^\/($|search$|how$|cart$|markets($|\/)|c\/|p\/|s\/|o\/[^/]+$|checkout\/done\/|desk\/[^/]+\/products\/new$)/;
const FOR_EVER = /^\/(static\/.+\.[0-9a-f]{12}\.\w+|media\/pictures\/.+)$/;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => event.waitUntil(hear(event)));
self.addEventListener("push", (event) => event.waitUntil(tell(event)));
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event)));
self.addEventListener("notificationclick", (event) => event.waitUntil(open(event)));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode !== "navigate") {
    if (request.method === "GET" && (FOR_EVER.test(url.pathname) || HUB.files.includes(url.pathname)))
      event.respondWith(file(event));
  } else if (request.method === "GET") {
    event.respondWith(KEPT.test(url.pathname) ? seen(event, url) : live(event).catch(() => unreachable("page", request)));
  } else if (fromHere(request) && /urlencoded/.test(request.headers.get("Content-Type"))) {
    event.respondWith(send(event, url)); // files go without us: what carries megabytes stays out of their way
  }
});

async function install() {
  const files = await caches.open(FILES);
  await files.addAll(HUB.files);
  await keepWords("/offline");
  await self.skipWaiting(); // an update holds from the next page on
}

async function activate() {
  const ours = [PAGES, FILES, STATE, DRAFTS];
  for (const name of await caches.keys()) if (!ours.includes(name)) await caches.delete(name);
  if (self.registration.navigationPreload) await self.registration.navigationPreload.enable();
  await self.clients.claim();
}

/** A page from the hub; what it says of its reader and language is heard. Rejects when there is no line. */
async function live(event) {
  const answer = (await event.preloadResponse) || (await fetch(event.request));
  if (answer.type === "basic") {
    const reader = answer.headers.get("Karum-Reader");
    if (reader) await meet(reader);
    const language = answer.headers.get("Content-Language");
    if (reader && language) event.waitUntil(speak(language));
  }
  return answer;
}

/** A page that may be kept: from the hub, or the kept copy when the hub is not there or takes its time. */
async function seen(event, url) {
  const answer = live(event);
  const kept = answer.then((found) => keep(url, found.clone()));
  event.waitUntil(kept.catch(() => {}));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS)).then(() => copy(url));
  try {
    return (await Promise.race([answer, late])) || (await answer);
  } catch {
    return (await copy(url)) || unreachable("page", event.request);
  }
}

/** A form: sent once. What could not be sent is said; only goods for the cart are noted for later. */
async function send(event, url) {
  const noted = url.pathname === "/cart/add" ? event.request.clone() : null;
  if (url.pathname === "/account/logout/") await forget(); // also when the hub cannot be reached
  try {
    return await fetch(event.request);
  } catch {
    if (noted && (await note(noted))) return Response.redirect("/cart", 303);
    const sure = !navigator.onLine;
    const money = /^\/checkout\/|\/pay(\/|$)/.test(url.pathname);
    return unreachable(sure ? (money ? "unpaid" : "unsent") : money ? "unsure-paid" : "unsure", event.request);
  }
}

const coming = new Map(); // files that are on their way, by address: who asks meanwhile gets the same answer

/** A file whose name is its content. It comes to its end also when the page that asked for it has gone (app.js). */
async function file(event) {
  const { url } = event.request;
  const found = await caches.match(url, { cacheName: FILES });
  if (found) return found;
  if (!coming.has(url)) {
    coming.set(url, fetch(url));
    event.waitUntil(bring(url).catch(() => {}).finally(() => coming.delete(url)));
  }
  return (await coming.get(url)).clone();
}

async function bring(url) {
  const answer = (await coming.get(url)).clone();
  if (answer.status === 200 && FOR_EVER.test(new URL(url).pathname)) await put(FILES, url, answer);
}

/** Keep a page that was answered, with the moment written into it. */
async function keep(url, answer) {
  const html = (answer.headers.get("Content-Type") || "").startsWith("text/html");
  if (answer.status !== 200 || !html || !answer.headers.get("Karum-Reader")) return;
  const text = await answer.text(); // half a page is none: this rejects
  const title = (text.match(/<title>([^<]*)</) || [, ""])[1].trim();
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length", "Clear-Site-Data"]) headers.delete(name);
  headers.set("Karum-Title", encodeURIComponent(title));
  headers.set("Karum-Kept", Date.now());
  await put(PAGES, address(url), new Response(text.replace("<html", `<html data-kept="${Date.now()}"`), { headers }));
  await trim();
}

/** The kept copy of a page. A product's stands also for another offer of it. */
async function copy(url) {
  const pages = await caches.open(PAGES);
  return (await pages.match(address(url))) ||
    (url.pathname.startsWith("/p/") ? pages.match(address(url), { ignoreSearch: true }) : undefined);
}

/** The page that says what became of this request: `which` names its part of site/offline.html. */
async function unreachable(which, request) {
  const kept = await caches.match("/offline", { cacheName: STATE });
  if (!kept) return Response.error();
  const from = fromHere(request) ? request.referrer : "/";
  const text = (await kept.text())
    .replace('data-case="page"', 'data-case="page" hidden')
    .replace(`data-case="${which}" hidden`, `data-case="${which}"`)
    .replaceAll("/?back", new URL(from, location.origin).pathname);
  return new Response(text, { status: 503, headers: kept.headers });
}

/** Whether a request was made on a page of this hub: only such forms are carried, so no other site can gain by us. */
function fromHere(request) {
  return Boolean(request.referrer) && new URL(request.referrer).origin === location.origin;
}

/** Note what somebody wanted to put into the cart. False when the form is not one of ours. */
async function note(request) {
  const form = new URLSearchParams(await request.text());
  const offer = form.get("offer_id") || "", quantity = Number(form.get("quantity"));
  if (!/^\d{1,18}$/.test(offer) || !Number.isSafeInteger(quantity) || quantity < 1) return false;
  const key = `/drafts/${offer}`;
  const before = await caches.match(key, { cacheName: DRAFTS });
  const draft = before ? await before.json() : { offer, quantity: 0, sure: true };
  draft.quantity += quantity;
  draft.sure &&= !navigator.onLine;
  draft.page = new URL(request.referrer).pathname;
  await put(DRAFTS, key, new Response(JSON.stringify(draft)));
  return true;
}

let reader;

/** The hub answered this reader: pages of anybody else leave. A guest who signs in brings hers along, as her cart. */
async function meet(answered) {
  reader ??= await recall("reader");
  if (reader === answered) return;
  if (reader && reader !== GUEST) await forget();
  reader = answered;
  await put(STATE, "/state/reader", new Response(answered));
}

async function forget() {
  await Promise.all([caches.delete(PAGES), caches.delete(DRAFTS)]);
}

let language;

/** The page without a line, and all words of app.js, in the language that is read now. */
async function speak(wanted) {
  const kept = await caches.match("/offline", { cacheName: STATE });
  language ??= kept && kept.headers.get("Content-Language");
  if (language === wanted) return;
  await keepWords(`/offline?language=${encodeURIComponent(wanted)}`);
}

async function keepWords(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  language = answer.headers.get("Content-Language");
  await put(STATE, "/offline", answer);
}

async function recall(name) {
  const found = await caches.match(`/state/${name}`, { cacheName: STATE });
  return found ? found.text() : undefined;
}

/** What pages ask of us: keep an address that is not kept yet, or forget everything. */
async function hear(event) {
  const { keep: wanted, forget: all } = event.data || {};
  if (all) await forget();
  const url = wanted && new URL(wanted, location.origin);
  if (!url || url.origin !== location.origin || !KEPT.test(url.pathname)) return;
  const kept = await copy(url);
  if (kept && Date.now() - Number(kept.headers.get("Karum-Kept")) < DAY_MS) return;
  const answer = await fetch(url, { cache: "force-cache", headers: { Accept: "text/html" } });
  if (answer.redirected) return;
  await meet(answer.headers.get("Karum-Reader") || GUEST);
  await keep(url, answer);
}

/** Show what the hub pushed: {title, body, url, tag}. */
async function tell(event) {
  let told = {};
  try {
    told = event.data.json();
  } catch {
    told = { body: event.data ? event.data.text() : "" };
  }
  const { title = HUB.name, body = "", url = "/", tag = "", lang, dir } = told;
  await self.registration.showNotification(title, {
    body, tag, lang, dir: dir || "auto", icon: HUB.icon, badge: HUB.badge, data: { url: inside(url) },
  });
}

/** The push service gave this browser another address. The old one, with its secret, shows the hub whose it is. */
async function renew({ oldSubscription: old, newSubscription }) {
  const { pushManager } = self.registration;
  const made = newSubscription || (old && await pushManager.subscribe({
    userVisibleOnly: true, applicationServerKey: old.options.applicationServerKey,
  }));
  if (!made) return;
  const body = JSON.stringify({ ...made.toJSON(), old: old ? old.toJSON() : null });
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(HUB.renew, { method: "POST", headers, body });
  if (answer.status === 403) await made.unsubscribe(); // the hub does not know it: the page of notices says "off" again
}

/** A tap on a notification: the page, in a window that is open already if there is one. */
async function open(event) {
  event.notification.close();
  const url = inside(event.notification.data && event.notification.data.url);
  const windows = await self.clients.matchAll({ type: "window" });
  const there = windows.find((one) => one.url === url) || windows[0];
  if (!there) return self.clients.openWindow(url);
  await there.focus();
  return there.url === url ? there : there.navigate(url);
}

/** An address of this hub, whatever was given. */
function inside(url) {
  const found = new URL(url || "/", location.origin);
  return found.origin === location.origin ? found.href : `${location.origin}/`;
}

function address(url) {
  return url.origin + url.pathname + url.search;
}

/** Put it at the end of the queue to leave. A telephone that is full loses its pictures first. */
async function put(name, key, answer) {
  const cache = await caches.open(name);
  try {
    if (name === PAGES) await cache.delete(key);
    await cache.put(key, answer);
  } catch {
    await caches.delete(FILES);
    await (await caches.open(FILES)).addAll(HUB.files);
  }
}

async function trim() {
  const pages = await caches.open(PAGES), files = await caches.open(FILES);
  const old = await pages.keys(), many = await files.keys();
  for (const key of old.slice(0, Math.max(0, old.length - PAGES_MAX))) await pages.delete(key);
  const { usage = 0 } = navigator.storage && navigator.storage.estimate ? await navigator.storage.estimate() : {};
  if (many.length <= FILES_MAX && usage <= BYTES_MAX) return;
  for (const key of many.slice(0, Math.ceil(many.length / 3)))
    if (!HUB.files.includes(new URL(key.url).pathname)) await files.delete(key);
}
