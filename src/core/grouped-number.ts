/**
 * A whole number, or its digits, as text with thousands separators: 1,234,567. `toLocaleString` gives the same for
 * numbers, but its first call loads the platform's tables of languages, which takes some 20 ms.
 */
export const groupedNumber = (value: number | string): string =>
  `${value}`.replace(/\B(?=(?:\d{3})+$)/g, ',');
