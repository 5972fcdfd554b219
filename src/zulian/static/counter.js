// The counter by keyboard: a key opens what carries its `data-key`; a button chooses all boxes of the page.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, textarea, select")) return;
  const target = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (target) { event.preventDefault(); target.click(); }
});
document.addEventListener("click", (event) => {
  const name = event.target.closest("[data-all]")?.dataset.all;
  if (name) document.querySelectorAll(`input[name="${name}"]`).forEach((box) => { box.checked = true; });
});
