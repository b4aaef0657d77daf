/** Numbers of texts that are digits alone, where a message, a name or a header holds them. */

/** NaN for anything but 1 to 15 digits: `Number` would take '', spaces, signs, 0x10 and 1e3 too. */
export const digitsValue = (text: string | null | undefined): number =>
  // biome-ignore lint/plugin: digits that were checked
  typeof text === 'string' && /^[0-9]{1,15}$/.test(text) ? Number(text) : Number.NaN;
