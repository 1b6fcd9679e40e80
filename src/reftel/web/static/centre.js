// The watch looks again by itself; a draft is checked as one types. Everything works without it.
(() => {
  "use strict";
  const EVERY = 5000;
  const head = document.querySelector("[data-watch]");

  const watch = () => {
    let paused = false;
    const pause = Object.assign(document.createElement("button"), { type: "button", textContent: "Pause" });
    const floor = document.getElementById("floor");
    head.append(pause);

    const look = async () => {
      const answer = await fetch("/watch", { headers: { accept: "text/html" } }).catch(() => null);
      if (paused || floor.contains(document.activeElement)) return;
      if (!answer || !answer.ok) {
        document.getElementById("looked").textContent = "no answer from the reading room";
        return;
      }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      floor.replaceChildren(...page.getElementById("floor").childNodes);
      document.getElementById("looked").textContent = page.getElementById("looked").textContent;
    };
    let timer = window.setInterval(look, EVERY);
    pause.addEventListener("click", () => {
      paused = !paused;
      pause.textContent = paused ? "Go on" : "Pause";
      window.clearInterval(timer);
      if (!paused) {
        look();
        timer = window.setInterval(look, EVERY);
      }
    });
  };
  if (head) watch();

  // The sheet: numbered lines behind the letters, what the rules say beside its line

  const PAUSE = 500; // milliseconds without a keystroke until the rules are asked
  const WIDE = window.matchMedia("(min-width: 74.001rem)");
  const sheet = document.querySelector(".sheet");

  const desk = () => {
    const form = document.getElementById("paper");
    const text = document.getElementById("text");
    const mirror = sheet.querySelector(".mirror");
    const margin = document.querySelector(".margin");
    let asked = null;
    let timer = 0;
    let kept = text.value;

    const lines = () => {
      const made = text.value.split("\n").map((words, at) => {
        const line = document.createElement("div");
        line.dataset.n = at + 1;
        line.textContent = words || " ";
        return line;
      });
      mirror.replaceChildren(...made);
      mark();
    };

    // Each finding as high as its line, or below the one before where that has no room for it.
    const mark = () => {
      const top = mirror.getBoundingClientRect().top;
      const list = margin.querySelector("#findings");
      let filled = margin.querySelector("#said").getBoundingClientRect().bottom - top;
      for (const line of mirror.children) line.className = "";
      for (const one of list.children) {
        const line = mirror.children[Number(one.dataset.line) - 1];
        if (line) line.className = one.classList[1];
        one.style.marginTop = "";
        if (!WIDE.matches) continue;
        const wanted = line ? line.getBoundingClientRect().top - top : filled;
        one.style.marginTop = `${Math.max(0, wanted - filled)}px`;
        filled = one.getBoundingClientRect().bottom - top + 10;
      }
    };

    const check = async () => {
      if (asked) asked.abort();
      asked = new AbortController();
      const body = new URLSearchParams({ token: form.elements.token.value, text: text.value });
      const answer = await fetch(sheet.dataset.check, { method: "POST", body, signal: asked.signal }).catch(() => null);
      if (!answer || !answer.ok) return;
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      margin.querySelector("#said").textContent = found.getElementById("said").textContent;
      margin.querySelector("#findings").replaceWith(found.getElementById("findings"));
      mark();
    };

    const goTo = (number) => {
      const before = text.value.split("\n").slice(0, number - 1);
      const start = before.reduce((sum, line) => sum + line.length + 1, 0);
      text.focus();
      text.setSelectionRange(start, start);
      mirror.children[number - 1].scrollIntoView({ block: "center" });
    };

    text.addEventListener("input", () => {
      lines();
      window.clearTimeout(timer);
      timer = window.setTimeout(check, PAUSE);
    });
    margin.addEventListener("click", (event) => {
      const one = event.target.closest("a") && event.target.closest("[data-line]");
      if (!one) return;
      event.preventDefault();
      goTo(Number(one.dataset.line));
    });
    form.addEventListener("submit", () => { kept = text.value; });
    window.addEventListener("beforeunload", (event) => {
      if (text.value !== kept) event.preventDefault();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      form.requestSubmit();
    });
    window.addEventListener("resize", mark);
    const hint = document.getElementById("keyhint");
    if (hint) hint.append(" Ctrl+S keeps it.");
    sheet.classList.add("live");
    sheet.closest(".table").classList.add("live");
    lines();
    if (margin.querySelector("#findings").children.length === 0) check();
  };
  if (sheet) desk();
})();
