/** The same text with its digits in another script, whose zero this is. */
export const inScript =
  (zero: number) =>
  (text: string): string =>
    text.replaceAll(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
