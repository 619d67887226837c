/** Ballot numbers: what stands on the paper, and so what tells one person's answers from another's. */

// Without letters that are read or heard as one another.
const LETTERS = "ACDEFHKMNPRTXYZ";

/** A beginning that another steward's ballots hardly share. */
export const newSeries = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(3)), (byte) => LETTERS[byte % LETTERS.length]).join("");

/** The number after this one: its last digits counted on, as wide as they are; without digits there is none. */
export const after = (number: string): string => {
  const found = /^(.*?)(\d+)$/.exec(number);
  if (found === null) return "";
  const [, head = "", digits = ""] = found;
  return head + String(Number(digits) + 1).padStart(digits.length, "0");
};

/** So many numbers, from this one on. */
export const seriesFrom = (first: string, count: number): readonly string[] => {
  const numbers = [first];
  while (numbers.length < count) numbers.push(after(numbers[numbers.length - 1] ?? first));
  return numbers;
};
