// What every page may use: the drop zone. Pages work without it, by plain forms.
(() => {
  "use strict";
  document.documentElement.classList.add("scripted");
  // Whoever signs out leaves nothing that waits to be sent in this browser.
  document.addEventListener("submit", (event) => {
    if (!event.target.action || !event.target.action.endsWith("/sign-out")) return;
    try { for (const name of Object.keys(window.localStorage)) if (name.startsWith("wian.unsent.")) window.localStorage.removeItem(name); } catch { /* no store */ }
  });
  const form = document.getElementById("drop");
  if (!form) return;
  const input = form.querySelector("input[type=file]");
  const list = document.getElementById("sending");
  const limit = Number(form.dataset.limit);
  const token = form.querySelector("[name=csrf_token]").value;
  const queue = [];
  let busy = false;

  const say = (line, text, bad) => {
    line.querySelector(".said").textContent = text;
    line.classList.toggle("bad", Boolean(bad));
    const bar = line.querySelector("progress");
    if (bar && (bad || !text.includes("%"))) bar.remove();
  };
  const add = (file) => {
    const line = document.createElement("li");
    const name = document.createElement("span");
    name.textContent = file.name;
    const said = document.createElement("span");
    said.className = "said small";
    said.setAttribute("role", "status");
    line.append(name, said);
    list.append(line);
    if (file.size > limit) {
      say(line, form.dataset.tooBig, true);
    } else if (file.size === 0) {
      say(line, form.dataset.empty, true);
    } else {
      const bar = document.createElement("progress");
      bar.max = 100;
      bar.setAttribute("aria-label", file.name);
      line.append(bar);
      say(line, "รอส่ง 0 %");
      queue.push({ file, line, bar });
    }
  };
  const send = ({ file, line, bar }) => new Promise((done) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("csrf_token", token);
    body.append("files", file, file.name);
    request.open("POST", form.action);
    request.setRequestHeader("X-Part", "1");
    request.upload.addEventListener("progress", (event) => {
      const percent = event.lengthComputable ? Math.floor((100 * event.loaded) / event.total) : 0;
      bar.value = percent;
      say(line, `กำลังส่ง ${percent} %`);
    });
    request.addEventListener("load", () => {
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const refusal = page.querySelector(".notice.bad");
      if (request.status >= 200 && request.status < 300 && !refusal) line.remove();
      else say(line, refusal ? refusal.textContent.trim() : form.dataset.failed, true);
      done();
    });
    request.addEventListener("error", () => { say(line, form.dataset.failed, true); done(); });
    request.send(body);
  });
  const work = async () => {
    if (busy) return;
    busy = true;
    while (queue.length) {
      await send(queue.shift());
      window.htmx.trigger("#work", "refresh");
    }
    busy = false;
    input.value = "";
  };
  const take = (files) => { for (const file of files) add(file); work(); };

  input.addEventListener("change", () => take(input.files));
  form.addEventListener("submit", (event) => { event.preventDefault(); take(input.files); });
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (event) => { event.preventDefault(); form.classList.add("over"); });
  }
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) form.classList.remove("over"); });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (event.dataTransfer) take(event.dataTransfer.files);
  });
  window.addEventListener("beforeunload", (event) => { if (busy) event.preventDefault(); });
})();
