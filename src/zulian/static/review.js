// The review of a circular on its page: what htmx brings stands in its clause, the focus stays where one works.
"use strict";
(() => {
  let opener = "";
  // Which clauses stood open when something was asked from among them: they stay so, and the page keeps its place.
  let unfolded = new Set();
  const said = () => document.getElementById("review-said");
  const places = (except) => [...document.querySelectorAll(".in-place")].filter((place) => place !== except && place.firstElementChild);
  // A clause is held by its summary: one that could be focused itself would keep the Tab key out of what it holds.
  const take = (element) => (element.querySelector(":scope > summary") || element).focus();
  // Back to what one came from; where it is gone, to the next of its kind, else to its clause.
  const goBack = (clause) => {
    const all = document.getElementById("clauses");
    const among = opener.startsWith("guess-") || opener.startsWith("confirm-");
    const next = among && document.querySelector("#guesses .tools button, #guesses .tools a");
    take(document.getElementById(opener) || next || clause || document.getElementById(all.dataset.here) || all);
  };
  const close = (place) => { place.replaceChildren(); goBack(place.closest(".clause")); };
  const say = (id) => said().replaceChildren(document.getElementById(id).content.cloneNode(true));
  const fail = () => say("review-failed");

  document.addEventListener("htmx:beforeRequest", (event) => {
    const asker = event.detail.elt, button = asker.matches("form") && document.activeElement;
    if (!asker.closest(".in-place")) opener = (button && asker.contains(button) ? button.id : asker.id) || "";
    said().replaceChildren();
    unfolded = new Set(asker.closest("#clauses") ? [...document.querySelectorAll("#clauses .clause[open]")].map((clause) => clause.id) : []);
  });
  document.addEventListener("htmx:oobAfterSwap", () => {
    unfolded.forEach((id) => { const clause = document.getElementById(id); if (clause) clause.open = true; });
  });
  // A whole page instead of a part: signed out, or what was asked for is gone.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (/^\s*<!doctype/i.test(event.detail.xhr.responseText)) { event.detail.shouldSwap = false; fail(); }
  });
  // What an old page opens may be gone by now.
  document.addEventListener("htmx:responseError", (event) => say(event.detail.xhr.status === 404 ? "review-gone" : "review-failed"));
  document.addEventListener("htmx:sendError", fail);
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) return;
    const place = document.getElementById(event.detail.target.id);
    if (place && place.firstElementChild) places(place).forEach((other) => other.replaceChildren());
    else goBack(place && place.closest(".clause"));
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-close]");
    if (link) { event.preventDefault(); close(link.closest(".in-place")); }
  });
  // A link to a folded clause opens it.
  const unfold = () => { const clause = location.hash.startsWith("#c") && document.getElementById(location.hash.slice(1)); if (clause) { clause.open = true; clause.scrollIntoView(); } };
  addEventListener("hashchange", unfold);
  addEventListener("load", unfold);
  document.addEventListener("keydown", (event) => {
    const place = event.target.closest(".in-place");
    if (event.key === "Escape" && place) { close(place); return; }
    // j and k go from clause to clause, once one is among them and types nothing.
    const clause = event.target.closest("#clauses .clause");
    if (!clause || place || event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, textarea, select")) return;
    const next = { j: clause.nextElementSibling, k: clause.previousElementSibling }[event.key];
    if (next) { event.preventDefault(); take(next); }
  });
})();
