/** The accent of an app over the tokens of all pages, with text on it and beside it that has a contrast of 4.5 or more (WCAG 2.2, 1.4.3). */

const LEAST = 4.5;
const STEP = 0.05;
/** The grounds of both schemes that accent text stands on (`--canvas`, `--surface`), the one with the least contrast each. */
const GROUNDS = { light: "#f4f6f6", dark: "#151b1c" } as const;

/** Rules of CSS; empty for the accent of Ramz itself. */
export function themeOf(color: string | null): string {
  if (color === null) return "";
  const light = readable(color, GROUNDS.light, "#000000");
  const dark = readable(color, GROUNDS.dark, "#ffffff");
  return `:root {
  --accent: light-dark(${light}, ${dark});
  --accent-ink: light-dark(${inkOn(light)}, ${inkOn(dark)});
  --focus: light-dark(${light}, ${dark});
}`;
}

/** The colour, moved towards `end` until it can be read on `ground`. */
export function readable(color: string, ground: string, end: string): string {
  for (let part = 0; part < 1; part += STEP) {
    const mixed = mix(color, end, part);
    if (contrast(mixed, ground) >= LEAST) return mixed;
  }
  return end;
}

/** Black or white, whichever has more contrast: one of them always has 4.5. */
export function inkOn(color: string): string {
  return contrast(color, "#ffffff") >= contrast(color, "#000000") ? "#ffffff" : "#000000";
}

export function contrast(one: string, other: string): number {
  const [more = 0, less = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (more + 0.05) / (less + 0.05);
}

function channels(color: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
}

function luminance(color: string): number {
  const linear = channels(color).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const [red = 0, green = 0, blue = 0] = linear;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mix(color: string, end: string, part: number): string {
  const ends = channels(end);
  const mixed = channels(color).map((value, index) => value + ((ends[index] ?? 0) - value) * part);
  return `#${mixed.map((value) => Math.round(value).toString(16).padStart(2, "0")).join("")}`;
}
