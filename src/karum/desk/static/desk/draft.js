// The form of a new product on a phone with a bad line. What is typed and photographed is kept here (IndexedDB) until
// the hub has it; photos are made small before they are sent, and are sent while the seller goes on typing. Without
// this script the same form works: the hub keeps the draft. Nothing is put on sale but by its button, online.
"use strict";
const form = document.querySelector("form[data-draft]");
const SIDE = 1440, QUALITY = 0.82, WAIT_S = 2, RETRY_S = 15;
const KEPT_OUT = new Set(["csrfmiddlewaretoken", "key", "picture"]);
const shots = form.querySelector("[data-shots]");
let photos = [];      // not at the hub yet: {id, blob, name}
let changed = false;  // something was typed that the hub has not
let sending = Promise.resolve();
let timer = 0, leaving = false, attempt = 0;

// --- the phone's own store -------------------------------------------------------------------------------------
const opened = new Promise((done, fail) => {
  const asked = indexedDB.open("karum-desk", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("drafts", { keyPath: "key" });
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => fail(asked.error);
});
opened.catch(() => say("full"));
async function store(mode, work) {
  const db = await opened;
  return new Promise((done, fail) => {
    const all = db.transaction("drafts", mode);
    const asked = work(all.objectStore("drafts"));
    all.oncomplete = () => done(asked.result);
    all.onerror = all.onabort = () => fail(all.error);
  });
}
const key = () => form.elements.key.value;
const fields = () => [...new FormData(form)].filter(([name, value]) => !KEPT_OUT.has(name) && typeof value === "string");
async function remember() {
  const kept = { key: key(), desk: form.dataset.draft, fields: fields(), photos, at: Date.now() };
  try {
    await store("readwrite", (drafts) => drafts.put(kept));
  } catch {
    say("full");
  }
}
const forget = (which) => store("readwrite", (drafts) => drafts.delete(which)).catch(() => {});

// --- what the seller sees --------------------------------------------------------------------------------------
function say(what, why = "") {
  for (const line of form.querySelectorAll("[data-when]")) line.hidden = line.dataset.when !== what;
  if (why) form.querySelector("[data-why]").textContent = why;
}
function draw(photo, source) {
  const line = document.createElement("li"), small = document.createElement("canvas");
  const side = Math.min(source.width, source.height);
  small.width = small.height = 192;
  small.getContext("2d").drawImage(
    source, (source.width - side) / 2, (source.height - side) / 2, side, side, 0, 0, 192, 192);
  line.dataset.photo = photo.id;
  line.append(small, form.querySelector("[data-remove]").content.cloneNode(true));
  line.querySelector("button").addEventListener("click", () => remove(photo, line));
  shots.append(line);
}
function remove(photo, line) {
  if (line.dataset.digest) {  // the hub has it: its own button takes it out
    const button = document.createElement("button");
    Object.assign(button, { name: "without", value: line.dataset.digest, hidden: true });
    form.append(button);
    form.requestSubmit(button);
    return;
  }
  photos = photos.filter((one) => one.id !== photo.id);
  line.remove();
  remember();
}

// --- photos ----------------------------------------------------------------------------------------------------
async function shrink(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const paint = canvas.getContext("2d");
  paint.fillStyle = "#fff";
  paint.fillRect(0, 0, canvas.width, canvas.height);
  paint.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  return { canvas, blob };
}
async function take(files) {
  for (const file of files) {
    const photo = { id: random(), blob: file, name: file.name || "photo.jpg" };
    try {
      const { canvas, blob } = await shrink(file);
      if (blob && blob.size < file.size) Object.assign(photo, { blob, name: photo.name.replace(/\.\w+$/, "") + ".jpg" });
      draw(photo, canvas);
    } catch {  // this browser cannot read it; perhaps the hub can
      const line = document.createElement("li");
      line.textContent = photo.name;
      line.dataset.photo = photo.id;
      shots.append(line);
    }
    photos.push(photo);
  }
  await remember();
  later(0);
}
for (const input of form.querySelectorAll("input[type=file]")) {
  input.addEventListener("change", async () => {
    const files = [...input.files];
    input.value = "";
    await take(files);
  });
}

// --- sending ---------------------------------------------------------------------------------------------------
function random() {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-8$4-$5");
}
async function post(body, background) {
  const headers = { Accept: "application/json", ...(background && { "X-Draft": "background" }) };
  let answer = await fetch(form.dataset.new, { method: "POST", body, headers });
  if (answer.status === 403) {  // the page is old, so is its token: fetch another one
    const page = new DOMParser().parseFromString(await (await fetch(form.dataset.new)).text(), "text/html");
    const token = page.querySelector("form[data-draft] [name=csrfmiddlewaretoken]");
    if (!token) return { state: "signed-out" };
    form.elements.csrfmiddlewaretoken.value = token.value;
    body.set("csrfmiddlewaretoken", token.value);
    answer = await fetch(form.dataset.new, { method: "POST", body, headers });
  }
  if (answer.ok && (answer.headers.get("Content-Type") || "").startsWith("application/json")) return answer.json();
  if (answer.ok && answer.redirected) return { state: "signed-out" };
  return { state: "refused" };
}
function parcel(extra) {
  const body = new FormData(form);
  body.delete("picture");
  for (const photo of photos) body.append("picture", photo.blob, photo.name);
  for (const [name, value] of extra) body.append(name, value);
  return body;
}
async function deliver(extra, background) {
  const sent = [...photos], was = key();
  changed = false;
  const answer = await post(parcel(extra), background).catch(() => ({ state: "phone" }));
  const got = ["kept", "published", "incomplete"].includes(answer.state);
  if (!got) {
    changed = true;
    await remember();
    say(answer.state);
    return answer;
  }
  attempt = 0;
  photos = photos.filter((one) => !sent.includes(one));
  for (const photo of sent) {
    const line = shots.querySelector(`[data-photo="${photo.id}"]`);
    const known = new Set([...shots.querySelectorAll("[data-digest]")].map((one) => one.dataset.digest));
    const fresh = (answer.pictures || []).find((one) => !known.has(one.digest));
    if (line && fresh) line.dataset.digest = fresh.digest;
    else if (line && background) line.remove();
  }
  if (changed || photos.length) await remember();
  else await forget(was);
  if (answer.problems?.length) say("refused", answer.problems.join(" "));
  else say("kept");
  form.querySelector("[data-throw-away]").hidden = false;
  return answer;
}
const queue = (work) => (sending = sending.then(work, work));
function later(seconds) {
  clearTimeout(timer);
  timer = setTimeout(() => queue(async () => {
    if (leaving || !(changed || photos.length)) return;
    if (!navigator.onLine) return say("phone");
    say("sending");
    const answer = await deliver([["keep", "1"]], true);
    if (answer.state === "phone") later(RETRY_S * 2 ** Math.min(attempt++, 4));
  }), seconds * 1000);
}
form.addEventListener("input", (event) => {
  if (event.target.type === "file") return;
  changed = true;
  remember();
  later(WAIT_S);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const button = event.submitter || form.querySelector("[name=publish]");
  const extra = button.name ? [[button.name, button.value]] : [];
  if (leaving) return;
  leaving = true;
  clearTimeout(timer);
  queue(async () => {
    await remember();
    say("sending");
    if (button.name === "throw_away") photos = [];
    const answer = await deliver(extra, false);
    leaving = false;
    if (button.name === "throw_away" && answer.url) await forget(key());
    if (!answer.url) return answer.state === "phone" && later(RETRY_S);
    leaving = true;
    const next = new URL(answer.url, location.href);
    const stays = next.pathname + next.search === location.pathname + location.search;
    location.assign(next);
    if (stays) location.reload();
  });
});
addEventListener("online", () => later(0));
addEventListener("pageshow", (event) => event.persisted && location.reload());

form.classList.add("is-live");  // photos are shown as they come: the names of files need no room

// --- on the way in: what this phone still has of an earlier visit ------------------------------------------------
async function restore() {
  const all = (await store("readonly", (drafts) => drafts.getAll())).filter((one) => one.desk === form.dataset.draft);
  const fresh = "fresh" in form.dataset;
  const mine = all.sort((a, b) => b.at - a.at).find((one) => fresh || one.key === key());
  if (!mine) {
    if (fresh) form.elements.key.value = random();  // a page that was kept for offline has the same key each time
    return;
  }
  form.elements.key.value = mine.key;
  const radios = new Map(mine.fields);
  for (const input of form.elements) {
    if (!input.name || KEPT_OUT.has(input.name) || input.type === "submit" || !radios.has(input.name)) continue;
    if (input.type === "radio" || input.type === "checkbox") input.checked = input.value === radios.get(input.name);
    else input.value = radios.get(input.name);
  }
  for (const photo of mine.photos) {
    photos.push(photo);
    try {
      draw(photo, await createImageBitmap(photo.blob, { imageOrientation: "from-image" }));
    } catch { /* it has no picture to show, but it is sent */ }
  }
  changed = true;
  form.querySelector("[data-throw-away]").hidden = false;
  say("restored");
  later(WAIT_S);
}
restore().catch(() => say("full"));
