/** The text with its digits in another script, given that script's zero. */
export const inScript =
  (zero: number) =>
  (text: string): string =>
    text.replaceAll(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
