/** Draws the table of hours as a chart. The table stays beside it, for those who cannot see the chart. */
import uPlot from "uplot";
import { writeTimes } from "./times.ts";

const HEIGHT = 260;
const COLOURS = ["--accent", "--warn", "--good"] as const;

writeTimes(document);
const place = document.querySelector<HTMLElement>("#chart");
const rows = [...document.querySelectorAll<HTMLTableRowElement>("#hours tbody tr")];
if (place && rows.length > 0) draw(place, rows);

function draw(element: HTMLElement, hours: readonly HTMLTableRowElement[]): void {
  element.hidden = false;
  const at = hours.map(({ dataset }) => Number(dataset["from"]) / 1000);
  const counts = hours.map(({ dataset }) => (dataset["counts"] ?? "").split(" ").map(Number));
  const heads = [...document.querySelectorAll("#hours thead th")].map((head) => head.textContent ?? "");
  // The table has what was not delivered between the others.
  const labels = [heads[0], heads[1], heads[2], heads[4]];
  const chart = new uPlot(
    options(element, labels),
    [at, ...COLOURS.map((_, index) => counts.map((one) => one[index] ?? 0))],
    element,
  );
  new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: HEIGHT })).observe(element);
  // Colours are read when it is drawn.
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => chart.redraw());
}

function options(element: HTMLElement, labels: readonly (string | undefined)[]): uPlot.Options {
  const colour = (name: string) => () => resolved(element, name);
  const axis = { stroke: colour("--muted"), grid: { stroke: colour("--line"), width: 1 } };
  const digits = new Intl.NumberFormat(document.documentElement.lang === "fa" ? "fa-IR" : "en");
  const time = new Intl.DateTimeFormat(document.documentElement.lang === "fa" ? "fa-IR" : "en-GB", {
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
  return {
    width: element.clientWidth,
    height: HEIGHT,
    cursor: { drag: { x: false, y: false } },
    scales: { y: { range: (_chart, _min, max) => [0, Math.max(1, max * 1.1)] } },
    axes: [
      { ...axis, values: (_chart, values) => values.map((value) => time.format(value * 1000)), space: 90 },
      {
        ...axis,
        size: 56,
        incrs: [
          1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 1_000_000,
        ],
        values: (_chart, values) => values.map((value) => digits.format(value)),
      },
    ],
    series: [
      {
        value: (_chart, value) => (value === null ? "–" : time.format(value * 1000)),
        label: labels[0] ?? "",
      },
      ...COLOURS.map((name, index): uPlot.Series => ({
        label: labels[index + 1] ?? "",
        stroke: colour(name),
        width: 2,
        points: { show: false },
        value: (_chart, value) => (value === null ? "–" : digits.format(value)),
      })),
    ],
  };
}

/** A colour of the page's tokens, as a canvas takes it: `light-dark()` is resolved on an element alone. */
function resolved(element: HTMLElement, name: string): string {
  element.style.setProperty("color", `var(${name})`);
  const { color } = getComputedStyle(element);
  element.style.removeProperty("color");
  return color;
}
