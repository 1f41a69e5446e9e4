/**
 * The operators of the ranges of Iranian mobile numbers (national destination codes of the numbering plan). A number that moves to
 * another operator keeps its range, so this is the first operator of a number. That is enough for watching conversion by range.
 */
const RANGES: Readonly<Record<string, string>> = {
  "91": "IR-MCI",
  "99": "IR-MCI",
  "90": "IR-Irancell",
  "93": "IR-Irancell",
  "941": "IR-Irancell",
  "92": "IR-RighTel",
  // Smaller operators inside the ranges of larger ones.
  "931": "IR-Spadan",
  "932": "IR-Taliya",
  "934": "IR-TeleKish",
  "998": "IR-virtual",
  "999": "IR-virtual",
};

/** Every operator that `iranianOperator` may answer with. */
export const IRANIAN_OPERATORS: readonly string[] = [...new Set([...Object.values(RANGES), "IR"])];

/** The operator of a national number without its leading zero; `IR` when the range is unknown. */
export function iranianOperator(national: string): string {
  return RANGES[national.slice(0, 3)] ?? RANGES[national.slice(0, 2)] ?? "IR";
}
