"use strict";
(() => {
  const table = document.getElementById("list");
  if (!table) return;
  const body = table.tBodies[0];
  const form = document.getElementById("filters");
  const shown = document.getElementById("shown");
  const [words, state, unit, section] = ["words", "state", "unit", "section"].map((id) => document.getElementById(id));
  const named = new Map([...unit.options].map((option) => [option.value, option.text]));
  const rows = [...body.rows].map((row, place) => {
    const units = row.dataset.unit.split(" ");
    const members = units.map((key) => named.get(key)); // of groups, which the row names as they are printed
    return { row, place, units: new Set(units), text: [row.textContent, ...members].join(" ").toLowerCase() };
  });

  const filter = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { row, text, units } of rows) {
      const passes =
        wanted.every((word) => text.includes(word)) &&
        (!state.value || row.dataset.state === state.value) &&
        (!unit.value || units.has(unit.value)) &&
        (!section.value || row.dataset.section === section.value);
      row.hidden = !passes;
      count += passes;
    }
    const chosen = [state, unit, section].filter((one) => one.value);
    const said = chosen.map((one) => `${one.labels[0].firstChild.textContent}：${one.selectedOptions[0].text}`);
    if (wanted.length) said.unshift(`查找：${words.value.trim()}`);
    const what = count ? `符合条件的任务${count}项` : "没有符合条件的任务";
    shown.textContent = said.length ? `${what}，共${rows.length}项（${said.join("；")}）。` : `共${count}项任务。`;
    shown.classList.toggle("partial", said.length > 0);
  };

  const heads = [...table.tHead.rows[0].cells];
  const chinese = new Intl.Collator("zh-CN", { numeric: true });
  const compared = (column, one, other) => {
    const [a, b] = [one.row.cells[column], other.row.cells[column]];
    if (!a.textContent || !b.textContent) return 0;
    return "key" in a.dataset ? a.dataset.key - b.dataset.key : chinese.compare(a.textContent, b.textContent);
  };
  const sort = (column) => {
    const down = heads[column].getAttribute("aria-sort") === "ascending";
    const isEmpty = (one) => !one.row.cells[column].textContent;
    // What says nothing stands last either way.
    rows.sort(
      (one, other) =>
        isEmpty(one) - isEmpty(other) ||
        (down ? -1 : 1) * compared(column, one, other) ||
        one.place - other.place,
    );
    for (const head of heads) head.removeAttribute("aria-sort");
    heads[column].setAttribute("aria-sort", down ? "descending" : "ascending");
    table.caption.textContent = `任务清单（按${heads[column].textContent}排列${down ? "，倒序" : ""}）`;
    body.append(...rows.map(({ row }) => row));
  };

  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", () => sort(column));
    head.replaceChildren(button);
  });
  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = shown.hidden = false;
})();
