// Saves a file through the browser's downloads.
import { el } from '../../src/ui/dom';

export function saveFile(parts: readonly Uint8Array[], name: string, type: string): void {
  const address = URL.createObjectURL(new Blob(parts as Uint8Array<ArrayBuffer>[], { type }));
  const anchor = el('a', { attrs: { href: address, download: name } });
  document.body.appendChild(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
