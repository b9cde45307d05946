// An enhancement only. Whoever scans the code of a certificate comes with it behind
// the #, which no server sees: it is put into the field, and out of the address.
"use strict";

(() => {
  const field = document.getElementById("code");
  const code = location.hash.slice(1);
  if (!field || !/^[0-9A-Za-z]{20}$/.test(code)) return;
  history.replaceState(null, "", location.pathname + location.search);
  field.value = code.replace(/(.{4})(?=.)/g, "$1 ");
  field.form.querySelector("button").focus();
})();
