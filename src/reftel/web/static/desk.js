// The keyboard, and notes to the words that are selected. Everything here can be done without it, by links and forms.
(() => {
  "use strict";
  const typing = "input, textarea, select, [contenteditable]";
  const on = document.body.dataset.keys === "on";
  const find = (selector) => document.querySelector(selector);

  // Passages

  const note = document.getElementById("note");
  const offer = document.createElement("button");
  offer.type = "button";
  offer.className = "onwords";
  offer.textContent = "Note to these words";
  offer.hidden = true;
  if (note) document.body.append(offer);

  const chosen = () => {
    const selection = window.getSelection();
    if (!note || !selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const inside = range.commonAncestorContainer;
    const element = inside.nodeType === Node.ELEMENT_NODE ? inside : inside.parentElement;
    if (!element.closest(".document .text, #source .lines")) return null;
    const words = selection.toString().replaceAll("¦", " ").trim();
    return words ? { words, near: nearness(range), box: range.getBoundingClientRect() } : null;
  };

  const nearness = (range) => {
    const start = range.startContainer;
    const element = start.nodeType === Node.ELEMENT_NODE ? start : start.parentElement;
    const line = element.closest(".line[data-at]");
    if (line) return line.dataset.at;
    const paragraph = element.closest(".para");
    const link = paragraph && paragraph.querySelector(".pick[data-spans]");
    return link ? link.dataset.spans.split("-")[0] : "";
  };

  const write = () => {
    const passage = chosen();
    note.open = true;
    if (passage) {
      note.querySelector("[name=words]").value = passage.words;
      note.querySelector("[name=near]").value = passage.near;
    }
    offer.hidden = true;
    note.querySelector("[name=text]").focus();
  };

  document.addEventListener("selectionchange", () => {
    const passage = chosen();
    offer.hidden = !passage;
    if (!passage) return;
    offer.style.top = `${window.scrollY + passage.box.bottom + 6}px`;
    offer.style.left = `${Math.max(8, Math.min(passage.box.left, window.innerWidth - 180))}px`;
  });
  offer.addEventListener("mousedown", (event) => event.preventDefault());
  offer.addEventListener("click", write);

  // The keyboard

  const steps = () => Array.from(document.querySelectorAll(".card, .para, .ordered > li, .desklines > li"));
  let at = -1;
  const step = (by) => {
    const all = steps();
    if (!all.length) return;
    if (all[at]) all[at].classList.remove("atpoint");
    at = Math.max(0, Math.min(all.length - 1, at + by));
    const link = all[at].querySelector("a[href]");
    all[at].classList.add("atpoint");
    all[at].scrollIntoView({ block: "nearest" });
    if (link) link.focus({ preventScroll: true });
  };
  const press = (key) => () => {
    const target = find(`[data-key="${key}"]`);
    if (!target) return;
    if (target.tagName === "TEXTAREA") {
      target.focus();
      return;
    }
    if (target.tagName !== "DETAILS") {
      target.click();
      return;
    }
    target.open = true;
    target.querySelector("input:not([type=hidden]), textarea, select").focus();
  };
  const OFFERED = { e: "write in the draft", u: "submit the draft for clearance", r: "look at its release" };
  const follow = (selector) => () => {
    const link = find(selector);
    if (link) link.click();
  };
  const KEYS = {
    "?": ["this sheet", () => sheet.showModal()],
    "/": ["the search box", null],
    j: ["the next telegram or paragraph", () => step(1)],
    k: ["the one before", () => step(-1)],
    "]": ["the next page", follow("a[rel=next]")],
    "[": ["the page before", follow("a[rel=prev]")],
    s: ["star this telegram, or take the star away", press("s")],
    t: ["tag it", press("t")],
    a: ["add it to a list", press("a")],
    n: ["note to it, or to the words that are selected", () => note && write()],
    c: ["correct a field of it", press("c")],
    "g l": ["go to the reading lists", follow("[data-go=l]")],
    "g k": ["go to stars, tags and notes", follow("[data-go=k]")],
    "g s": ["go to the saved searches", follow("[data-go=s]")],
    "g h": ["go to the history", follow("[data-go=h]")],
    "g d": ["go to the drafts of the post", follow("[data-go=d]")],
    "g w": ["go to its watch", follow("[data-go=w]")],
    "g i": ["file telegrams", follow("[data-go=i]")],
    "g o": ["go to the first page", follow(".wordmark")],
  };

  for (const [key, meaning] of Object.entries(OFFERED)) {
    if (find(`[data-key="${key}"]`)) KEYS[key] = [meaning, press(key)];
  }

  const sheet = document.createElement("dialog");
  sheet.className = "keysheet";
  sheet.setAttribute("aria-labelledby", "keysheet");
  const build = () => {
    const title = Object.assign(document.createElement("h2"), { id: "keysheet", textContent: "The keyboard" });
    const list = document.createElement("dl");
    for (const [key, [meaning]] of Object.entries(KEYS)) {
      if (key.startsWith("g ") && key !== "g o" && !find(`[data-go=${key[2]}]`)) continue;
      const term = document.createElement("dt");
      term.append(...key.split(" ").flatMap((one) => [Object.assign(document.createElement("kbd"), { textContent: one }), " "]));
      list.append(term, Object.assign(document.createElement("dd"), { textContent: meaning }));
    }
    const off = Object.assign(document.createElement("a"), { href: "/history#keys", textContent: "Switch the letters off" });
    const close = Object.assign(document.createElement("button"), { type: "button", textContent: "Close" });
    close.addEventListener("click", () => sheet.close());
    const foot = document.createElement("p");
    foot.append(off, " ", close);
    sheet.append(title, list, foot);
    document.body.append(sheet);
  };
  if (on) build();

  let before = "";
  document.addEventListener("keydown", (event) => {
    if (!on || event.ctrlKey || event.metaKey || event.altKey || event.target.closest(typing) || sheet.open) return;
    const key = before ? `${before} ${event.key}` : event.key;
    before = event.key === "g" && !before ? "g" : "";
    const known = KEYS[key];
    if (!known || !known[1]) return;
    event.preventDefault();
    known[1]();
  });

  // Filing: the page looks for itself how far it is

  const run = find("[data-run]");
  const show = (state) => {
    if (state.state !== "reading" && state.state !== "waiting") {
      window.location.reload();
      return false;
    }
    const meter = run.querySelector("progress");
    if (state.total) {
      meter.max = state.total;
      meter.value = state.done;
    }
    run.querySelector("output").textContent = `${state.done} of ${state.total || "?"} files`;
    return true;
  };
  const look = async () => {
    const answer = await fetch(`${run.dataset.run}.json`, { headers: { accept: "application/json" } }).catch(() => null);
    if (answer && answer.ok && show(await answer.json())) window.setTimeout(look, 1000);
  };
  const listen = () => {
    const told = new EventSource(`${run.dataset.run}/events`);
    told.addEventListener("message", (event) => {
      if (!show(JSON.parse(event.data))) told.close();
    });
    told.addEventListener("error", () => {
      told.close();
      window.setTimeout(look, 500);
    });
  };
  if (run) listen();
})();
