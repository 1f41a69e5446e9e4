/** The fields of a request: how the vendor reads lists, numbers, dates and lines. Pure. */

/** Names in lower case: the vendor ignores their case. An empty field counts as absent. */
export type Params = Readonly<Record<string, string>>;

/** A field that was read, or the code of the refusal that its mistake leads to. */
export type Field<T> =
  { readonly kind: "read"; readonly value: T } | { readonly kind: "refused"; readonly code: number };

/** A comma-separated field. */
export function listOf(field: string | undefined): readonly string[] {
  return field === undefined || field === "" ? [] : field.split(",").map((item) => item.trim());
}

/** A JSON array of texts or numbers; 400 when it is something else. Absent, or the word null, is an empty list. */
export function jsonListOf(field: string | undefined): Field<readonly string[]> {
  if (field === undefined || field === "" || field === "null") return read([]);
  try {
    const list: unknown = JSON.parse(field);
    if (Array.isArray(list) && list.every(isScalar)) return read(list.map(String));
  } catch {
    // It is no JSON.
  }
  return refused(400);
}

/** How long a date may be past: a client that sends its present time is late by the way here. */
const LATE_MAX_MS = 60_000;

/** Unix seconds in the future, as milliseconds; `now` when absent. 417 for a past date and for text. */
export function sendAtOf(field: string | undefined, now: number): Field<number> {
  if (field === undefined || field === "" || field === "0") return read(now);
  const at = Number(field) * 1000;
  if (!/^[0-9]+$/.test(field) || at < now - LATE_MAX_MS) return refused(417);
  return read(Math.max(at, now));
}

export interface Period {
  readonly from: number;
  readonly to: number;
}

const DAY_MS = 24 * 3_600_000;

/** `startdate` and `enddate` in milliseconds, both included. 406 without a start, 417 when it is too long, too old or reversed. */
export function periodOf(
  { startdate = "", enddate = "" }: Params,
  now: number,
  { daysLong, daysBack }: { readonly daysLong: number; readonly daysBack: number },
): Field<Period> {
  if (startdate === "") return refused(406);
  if (!/^[0-9]+$/.test(startdate) || !/^[0-9]*$/.test(enddate)) return refused(417);
  const from = Number(startdate) * 1000;
  const to = enddate === "" ? Math.min(now, from + daysLong * DAY_MS) : Number(enddate) * 1000 + 999;
  const fits = from <= to && to - from <= daysLong * DAY_MS + 999 && now - from <= daysBack * DAY_MS;
  return fits ? read({ from, to }) : refused(417);
}

/** A line without the prefix of the country: `+9810004346` and `009810004346` are `10004346`. */
export function plainLine(line: string): string {
  return line.replace(/^(\+98|0098)/, "");
}

/** The forms of a number that the vendor accepts: Iranian mobiles and landlines, and `00` with a country abroad. */
export function isReceptor(text: string): boolean {
  return /^((\+98|0098|98|0)?9[0-9]{9}|0[1-8][0-9]{9}|00(?!98)[1-9][0-9]{6,14})$/.test(text);
}

export function isIranianLandline(receptor: string): boolean {
  return /^0[1-8]/.test(receptor);
}

/** The digits that all forms of an Iranian mobile number share; another number as it is. */
export function plainReceptor(receptor: string): string {
  return receptor.replace(/^(\+98|0098|98|0)(?=9[0-9]{9}$)/, "");
}

export function read<T>(value: T): Field<T> {
  return { kind: "read", value };
}

export function refused(code: number): Extract<Field<never>, { kind: "refused" }> {
  return { kind: "refused", code };
}

function isScalar(value: unknown): value is string | number {
  return typeof value === "string" || typeof value === "number";
}
