/** Counts the parts of an SMS. Rules: 3GPP TS 23.038 §6.2.1 (alphabet) and TS 23.040 §9.2.3.24.1 (parts of a long message). */

export type Encoding = "gsm7" | "ucs2";

/** Units in a single message, and in each part of a longer one, whose header takes 6 bytes. */
export const SEGMENT: Readonly<Record<Encoding, { readonly single: number; readonly part: number }>> = {
  gsm7: { single: 160, part: 153 },
  ucs2: { single: 70, part: 67 },
};

export interface Segments {
  readonly encoding: Encoding;
  /** Septets, or UTF-16 units. */
  readonly units: number;
  readonly segments: number;
}

const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);

/** Each takes two septets, the escape and its own. */
const EXTENSION = new Set("\f^{}\\[~]|€");

/** One character outside the GSM alphabet, such as any Persian letter, makes the whole message UCS-2. */
export function segmentsOf(text: string): Segments {
  const characters = Array.from(text);
  const gsm = characters.every((character) => BASIC.has(character) || EXTENSION.has(character));
  const sizes = characters.map((character) => (gsm ? (EXTENSION.has(character) ? 2 : 1) : character.length));
  const encoding = gsm ? "gsm7" : "ucs2";
  const units = sizes.reduce((sum, size) => sum + size, 0);
  const { single, part } = SEGMENT[encoding];
  return { encoding, units, segments: units <= single ? 1 : partsOf(sizes, part) };
}

/** Fills parts one character at a time, because a part never splits an escape pair or a surrogate pair. */
function partsOf(sizes: readonly number[], partUnits: number): number {
  let parts = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > partUnits) {
      parts += 1;
      used = 0;
    }
    used += size;
  }
  return parts;
}
