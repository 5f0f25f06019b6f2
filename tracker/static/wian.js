// What every page may use. Pages work without it, by plain forms.
(() => {
  "use strict";
  document.documentElement.classList.add("scripted");
  // What a script says, in the language of the page: words("page", { page: 2 }) of an element's data-words.
  window.wian = {
    words: (element) => {
      const known = JSON.parse(element.dataset.words);
      return (key, values = {}) => known[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
    },
  };
  // A browser offers to choose a file in its own language: here it is offered in that of the page.
  const offer = (root) => {
    for (const input of root.querySelectorAll("input[type=file][data-pick]:not(.filed *)")) {
      const box = document.createElement("span"), label = document.createElement("label"), said = document.createElement("span");
      box.className = "filed";
      label.htmlFor = input.id;
      label.textContent = input.dataset.pick;
      said.className = "muted";
      const say = () => { said.textContent = [...input.files].map((file) => file.name).join(", ") || input.dataset.none; };
      input.addEventListener("change", say);
      input.replaceWith(box);
      box.append(input, label, said);
      say();
    }
  };
  offer(document);
  document.addEventListener("htmx:load", (event) => offer(event.detail.elt));
  // Escape ends the tour, unless something else on the page is in hand.
  document.addEventListener("keydown", (event) => {
    const tour = document.getElementById("tour");
    const here = document.activeElement;
    if (event.key !== "Escape" || !tour || !(tour.contains(here) || here === document.body)) return;
    event.preventDefault();
    document.getElementById("tour-end").click();
  });
  // Whoever signs out leaves nothing that waits to be sent in this browser.
  document.addEventListener("submit", (event) => {
    // A field of the name "action" would stand in the form's own property of that name.
    if (!(event.target.getAttribute("action") || "").endsWith("/sign-out")) return;
    try { for (const name of Object.keys(window.localStorage)) if (name.startsWith("wian.unsent.")) window.localStorage.removeItem(name); } catch { /* no store */ }
  });
})();
