// The field page: what is filled in is kept on the phone first and sent once, when there is a signal.
"use strict";
const page = document.querySelector(".field-page");
const QUEUE = "zulian-field-queue";
const read = () => JSON.parse(localStorage.getItem(QUEUE) || "[]");
const write = (queue) => localStorage.setItem(QUEUE, JSON.stringify(queue));
const section = (stop) => document.querySelector(`[data-stop="${stop}"]`);
const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
const uuid = () => crypto.randomUUID ? crypto.randomUUID() :
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ crypto.getRandomValues(new Uint8Array(1))[0] & 15 >> c / 4).toString(16));

function tell(stop, words) {
  const place = section(stop)?.querySelector(".kept");
  if (place) place.textContent = words;
}

function net(words) {
  const bar = document.getElementById("net");
  bar.textContent = words;
  bar.hidden = !words;
}

function show(stop, words, note) {
  const said = section(stop)?.querySelector(".said");
  if (!said) return;
  said.hidden = false;
  said.querySelector(".state").textContent = words;
  said.querySelector(".said-note").textContent = note;
}

function conflict(one, answer) {
  const place = section(one.stop)?.querySelector(".kept");
  if (!place) return;
  place.textContent = page.dataset.conflict + answer.now.outcome_words + " " + answer.now.note + " ";
  for (const [words, keep] of [[page.dataset.mine, true], [page.dataset.theirs, false]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn";
    button.textContent = words;
    button.addEventListener("click", () => {
      if (keep) write([...read().filter((x) => x.key !== one.key), { ...one, key: uuid(), version: answer.version }]);
      else { write(read().filter((x) => x.key !== one.key)); show(one.stop, answer.now.outcome_words, answer.now.note); tell(one.stop, ""); }
      section(one.stop).dataset.version = answer.version;
      send();
    });
    place.append(button);
  }
}

function settle(one, answer) {
  if (answer.status === "conflict") { conflict(one, answer); return; }
  write(read().filter((x) => x.key !== one.key));
  if (answer.status === "saved") {
    section(one.stop)?.setAttribute("data-version", answer.version);
    show(one.stop, answer.words, one.note);
    tell(one.stop, page.dataset.saved);
  } else tell(one.stop, answer.words);
}

let busy = false;
async function send() {
  const queue = read();
  if (busy || !queue.length) return;
  busy = true;
  try {
    const response = await fetch(page.dataset.sync, {
      method: "POST", body: JSON.stringify(queue), redirect: "manual", credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    });
    if (response.type === "opaqueredirect" || response.status === 403) { net(page.dataset.signin); return; }
    if (!response.ok) throw new Error(String(response.status));
    const { answers } = await response.json();
    answers.forEach((answer, n) => settle(queue[n], answer));
    net("");
  } catch {
    net(page.dataset.away);
    queue.forEach((one) => tell(one.stop, page.dataset.kept));
  } finally {
    busy = false;
  }
}

page.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target, card = form.closest("[data-stop]");
  const one = {
    key: uuid(), stop: Number(card.dataset.stop), version: Number(card.dataset.version),
    outcome: form.elements.outcome.value, note: form.elements.note.value,
  };
  write([...read().filter((x) => x.stop !== one.stop), one]);
  tell(one.stop, page.dataset.kept);
  send();
});
addEventListener("online", send);
addEventListener("offline", () => net(page.dataset.away));
setInterval(send, 20000);
if ("serviceWorker" in navigator) navigator.serviceWorker.register(page.dataset.worker, { scope: page.dataset.scope });
for (const one of read()) tell(one.stop, page.dataset.kept);
send();
