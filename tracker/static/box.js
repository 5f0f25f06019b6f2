// A box on the picture of a page, by mouse, finger or keyboard, read again for the field in hand.
(() => {
  "use strict";
  const draft = document.getElementById("draft");
  const sheets = document.getElementById("sheets");
  const button = document.getElementById("box");
  const said = document.getElementById("boxsaid");
  if (!draft || !button || !sheets.querySelector("figure.sheet")) return;
  const words = window.wian.words(said);
  const STEP = 4;
  const SMALL = 5; // points: less is a click, not a box
  let path = null; // the field in hand
  let box = null; // { figure, svg, rect, x0, y0, x1, y1 } in points of the page as shown

  draft.addEventListener("focusin", (event) => {
    const field = event.target.closest(".field[data-path]");
    if (field) path = field.dataset.path;
  });
  const held = document.activeElement && document.activeElement.closest(".field[data-path]");
  if (held) path = held.dataset.path;
  const fieldOf = (wanted) => draft.querySelector(`.field[data-path="${CSS.escape(wanted)}"]`);
  const label = () => { const field = path && fieldOf(path); return field ? field.querySelector("label").textContent.trim() : ""; };
  const say = (text) => { said.textContent = text; };

  const draw = () => {
    const { rect, x0, y0, x1, y1 } = box;
    rect.setAttribute("x", Math.min(x0, x1));
    rect.setAttribute("y", Math.min(y0, y1));
    rect.setAttribute("width", Math.abs(x1 - x0));
    rect.setAttribute("height", Math.abs(y1 - y0));
  };
  const place = (figure, x0, y0, x1, y1) => {
    drop();
    const svg = figure.querySelector("svg");
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    rect.setAttribute("class", "drawn");
    svg.append(rect);
    box = { figure, svg, rect, x0, y0, x1, y1 };
    draw();
  };
  const drop = () => { if (box) box.rect.remove(); box = null; };
  const mode = (on) => {
    button.setAttribute("aria-pressed", String(on));
    sheets.classList.toggle("boxing", on);
    if (!on) drop();
  };
  const boxing = () => sheets.classList.contains("boxing");

  const read = () => {
    if (!box) return;
    const { figure, x0, y0, x1, y1 } = box;
    const corners = [Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1)];
    if (!path) { say(words("nofield")); return; }
    say(words("reading", { field: label() }));
    const values = { path, box: `${figure.dataset.page};${figure.dataset.turn};${corners.map((v) => v.toFixed(1)).join(",")}` };
    window.htmx.ajax("POST", draft.dataset.region, { source: draft, swap: "none", values });
  };
  document.body.addEventListener("htmx:afterRequest", (event) => {
    const info = event.detail.pathInfo;
    if (!info || info.requestPath !== draft.dataset.region) return;
    say(event.detail.xhr.status ? "" : words("failed"));
    mode(false);
  });
  document.body.addEventListener("htmx:oobAfterSwap", (event) => {
    const state = document.getElementById(event.detail.target.id);
    const first = state && state.querySelector(".look button:not(.aside)");
    if (first) { first.focus(); first.closest(".field").scrollIntoView({ block: "nearest" }); }
  });
  draft.addEventListener("click", (event) => {
    const again = event.target.closest("button[data-again]");
    const close = event.target.closest("button[data-close]");
    if (again) {
      event.preventDefault();
      path = again.dataset.again;
      say(words("again", { field: label() }));
      window.htmx.ajax("POST", draft.dataset.region, { source: draft, swap: "none", values: { path, box: "" } });
    } else if (close) {
      event.preventDefault();
      const field = close.closest(".field");
      close.closest(".look").remove();
      field.classList.toggle("open", Boolean(field.querySelector(".doubtbox")));
      field.querySelector("input:not([type=hidden]), textarea, select").focus();
    }
  });

  // By mouse at once, by finger after the button: else a finger scrolls.
  const point = (svg, event) => {
    const frame = svg.getBoundingClientRect();
    const view = svg.viewBox.baseVal;
    const within = (value, most) => Math.max(0, Math.min(most, value));
    return [
      within(((event.clientX - frame.left) / frame.width) * view.width, view.width),
      within(((event.clientY - frame.top) / frame.height) * view.height, view.height),
    ];
  };
  let drag = null;
  sheets.addEventListener("pointerdown", (event) => {
    const figure = event.target.closest("figure.sheet");
    if (!figure || event.button !== 0 || event.target.closest("figcaption")) return;
    if (event.pointerType !== "mouse" && !boxing()) return;
    const [x, y] = point(figure.querySelector("svg"), event);
    drag = { figure, x, y, moved: false };
    event.preventDefault();
  });
  window.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const [x, y] = point(drag.figure.querySelector("svg"), event);
    if (!drag.moved && Math.hypot(x - drag.x, y - drag.y) < SMALL) return;
    drag.moved = true;
    place(drag.figure, drag.x, drag.y, x, y);
  });
  window.addEventListener("pointerup", () => {
    if (!drag) return;
    const done = drag;
    drag = null;
    if (!done.moved || !box) return;
    sheets.dataset.dragged = "1"; // the click that follows chooses no field
    setTimeout(() => delete sheets.dataset.dragged, 50);
    if (Math.abs(box.x1 - box.x0) < SMALL || Math.abs(box.y1 - box.y0) < SMALL) { drop(); return; }
    read();
  });
  window.addEventListener("pointercancel", () => { drag = null; drop(); });
  sheets.addEventListener("dragstart", (event) => event.preventDefault());

  // By keyboard: the box begins at the field's place, or in the middle of what is seen.
  const begin = () => {
    const lit = path && sheets.querySelector(`rect.spot[data-for="${CSS.escape(path)}"]`);
    let figure = lit ? lit.closest("figure.sheet") : null;
    if (lit) {
      const spot = lit.getBBox();
      place(figure, spot.x, spot.y, spot.x + spot.width, spot.y + spot.height);
    } else {
      const middle = sheets.getBoundingClientRect().top + sheets.clientHeight / 2;
      figure = [...sheets.querySelectorAll("figure.sheet")].find((one) => one.getBoundingClientRect().bottom > middle);
      if (!figure) return;
      const view = figure.querySelector("svg").viewBox.baseVal;
      const frame = figure.getBoundingClientRect();
      const y = Math.max(10, Math.min(view.height - 40, ((middle - frame.top) / frame.height) * view.height));
      place(figure, view.width * 0.1, y, view.width * 0.5, y + 24);
    }
    sheets.classList.add("boxing");
    button.setAttribute("aria-pressed", "true");
    sheets.focus({ preventScroll: true });
    say(words("how", { field: label() }));
  };
  button.addEventListener("click", () => { if (boxing()) { mode(false); say(""); } else begin(); });

  const arrow = (event) => {
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!move) return false;
    const view = box.svg.viewBox.baseVal;
    const step = event.ctrlKey ? STEP * 6 : STEP;
    const [dx, dy] = [move[0] * step, move[1] * step];
    if (!event.shiftKey) {
      if (box.x0 + dx < 0 || box.x1 + dx > view.width || box.y0 + dy < 0 || box.y1 + dy > view.height) return true;
      box.x0 += dx;
      box.y0 += dy;
    }
    box.x1 = Math.max(box.x0 + SMALL, Math.min(view.width, box.x1 + dx));
    box.y1 = Math.max(box.y0 + SMALL, Math.min(view.height, box.y1 + dy));
    draw();
    box.rect.scrollIntoView({ block: "nearest", inline: "nearest" });
    return true;
  };
  document.addEventListener("keydown", (event) => {
    const typing = document.activeElement && document.activeElement.matches("input, textarea, select");
    if (event.code === "KeyR" && !event.ctrlKey && !event.metaKey && (event.altKey || !typing)) {
      event.preventDefault();
      if (!boxing()) begin();
    } else if (boxing() && !typing && box) {
      if (event.key === "Escape") { mode(false); say(""); event.stopImmediatePropagation(); const field = path && fieldOf(path); if (field) field.querySelector("input:not([type=hidden]), textarea, select").focus(); }
      else if (event.key === "Enter") { event.preventDefault(); event.stopImmediatePropagation(); read(); }
      else if (arrow(event)) { event.preventDefault(); event.stopImmediatePropagation(); }
    }
  }, true);
})();
