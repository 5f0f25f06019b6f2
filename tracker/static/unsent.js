// What was typed but not yet kept survives the window: it waits in this browser and is sent again.
(() => {
  "use strict";
  const OLDEST = 24 * 3600 * 1000;
  const PREFIX = "wian.unsent.";
  const store = (() => { try { window.localStorage.getItem(PREFIX); return window.localStorage; } catch { return null; } })();
  const draft = document.getElementById("draft");
  if (!store || !draft) return;
  const mine = `${PREFIX}${draft.dataset.kept}`;
  const load = () => { try { return JSON.parse(store.getItem(mine)) || {}; } catch { return {}; } };
  const save = (kept) => {
    try { if (Object.keys(kept).length) store.setItem(mine, JSON.stringify(kept)); else store.removeItem(mine); } catch { /* full: the server still has all that was sent */ }
  };
  const isPrivate = "private" in draft.dataset;
  if (isPrivate) { save({}); return; } // of a secret letter nothing waits in a browser

  const field = (path) => draft.querySelector(`[data-path="${CSS.escape(path)}"]:is(input, textarea, select)`);
  draft.addEventListener("input", (event) => {
    const input = event.target;
    if (!input.dataset.path) return;
    const kept = load();
    const before = kept[input.dataset.path];
    kept[input.dataset.path] = { value: input.value, base: before ? before.base : input.defaultValue ?? "", at: Date.now() };
    save(kept);
  });
  // Kept by the server: nothing waits any more.
  document.body.addEventListener("htmx:afterRequest", (event) => {
    const input = event.detail.elt;
    const path = input && input.dataset && input.dataset.path;
    const status = event.detail.xhr.status;
    if (!path || !((status >= 200 && status < 300) || status === 422)) return;
    const kept = load();
    if (kept[path] && kept[path].value === input.value) { delete kept[path]; save(kept); }
  });
  draft.addEventListener("submit", () => setTimeout(() => save({}), 0));

  const restore = () => {
    const kept = load();
    let found = false;
    for (const [path, one] of Object.entries(kept)) {
      const input = field(path);
      if (Date.now() - one.at > OLDEST) { delete kept[path]; continue; }
      if (!input) continue; // a field of another letter of this file
      if (input.value === one.value) { delete kept[path]; continue; }
      if (input.defaultValue !== undefined && input.defaultValue !== one.base) { delete kept[path]; continue; } // a colleague's word since
      input.value = one.value;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      found = true;
    }
    save(kept);
    const said = document.getElementById("boxsaid");
    if (found && said) said.textContent = draft.dataset.restored;
  };
  // The network is back: what could not be sent goes now.
  const again = () => {
    for (const path of Object.keys(load())) {
      const input = field(path);
      if (input && input !== document.activeElement) input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };
  window.addEventListener("online", again);
  setInterval(() => { if (navigator.onLine && draft.querySelector(".refused")) again(); }, 15000);
  window.addEventListener("load", restore);
})();
