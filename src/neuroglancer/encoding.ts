/** The encodings of a state in the fragment of an address: percent-encoding, and the old URL-safe syntax. */

/** Encodes as viewers do: readable, except characters at which mail and chat programs cut an address. */
export function encodeFragment(text: string): string {
  return encodeURI(text).replace(/[!'()*;,]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Decodes percent-encoding once. A `%` without a code is kept, because people paste half-decoded addresses. */
export function decodePercent(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => {
      try {
        return decodeURIComponent(run);
      } catch {
        return run;
      }
    });
  }
}

const PIECE = /'[^'\\]*(?:\\[\s\S][^'\\]*)*'|"[^"\\]*(?:\\[\s\S][^"\\]*)*"|[^'"]+|['"]/g;

/** Old links swap single and double quotes and write `_` for the comma between elements. */
export function fromUrlSafe(text: string): string {
  return text.replace(PIECE, (piece) => {
    if (piece.startsWith("'") && piece.length > 1) return swapQuotes(piece);
    return piece.startsWith('"') ? piece : piece.replace(/_/g, ',');
  });
}

function swapQuotes(literal: string): string {
  const inner = literal.slice(1, -1).replace(/\\'|"/g, (found) => (found === '"' ? '\\"' : "'"));
  return `"${inner}"`;
}

/** True if the text of a state uses the old syntax: its first key is in single quotes. */
export const isUrlSafe = (text: string): boolean => /^\s*\{\s*'/.test(text);
