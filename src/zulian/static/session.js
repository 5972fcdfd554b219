// The session: a warning five minutes before it ends, with a button to go on; every tab counts from the last use of any.
"use strict";
(() => {
  const SEEN = "zulian-seen", EARLY = 300, LOOK = 5000;
  const { stay, seconds } = document.body.dataset;
  const told = document.getElementById("session-told");
  if (!stay || !told) return;
  let shown = "";
  const used = () => localStorage.setItem(SEEN, String(Date.now()));
  const show = (name, minutes) => {
    if (shown === `${name}${minutes}`) return;
    shown = `${name}${minutes}`;
    if (!name) { told.replaceChildren(); return; }
    const words = document.getElementById(name).content.cloneNode(true);
    const place = words.querySelector("[data-minutes]");
    if (place) place.textContent = minutes;
    const link = words.querySelector("[data-sign-in]");
    if (link) link.href = `${link.dataset.signIn}?next=${encodeURIComponent(location.pathname + location.search)}`;
    const had = told.contains(document.activeElement);
    told.replaceChildren(words);
    // Who had the button keeps it when the minutes change.
    if (had) told.querySelector("a, button").focus();
  };
  const look = () => {
    const left = Number(seconds) - (Date.now() - Number(localStorage.getItem(SEEN))) / 1000;
    if (left <= 0) show("session-ended", "");
    else if (left <= EARLY) show("session-ending", Math.ceil(left / 60));
    else show("", "");
  };
  told.addEventListener("click", async (event) => {
    if (!event.target.closest("[data-go-on]")) return;
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
    try {
      const answer = await fetch(stay, { method: "POST", headers: { "X-CSRFToken": token } });
      if (answer.ok && !answer.redirected) { used(); look(); } else show("session-ended", "");
    } catch { show("session-away", ""); }
  });
  used();
  document.addEventListener("htmx:afterRequest", used);
  addEventListener("visibilitychange", look);
  setInterval(look, LOOK);
})();
