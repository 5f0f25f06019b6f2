// The review page by keyboard. Without this file the page still works as a plain form.
(() => {
  "use strict";
  const draft = document.getElementById("draft");
  const sheets = document.getElementById("sheets");
  if (!draft) return;
  let pending = 0;
  let settling = false;
  const atFocus = new WeakMap();

  // What is being saved must reach the server before the page is left.
  document.body.addEventListener("htmx:beforeRequest", () => { pending += 1; });
  document.body.addEventListener("htmx:afterRequest", () => { pending = Math.max(0, pending - 1); });
  // The session is over: htmx leads to the sign-in, and nothing more can be saved from here.
  document.body.addEventListener("htmx:beforeOnLoad", (event) => { if (event.detail.xhr.status === 401) pending = 0; });
  // A value that was not kept is said beside its field; only a kept one takes the words away.
  const unsaved = (event) => {
    const xhr = event.detail.xhr;
    const state = event.detail.elt.id && document.getElementById(`state-${event.detail.elt.id}`);
    if (!state || [401, 409, 422].includes(xhr.status)) return;
    const said = new DOMParser().parseFromString(xhr.responseText || "", "text/html").querySelector(".notice.bad");
    const words = document.createElement("p");
    words.className = "refused";
    words.setAttribute("role", "alert");
    words.textContent = `${draft.dataset.unsaved} ${said ? said.textContent.trim() : draft.dataset.offline}`;
    state.replaceChildren(words);
  };
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) document.body.addEventListener(name, unsaved);
  const saved = () => new Promise((done) => {
    const look = () => (pending ? setTimeout(look, 30) : done());
    setTimeout(look, 0);
  });
  const leave = (act) => {
    if (document.activeElement) document.activeElement.blur();
    saved().then(act);
  };
  window.addEventListener("beforeunload", (event) => { if (pending) event.preventDefault(); });

  // The place of the field in hand lights up on the picture.
  const light = (path) => {
    let first = null;
    for (const spot of sheets.querySelectorAll("[data-for]")) {
      const lit = spot.dataset.for === path;
      spot.classList.toggle("lit", lit);
      if (lit && !first) first = spot;
    }
    if (!first) return;
    const box = first.getBoundingClientRect();
    const frame = sheets.getBoundingClientRect();
    if (box.top < frame.top + 40 || box.bottom > frame.bottom - 40) {
      sheets.scrollTop += box.top - frame.top - frame.height / 3;
    }
    if (box.right > frame.right || box.left < frame.left) sheets.scrollLeft += box.left - frame.left - 40;
  };
  draft.addEventListener("focusin", (event) => {
    const field = event.target.closest("[data-path]");
    if (field) light(field.dataset.path);
    if (event.target.matches("input, textarea, select")) atFocus.set(event.target, event.target.value);
  });
  sheets.addEventListener("click", (event) => {
    const spot = !sheets.dataset.dragged && event.target.closest("[data-for]");
    const input = spot && draft.querySelector(`[name="${CSS.escape(spot.dataset.for)}"]`);
    if (input) input.focus();
  });

  const put = (input, value) => {
    input.value = value;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  draft.addEventListener("change", (event) => {
    const input = event.target;
    if (input.dataset.path) atFocus.set(input, input.value);
  });
  // The server knows every change of this draft, also from before the window was opened.
  const undo = () => saved().then(() => {
    const button = document.getElementById("undo");
    if (!button || button.disabled || draft.querySelector(".refused")) return;
    settling = true;
    draft.requestSubmit(button);
  });

  const openDoubts = () => [...draft.querySelectorAll(".doubtbox")];
  const nextDoubt = () => {
    const open = openDoubts();
    const from = document.activeElement;
    const after = open.find((box) => from.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING);
    const box = after || open[0];
    if (!box) return document.getElementById("settle").focus();
    const button = box.querySelector("button");
    const input = box.closest(".field").querySelector("input, select, textarea");
    (button || input).focus();
    box.closest(".field").scrollIntoView({ block: "nearest" });
  };
  const answer = (button) => {
    const input = document.getElementById(button.dataset.target);
    const box = button.closest(".field");
    const after = openDoubts().find((one) => box.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING && !box.contains(one));
    const looked = draft.elements[`looked.${input.name}`];
    if (looked && button.dataset.looked) looked.value = button.dataset.looked;
    put(input, button.dataset.answer);
    saved().then(() => {
      const target = after && document.contains(after) ? after.querySelector("button") || after.closest(".field").querySelector("input, select, textarea") : null;
      if (target) { target.focus(); target.closest(".field").scrollIntoView({ block: "nearest" }); } else nextDoubt();
    });
  };
  draft.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-answer]");
    if (button) { event.preventDefault(); answer(button); }
    else if (event.target.closest("#undo")) { event.preventDefault(); if (document.activeElement) document.activeElement.blur(); undo(); }
  });
  document.body.addEventListener("htmx:oobAfterSwap", (event) => {
    const state = event.detail.target;
    const field = state && state.id && state.id.startsWith("state-") && document.getElementById(state.id) && document.getElementById(state.id).closest(".field");
    if (field) field.classList.toggle("open", Boolean(field.querySelector(".doubtbox")));
  });

  draft.addEventListener("submit", (event) => {
    if (settling) return;
    event.preventDefault();
    leave(() => { if (!draft.querySelector(".refused")) { settling = true; draft.requestSubmit(document.getElementById("settle")); } });
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.ctrlKey || event.metaKey || link.target) return;
    event.preventDefault();
    leave(() => { window.location.href = link.href; });
  });

  const typing = (element) => element.matches("input, textarea, select");
  document.addEventListener("keydown", (event) => {
    const here = document.activeElement || document.body;
    if (event.altKey && /^Digit[1-9]$/.test(event.code)) {
      const tab = document.querySelector(`[data-tab="${event.code.slice(5)}"]`);
      if (tab) { event.preventDefault(); tab.click(); }
    } else if ((event.ctrlKey || event.metaKey) && event.code === "KeyZ" && !event.shiftKey) {
      if (typing(here) && atFocus.get(here) !== here.value) return; // the browser's own undo
      event.preventDefault();
      undo();
    } else if (event.key === "Enter" && (event.ctrlKey || (typing(here) && !here.matches("textarea:not(.oneline)")))) {
      if (!draft.contains(here) && !event.ctrlKey) return;
      event.preventDefault();
      here.blur();
      saved().then(() => {
        here.focus({ preventScroll: true });
        if (draft.querySelector(".refused")) return;
        if (openDoubts().length && !event.ctrlKey) nextDoubt();
        else draft.requestSubmit(document.getElementById("settle"));
      });
    } else if (!typing(here) && !event.ctrlKey && !event.altKey && !event.metaKey) {
      const box = here.closest(".doubtbox") || openDoubts()[0];
      if (/^Digit[1-9]$/.test(event.code) && box) {
        const button = box.querySelector(`[data-key="${event.code.slice(5)}"]`);
        if (button) { event.preventDefault(); answer(button); }
      } else if (event.code === "KeyE" && box) {
        event.preventDefault();
        const input = box.closest(".field").querySelector("input, select, textarea");
        input.focus();
        if (input.select) input.select();
      } else if (event.code === "KeyZ") {
        zoom();
      } else if (event.key === "+" || event.key === "=") {
        zoomTo(Math.min(2, size() + 1));
      } else if (event.key === "-") {
        zoomTo(Math.max(0, size() - 1));
      }
    }
  });
  // Three sizes: whole width, twice, three times.
  const sizes = ["", "zoomed", "close"];
  const zoomTo = (size) => {
    const frame = sheets.getBoundingClientRect();
    const share = (sheets.scrollTop + frame.height / 2) / sheets.scrollHeight;
    sheets.classList.remove("zoomed", "close");
    if (sizes[size]) sheets.classList.add(sizes[size]);
    sheets.scrollTop = share * sheets.scrollHeight - frame.height / 2;
    const lit = sheets.querySelector("rect.lit");
    if (lit) light(lit.dataset.for);
  };
  const size = () => (sheets.classList.contains("close") ? 2 : sheets.classList.contains("zoomed") ? 1 : 0);
  const zoom = () => zoomTo((size() + 1) % 3);
  for (const [id, act] of [["zoom", zoom], ["smaller", () => zoomTo(Math.max(0, size() - 1))]]) {
    const button = document.getElementById(id);
    if (button) button.addEventListener("click", act);
  }

  const at = document.getElementById(draft.dataset.at);
  const look = draft.querySelector(".look button");
  const first = draft.querySelector("input[data-path], textarea[data-path]");
  if (look) look.focus();
  else if (at) { at.focus(); at.closest(".field").scrollIntoView({ block: "nearest" }); }
  else if (!openDoubts().length && first && !first.value) first.focus(); // nothing read: one begins to type
  else nextDoubt();
})();
