"use strict";
(() => {
  const sections = [...document.querySelectorAll("main section")];
  const views = sections.map((section) => {
    const svg = section.querySelector("svg");
    const whole = svg.getAttribute("viewBox").split(" ").map(Number);
    return { section, svg, whole, box: [...whole] };
  });
  const shown = () => views.find((view) => !view.section.hidden);
  const show = (view) => view.svg.setAttribute("viewBox", view.box.join(" "));
  const zoom = (view, factor, at) => {
    const [x, y, w, h] = view.box;
    const size = Math.min(Math.max(w * factor, view.whole[2] / 50), view.whole[2] * 3) / w;
    const [cx, cy] = at ?? [x + w / 2, y + h / 2];
    view.box = [cx - (cx - x) * size, cy - (cy - y) * size, w * size, h * size];
    show(view);
  };
  const place = (view, event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(view.svg.getScreenCTM().inverse());
    return [point.x, point.y];
  };
  for (const view of views) {
    const canvas = view.section.querySelector(".canvas");
    let last = null;
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      zoom(view, Math.exp(event.deltaY / 500), place(view, event));
    }, { passive: false });
    canvas.addEventListener("pointerdown", (event) => {
      last = place(view, event);
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!last) return;
      const now = place(view, event);
      view.box[0] += last[0] - now[0];
      view.box[1] += last[1] - now[1];
      show(view);
    });
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { last = null; });
    canvas.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (step) {
        view.box[0] += step[0] * view.box[2] / 10;
        view.box[1] += step[1] * view.box[3] / 10;
        show(view);
      } else if (event.key === "+") zoom(view, 0.8);
      else if (event.key === "-") zoom(view, 1.25);
      else return;
      event.preventDefault();
    });
  }
  document.getElementById("in").addEventListener("click", () => zoom(shown(), 0.8));
  document.getElementById("out").addEventListener("click", () => zoom(shown(), 1.25));
  document.getElementById("fit").addEventListener("click", () => {
    const view = shown();
    view.box = [...view.whole];
    show(view);
  });
  const buttons = [...document.querySelectorAll("nav button")];
  for (const button of buttons) {
    button.addEventListener("click", () => {
      for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
      for (const section of sections) section.hidden = section.dataset.view !== button.dataset.view;
    });
  }
  const look = document.getElementById("look");
  look?.addEventListener("click", () => {
    const isOther = document.documentElement.classList.toggle("other");
    look.textContent = isOther ? look.dataset.own : look.dataset.other;
  });
  const find = document.getElementById("find");
  find.addEventListener("input", () => {
    const wanted = find.value.trim().toLowerCase();
    let count = 0;
    for (const view of views) {
      const said = [];
      for (const item of view.svg.querySelectorAll("[role=listitem][aria-label]")) {
        const words = item.getAttribute("aria-label").toLowerCase();
        const hit = words.includes(wanted);
        item.classList.toggle("dim", wanted !== "" && !hit);
        if (hit) said.push(words);
        if (hit && !view.section.hidden) count += 1;
      }
      // A label stays with its dependency, whose words hold it.
      for (const label of view.svg.querySelectorAll("[aria-hidden] > g")) {
        const words = label.textContent.toLowerCase();
        label.classList.toggle("dim", wanted !== "" && !said.some((one) => one.includes(words)));
      }
    }
    document.getElementById("found").textContent = wanted === "" ? "" : `${count} found`;
  });
})();
