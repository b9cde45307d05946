// Enhancements only: every page works without this file, and nothing here knows a
// rule. It searches authorities while one types and hides the two fields that most
// people do not need.
"use strict";

(() => {
  const search = document.querySelector("input#authority"); // lists have a filter of that name
  if (!search) return;

  const results = document.getElementById("authority-results");
  const status = document.getElementById("authority-status");
  const form = search.form;
  const pause = 200; // milliseconds after the last key

  // row builds one choice from a hit, with text nodes only: names are never markup.
  function row(hit, checked) {
    const choice = document.createElement("div");
    choice.className = "choice";
    const radio = document.createElement("input");
    Object.assign(radio, { type: "radio", name: "authority", value: hit.id, id: `authority-${hit.id}`, checked });
    const label = document.createElement("label");
    label.htmlFor = radio.id;
    label.append(part("bdi", "", hit.name));
    if (hit.native) label.append(" ", part("bdi", "soft", hit.native));
    label.append(" ", part("span", "note", hit.country));
    choice.append(radio, label);
    return choice;
  }

  function part(name, className, text) {
    const element = document.createElement(name);
    element.className = className;
    element.textContent = text;
    return element;
  }

  // The one that is chosen stays, whatever is searched for next.
  function show(answer) {
    const chosen = results.querySelector("input:checked");
    const kept = chosen && chosen.closest(".choice");
    const rows = answer.items.filter((hit) => !chosen || String(hit.id) !== chosen.value).map((hit) => row(hit, false));
    results.replaceChildren(...(kept ? [kept] : []), ...rows);
    reach(document.getElementById("authority-other"));
    status.textContent = answer.text;
  }

  // Chromium remembers to which radio of a group Tab led; what is put before that
  // one later is passed over. Put in anew, it is the last of the group again.
  function reach(last) {
    if (document.activeElement !== last) results.after(last.closest(".choice"));
  }

  let newest = 0;
  async function find() {
    const query = search.value.trim();
    const mine = ++newest;
    if (query === "") return;
    try {
      const response = await fetch(`/authorities.json?q=${encodeURIComponent(query)}`, { headers: { Accept: "application/json" } });
      if (response.ok && mine === newest) show(await response.json());
    } catch {
      // The button of the form still searches, with a page of its own.
    }
  }

  let waiting;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(find, pause);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    find();
  });

  // A field is shown when it is needed, was filled in or has an error.
  function reveal(name, needed) {
    const box = document.getElementById(`${name}-field`);
    if (box) box.hidden = !(needed || form.elements[name].value || box.classList.contains("wrong"));
  }

  const foreign = /[^\p{Script=Latin}\P{L}]/u;
  function update() {
    const fields = form.elements;
    const badge = fields.badge_name.value || `${fields.given_name.value} ${fields.family_name.value}`;
    reveal("latin_name", foreign.test(badge));
    reveal("organisation", document.getElementById("authority-other").checked);
  }
  form.addEventListener("input", update);
  update();
})();
