/* Passkeys: the only thing at the door that needs a script. A form with data-passkey carries it:
   "login" fetches its options, "create" and "get" find them on the page. Without passkeys nothing is shown. */
(() => {
  "use strict";

  const usable = () => window.PublicKeyCredential && window.isSecureContext;

  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
  };

  const text = (buffer) =>
    buffer && btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const listed = (credentials) => (credentials || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const forCreation = (key) => ({
    ...key,
    challenge: bytes(key.challenge),
    user: { ...key.user, id: bytes(key.user.id) },
    excludeCredentials: listed(key.excludeCredentials),
    authenticatorSelection: {
      ...key.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required",
    },
  });

  const forRequest = (key) => ({ ...key, challenge: bytes(key.challenge), allowCredentials: listed(key.allowCredentials) });

  const written = (credential) => {
    const answer = credential.response;
    const response = { clientDataJSON: text(answer.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (answer[name]) response[name] = text(answer[name]);
    }
    if (answer.getTransports) response.transports = answer.getTransports();
    return JSON.stringify({
      id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
      clientExtensionResults: credential.getClientExtensionResults(),
      authenticatorAttachment: credential.authenticatorAttachment,
    });
  };

  const options = async (form) => {
    if (form.dataset.optionsId) return JSON.parse(document.getElementById(form.dataset.optionsId).textContent);
    const answer = await fetch(form.dataset.options, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`options: ${answer.status}`);
    return answer.json();
  };

  const ask = async (form) => {
    const found = await options(form);
    if (form.dataset.passkey === "create") {
      return navigator.credentials.create({ publicKey: forCreation(found.creation_options.publicKey) });
    }
    return navigator.credentials.get({ publicKey: forRequest(found.request_options.publicKey) });
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!usable()) continue;
    form.hidden = false;
    for (const part of form.querySelectorAll("[data-passkey-missing]")) part.hidden = true;
    for (const part of form.querySelectorAll("[data-passkey-button]")) part.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const failed = form.querySelector("[data-passkey-failed]");
      failed.hidden = true;
      try {
        form.elements.credential.value = written(await ask(form));
        form.submit();
      } catch (error) {
        console.warn(error);
        failed.hidden = false;
      }
    });
  }
})();
