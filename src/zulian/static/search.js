// What the search box finds while somebody types. Without scripts the box leads to the page of the same hits.
"use strict";
{
  const form = document.querySelector("form[data-typed]");
  const box = form?.querySelector("input[type=search]"), list = form?.querySelector("[role=listbox]");
  const QUICK = 220, REST = 500, FEWEST = 2;
  let timer = 0, asked = null, current = -1;
  const options = () => [...list.querySelectorAll("[role=option]")];
  const show = (open) => { list.hidden = !open; box.setAttribute("aria-expanded", open); if (!open) mark(-1); };
  const mark = (place) => {
    const all = options();
    current = all.length ? (place + all.length + 1) % (all.length + 1) : -1;
    if (place < 0 || current === all.length) current = -1;
    all.forEach((option, n) => option.setAttribute("aria-selected", n === current));
    if (current < 0) { box.removeAttribute("aria-activedescendant"); return; }
    box.setAttribute("aria-activedescendant", all[current].id);
    all[current].scrollIntoView({ block: "nearest" });
  };
  const ask = async (part, signal) => {
    const sent = new FormData(form);
    sent.set("part", part);
    const answer = await fetch(form.dataset.typed, { method: "POST", body: sent, signal });
    return answer.ok && !answer.redirected ? answer.text() : "";
  };
  const look = async () => {
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    try {
      list.innerHTML = await ask("quick", signal);
      mark(-1);
      show(options().length > 0);
      await new Promise((done) => setTimeout(done, REST));
      if (signal.aborted) return;
      const rest = await ask("rest", signal);
      if (signal.aborted) return;
      list.insertAdjacentHTML("beforeend", rest);
      show(options().length > 0 && document.activeElement === box);
    } catch (error) {
      if (error.name !== "AbortError") show(false);
    }
  };
  box?.addEventListener("input", (event) => {
    clearTimeout(timer);
    const words = box.value.trim();
    if (event.isComposing) return;
    if (!words || (/^[\x20-\x7e]*$/.test(words) && words.length < FEWEST)) { asked?.abort(); show(false); return; }
    timer = setTimeout(look, QUICK);
  });
  box?.addEventListener("compositionend", () => box.dispatchEvent(new Event("input")));
  box?.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown") { event.preventDefault(); mark(current + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); mark(current < 0 ? options().length - 1 : current - 1); }
    else if (event.key === "Escape") { event.preventDefault(); show(false); }
    else if (event.key === "Enter" && current >= 0) { event.preventDefault(); options()[current].click(); }
  });
  box?.addEventListener("focus", () => { if (options().length && box.value.trim()) show(true); });
  document.addEventListener("click", (event) => { if (list && !form.contains(event.target)) show(false); });
  form?.addEventListener("focusout", (event) => { if (event.relatedTarget && !form.contains(event.relatedTarget)) show(false); });
}
