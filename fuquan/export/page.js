"use strict";

// The annex can be filtered and sorted. Whatever is not there without this script is made here.
for (const table of document.querySelectorAll("table[data-filters]")) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));

  const bar = document.createElement("div");
  bar.className = "filters";
  bar.setAttribute("role", "search");
  bar.setAttribute("aria-label", "筛选任务");
  const search = labelled("查找", document.createElement("input"));
  search.type = "search";
  const state = choices("状态", new Set(rows.map((row) => row.querySelector(".state").textContent)));
  const section = choices("主要任务", new Set(rows.map((row) => row.cells[1].textContent)));
  const unit = choices("责任单位", new Set(rows.flatMap((row) => row.dataset.units.split("，"))));
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  bar.append(said);
  table.closest(".scroll").before(bar);

  function labelled(text, control) {
    const label = document.createElement("label");
    label.append(text, control);
    bar.append(label);
    return control;
  }

  function choices(text, values) {
    const select = labelled(text, document.createElement("select"));
    select.append(new Option("全部", ""));
    for (const value of values) {
      select.append(new Option(value, value));
    }
    return select;
  }

  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const row of rows) {
      const fits =
        words.every((word) => texts.get(row).includes(word)) &&
        (!state.value || row.querySelector(".state").textContent === state.value) &&
        (!section.value || row.cells[1].textContent === section.value) &&
        (!unit.value || row.dataset.units.split("，").includes(unit.value));
      row.hidden = !fits;
      count += fits;
    }
    said.textContent = count === rows.length ? `共${count}项任务` : `共${rows.length}项任务，列出${count}项`;
  }

  for (const control of [search, state, section, unit]) {
    control.addEventListener("input", filter);
  }
  filter();

  const order = (cell) => cell.dataset.order ?? cell.textContent;
  const chinese = new Intl.Collator("zh-CN", { numeric: true });

  function sort(head, index) {
    const down = head.ariaSort === "ascending";
    for (const other of table.tHead.rows[0].cells) {
      other.removeAttribute("aria-sort");
    }
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const keyed = [...body.rows].map((row) => [order(row.cells[index]), row]);
    keyed.sort(([one], [other]) => {
      if (!one || !other) {
        return (one ? 0 : 1) - (other ? 0 : 1); // what says nothing stands last
      }
      return chinese.compare(one, other) * (down ? -1 : 1);
    });
    body.append(...keyed.map(([, row]) => row));
  }

  [...table.tHead.rows[0].cells].forEach((head, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(head, index));
  });
}
