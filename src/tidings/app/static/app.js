// Keys, layers of the reader, links to stretches of text. Every page works without this file.
"use strict";

// Offsets outside the browser count Unicode code points, inside it UTF-16 units: converted here and nowhere else.
function toUtf16(text, points) {
  let units = 0;
  for (let n = 0; n < points && units < text.length; n += 1) units += text.codePointAt(units) > 0xffff ? 2 : 1;
  return units;
}
function toPoints(text, units) {
  let points = 0;
  for (let at = 0; at < units && at < text.length; points += 1) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return points;
}

const status = document.getElementById("status");
let quiet = 0;
function say(words) {
  status.textContent = words;
  clearTimeout(quiet);
  quiet = setTimeout(() => { status.textContent = ""; }, 5000);
}

const reader = document.getElementById("text");

// the node and place in it at an offset in UTF-16 units from the start of the text
function placeAt(units) {
  const walk = document.createTreeWalker(reader, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (units <= node.length) return [node, units];
    units -= node.length;
  }
  return [reader, reader.childNodes.length];
}

function selectedPoints() {
  const chosen = getSelection();
  if (!reader || !chosen.rangeCount || chosen.isCollapsed) return null;
  const range = chosen.getRangeAt(0);
  if (!reader.contains(range.startContainer) || !reader.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.setStart(reader, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const text = reader.textContent;
  const start = before.toString().length;
  return [toPoints(text, start), toPoints(text, start + range.toString().length)];
}

function showStretch() {
  const asked = /^#c=(\d+)-(\d+)$/.exec(location.hash);
  if (!reader || !asked) return;
  const text = reader.textContent;
  const range = document.createRange();
  range.setStart(...placeAt(toUtf16(text, Number(asked[1]))));
  range.setEnd(...placeAt(toUtf16(text, Number(asked[2]))));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  (range.startContainer.parentElement || reader).scrollIntoView({ block: "center" });
  say(`characters ${asked[1]} to ${asked[2]}`);
}

function mark(record) {
  for (const old of document.querySelectorAll(".seg.now")) old.classList.remove("now");
  if (!reader || !record) return;
  const found = reader.querySelectorAll(`.seg[data-r~="${CSS.escape(record)}"]`);
  for (const piece of found) piece.classList.add("now");
}

function layer(box) {
  reader.classList.toggle(`off-${box.dataset.layer}`, !box.checked);
  const off = [...document.querySelectorAll("[data-layer]:not(:checked)")].map((b) => b.dataset.key).join("");
  const address = new URL(location.href);
  if (off) address.searchParams.set("off", off); else address.searchParams.delete("off");
  history.replaceState(null, "", address);
}

if (reader) {
  const off = new URL(location.href).searchParams.get("off") || "";
  for (const box of document.querySelectorAll("[data-layer]")) {
    if (off.includes(box.dataset.key)) { box.checked = false; reader.classList.add(`off-${box.dataset.layer}`); }
    box.addEventListener("change", () => layer(box));
  }
  reader.addEventListener("click", (event) => {
    const piece = event.target.closest("[data-r]");
    if (!piece || !getSelection().isCollapsed) return;
    const keys = piece.dataset.r.split(" ");
    const now = keys.indexOf(document.activeElement.dataset.record);
    const card = document.getElementById(keys[(now + 1) % keys.length]);
    if (card) { card.focus({ preventScroll: true }); card.scrollIntoView({ block: "nearest" }); }
  });
  document.addEventListener("selectionchange", () => {
    const span = selectedPoints();
    if (!span) return;
    say(`characters ${span[0]} to ${span[1]}; y copies the link`);
    for (const link of document.querySelectorAll("[data-add]")) {
      const address = new URL(link.href);
      address.searchParams.set("c", `${span[0]}-${span[1]}`);
      link.href = address.href;
    }
  });
  for (const button of document.querySelectorAll("[data-use]")) {
    button.hidden = false;
    if (!button.closest("[data-people]")) button.addEventListener("click", () => take(button.dataset.use));
  }
  document.addEventListener("focusin", (event) => {
    const card = event.target.closest && event.target.closest(".card");
    if (!card) return;
    mark(card.dataset.record);
    const piece = document.getElementById(card.dataset.at);
    if (piece && event.target === card) piece.scrollIntoView({ block: "nearest" });
  });
  addEventListener("hashchange", showStretch);
  showStretch();
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  if (target && target.classList.contains("card")) target.focus();
}

// the last selection in the text, kept while a button takes the focus
let chosen = null;
document.addEventListener("selectionchange", () => { chosen = selectedPoints() || chosen; });
function take(part) {
  if (!chosen) { say("select words in the text first"); return; }
  const form = document.querySelector("form.correct");
  form.elements[`${part}-start`].value = chosen[0];
  form.elements[`${part}-end`].value = chosen[1];
  const text = reader.textContent;
  const words = text.slice(toUtf16(text, chosen[0]), toUtf16(text, chosen[1]));
  const name = form.elements[`${part}-name`];
  if (name && !name.value) name.value = words;
  if (part === "words") document.querySelector("[data-words]").textContent = words;
  say(`${part}: ${words}`);
}

// lists of parties: one more, out, up, down; without this file, places are numbers
for (const group of document.querySelectorAll("[data-people]")) {
  const list = group.querySelector("ol");
  const blank = list.querySelector("[data-spare]");
  const role = group.dataset.people;
  let made = list.children.length;
  group.classList.add("live");
  const renumber = () => { [...list.children].forEach((one, n) => { one.querySelector('[name$="-order"]').value = n + 1; }); };
  const another = () => {
    const one = blank.cloneNode(true);
    one.removeAttribute("data-spare");
    for (const field of one.querySelectorAll("[name]")) {
      field.name = field.name.replace(/-\d+-/, `-${made}-`);
      field.value = "";
    }
    for (const told of one.querySelectorAll("[aria-label]")) told.setAttribute("aria-label", told.getAttribute("aria-label").replace(/ \d+:/, ` ${made + 1}:`));
    const use = one.querySelector("[data-use]");
    use.dataset.use = `${role}-${made}`;
    made += 1;
    list.append(one);
    renumber();
    return one;
  };
  blank.remove();
  for (const moves of [...list.querySelectorAll(".moves"), blank.querySelector(".moves")]) moves.hidden = false;
  if (!list.children.length) another();
  const more = group.querySelector("[data-another]");
  more.hidden = false;
  more.addEventListener("click", () => another().querySelector("[name$='-name']").focus());
  list.addEventListener("click", (event) => {
    const use = event.target.closest("[data-use]");
    if (use) { take(use.dataset.use); return; }
    const button = event.target.closest("[data-move]");
    if (!button) return;
    const one = button.closest("li");
    const way = button.dataset.move;
    if (way === "up" && one.previousElementSibling) one.previousElementSibling.before(one);
    if (way === "down" && one.nextElementSibling) one.nextElementSibling.after(one);
    if (way === "out") { one.remove(); more.focus(); } else button.focus();
    renumber();
  });
  // a known actor chosen by name brings its country, sector and key; another name has no key
  list.addEventListener("change", (event) => {
    const match = /^(.+)-name$/.exec(event.target.name);
    if (!match) return;
    const form = event.target.form;
    const known = [...document.querySelectorAll("#known-actors option")].find((one) => one.value === event.target.value);
    form.elements[`${match[1]}-id`].value = known ? known.dataset.id : "";
    if (known) { form.elements[`${match[1]}-country`].value = known.dataset.country; form.elements[`${match[1]}-sector`].value = known.dataset.sector; }
  });
}

async function copyAddress() {
  const address = new URL(location.href);
  const span = selectedPoints();
  if (span) address.hash = `c=${span[0]}-${span[1]}`;
  try { await navigator.clipboard.writeText(address.href); say("link copied"); } catch { say(address.href); }
}
for (const button of document.querySelectorAll('[data-copy="address"]')) {
  button.hidden = false;
  button.addEventListener("click", copyAddress);
}

// cards far down come short and are filled when they come near or take the focus
const coming = new Map();
function fill(card) {
  if (!card.hasAttribute("data-short")) return Promise.resolve();
  if (!coming.has(card.id)) {
    coming.set(card.id, fetch(`/card/${card.id}`).then(async (answer) => {
      if (!answer.ok) throw new Error(`${answer.status}`);
      card.innerHTML = await answer.text();
      card.removeAttribute("data-short");
    }).catch(() => { coming.delete(card.id); say("this card could not be loaded; open it by its link"); }));
  }
  return coming.get(card.id);
}
const list = document.querySelector(".cards");
if (list) {
  const near = new IntersectionObserver((seen) => {
    for (const one of seen) if (one.isIntersecting) { near.unobserve(one.target); fill(one.target); }
  }, { rootMargin: "300px" });
  const watch = () => { for (const card of list.querySelectorAll("[data-short]")) near.observe(card); };
  (globalThis.requestIdleCallback || setTimeout)(watch);
  list.addEventListener("focusin", (event) => { const card = event.target.closest("[data-short]"); if (card) fill(card); });
  list.addEventListener("submit", (event) => {
    const button = event.submitter;
    const card = event.target.closest && event.target.closest(".card");
    if (!card || !button || button.hasAttribute("formaction")) return;
    event.preventDefault();
    judge(card, event.target, button);
  });
}
async function judge(card, form, button) {
  const fields = new URLSearchParams(new FormData(form, button));
  fields.set("part", "1");
  const answer = await fetch("/review", { method: "POST", body: fields });
  if (!answer.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const told = page.querySelector(".problem");
    say(told ? told.textContent.trim() : "that could not be kept: load the page again");
    return;
  }
  card.innerHTML = await answer.text();
  const now = card.querySelector(".badge");
  if (!now) { location.reload(); return; }
  card.classList.toggle("rejected", now.classList.contains("rejected"));
  card.focus({ preventScroll: true });
  say(now.textContent.trim());
}

// in a narrow window the filters do not stand before what they filter
if (matchMedia("(max-width: 60rem)").matches) for (const one of document.querySelectorAll("[data-fold]")) one.open = false;

// a run that is on: what it says, until it ends
const run = document.querySelector('[data-run="on"]');
if (run) {
  const look = async () => {
    const answer = await fetch("/run/now");
    if (!answer.ok) return;
    const told = await answer.json();
    const said = document.querySelector("[data-said]");
    said.textContent = told.said.join("\n");
    said.hidden = !told.said.length;
    if (!told.running) { location.reload(); return; }
    run.textContent = `running, ${told.seconds} seconds`;
    setTimeout(look, 1000);
  };
  setTimeout(look, 500);
}

const cards = () => [...document.querySelectorAll(".card, [data-row]")];
function step(by) {
  const all = cards();
  if (!all.length) return;
  const active = document.activeElement.closest(".card, [data-row]");
  const now = all.indexOf(active);
  const next = all[Math.min(all.length - 1, Math.max(0, now < 0 ? 0 : now + by))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}
function press(name) {
  const card = document.activeElement.closest(".card") || document.querySelector(".card[data-only]");
  const button = card && card.querySelector(`[data-review="${name}"]`);
  if (!button) { if (card) fill(card).then(() => say("press again")); else say("choose a record first: j, k"); return; }
  button.click();
}

const KEPT = "tidings-keys-off";
const keysBox = document.getElementById("keys-on");
if (keysBox) {
  keysBox.checked = localStorage.getItem(KEPT) === null;
  keysBox.addEventListener("change", () => {
    if (keysBox.checked) localStorage.removeItem(KEPT); else localStorage.setItem(KEPT, "1");
  });
}

let going = false;
document.addEventListener("keydown", (event) => {
  const field = event.target.closest && event.target.closest("input:not([type=checkbox]), select, textarea");
  if (event.key === "Escape" && field) { field.blur(); return; }
  if (field || event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem(KEPT) !== null) return;
  const key = event.key;
  if (going) {
    going = false;
    const link = key === "h" ? document.querySelector(".brand") : document.querySelector(`[data-go="${CSS.escape(key)}"]`);
    if (link) { event.preventDefault(); link.click(); }
    return;
  }
  const box = reader && document.querySelector(`[data-layer][data-key="${CSS.escape(key)}"]`);
  const plain = {
    "/": () => document.getElementById("q").focus(),
    "?": () => { location.href = "/keys"; },
    g: () => { going = true; },
    j: () => step(1), "]": () => step(1), k: () => step(-1), "[": () => step(-1),
    y: copyAddress,
    x: () => { const link = document.querySelector("[data-skip]"); if (link) link.click(); },
    f: () => { for (const one of document.querySelectorAll("[data-fold]")) one.open = true; const field = document.querySelector(".facets input, .facets a"); if (field) field.focus(); },
    ".": () => { const link = document.querySelector('a[data-key="."]'); if (link) link.click(); },
    1: () => press("accepted"), 2: () => press("rejected"), 3: () => press("unsure"), e: () => press("correct"), u: () => press("undo"),
  };
  if (box) { event.preventDefault(); box.checked = !box.checked; layer(box); return; }
  if (!(key in plain) || ("123eu".includes(key) && !document.querySelector(".card"))) return;
  event.preventDefault();
  plain[key]();
});
