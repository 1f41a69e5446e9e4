/**
 * Who was given which range of Iranian mobile numbers (the numbering plan's national destination codes). Numbers move between
 * operators and keep their range, so this tells where a number began; for watching conversion by range that is enough.
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

/** The operator of a national number without its leading zero; `IR` when the range is nobody's we know. */
export function iranianOperator(national: string): string {
  return RANGES[national.slice(0, 3)] ?? RANGES[national.slice(0, 2)] ?? "IR";
}
