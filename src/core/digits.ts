/** Numbers of texts that are digits alone, where a message, a name or a header holds them. */

/** Of hexadecimal digits, eight at most; NaN for anything else. */
export const hexValue = (text: string): number =>
  // biome-ignore lint/plugin: digits that were checked
  /^[0-9a-f]{1,8}$/i.test(text) ? Number.parseInt(text, 16) : Number.NaN;

/** Of JSON's values: a whole number, or its digits as text, as Google writes 64-bit numbers; NaN for anything else. */
export const wholeValue = (value: unknown): number =>
  typeof value === 'number'
    ? digitsValue(`${value}`)
    : typeof value === 'string'
      ? digitsValue(value)
      : Number.NaN;

/** NaN for anything but 1 to 15 digits: `Number` would take '', spaces, signs, 0x10 and 1e3 too. */
export const digitsValue = (text: string | null | undefined): number =>
  // biome-ignore lint/plugin: digits that were checked
  typeof text === 'string' && /^[0-9]{1,15}$/.test(text) ? Number(text) : Number.NaN;
