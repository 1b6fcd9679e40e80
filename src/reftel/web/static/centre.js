// The watch looks again by itself. Everything works without it.
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
})();
