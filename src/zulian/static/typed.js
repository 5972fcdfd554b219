// What was typed is kept in this tab until it is sent, and offered back after signing in again; never passwords or numbers of persons.
"use strict";
(() => {
  const STORE = "zulian-typed", UNKEPT = ["password", "file", "hidden", "search", "submit", "button"];
  const NUMBER = /\d{15}/;
  const { who } = document.body.dataset;
  const lost = document.querySelector("[data-typed-lost]");
  const read = () => { try { return JSON.parse(sessionStorage.getItem(STORE)) || { pages: {} }; } catch { return { pages: {} }; } };
  const write = (kept) => {
    if (Object.keys(kept.pages).length) sessionStorage.setItem(STORE, JSON.stringify(kept));
    else sessionStorage.removeItem(STORE);
  };
  const here = location.pathname;
  const isForm = (form) => form && form.method === "post" && form.id !== "many" && form.closest("main");
  const isKept = (control) => control.name && isForm(control.form) && !UNKEPT.includes(control.type) && control.dataset.private === undefined;
  // A control is known by its form, its name, and which of that name it is.
  const keyOf = (control) => [
    control.form.getAttribute("action") || "", control.name, [...control.form.elements].filter((other) => other.name === control.name).indexOf(control),
  ].join("|");
  const isChoice = (control) => control.type === "checkbox" || control.type === "radio";
  const valueOf = (control) => isChoice(control) ? control.checked
    : control.multiple ? [...control.selectedOptions].map((option) => option.value) : control.value;
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const controls = () => [...document.querySelectorAll("main form input, main form textarea, main form select")].filter(isKept);

  const keep = (control) => {
    const kept = read(), value = valueOf(control);
    const page = kept.pages[here] ||= { title: document.title.split(" · ")[0], fields: {} };
    // Of a group of radio buttons all are remembered, so that one alone is on.
    const group = control.type === "radio" ? controls().filter((other) => other.form === control.form && other.name === control.name) : [control];
    for (const one of group) page.fields[keyOf(one)] = valueOf(one);
    if (typeof value === "string" && NUMBER.test(value.replace(/[\s-]/g, ""))) delete page.fields[keyOf(control)];
    write({ ...kept, who });
  };
  const restore = (page) => {
    let first = null;
    for (const control of controls()) {
      const value = page.fields[keyOf(control)];
      if (value === undefined || same(value, valueOf(control))) continue;
      if (isChoice(control)) control.checked = value;
      else if (control.multiple) for (const option of control.options) option.selected = value.includes(option.value);
      else control.value = value;
      for (const name of ["input", "change"]) control.dispatchEvent(new Event(name, { bubbles: true }));
      for (let box = control.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
      first ||= control;
    }
    first?.focus();
  };
  const drop = (path) => {
    const kept = read();
    delete kept.pages[path];
    write(kept);
  };
  const offer = (path, page) => {
    const told = document.getElementById("typed-told");
    const words = document.getElementById(path === here ? "typed-here" : "typed-there").content.cloneNode(true);
    const box = words.firstElementChild;
    const title = box.querySelector("[data-title]");
    if (title) { title.textContent = page.title; title.href = path; }
    box.addEventListener("click", (event) => {
      if (event.target.closest("[data-restore]")) {
        const kept = read();
        kept.pages[path].lost = false;
        write(kept);
        restore(page);
      } else if (event.target.closest("[data-drop]")) drop(path);
      else return;
      box.remove();
    });
    told.append(words);
  };

  if (lost) {
    const kept = read();
    for (const page of Object.values(kept.pages)) page.lost = true;
    write(kept);
    lost.hidden = !Object.keys(kept.pages).length;
    return;
  }
  if (!who) return;
  const kept = read();
  if (kept.who !== who) kept.pages = {};
  const isRefused = document.querySelector("main .field-error, main [aria-invalid=true], main .alert-danger[role=alert]");
  for (const [path, page] of Object.entries(kept.pages)) {
    const isStill = path === here && (!page.sent || isRefused);
    page.sent = false;
    if (page.lost) offer(path, page);
    else if (!isStill) delete kept.pages[path];
  }
  write(kept);
  for (const name of ["input", "change"]) document.addEventListener(name, (event) => { if (event.isTrusted && isKept(event.target)) keep(event.target); });
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("action")?.endsWith("/sign-out/")) { sessionStorage.removeItem(STORE); return; }
    const now = read();
    if (!isForm(event.target) || !now.pages[here]) return;
    now.pages[here].sent = true;
    write(now);
  });
})();
