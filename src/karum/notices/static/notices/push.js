/* Notices on this device: the form with data-push (the hub's public key) turns them on and off. The browser is asked
   only when the button is pressed, never by the page. Without push the form stays hidden. */
(() => {
  "use strict";

  const form = document.querySelector("form[data-push]");
  if (!form || !window.isSecureContext || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
  const part = (name) => form.querySelector(`[data-push-${name}]`);
  const show = (name, shown) => { part(name).hidden = !shown; };

  const key = () => {
    const plain = atob(form.dataset.push.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };

  const tell = (subscription, off) => fetch(form.action, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    body: JSON.stringify({ ...subscription.toJSON(), off }),
  });

  const worker = async () => {
    if (!await navigator.serviceWorker.getRegistration()) await navigator.serviceWorker.register("/sw.js");
    return navigator.serviceWorker.ready;
  };

  const turnOn = async () => {
    if (await Notification.requestPermission() !== "granted") { show("denied", true); return false; }
    const { pushManager } = await worker();
    const old = await pushManager.getSubscription();
    if (old) await old.unsubscribe();  // made for a key that the hub no longer has, or for somebody else
    const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key() });
    const answer = await tell(made, false);
    if (!answer.ok) { await made.unsubscribe(); throw new Error(`device: ${answer.status}`); }
    return true;
  };

  const turnOff = async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const made = registration && await registration.pushManager.getSubscription();
    if (made) { await tell(made, true); await made.unsubscribe(); }
    return true;
  };

  const look = async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const made = registration && await registration.pushManager.getSubscription();
    form.hidden = false;
    document.querySelector("[data-push-missing]").hidden = true;
    show("on", !made);
    show("off", Boolean(made));
    show("denied", Notification.permission === "denied");
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    show("failed", false);
    try {
      const done = await (event.submitter === part("off") ? turnOff() : turnOn());
      if (done) location.reload();
    } catch (error) {
      console.warn(error);
      show("failed", true);
    }
  });

  look().catch(console.warn);
})();
