// The list on which presence is marked, at the speed of hands. Enhancement only: the
// page is one form and works without this file. Every mark is sent at once; what
// could not be sent stays on the page, is shown as not saved and tried again.
"use strict";

(() => {
  const form = document.getElementById("marks");
  const find = document.getElementById("find");
  const found = document.getElementById("found");
  if (!find) return;

  const say = form ? form.dataset : {};
  const state = document.getElementById("state");
  const rows = form ? [...form.querySelectorAll("tr[data-id]")] : [];
  const letters = { present: "p", absent: "a", cleared: "n" };
  const words = { present: say.present, absent: say.absent, cleared: say.cleared };
  const longestPause = 30000; // milliseconds between two attempts at most
  const unsaved = new Map(); // row -> what to save
  const unasked = []; // what the field took and only the server knows: {fields, late}
  if (form) document.getElementById("keys").hidden = false;

  // send posts a form and gives the answer; an answer that is a page means that
  // somebody is signed out.
  async function send(url, fields) {
    const response = await fetch(url, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(fields) });
    const type = response.headers.get("Content-Type") || "";
    if (!response.ok || !type.includes("json")) {
      if (response.redirected) state.textContent = say.out;
      throw new Error(`answered ${response.status}`);
    }
    return response.json();
  }

  // count shows how far the list is, in words and as a bar.
  function count(text, bar) {
    if (!text) return;
    document.getElementById("count").textContent = text;
    const [there, missing] = document.querySelectorAll(".progress .bar-meter rect");
    there.setAttribute("width", bar.Present);
    missing.setAttribute("x", bar.Present);
    missing.setAttribute("width", bar.Absent);
  }

  const name = (row) => row.querySelector("th bdi").textContent;
  const radios = (row) => [...row.querySelectorAll("input")];
  const markOf = (row) => radios(row).find((r) => r.checked)?.value || "cleared";

  function show(row, text, waits) {
    row.querySelector(".row-state").textContent = text;
    row.classList.toggle("unsaved", waits);
    row.classList.toggle("is-present", markOf(row) === "present");
  }

  // settle makes the form's names say what is stored now: sent as a whole later,
  // it speaks only of what differs from that.
  function settle(row, value) {
    for (const r of radios(row)) r.name = letters[value] + row.dataset.id;
    radios(row).find((r) => r.value === (unsaved.get(row) || value)).checked = true;
  }

  let pause = 1000, timer = 0, busy = false;
  async function save() {
    if (busy) return;
    busy = true;
    clearTimeout(timer);
    try {
      for (const [row, value] of unsaved) await saveRow(row, value);
      while (unasked.length > 0) {
        take(await send(find.form.action, unasked[0].fields), unasked[0].late && unasked[0].fields.find);
        unasked.shift();
      }
      pause = 1000;
    } catch {
      for (const row of unsaved.keys()) {
        show(row, say.unsaved, true);
        if (row.classList.contains("hit")) answer("warning", name(row), say.unsaved);
      }
      if (state.textContent !== say.out) state.textContent = say.unsaved;
      if (unasked.length > 0) wait();
      timer = setTimeout(save, pause);
      pause = Math.min(2 * pause, longestPause);
    }
    busy = false;
    if (unsaved.size + unasked.length > 0 && pause === 1000) save();
  }

  // wait says that what was scanned or typed is kept until the server answers.
  function wait() {
    for (const one of unasked) one.late = true;
    const { fields } = unasked[unasked.length - 1];
    answer("warning", fields.find || fields.reference, `${state.textContent} ${say.waiting.replace("{}", unasked.length)}`);
  }

  async function saveRow(row, value) {
    const field = radios(row)[0].name;
    if (field[0] !== letters[value]) {
      const now = await send(form.action, { [field]: value });
      count(now.count, now.bar);
    }
    if (unsaved.get(row) === value) unsaved.delete(row);
    settle(row, value);
    if (row.matches(".unsaved.hit")) answer("done", name(row), words[value]); // it said that it was not
    show(row, unsaved.has(row) ? say.saving : "", false);
    state.textContent = say.saved.replace("{}", `${row.dataset.number} ${name(row)}, ${words[value]}`);
  }

  function mark(row, value) {
    radios(row).find((r) => r.value === value).checked = true;
    unsaved.set(row, value);
    show(row, say.saving, false);
    save();
  }

  function goTo(row) {
    if (!row) return;
    for (const r of rows) r.classList.toggle("hit", r === row);
    row.scrollIntoView({ block: "nearest" });
  }

  const focusOn = (row) => row && (radios(row).find((r) => r.checked) || radios(row)[0]).focus();

  // The field above: a number, a part of a name, or what a scanner types.
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/ß/g, "ss").replace(/ł/g, "l").replace(/ı/g, "i");

  function here(typed) {
    if (/^\d{1,6}$/.test(typed)) return rows.filter((row) => row.dataset.number === String(Number(typed)));
    const parts = fold(typed).split(/\s+/).filter(Boolean);
    const fits = (row) => { const all = fold(`${row.dataset.search} ${name(row)}`); return parts.every((part) => all.includes(part)); };
    return parts.length && typed.length < 20 ? rows.filter(fits) : [];
  }

  // answer shows what came of the field, in place of the last answer. One that
  // comes late and needs somebody stays: its person has long gone in.
  function answer(kind, title, text, reference, stays) {
    const box = document.createElement("div");
    box.className = `finding notice notice-${kind}`;
    box.toggleAttribute("data-stays", Boolean(stays));
    const inner = document.createElement("div");
    const heading = document.createElement("p");
    heading.className = "found-title";
    const isolated = document.createElement("bdi");
    isolated.textContent = title;
    heading.append(isolated);
    const line = document.createElement("p");
    line.textContent = text;
    inner.append(heading, line);
    if (reference) inner.append(anyway(reference, box));
    box.append(inner);
    for (const old of found.querySelectorAll(".finding:not([data-stays])")) old.remove();
    found.prepend(box);
  }

  function anyway(reference, box) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = say.anyway;
    button.addEventListener("click", () => { box.remove(); find.focus(); ask({ do: "anyway", reference }); });
    return button;
  }

  // ask has the server find somebody. What it cannot be asked now is asked again
  // until it answers, in the order of the badges.
  function ask(fields) {
    unasked.push({ fields, late: false });
    save();
  }

  // take shows the answer; late is what it answers, if that had to wait.
  function take(f, late) {
    const stays = late && f.kind !== "done" && f.kind !== "info";
    answer(f.kind, stays ? `${late}: ${f.title}` : f.title, f.text, f.anyway, stays);
    count(f.count, f.bar);
    state.textContent = "";
    const row = rows.find((r) => r.dataset.id === String(f.id));
    if (row) { unsaved.delete(row); settle(row, "present"); show(row, "", false); goTo(row); }
  }

  find.form.addEventListener("submit", (event) => {
    const typed = find.value.trim();
    if (!form) return; // nobody is on the list: the page answers
    event.preventDefault();
    if (typed === "") return;
    const hits = here(typed);
    if (hits.length > 1) {
      answer("info", typed, say.many);
      goTo(hits[0]);
      return;
    }
    if (hits.length === 1) {
      const [row] = hits, was = markOf(row) === "present" && !unsaved.has(row);
      if (!was) mark(row, "present");
      answer(was ? "info" : "done", name(row), was ? say.already : say.present);
      goTo(row);
      find.value = "";
    } else {
      find.value = ""; // the next badge may come before the answer
      ask({ do: "find", find: typed });
    }
    find.focus();
  });

  find.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" || !form) return;
    event.preventDefault();
    focusOn(rows.find((row) => row.classList.contains("hit")) || rows[0]);
  });

  if (!form) return;

  form.addEventListener("change", (event) => {
    const row = event.target.closest("tr[data-id]");
    if (row) mark(row, markOf(row));
  });

  const keys = { p: () => "present", a: () => "absent", " ": (row) => (markOf(row) === "present" ? "cleared" : "present") };
  form.addEventListener("keydown", (event) => {
    const row = event.target.closest("tr[data-id]");
    if (!row || event.target.type !== "radio" || event.ctrlKey || event.altKey || event.metaKey) return;
    const at = rows.indexOf(row), step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (rows[at + step]) focusOn(rows[at + step]); else if (step < 0) find.focus();
    } else if (keys[event.key]) {
      event.preventDefault();
      mark(row, keys[event.key](row));
      focusOn(row);
    }
  });

  window.addEventListener("online", save);
  window.addEventListener("beforeunload", (event) => { if (unsaved.size + unasked.length > 0) event.preventDefault(); });
  form.addEventListener("submit", () => unsaved.clear());
})();
