// A viewer's link that shows a volume alone.
import { asObject, parseJson } from '../../src/core/json';
import type { Work } from '../../src/http/work';
import type { Location } from '../../src/volumes/places/locate';
import { child } from './operations';

/** Opens gs:// and https:// sources, without an account. */
const VIEWER = 'https://spelunker.cave-explorer.org/';

/** Of a folder's info file, the kind of its layer; '' where the folder is no volume. */
export function* layerType(folder: Location): Work<string> {
  const at = child(folder, 'info');
  if ((yield* at.store.stat(at.name)) === null) return '';
  // Stored compressed, it arrives unpacked or not at all: most volumes are segmentations.
  const type = yield* infoType(at);
  if (type === 'image') return 'image';
  return /annotation/.test(type) ? 'annotation' : 'segmentation';
}

function* infoType(at: Location): Work<string> {
  try {
    const bytes = yield* at.store.read(at.name, { start: 0, end: 1_000_000 });
    const info = asObject(parseJson(new TextDecoder().decode(bytes ?? new Uint8Array(0))));
    return String(info?.['@type'] ?? '').includes('annotation') ? 'annotation' : String(info?.type ?? '');
  } catch {
    return '';
  }
}

export function volumeLink(source: string, type: string, name: string): string {
  const state = { layers: [{ type, source, name }], selectedLayer: { layer: name, visible: true } };
  return `${VIEWER}#!${encodeURIComponent(JSON.stringify(state))}`;
}
