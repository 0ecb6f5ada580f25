/* What the keyboard and the clock add to pages that work without this file.
   No page depends on it; nothing is written into pages but what the node has sent. */
"use strict";

(() => {
  const KEYS_OFF = "mithaq-keys-off";
  const ways = { h: "/", b: "/desk/", m: "/matters/", d: "/drafts/" };

  /* The list of keys, and switching them off (WCAG 2.1.4) */
  const stored = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  const store = (name, value) => { try { localStorage.setItem(name, value); } catch { /* private window */ } };

  const dialogs = () => {
    for (const button of document.querySelectorAll("[data-opens]")) {
      button.hidden = false;
      button.addEventListener("click", () => document.getElementById(button.dataset.opens).showModal());
    }
    for (const button of document.querySelectorAll("[data-closes]")) {
      button.addEventListener("click", () => document.getElementById(button.dataset.closes).close());
    }
    const off = document.querySelector("[data-keys-off]");
    if (off) {
      off.checked = stored(KEYS_OFF) === "1";
      off.addEventListener("change", () => store(KEYS_OFF, off.checked ? "1" : "0"));
    }
  };

  /* Keys */
  let waitsForWay = false;
  /* A keyboard of other letters: the key in the same place */
  const places = { KeyB: "b", KeyD: "d", KeyG: "g", KeyH: "h", KeyJ: "j", KeyK: "k", KeyM: "m" };
  const keyOf = (event) => {
    if (event.key === "؟") return "?";
    return /^[\u0600-\u06ff]/.test(event.key) ? places[event.code] || (event.code === "Slash" ? "/" : event.key) : event.key;
  };
  const rows = () => [...document.querySelectorAll("[data-rows] a.whole")];
  const step = (by) => {
    const links = rows();
    const here = links.indexOf(document.activeElement);
    const next = links[Math.min(Math.max(here + by, 0), links.length - 1)];
    if (next) next.focus();
  };
  const actions = {
    "?": () => document.getElementById("keys")?.showModal(),
    "/": () => document.querySelector("[data-search], .filters input, .filters select")?.focus(),
    j: () => step(1),
    k: () => step(-1),
    g: () => { waitsForWay = true; setTimeout(() => { waitsForWay = false; }, 1500); },
  };
  const onKey = (event) => {
    if (event.key === "Escape") {
      for (const menu of document.querySelectorAll("details.drop[open]")) { menu.open = false; menu.querySelector("summary").focus(); }
      return;
    }
    const typing = event.target.closest("input, select, textarea, [contenteditable], dialog");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || stored(KEYS_OFF) === "1") return;
    const key = keyOf(event);
    if (waitsForWay && ways[key]) { location.assign(ways[key]); return; }
    const act = actions[key];
    if (act) { event.preventDefault(); act(); }
  };
  const onClickElsewhere = (event) => {
    for (const menu of document.querySelectorAll("details.drop[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  };

  /* Rows of a group, added and removed here instead of by the node */
  const number = (text, count) => text.replaceAll("__row__", String(count));
  const addRow = (group) => {
    const total = group.querySelector("[data-total]");
    const count = Number(total.value);
    const made = group.querySelector("template").content.cloneNode(true);
    for (const part of made.querySelectorAll("*")) {
      for (const attribute of [...part.attributes]) {
        if (attribute.value.includes("__row__")) part.setAttribute(attribute.name, number(attribute.value, count));
      }
    }
    const shown = made.querySelector("[data-row-number]");
    if (shown) shown.textContent = String(count + 1);
    group.querySelector("[data-rows-of-group]").append(made);
    total.value = String(count + 1);
    const field = group.querySelector("[data-rows-of-group]").lastElementChild.querySelector("input:not([type=hidden]), select, textarea");
    if (field) field.focus();
  };
  const onGroupClick = (event) => {
    const button = event.target.closest("[data-adds-row]");
    const group = button && button.closest("[data-group]");
    if (!group || !group.querySelector("template")) return;
    if (Number(group.querySelector("[data-total]").value) >= Number(group.dataset.most || 1000)) return;
    event.preventDefault();
    addRow(group);
  };

  /* How many characters are left */
  const counts = () => {
    for (const area of document.querySelectorAll("textarea[data-most]")) {
      const shown = document.createElement("div");
      shown.className = "count";
      shown.dir = "ltr";
      const tell = () => { shown.textContent = `${area.value.length} / ${area.dataset.most}`; };
      area.addEventListener("input", tell);
      tell();
      area.after(shown);
    }
  };

  /* The same button pressed twice is one act; another button of the form, as of one that gives files, is another */
  const onSubmit = (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    const pressed = event.submitter;
    const act = pressed ? `${pressed.getAttribute("formaction")} ${pressed.name} ${pressed.value}` : "enter";
    if (form.dataset.sent === act) { event.preventDefault(); return; }
    form.dataset.sent = act;
    setTimeout(() => { if (form.dataset.sent === act) delete form.dataset.sent; }, 4000);
  };

  /* What was typed and not sent is not left without a word */
  const guard = () => {
    const form = document.querySelector("form[data-guard]");
    if (!form) return;
    let typed = form.querySelector(".summary") !== null; // what was sent back was not kept
    form.addEventListener("input", () => { typed = true; });
    form.addEventListener("submit", () => { typed = false; });
    addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
  };

  /* Regions that show progress ask the node again; quiet while nobody looks */
  const refresh = async (region) => {
    if (document.hidden) return true;
    try {
      const answer = await fetch(region.dataset.pollFrom || location.href, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return false;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(region.id);
      if (!fresh) return false;
      region.replaceChildren(...fresh.childNodes);
      return fresh.hasAttribute("data-poll");
    } catch { return true; }
  };
  const poll = (region) => {
    const every = Math.max(Number(region.dataset.poll), 2) * 1000;
    const again = async () => { if (await refresh(region)) setTimeout(again, every); };
    setTimeout(again, every);
  };

  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClickElsewhere);
  document.addEventListener("click", onGroupClick);
  document.addEventListener("submit", onSubmit);
  addEventListener("pageshow", () => { for (const form of document.forms) delete form.dataset.sent; });
  dialogs();
  counts();
  guard();
  document.querySelectorAll("[data-poll]").forEach(poll);
  document.querySelector("[data-focus]")?.focus();
})();
