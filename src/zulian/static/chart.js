// Draws a table of the page as a line chart, or one of its columns as bars: the table stays the source, for readers without sight or script.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  for (const box of document.querySelectorAll("[data-column]")) {
    const rows = [...document.querySelectorAll(`#${box.dataset.chart} tbody tr`)].map((row) => [...row.cells].map((c) => c.textContent.trim()));
    box.style.height = `${Math.max(10, 3 + 2 * rows.length)}rem`;
    const chart = echarts.init(box, null, { renderer: "canvas" });
    chart.setOption({
      animation: false,
      textStyle: { fontSize: 14, color: "#1f2a33" },
      grid: { left: 8, right: 48, top: 8, bottom: 24, containLabel: true },
      xAxis: { type: "value", min: 0, axisLabel: { color: "#55636f" } },
      yAxis: { type: "category", inverse: true, data: rows.map((row) => row[1]), axisLabel: { color: "#1f2a33", interval: 0, width: 130, overflow: "truncate" } },
      series: [{ type: "bar", data: rows.map((row) => Number.parseFloat(row[box.dataset.column])), color: "#0b5c6b", barMaxWidth: 18, label: { show: true, position: "right", color: "#1f2a33" } }],
    });
    addEventListener("resize", () => chart.resize());
  }
  for (const box of document.querySelectorAll("[data-chart]:not([data-column])")) {
    const rows = [...document.querySelectorAll(`#${box.dataset.chart} tbody tr`)].map((row) => [...row.cells].map((c) => c.textContent.trim()));
    const points = rows.filter((row) => row[1] !== "—").map((row) => [row[0], Number(row[1])]);
    const target = Number(box.dataset.target), unit = box.dataset.unit;
    const chart = echarts.init(box, null, { renderer: "canvas" });
    chart.setOption({
      animation: false,
      textStyle: { fontSize: 14, color: "#1f2a33" },
      grid: { left: 56, right: 72, top: 24, bottom: 32 },
      tooltip: { trigger: "axis", renderMode: "richText", valueFormatter: (v) => `${v}${unit}` },
      xAxis: { type: "time", axisLabel: { color: "#55636f", formatter: "{M}-{d}", hideOverlap: true } },
      yAxis: { type: "value", min: 0, max: unit ? 100 : null, axisLabel: { color: "#55636f", formatter: `{value}${unit}` } },
      series: [
        { type: "line", data: points, color: "#0b5c6b", lineStyle: { width: 3 }, symbolSize: 7 },
        { type: "line", data: points.length && box.dataset.target ? [[points[0][0], target], [points.at(-1)[0], target]] : [], color: "#8a5a00",
          lineStyle: { type: "dashed", width: 2 }, symbol: "none",
          endLabel: { show: true, formatter: `${box.dataset.targetName} ${target}${unit}`, color: "#8a5a00", fontSize: 13 } },
      ],
    });
    addEventListener("resize", () => chart.resize());
  }
});
