// Draws a table of the page as a line chart, or one of its columns as bars: the table stays the source, for readers without sight or script.
"use strict";
(() => {
  // The colours of the look that shows now (colours.css); a probe turns names of the system's colours into values.
  const colour = (name) => {
    const probe = document.createElement("i");
    probe.className = `in-${name}`;
    document.body.append(probe);
    const found = getComputedStyle(probe).color;
    probe.remove();
    return found;
  };
  const rowsOf = (box) => [...document.querySelectorAll(`#${box.dataset.chart} tbody tr`)].map((row) => [...row.cells].map((cell) => cell.textContent.trim()));
  const bars = (box, { ink, quiet, house }) => {
    const rows = rowsOf(box);
    box.style.height = `${Math.max(10, 3 + 2 * rows.length)}rem`;
    return {
      grid: { left: 8, right: 48, top: 8, bottom: 24, containLabel: true },
      xAxis: { type: "value", min: 0, axisLabel: { color: quiet } },
      yAxis: { type: "category", inverse: true, data: rows.map((row) => row[1]), axisLabel: { color: ink, interval: 0, width: 130, overflow: "truncate" } },
      series: [{ type: "bar", data: rows.map((row) => Number.parseFloat(row[box.dataset.column])), color: house, barMaxWidth: 18, label: { show: true, position: "right", color: ink } }],
    };
  };
  const line = (box, { quiet, house, amber }) => {
    const points = rowsOf(box).filter((row) => row[1] !== "—").map((row) => [row[0], Number(row[1])]);
    const target = Number(box.dataset.target), unit = box.dataset.unit;
    return {
      grid: { left: 56, right: 72, top: 24, bottom: 32 },
      tooltip: { trigger: "axis", renderMode: "richText", valueFormatter: (v) => `${v}${unit}` },
      xAxis: { type: "time", axisLabel: { color: quiet, formatter: "{M}-{d}", hideOverlap: true } },
      yAxis: { type: "value", min: 0, max: unit ? 100 : null, axisLabel: { color: quiet, formatter: `{value}${unit}` } },
      series: [
        { type: "line", data: points, color: house, lineStyle: { width: 3 }, symbolSize: 7 },
        { type: "line", data: points.length && box.dataset.target ? [[points[0][0], target], [points.at(-1)[0], target]] : [], color: amber,
          lineStyle: { type: "dashed", width: 2 }, symbol: "none",
          endLabel: { show: true, formatter: `${box.dataset.targetName} ${target}${unit}`, color: amber, fontSize: 13 } },
      ],
    };
  };
  document.addEventListener("DOMContentLoaded", () => {
    const drawn = [...document.querySelectorAll("[data-chart]")].map((box) => {
      const draw = (chart) => {
        const look = Object.fromEntries(["ink", "quiet", "house", "amber"].map((name) => [name, colour(name)]));
        const shape = box.dataset.column ? bars(box, look) : line(box, look);
        chart.setOption({ animation: false, textStyle: { fontSize: 14, color: look.ink }, ...shape });
      };
      if (box.dataset.column) bars(box, {});
      const chart = echarts.init(box, null, { renderer: "canvas" });
      draw(chart);
      addEventListener("resize", () => chart.resize());
      return () => draw(chart);
    });
    // Drawn anew when the device turns dark, and for paper.
    for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)", "(forced-colors: active)", "print"]) {
      matchMedia(query).addEventListener("change", () => drawn.forEach((draw) => draw()));
    }
  });
})();
