// What pages do on a telephone beyond links and forms: bring the service worker, say when a page is a kept copy, show
// what waits for the cart, fetch pictures on a tap. Without this file every page works as well.
"use strict";
(() => {
  const root = document.documentElement;
  const { worker } = document.currentScript.dataset;
  const saves = root.hasAttribute("data-saver");
  const keptAt = Number(root.dataset.kept || 0);
  const DRAFTS = "drafts-1", PAGES = "pages-1", WORDS = "state-1";
  const main = document.getElementById("main");
  const can = "serviceWorker" in navigator && "caches" in window;

  document.cookie = `zone=${Intl.DateTimeFormat().resolvedOptions().timeZone};path=/;max-age=31536000`; // whose time we tell
  if (can && worker && !keptAt) addEventListener("load", bringWorker);
  if (can && keptAt) sayKept();
  if (can) sayDrafts();
  if (can) for (const list of document.querySelectorAll("[data-kept-pages]")) listKept(list);
  if (can) for (const button of document.querySelectorAll("[data-forget]")) offerForgetting(button);
  document.addEventListener("click", showPicture);
  document.addEventListener("focusin", loadScript);
  if (saves) addEventListener("load", () => setTimeout(sayCost, 500));
  else {
    fillBelow();
    if (can) document.addEventListener("click", sendAhead);
  }

  async function bringWorker() {
    const first = !navigator.serviceWorker.controller;
    try {
      await navigator.serviceWorker.register(worker, { updateViaCache: "all" });
    } catch {
      return; // a window that keeps nothing, or no line: the next page tries again
    }
    if (saves) return;
    const { active } = await navigator.serviceWorker.ready;
    if (first) active.postMessage({ keep: location.href });
    for (const link of document.querySelectorAll("a[data-keep]")) active.postMessage({ keep: link.href });
  }

  /** A part of the page /offline, which stands on the telephone with all words that are said here. */
  async function words(name) {
    const kept = await caches.match("/offline", { cacheName: WORDS });
    const page = new DOMParser().parseFromString(kept ? await kept.text() : "", "text/html");
    const found = page.querySelector(`template[data-words="${name}"]`);
    return found && document.importNode(found.content, true);
  }

  async function sayKept() {
    const said = await words("kept");
    if (!said) return;
    const format = new Intl.DateTimeFormat(root.lang, { dateStyle: "medium", timeStyle: "short" });
    said.querySelector("[data-time]").textContent = format.format(keptAt);
    main.prepend(said);
  }

  async function drafts() {
    if (!await caches.has(DRAFTS)) return [];
    const cache = await caches.open(DRAFTS);
    return Promise.all((await cache.keys()).map(async (key) => (await cache.match(key)).json()));
  }

  async function sayDrafts() {
    const waiting = await drafts();
    if (!waiting.length) return;
    const here = location.pathname === "/cart";
    const said = await words(here ? "drafts" : "waiting");
    if (!said) return;
    if (here) {
      const list = said.querySelector("[data-lines]");
      const line = list.firstElementChild;
      list.replaceChildren(...await Promise.all(waiting.map((draft) => written(line.cloneNode(true), draft))));
      said.querySelector("[data-send]").addEventListener("click", sendDrafts);
      said.querySelector("[data-throw]").addEventListener("click", async () => {
        await caches.delete(DRAFTS);
        location.replace("/cart");
      });
    }
    main.prepend(said);
  }

  async function written(line, draft) {
    const link = line.querySelector("a");
    link.href = draft.page;
    const page = await caches.match(draft.page, { cacheName: PAGES, ignoreSearch: true });
    const known = page && new DOMParser().parseFromString(await page.text(), "text/html").querySelector("h1");
    if (known) link.textContent = known.textContent.trim();
    line.querySelector("[data-quantity]").textContent = new Intl.NumberFormat(root.lang).format(draft.quantity);
    line.querySelector("[data-unsure]").hidden = draft.sure;
    return line;
  }

  /** She said so: put each into the cart; what the hub does not take stays noted. */
  async function sendDrafts(event) {
    const button = event.currentTarget;
    button.disabled = true;
    const cache = await caches.open(DRAFTS);
    for (const { offer, quantity } of await drafts()) {
      const token = (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1] || "";
      const form = new URLSearchParams({ offer_id: offer, quantity, csrfmiddlewaretoken: token });
      try {
        const answer = await fetch("/cart/add", { method: "POST", body: form, redirect: "manual" });
        if (answer.type !== "opaqueredirect" && !answer.ok) throw new Error(answer.status);
        await cache.delete(`/drafts/${offer}`);
      } catch {
        button.disabled = false;
        button.closest("section").querySelector("[data-failed]").hidden = false;
        return;
      }
    }
    location.replace("/cart");
  }

  async function listKept(place) {
    const cache = await caches.open(PAGES);
    const pages = await Promise.all((await cache.keys()).map(async (key) => [key.url, await cache.match(key)]));
    const items = pages.reverse().map(([url, page]) => {
      const item = document.createElement("li"), link = document.createElement("a");
      const title = decodeURIComponent(page.headers.get("Karum-Title") || "");
      link.href = url;
      link.className = "tap";
      link.dir = "auto";
      link.textContent = new DOMParser().parseFromString(title, "text/html").body.textContent || new URL(url).pathname;
      item.append(link);
      return item;
    });
    place.replaceChildren(...items);
    place.closest("section").hidden = !items.length;
  }

  function offerForgetting(button) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await Promise.all([caches.delete(PAGES), caches.delete(DRAFTS)]);
      button.disabled = true;
      button.nextElementSibling.hidden = false;
    });
  }

  /** The data saver: a picture comes when somebody taps its place. */
  function showPicture(event) {
    const link = event.target.closest("a[data-picture]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const picture = new Image(Number(link.dataset.width), Number(link.dataset.height));
    picture.alt = link.dataset.picture;
    picture.tabIndex = -1;
    picture.src = link.href;
    link.replaceWith(picture);
    picture.focus();
  }

  /** The large picture of a product sets out with the tap that opens its page; the worker hands it on. No byte more. */
  function sendAhead({ target }) {
    const card = navigator.serviceWorker.controller && target.closest("a[href^='/p/']") && target.closest(".goods");
    const small = card && card.querySelector("picture img");
    if (!small) return;
    const source = /avif$/.test(small.currentSrc) ? card.querySelector("source") : small;
    const large = new Image();
    large.fetchPriority = "high";
    large.sizes = "(min-width: 58rem) 40rem, 100vw"; // as on the product's page
    large.srcset = source.srcset;
  }

  /** A part that needs a script of its own (`data-script`) gets it when somebody comes to it, not before. */
  function loadScript(event) {
    const part = event.target.closest("[data-script]");
    if (!part) return;
    const script = document.createElement("script");
    script.src = part.dataset.script;
    part.removeAttribute("data-script");
    document.head.append(script);
  }

  /** What stands further down (`data-fill`) comes when somebody scrolls near it. Until then a link there leads to it. */
  function fillBelow() {
    const places = document.querySelectorAll("[data-fill]");
    if (!places.length || !("IntersectionObserver" in window)) return;
    const watch = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) fill(target, watch);
    }, { rootMargin: "600px" });
    for (const place of places) watch.observe(place);
  }

  async function fill(place, watch) {
    watch.unobserve(place);
    try {
      const answer = await fetch(place.dataset.fill);
      if (answer.status === 200) place.innerHTML = await answer.text();
      else if (answer.status === 204) place.remove();
    } catch {
      // no line: the link stays
    }
  }

  /** What this page took over the line, in its footer. Bytes that the telephone had already count nothing. */
  function sayCost() {
    const place = document.querySelector("[data-cost]");
    if (!place) return;
    const entries = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    const bytes = entries.reduce((sum, one) => sum + (one.transferSize || 0), 0);
    const format = new Intl.NumberFormat(root.lang, { maximumFractionDigits: 0 });
    place.querySelector("b").textContent = format.format(Math.max(1, bytes / 1000));
    place.hidden = false;
  }
})();
