// Serves the field page and its parts when there is no signal: the network first, the last copy without it.
"use strict";
const CACHE = "zulian-field-1";
const PARTS = "FILES";
self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(PARTS)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((n) => n !== CACHE).map((n) => caches.delete(n)))).then(() => self.clients.claim()));
});
self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  event.respondWith(fetch(event.request).then(async (response) => {
    if (response.ok && !response.redirected) {
      const copy = response.clone(), cache = await caches.open(CACHE);
      // A page that is loaded anew brings its own photos: of those before it none stays on the phone.
      if (event.request.mode === "navigate") await Promise.all((await cache.keys()).filter((known) => known.url.includes("/portrait/")).map((known) => cache.delete(known)));
      event.waitUntil(cache.put(event.request, copy));
    }
    return response;
  }).catch(() => caches.match(event.request).then((found) => found || Response.error())));
});
