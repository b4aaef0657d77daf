/**
 * The minute of the hour at which a spreadsheet's trigger should run, so that thousands of spreadsheets are spread out.
 */

/** 0 to 59; always the same for a spreadsheet (FNV-1a). */
export function minuteOf(spreadsheet: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < spreadsheet.length; i++) {
    hash = Math.imul(hash ^ spreadsheet.charCodeAt(i), 0x01000193) >>> 0;
  }
  return hash % 60;
}
