/** The minute of the hour in which a spreadsheet's trigger asks to run, so that thousands of them do not meet. */

/** From 0 to 59, the same for the same spreadsheet (FNV-1a). */
export function minuteOf(spreadsheet: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < spreadsheet.length; i++) {
    hash = Math.imul(hash ^ spreadsheet.charCodeAt(i), 0x01000193) >>> 0;
  }
  return hash % 60;
}
