/** The content type of a local file, from its name. */

const TYPES: Record<string, string> = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  txt: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  html: 'text/html',
  xml: 'application/xml',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  pdf: 'application/pdf',
  zip: 'application/zip',
  gz: 'application/gzip',
  obj: 'model/obj',
  stl: 'model/stl',
};

/** Files of a volume that contain JSON but have no extension: `info`, `provenance`, `1234:0`. */
const VOLUME_JSON = /(?:^|\/)(?:info|provenance|\d+:\d+)$/;

export function contentTypeOf(name: string): string {
  if (VOLUME_JSON.test(name)) return 'application/json';
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(TYPES, ending) ? TYPES[ending]! : 'application/octet-stream';
}
