/**
 * Reads the XML of S3's replies strictly: elements, texts and entities. Attributes are dropped, and nothing external is
 * loaded.
 */
import { digitsValue, hexValue } from '../../core/digits';

export interface XmlElement {
  name: string;
  /** The text between the tags with decoded entities; '' for an element with child elements. */
  text: string;
  children: XmlElement[];
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** Depth limit; the elements of a listing are three deep. */
const MOST_DEPTH = 20;
const TAG =
  /<(?:(\/)([A-Za-z_][\w.:-]*)\s*|([A-Za-z_][\w.:-]*)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?))>/y;

/** The root element, or null for an incomplete document: cut off, not closed, or with declarations of its own. */
export function readXml(document: string): XmlElement | null {
  const start = /^\ufeff?(?:<\?xml\b[^<>]*\?>)?\s*/.exec(document)![0].length;
  const root: XmlElement = { name: '', text: '', children: [] };
  const open: XmlElement[] = [root];
  const plainNames = new Set<string>();
  let at = start;
  while (at < document.length) {
    const next = document.indexOf('<', at);
    const text = decodeEntities(document.slice(at, next < 0 ? undefined : next));
    const inner = open[open.length - 1]!;
    if (text === null || (inner === root && text.trim() !== '')) return null;
    inner.text += text;
    if (next < 0) break;
    // The usual end of an element needs no pattern.
    const end = next + 2 + inner.name.length;
    if (inner !== root && document.startsWith(`/${inner.name}>`, next + 1)) {
      if (!close(inner)) return null;
      open.pop();
      at = end + 1;
      continue;
    }
    const tag = tagAt(document, next, plainNames);
    if (tag === null) return null;
    at = tag.end;
    if (tag.kind === 'end') {
      if (open.length === 1 || inner.name !== tag.name || !close(inner)) return null;
      open.pop();
      continue;
    }
    if (inner === root && root.children.length > 0) return null;
    const element: XmlElement = { name: tag.name, text: '', children: [] };
    inner.children.push(element);
    if (tag.kind === 'start') open.push(element);
    if (open.length > MOST_DEPTH) return null;
  }
  return open.length === 1 && root.children.length === 1 ? root.children[0]! : null;
}

interface Tag {
  kind: 'start' | 'end' | 'empty';
  name: string;
  /** Offset of what follows. */
  end: number;
}

/** Null if there is no tag. A start tag without attributes that occurred before, as most in a listing, needs no pattern. */
function tagAt(document: string, at: number, plainNames: Set<string>): Tag | null {
  const stop = document.indexOf('>', at);
  if (stop < 0) return null;
  const plainName = document.slice(at + 1, stop);
  if (plainNames.has(plainName)) return { kind: 'start', name: plainName, end: stop + 1 };
  TAG.lastIndex = at;
  const found = TAG.exec(document);
  if (found === null) return null;
  const [whole, closes, closedName, name = '', , empty] = found;
  const end = at + whole.length;
  if (closes !== undefined) return { kind: 'end', name: closedName!, end };
  if (whole === `<${name}>`) plainNames.add(name);
  return { kind: empty === '' ? 'start' : 'empty', name, end };
}

/** False if there is text between child elements. */
function close(element: XmlElement): boolean {
  if (element.children.length === 0) return true;
  if (element.text.trim() !== '') return false;
  element.text = '';
  return true;
}

/** Returns null for an entity that XML does not define. */
function decodeEntities(text: string): string | null {
  if (!text.includes('&')) return text;
  let known = true;
  const decodedText = text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));|&/gi,
    (_all, dec, hex, name) => {
      const code = dec !== undefined ? digitsValue(dec) : hex !== undefined ? hexValue(hex) : -1;
      const char =
        code < 0 ? ENTITIES[name] : code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
      if (char === undefined) known = false;
      return char ?? '';
    },
  );
  return known ? decodedText : null;
}

/** The text of the first child with that name, or null. */
export const childText = (element: XmlElement, name: string): string | null =>
  element.children.find((child) => child.name === name)?.text ?? null;

export const childrenOf = (element: XmlElement, name: string): XmlElement[] =>
  element.children.filter((child) => child.name === name);

/** Escapes text for the documents that are sent. XML 1.0 can express only three control characters. */
export const escapeXml = (text: string): string =>
  text.replace(/[<>&"'\t\r\n]/g, (char) => `&#${char.charCodeAt(0)};`);
