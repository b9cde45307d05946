// The preview of a badge's design follows what is typed. Without this file the
// button "Preview" of the form does the same.
"use strict";

(() => {
  const form = document.getElementById("design-form");
  if (!form) return;

  const picture = document.getElementById("design-picture");
  const problems = document.getElementById("design-problems");
  const pause = 300; // milliseconds after the last change

  let newest = 0;
  async function refresh() {
    const mine = ++newest;
    const typed = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") typed.append(name, value);
    }
    try {
      const response = await fetch(form.dataset.preview, { method: "POST", body: typed });
      const text = await response.text();
      if (mine !== newest) return;
      if (response.ok) {
        picture.innerHTML = text;
        problems.replaceChildren();
      } else if (response.status === 422) {
        problems.innerHTML = text; // the last picture stays
      }
    } catch {
      // The button of the form still shows it.
    }
  }

  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, pause);
  });
})();
