// The position of the caret in a formula that the user types: in a function's name, or among its arguments.

export type CaretContext =
  | { at: 'name'; stem: string; from: number }
  | { at: 'argument'; name: string; index: number }
  | null;

/** `text` is the formula up to the caret. */
export function caretContext(text: string): CaretContext {
  if (!text.startsWith('=')) return null;
  const open: { name: string; index: number }[] = [];
  let word = '';
  let quote: string | null = null;
  for (let i = 1; i < text.length; i++) {
    const letter = text[i]!;
    if (quote !== null) {
      if (letter === quote) quote = null;
      continue;
    }
    if (letter === '"' || letter === "'") {
      quote = letter;
      word = '';
    } else if (/[A-Za-z0-9_.]/.test(letter)) word += letter;
    else {
      if (letter === '(' || letter === '{') open.push({ name: letter === '(' ? word : '', index: 0 });
      else if (letter === ')' || letter === '}') open.pop();
      else if (letter === ',' || letter === ';') {
        const inner = open[open.length - 1];
        if (inner !== undefined) inner.index += 1;
      }
      word = '';
    }
  }
  if (quote !== null) return inside(open);
  if (/^[A-Za-z_]/.test(word)) return { at: 'name', stem: word, from: text.length - word.length };
  return inside(open);
}

function inside(open: readonly { name: string; index: number }[]): CaretContext {
  const call = [...open].reverse().find(({ name }) => name !== '');
  return call === undefined ? null : { at: 'argument', name: call.name, index: call.index };
}

/** True if a reference may follow: directly after an operator, a bracket or a comma. */
export function wantsReference(text: string): boolean {
  return (
    text.startsWith('=') && /[=(,;:+\-*/^&<>{]\s*$/.test(text) && (text.match(/"/g) ?? []).length % 2 === 0
  );
}
