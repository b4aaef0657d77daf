/** Reads numbers from texts that hold only digits, such as parts of messages, names and headers. */

/** The value of at most eight hexadecimal digits; NaN for any other text. */
export const hexValue = (text: string): number =>
  // biome-ignore lint/plugin: digits that were checked
  /^[0-9a-f]{1,8}$/i.test(text) ? Number.parseInt(text, 16) : Number.NaN;

/**
 * The value of a JSON whole number, or of its digits as text (Google writes 64-bit numbers so); NaN for any other
 * value.
 */
export const wholeValue = (value: unknown): number =>
  typeof value === 'number'
    ? digitsValue(`${value}`)
    : typeof value === 'string'
      ? digitsValue(value)
      : Number.NaN;

/** The value of 1 to 15 digits; NaN for any other text. `Number` would also accept '', spaces, signs, 0x10 and 1e3. */
export const digitsValue = (text: string | null | undefined): number =>
  // biome-ignore lint/plugin: digits that were checked
  typeof text === 'string' && /^[0-9]{1,15}$/.test(text) ? Number(text) : Number.NaN;
