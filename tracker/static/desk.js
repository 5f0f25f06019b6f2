// The drop zone. Files go in pieces and go on where they stopped; without this file a plain form sends them.
(() => {
  "use strict";
  const form = document.getElementById("drop");
  if (!form) return;
  const input = document.getElementById("files");
  const camera = document.getElementById("camera");
  const together = document.getElementById("together");
  const list = document.getElementById("sending");
  const limit = Number(form.dataset.limit);
  const words = window.wian.words(form);
  const token = form.querySelector("[name=csrf_token]").value;
  const FIRST = 128 * 1024; // bytes of the first piece; the next ones follow the network
  const TIMEOUT = 60000;
  let busy = 0;

  class Refused extends Error {}
  class Broken extends Error {}
  class Gap extends Error { constructor(offset) { super(); this.offset = offset; } }

  const ask = async (url, options = {}) => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), TIMEOUT);
    let answer;
    let text;
    try {
      answer = await fetch(url, { ...options, signal: stop.signal, headers: { "X-CSRFToken": token, "X-Part": "1", "HX-Request": "true", ...options.headers } });
      text = await answer.text();
    } catch { throw new Broken(); } finally { clearTimeout(timer); }
    if (answer.ok) return text;
    if (answer.status === 409 && answer.headers.get("content-type").includes("json")) throw new Gap(JSON.parse(text).offset);
    if (answer.status === 401) throw new Refused(words("signedout"));
    if (answer.status >= 500 || answer.status === 429) throw new Broken();
    const said = new DOMParser().parseFromString(text, "text/html").querySelector(".notice.bad");
    throw new Refused(said ? said.textContent.trim() : form.dataset.failed);
  };
  const body = (values) => { const found = new URLSearchParams(); for (const [name, value] of values) found.append(name, value); return { method: "POST", body: found }; };
  const pause = (ms) => new Promise((done) => {
    const wake = () => { clearTimeout(timer); window.removeEventListener("online", wake); done(); };
    const timer = setTimeout(wake, ms);
    window.addEventListener("online", wake);
  });
  // Tries again for as long as the page is open: each time a little later, at once when the network is back.
  const patiently = async (act, item) => {
    for (let tries = 0; ; tries += 1) {
      try { return await act(); } catch (wrong) {
        if (!(wrong instanceof Broken) || item.gone) throw wrong;
        say(item, words("broken", { percent: percent(item) }));
        await pause(Math.min(30000, 1000 * 2 ** tries));
      }
    }
  };
  const percent = (item) => (item.file.size ? Math.floor((100 * item.offset) / item.file.size) : 0);
  const say = (item, text, bad) => {
    item.said.textContent = text;
    item.line.classList.toggle("bad", Boolean(bad));
    if (bad && item.bar) { item.bar.remove(); item.bar = null; }
    if (item.bar) item.bar.value = percent(item);
  };

  const upload = async (item) => {
    const { file } = item;
    const begin = body([["name", file.name], ["size", file.size], ["changed", file.lastModified]]);
    const begun = JSON.parse(await patiently(() => ask(form.dataset.uploads, begin), item));
    item.token = begun.token;
    item.offset = begun.offset;
    let step = FIRST;
    while (item.offset < file.size && !item.gone) {
      const place = item.offset;
      const piece = file.slice(place, place + step);
      const started = Date.now();
      try {
        const answer = await ask(`${form.dataset.uploads}/${item.token}/${place}`, { method: "POST", body: piece, headers: { "Content-Type": "application/octet-stream" } });
        item.offset = JSON.parse(answer).offset;
        const took = Date.now() - started;
        if (took < 2000) step = Math.min(begun.most, step * 2); else if (took > 8000) step = Math.max(16 * 1024, step / 2);
      } catch (wrong) {
        if (wrong instanceof Gap) { item.offset = wrong.offset; continue; }
        if (!(wrong instanceof Broken)) throw wrong;
        step = Math.max(16 * 1024, step / 4);
        const there = await patiently(() => ask(`${form.dataset.uploads}/${item.token}`), item);
        item.offset = JSON.parse(there).offset;
      }
      say(item, words("sending", { percent: percent(item) }));
    }
  };
  const finish = async (items, one) => {
    const values = items.flatMap((item) => [["token", item.token], ["name", item.file.name]]);
    if (one) values.push(["together", "1"]);
    await patiently(() => ask(form.dataset.finish, body(values)), items[0]);
    window.htmx.trigger("#work", "refresh");
  };

  const line = (file, tag) => {
    const row = document.createElement("li");
    const name = document.createElement("span");
    name.className = "what";
    name.textContent = file.name;
    const said = document.createElement("span");
    said.className = "said small";
    said.setAttribute("role", "status");
    row.append(name, said);
    const item = { file, line: row, said, offset: 0, bar: null, gone: false };
    if (tag === "bar") {
      item.bar = document.createElement("progress");
      item.bar.max = 100;
      item.bar.value = 0;
      item.bar.setAttribute("aria-label", file.name);
      row.append(item.bar);
    }
    const wrong = file.size > limit ? form.dataset.tooBig : file.size === 0 ? form.dataset.empty : "";
    if (wrong) { say(item, wrong, true); item.failed = true; } else say(item, words("waiting"));
    return item;
  };

  // One after the other: a slow network is not made slower.
  let turn = Promise.resolve();
  const queue = (work) => { busy += 1; turn = turn.then(work).finally(() => { busy -= 1; }); return turn; };
  const failed = (item) => (wrong) => { item.failed = true; say(item, wrong instanceof Refused ? wrong.message : form.dataset.failed, true); };

  const single = (file) => {
    const item = line(file, "bar");
    list.append(item.line);
    if (!item.failed) queue(() => upload(item).then(() => finish([item])).then(() => item.line.remove()).catch(failed(item)));
  };

  // Pages of one letter: each is sent at once, the order may still change.
  const box = document.getElementById("leaves");
  const rows = box.querySelector("ol");
  const bind = document.getElementById("bind");
  let leaves = [];
  const button = (text, label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "plain";
    made.textContent = text;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  };
  const order = () => {
    box.hidden = !leaves.length;
    leaves.forEach((item, at) => {
      item.line.querySelector(".what").textContent = words("page", { page: at + 1, name: item.file.name });
      const [up, down] = item.line.querySelectorAll("button");
      up.disabled = at === 0;
      down.disabled = at === leaves.length - 1;
      rows.append(item.line);
    });
    bind.textContent = words("bind", { pages: leaves.length });
    document.getElementById("bindsaid").textContent = "";
  };
  const move = (item, by, made) => {
    const at = leaves.indexOf(item);
    leaves.splice(at, 1);
    leaves.splice(at + by, 0, item);
    order();
    (made.disabled ? item.line.querySelector("button:not(:disabled)") : made).focus();
  };
  const drawn = async (file, canvas) => {
    try {
      const picture = await createImageBitmap(file, { resizeWidth: 96 });
      canvas.width = picture.width;
      canvas.height = picture.height;
      canvas.getContext("2d").drawImage(picture, 0, 0);
    } catch { canvas.remove(); }
  };
  const leaf = (file) => {
    const item = line(file, "");
    const canvas = document.createElement("canvas");
    canvas.setAttribute("aria-hidden", "true");
    item.line.prepend(canvas);
    drawn(file, canvas);
    const up = button("↑", words("up", { name: file.name }), () => move(item, -1, up));
    const down = button("↓", words("down", { name: file.name }), () => move(item, 1, down));
    const off = button(words("off"), words("offname", { name: file.name }), () => { item.gone = true; leaves = leaves.filter((one) => one !== item); item.line.remove(); order(); if (leaves.length) bind.focus(); else input.focus(); });
    item.line.append(up, down, off);
    leaves.push(item);
    order();
    if (!item.failed) item.sent = queue(() => (item.gone ? null : upload(item).then(() => say(item, words("sent"))).catch(failed(item))));
  };
  bind.addEventListener("click", async () => {
    const said = document.getElementById("bindsaid");
    const all = leaves;
    bind.disabled = true;
    said.textContent = words("all");
    await Promise.all(all.map((item) => item.sent));
    if (all.some((item) => item.failed)) {
      said.textContent = words("some");
    } else {
      try { await queue(() => finish(all, true)); clear(); } catch (wrong) { said.textContent = wrong instanceof Refused ? wrong.message : form.dataset.failed; }
    }
    bind.disabled = false;
  });
  const clear = () => { for (const item of leaves) { item.gone = true; item.line.remove(); } leaves = []; together.checked = false; order(); input.focus(); };
  document.getElementById("unbind").addEventListener("click", clear);

  const byName = new Intl.Collator("th", { numeric: true });
  const take = (found) => {
    const all = [...found];
    if (together.checked) all.sort((a, b) => byName.compare(a.name, b.name)).forEach(leaf);
    else all.forEach(single);
  };
  input.addEventListener("change", () => { take(input.files); input.value = ""; });
  // What is said aloud is said once, not at every look at the server.
  document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
    const said = event.detail.target;
    if (said.id === "counts" && said.textContent.trim() === event.detail.fragment.textContent.trim()) event.detail.shouldSwap = false;
  });
  // Space opens the choice of files by itself, Enter does not.
  for (const one of [input, camera]) one.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); one.click(); } });
  camera.addEventListener("change", () => { together.checked = true; [...camera.files].forEach(leaf); camera.value = ""; });
  form.addEventListener("submit", (event) => { event.preventDefault(); });
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (event) => { event.preventDefault(); form.classList.add("over"); });
  }
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) form.classList.remove("over"); });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (event.dataTransfer) take(event.dataTransfer.files);
  });
  window.addEventListener("beforeunload", (event) => { if (busy || leaves.length) event.preventDefault(); });
})();
