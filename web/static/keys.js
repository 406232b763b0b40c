// Keys for people who work without a mouse, copying, drafts. The page works without this file.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const rows = () => [...document.querySelectorAll("tr[data-row]")];
  const keysOn = () => localStorage.getItem("keys") !== "off";
  let at = -1;

  function go(step) {
    const all = rows();
    if (!all.length) return;
    at = Math.max(0, Math.min(all.length - 1, at + step));
    mark(all[at]);
  }
  function mark(row) {
    rows().forEach((other) => other.classList.toggle("here", other === row));
    row.querySelector("th a").focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    if (shown && wide()) preview(row);
  }
  function count() {
    const chosen = document.querySelectorAll("#rows input[name=finding]:checked").length;
    if ($("review")) $("review").classList.toggle("some", chosen > 0);
    const whole = chosen > 0 && chosen === document.querySelectorAll("#rows input[name=finding]").length;
    if ($("every-box")) $("every-box").hidden = !whole;
    if ($("every") && !whole) $("every").checked = false;
    const told = $("every") && $("every").checked ? parseInt($("every").value, 10).toLocaleString("vi") : chosen;
    if ($("count")) $("count").textContent = chosen ? `Đã chọn ${told} mục` : "Chưa chọn mục nào";
    document.querySelectorAll("tr[data-row]").forEach((row) =>
      row.classList.toggle("chosen", row.querySelector("input").checked));
  }
  function say(text) {
    const live = $("live");
    if (live) live.textContent = text;
  }
  async function copy(id, button) {
    const box = $(id);
    try {
      await navigator.clipboard.writeText(box.value);
    } catch {
      box.classList.remove("hide"); box.select(); document.execCommand("copy"); box.classList.add("hide");
    }
    const before = button.textContent;
    button.textContent = "✓ Đã chép";
    setTimeout(() => { button.textContent = before; }, 2000);
  }

  // The short form of a row beside the list. It follows j and k while it is open; too narrow a screen opens the page.
  let shown = "";
  const wide = () => innerWidth >= 1024 && $("preview");
  async function preview(row) {
    shown = row.dataset.preview;
    const answer = await fetch(shown, { headers: { accept: "text/html" } });
    if (!answer.ok || answer.redirected) { location.assign(row.querySelector("th a").href); return; }
    const text = await answer.text();
    if (shown !== row.dataset.preview) return; // somebody went on meanwhile
    $("preview").innerHTML = text;
    $("preview").hidden = false;
    $("listing").classList.add("split");
  }
  function closePreview() {
    shown = "";
    if ($("preview")) $("preview").hidden = true;
    if ($("listing")) $("listing").classList.remove("split");
  }

  const keys = {
    j: () => go(1), k: () => go(-1),
    x: () => { const row = rows()[at]; if (row) { const box = row.querySelector("input"); box.checked = !box.checked; count(); } },
    e: () => {
      if (!$("confirm") || $("confirm").disabled) return;
      if ($("review") && !document.querySelector("#rows input[name=finding]:checked")) return say("Chưa chọn mục nào.");
      $("confirm").click();
    },
    d: () => { if ($("waive")) $("waive").open = true; if ($("reason")) $("reason").focus(); },
    a: () => { if ($("give")) { $("give").open = true; $("assignee").focus(); } },
    Enter: () => {
      const row = rows()[at];
      if (row && wide() && row.dataset.preview && shown !== row.dataset.preview) preview(row);
      else document.activeElement.click();
    },
    Escape: closePreview,
    u: () => { if ($("undo")) $("undo").click(); },
    "/": () => $("find") && $("find").focus(),
    "?": () => $("keys") && $("keys").showModal(),
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, dialog");
    if (event.ctrlKey && event.key === "Enter" && $("one")) { event.preventDefault(); $("confirm").click(); return; }
    if (event.key === "Enter" && !(at >= 0 && event.target.closest("tr.here th"))) return; // buttons and links as ever
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !keysOn() || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy], [data-print]");
    if (button && button.dataset.copy) copy(button.dataset.copy, button);
    else if (button) window.print();
    if (event.target.id === "preview-close") closePreview();
    const row = event.target.closest("tr[data-preview]");
    if (row && wide() && !event.target.closest("a, input, label, button")) { at = rows().indexOf(row); shown = "."; mark(row); }
    if (event.target.closest("[data-leave]")) leaving = true;
    if (event.target.id === "waive-send" && !waiverIsWhole()) event.preventDefault();
    for (const open of document.querySelectorAll("details.more[open], details.user[open], details#waive[open], details#give[open]"))
      if (!open.contains(event.target)) open.open = false;
  });
  function waiverIsWhole() {
    const problem = !$("reason").value ? "Chọn một lý do bỏ qua."
      : $("comment").value.trim().length < 10 ? "Viết rõ vì sao bỏ qua, ít nhất 10 ký tự." : "";
    $("waive-error").textContent = problem;
    $("waive-error").hidden = !problem;
    if (problem) ($("reason").value ? $("comment") : $("reason")).focus();
    return !problem;
  }
  document.addEventListener("change", (event) => {
    if (event.target.id === "all") document.querySelectorAll("#rows input[name=finding]").forEach((box) => { box.checked = event.target.checked; });
    if (event.target.id === "keys-on") localStorage.setItem("keys", event.target.checked ? "on" : "off");
    count();
  });
  document.addEventListener("input", (event) => {
    const shown = event.target.dataset && event.target.dataset.preview;
    if (shown) $(shown).textContent = event.target.value;
    const note = event.target.dataset && event.target.dataset.cost && $(event.target.dataset.cost); // the note says the points
    if (note) {
      note.value = note.value.replace(/\(trừ [\d.,]* điểm\)$/, `(trừ ${event.target.value.trim()} điểm)`);
      $(note.dataset.preview).textContent = note.value;
    }
    const lock = event.target.dataset && event.target.dataset.unlocks;
    if (lock) $(lock).disabled = event.target.value.trim().length < 10;
    const name = event.target.dataset && event.target.dataset.draft;
    if (name) sessionStorage.setItem(`draft ${name}`, event.target.value);
  });
  let leaving = false; // a trial that nobody keeps is not lost by a slip of the hand
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && document.querySelector(".copy[data-unsaved]")) event.preventDefault();
  });
  document.addEventListener("submit", (event) => {
    if (event.target.closest(".copy")) leaving = true;
    for (const box of event.target.querySelectorAll("[data-draft]")) sessionStorage.removeItem(`draft ${box.dataset.draft}`);
  });

  function ready() {
    if ($("keys-on")) $("keys-on").checked = keysOn();
    for (const box of document.querySelectorAll("[data-draft]"))
      if (!box.value) box.value = sessionStorage.getItem(`draft ${box.dataset.draft}`) || "";
    if ($("undo")) setTimeout(() => { const flash = document.querySelector(".flash form"); if (flash) flash.hidden = true; }, 10000);
    for (const map of document.querySelectorAll(".heat")) map.parentElement.scrollLeft = map.scrollWidth; // newest days
    count();
  }
  if (innerWidth < 768) for (const box of document.querySelectorAll("details.filterbox")) box.open = false;
  ready();
  document.addEventListener("htmx:after:swap", () => {
    ready();
    closePreview();
    const all = rows();
    if (all.length && at >= 0) { at = Math.min(at, all.length - 1); mark(all[at]); }
  });
})();
