// Shows how far a print pack is without loading the page again; without this file
// the page loads itself.
"use strict";

(() => {
  const section = document.querySelector("[data-pack]");
  const progress = document.getElementById("progress");
  const percent = document.getElementById("percent");
  const step = document.getElementById("step");
  const pause = 300; // milliseconds between two questions

  async function look() {
    try {
      const response = await fetch(section.dataset.pack, { headers: { Accept: "application/json" } });
      if (!response.ok || response.redirected) return location.reload(); // signed out, or gone: the page says it
      const state = await response.json();
      if (state.over) return location.reload();
      progress.value = state.percent;
      percent.textContent = state.percent;
      if (state.step && step.textContent !== state.step) step.textContent = state.step;
    } catch {
      // the network is away: ask again
    }
    setTimeout(look, pause);
  }
  look();
})();
