/**
 * V8 keeps the text of the last match of a regular expression until the next match. A slice keeps the text that it was cut
 * from, so one id of a reply of 12 MB keeps all of the reply.
 */
export function forgetLastMatch(): void {
  /^/.test('');
}
