// The keys of the house (help/keys lists them): to the search, to an entry of the navigation, from row to row. They can be turned off.
"use strict";
(() => {
  const OFF = "zulian-keys-off", PATIENCE = 1500;
  // What has rows to go through: lists, cards of lines, what waits.
  const ROWS = "main table tbody tr, main .list-group-item, main .first-few > li";
  // Pictures say in tables and lists too what they show.
  const ASIDE = ".pictures";
  const TYPED = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";
  let since = 0;
  const isOff = () => localStorage.getItem(OFF) === "1";
  const isTyping = (event) => event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.target.closest?.(TYPED);
  const opener = (row) => row.querySelector("a[href], button:not([disabled]), summary");
  const rows = () => [...document.querySelectorAll(ROWS)].filter((row) => opener(row)?.checkVisibility() && !row.closest(ASIDE) && !row.querySelector(".first-few"));

  const step = (by) => {
    const all = rows();
    const here = all.findIndex((row) => row.contains(document.activeElement));
    const next = here < 0 ? (by > 0 ? 0 : -1) : Math.min(all.length - 1, Math.max(0, here + by));
    const row = all.at(next);
    if (!row) return false;
    opener(row).focus();
    row.scrollIntoView({ block: "nearest" });
    return true;
  };
  const search = () => {
    const box = document.getElementById("q");
    box?.focus();
    box?.select();
    return Boolean(box);
  };
  const go = (letter) => {
    const link = document.querySelector(`[data-go="${CSS.escape(letter)}"]`);
    if (link) location.assign(link.href);
    return Boolean(link);
  };
  // The sheet is a page of the manual; it opens over the present one, so that nothing typed is left.
  const sheet = async () => {
    const dialog = document.getElementById("keys");
    if (dialog.open) { dialog.close(); return; }
    const place = dialog.querySelector("[data-sheet]");
    if (!place.firstElementChild) {
      const answer = await fetch(dialog.dataset.from);
      const text = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("article");
      if (!text) { location.assign(dialog.dataset.from); return; }
      place.replaceChildren(text);
    }
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || isTyping(event)) return;
    if (event.key === "?") { event.preventDefault(); sheet(); return; }
    if (isOff() || document.querySelector("dialog[open]")) return;
    const isGoing = Date.now() - since < PATIENCE;
    since = 0;
    if (isGoing) { if (go(event.key)) event.preventDefault(); return; }
    // A page's own keys come first: those of its buttons, and of the clauses of a review.
    if (document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`) || event.target.closest?.("#clauses")) return;
    if (event.key === "g") since = Date.now();
    else if (event.key === "/" ? search() : event.key === "j" ? step(1) : event.key === "k" && step(-1)) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-opens-keys]");
    if (button) { event.preventDefault(); button.closest("details")?.removeAttribute("open"); sheet(); }
  });
  const box = document.querySelector("#keys [data-off]");
  if (box) {
    box.checked = !isOff();
    box.addEventListener("change", () => (box.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
  }
})();
