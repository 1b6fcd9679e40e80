// Lights the letters of a field in the source without loading the page again. Everything works without it.
(() => {
  "use strict";
  const source = document.getElementById("source");
  const lines = source ? Array.from(source.querySelectorAll(".line")) : [];
  const starts = lines.map((line) => Number(line.dataset.at));
  const chosen = document.getElementById("chosen");

  const lineAt = (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };

  const parse = (text) => text.split(" ").filter(Boolean).map((span) => span.split("-").map(Number));

  const darken = () => {
    for (const mark of source.querySelectorAll(".line mark")) {
      const code = mark.parentNode;
      mark.replaceWith(mark.textContent);
      code.normalize();
    }
  };

  const lightLine = (index, spans) => {
    const code = lines[index].querySelector("code");
    const letters = Array.from(code.textContent);
    const begin = starts[index];
    const made = [];
    let at = 0;
    for (const [start, end] of spans) {
      const low = Math.max(start - begin, at);
      const high = Math.min(end - begin, letters.length);
      if (low >= high) continue;
      made.push(letters.slice(at, low).join(""));
      const mark = document.createElement("mark");
      mark.textContent = letters.slice(low, high).join("");
      made.push(mark);
      at = high;
    }
    if (!made.length) return null;
    made.push(letters.slice(at).join(""));
    code.replaceChildren(...made);
    return code.querySelector("mark");
  };

  const light = (spans) => {
    darken();
    let first = null;
    let letters = "";
    for (const [start, end] of spans) {
      for (let index = lineAt(start); index < lines.length && starts[index] < end; index += 1) {
        const mark = lightLine(index, spans);
        first = first || mark;
      }
    }
    for (const mark of source.querySelectorAll(".line mark")) letters += mark.textContent + " ";
    return [first, letters.trim()];
  };

  const inView = (element) => {
    const box = element.getBoundingClientRect();
    return box.bottom > 60 && box.top < window.innerHeight - 40;
  };

  const show = (first, gently = true) => {
    const pane = source.querySelector(".lines");
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const behavior = calm || !gently ? "auto" : "smooth";
    if (pane.scrollHeight > pane.clientHeight + 4) {
      const away = first.getBoundingClientRect().top - pane.getBoundingClientRect().top;
      if (away > 0 && away < pane.clientHeight - 40) return;
      pane.scrollTo({ top: pane.scrollTop + away - pane.clientHeight / 3, behavior });
    }
  };

  const tell = (link, letters) => {
    const gloss = document.getElementById(link.getAttribute("aria-describedby") || "");
    const quote = document.createElement("q");
    quote.textContent = letters.length > 120 ? letters.slice(0, 119) + "…" : letters;
    chosen.replaceChildren(quote, gloss ? " " + gloss.textContent : "");
    if (!link.dataset.others) return;
    const others = document.createElement("a");
    others.className = "others";
    others.href = link.dataset.others;
    others.textContent = "find others";
    chosen.append(" ", others);
  };

  const choose = (link) => {
    const spans = parse(link.dataset.spans);
    if (!spans.length || spans[0][0] < starts[0]) return false;
    const [first, letters] = light(spans);
    if (!first) return false;
    for (const other of document.querySelectorAll(".pick[aria-current]")) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    history.replaceState(null, "", link.getAttribute("href").replace(/#.*$/, ""));
    tell(link, letters);
    show(first);
    return true;
  };

  // The other way round: letters of the source lead to the field with the fewest letters that holds them.
  const pointed = (event) => {
    const caret = document.caretPositionFromPoint
      ? document.caretPositionFromPoint(event.clientX, event.clientY)
      : document.caretRangeFromPoint(event.clientX, event.clientY);
    const node = caret && (caret.offsetNode || caret.startContainer);
    const code = node && node.parentNode && node.parentNode.closest && node.parentNode.closest(".line code");
    if (!code) return -1;
    const range = document.createRange();
    range.setStart(code, 0);
    range.setEnd(node, caret.offset === undefined ? caret.startOffset : caret.offset);
    return Number(code.parentNode.dataset.at) + Array.from(range.toString()).length;
  };

  const fieldAt = (offset) => {
    let best = null;
    let fewest = Infinity;
    for (const link of document.querySelectorAll(".document a.pick[data-spans]")) {
      const spans = parse(link.dataset.spans);
      const size = spans.reduce((sum, [start, end]) => sum + end - start, 0);
      if (size < fewest && spans.some(([start, end]) => start <= offset && offset < end)) [best, fewest] = [link, size];
    }
    return best;
  };

  const open = (element) => {
    for (let at = element.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
  };

  if (source) {
    source.querySelector(".lines").addEventListener("click", (event) => {
      if (event.target.closest("a") || String(window.getSelection())) return;
      const offset = pointed(event);
      const link = offset < 0 ? null : fieldAt(offset);
      if (!link || !choose(link)) return;
      open(link);
      if (!inView(link)) link.scrollIntoView({ block: "center" });
    });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.pick[data-spans]");
    if (!link || !source || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const again = link.getAttribute("aria-current") === "true";
    if (!choose(link)) return;
    event.preventDefault();
    link.focus();
    if (again && !inView(source)) source.scrollIntoView();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.documentElement.classList.add("quiet");
    if (event.key === "/" && document.body.dataset.keys !== "off" && !event.target.closest("input, textarea") && !event.ctrlKey && !event.metaKey) {
      const box = document.getElementById("q");
      if (box) {
        event.preventDefault();
        box.focus();
      }
    }
  });
  const speak = () => document.documentElement.classList.remove("quiet");
  document.addEventListener("focusin", speak);
  document.addEventListener("mouseover", speak);

  // Completions of what is being typed, from this archive.
  const offered = (box) => {
    const list = document.createElement("datalist");
    list.id = `${box.id}-offered`;
    box.after(list);
    box.setAttribute("list", list.id);
    let waiting = 0;
    const ask = async () => {
      const typed = box.value;
      const answer = await fetch(`/complete.json?q=${encodeURIComponent(typed)}`);
      if (!answer.ok || box.value !== typed) return;
      const { completions } = await answer.json();
      list.replaceChildren(...completions.map((one) => new Option(one.meaning, one.query)));
    };
    box.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, 150);
    });
  };
  for (const box of document.querySelectorAll(".find input[type=search]")) offered(box);

  // Brushing over the time line chooses a stretch of it; each bar is a link without that.
  const brushed = (plot) => {
    const bars = Array.from(plot.querySelectorAll("a[data-unit]"));
    const at = (event) => {
      const near = (bar) => {
        const box = bar.querySelector(".reach").getBoundingClientRect();
        return Math.abs(event.clientX - (box.left + box.right) / 2);
      };
      return bars.reduce((best, bar) => (near(bar) < near(best) ? bar : best));
    };
    let from = null;
    let area = null;
    const edges = (a, b) => (bars.indexOf(a) <= bars.indexOf(b) ? [a, b] : [b, a]);
    plot.addEventListener("dragstart", (event) => event.preventDefault());
    plot.addEventListener("pointerdown", (event) => {
      if (event.button || !bars.length) return;
      from = at(event);
    });
    plot.addEventListener("pointermove", (event) => {
      if (!from) return;
      const [low, high] = edges(from, at(event)).map((bar) => bar.querySelector(".reach"));
      if (!area && low === high) return;
      if (!area) {
        area = document.createElementNS("http://www.w3.org/2000/svg", "rect");
        area.setAttribute("class", "brush");
        area.setAttribute("height", "100%");
        plot.prepend(area);
      }
      const [x, end] = [parseFloat(low.getAttribute("x")), high];
      area.setAttribute("x", `${x}%`);
      area.setAttribute("width", `${parseFloat(end.getAttribute("x")) + parseFloat(end.getAttribute("width")) - x}%`);
    });
    window.addEventListener("pointerup", (event) => {
      if (from && area) {
        const [low, high] = edges(from, at(event)).map((bar) => bar.dataset.unit);
        const query = `${plot.dataset.base} date:${low}..${high}`.trim();
        window.location.assign(`/search?q=${encodeURIComponent(query)}`);
      }
      from = null;
    });
    plot.addEventListener("click", (event) => area && event.preventDefault(), true);
  };
  for (const plot of document.querySelectorAll(".plot[data-base]")) brushed(plot);

  const lit = source && source.querySelector(".line mark");
  if (lit) show(lit, false);
})();
