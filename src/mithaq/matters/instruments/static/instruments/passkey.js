/* Makes a passkey, or uses one, and puts what it gives into the form that asked for it.
   What comes of it is public: a key, or a signature over the statement that stands on the page. */
"use strict";

(() => {
  const base64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
  const url = (buffer) => base64(buffer).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (mark) => mark.charCodeAt(0));
  const random = (count) => crypto.getRandomValues(new Uint8Array(count));

  /* ES256, Ed25519, RS256: what the other side verifies. */
  const KINDS = [-7, -8, -257].map((alg) => ({ type: "public-key", alg }));

  const make = async (form) => {
    const made = await navigator.credentials.create({ publicKey: {
      challenge: random(32), rp: { id: location.hostname, name: form.dataset.name },
      user: { id: random(16), name: form.dataset.name, displayName: form.dataset.name },
      pubKeyCredParams: KINDS, attestation: "none",
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
    } });
    form.elements.key.value = base64(made.response.getPublicKey());
    form.elements.domain.value = location.hostname;
  };

  const use = async (form) => {
    const given = await navigator.credentials.get({ publicKey: {
      challenge: bytes(form.dataset.challenge), rpId: form.dataset.domain, userVerification: "required",
    } });
    form.elements.signature.value = url(given.response.signature);
    form.elements.authenticator_data.value = url(given.response.authenticatorData);
    form.elements.client_data.value = url(given.response.clientDataJSON);
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const button = form.querySelector("[type=button]");
    const failed = form.querySelector("[data-failed]");
    if (!window.PublicKeyCredential) { failed.hidden = false; continue; }
    button.hidden = false;
    button.addEventListener("click", async () => {
      failed.hidden = true;
      try {
        await (form.dataset.passkey === "make" ? make : use)(form);
        form.submit();
      } catch { failed.hidden = false; }
    });
  }
})();
