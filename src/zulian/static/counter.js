// The counter by keyboard: a key opens what carries its `data-key`; where something is typed it is a letter.
"use strict";
const TYPED = "input:not([type=checkbox]):not([type=radio]):not([type=button]):not([type=submit]), textarea, select, [contenteditable]";
// The letter or figure of a key, whatever an input method makes of it.
const nameOf = (event) => (/^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(event.code) || ["", event.key])[1].toLowerCase();
document.addEventListener("keydown", (event) => {
  if (localStorage.getItem("zulian-keys-off") === "1") return;
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest(TYPED)) return;
  const target = document.querySelector(`[data-key="${CSS.escape(nameOf(event))}"]`);
  if (target) { event.preventDefault(); target.click(); }
});
