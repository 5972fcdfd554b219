// Small comforts on top of pages that work without any script.
"use strict";
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.removeAttribute("open");
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.querySelectorAll("details.menu[open]").forEach((m) => m.removeAttribute("open"));
});
// A form is sent once, however often an unsure hand clicks.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  // Pages kept on a phone for use without signal go when their reader goes.
  if (window.caches && form.action.endsWith("/sign-out/")) caches.keys().then((names) => names.forEach((name) => caches.delete(name)));
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 4000);
});
