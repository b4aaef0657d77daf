/** Removes characters that control a terminal, a spreadsheet or the writing direction from text of other origin. */

// C0 except tab and line feed, DEL, C1 (which terminals take for escape sequences), and direction overrides.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Tabs and line feeds stay. */
export const withoutControls = (text: string): string => text.replace(CONTROLS, '');
