// Texts about files: the name of a download, and the size.

/** Browsers read a slash as a folder, and some systems do not allow colons in names. */
export const downloadName = (path: string): string => (path.split('/').pop() ?? path).replace(/:/g, '___');

/** 1234567 → "1.2 MB". */
export function size(bytes: number): string {
  if (bytes < 1000) return Math.round(bytes) === 1 ? '1 byte' : `${Math.round(bytes)} bytes`;
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
