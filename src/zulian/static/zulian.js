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
// A notice stays until it is read and closed.
document.addEventListener("click", (event) => {
  const button = event.target.closest(".notice-close");
  if (!button) return;
  button.closest(".alert").remove();
  document.getElementById("main").focus();
});
// A form is sent once, however often an unsure hand clicks.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented || form.matches("[role=search]")) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  // Pages kept on a phone for use without signal go when their reader goes.
  if (window.caches && form.getAttribute("action")?.endsWith("/sign-out/")) caches.keys().then((names) => names.forEach((name) => caches.delete(name)));
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 4000);
});
// A search above many boxes hides those that do not bear the words, and groups without any.
document.addEventListener("input", (event) => {
  const box = event.target.closest("[data-choices]");
  if (!box || event.target.type !== "search") return;
  const words = event.target.value.trim().toLowerCase().split(/\s+/);
  let found = 0;
  for (const group of document.querySelectorAll(`#${CSS.escape(box.dataset.choices)} fieldset`)) {
    const name = group.querySelector("legend").textContent;
    let any = false;
    for (const label of group.querySelectorAll("label")) {
      const said = `${name} ${label.textContent}`.toLowerCase();
      label.hidden = !words.every((word) => said.includes(word));
      if (!label.hidden) { any = true; found += 1; }
    }
    group.hidden = !any;
  }
  box.querySelector("output").textContent = event.target.value.trim() ? box.dataset.found.replace("#", found) : "";
});
// Rows of a list that are chosen for one step: one box for all of the page.
for (const box of document.querySelectorAll("[data-pick-all]")) {
  const rows = () => document.querySelectorAll(`input[type=checkbox][name="${box.dataset.pickAll}"]`);
  box.closest("[hidden]").hidden = false;
  box.addEventListener("change", () => rows().forEach((row) => { row.checked = box.checked; }));
}
// What can be scrolled says where more of it lies, for the styles to show; its current entry is in view.
const tellSides = (box) => {
  const rest = box.scrollWidth - box.clientWidth - box.scrollLeft;
  box.toggleAttribute("data-before", box.scrollLeft > 1);
  box.toggleAttribute("data-after", rest > 1);
  box.toggleAttribute("data-below", box.scrollHeight - box.clientHeight - box.scrollTop > 2);
};
const sides = new ResizeObserver((entries) => entries.forEach((entry) => tellSides(entry.target)));
for (const box of document.querySelectorAll(".rooms, .tabs, .table-responsive")) {
  const current = box.querySelector(":scope > [aria-current]");
  if (current && current.offsetLeft + current.offsetWidth > box.clientWidth) box.scrollLeft = current.offsetLeft - 56;
  // A year begins at the month that is.
  const now = box.querySelector(":scope > .year-line .now");
  if (now) box.scrollLeft = now.offsetLeft - now.closest("tr").firstElementChild.offsetWidth;
  box.addEventListener("scroll", () => tellSides(box), { passive: true });
  sides.observe(box);
}
