// Hands a file to the browser's downloads, and says sizes.
import { el } from '../../src/ui/dom';

export function saveFile(parts: readonly Uint8Array[], name: string, type: string): void {
  const address = URL.createObjectURL(new Blob(parts as Uint8Array<ArrayBuffer>[], { type }));
  const anchor = el('a', { attrs: { href: address, download: name } });
  document.body.appendChild(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Browsers read a slash as a folder, and some systems do not allow colons in names. */
export const downloadName = (path: string): string => (path.split('/').pop() ?? path).replace(/:/g, '___');

/** 1234567 → "1.2 MB". */
export function size(bytes: number): string {
  if (bytes < 1000) return Math.round(bytes) === 1 ? '1 byte' : `${Math.round(bytes)} bytes`;
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
