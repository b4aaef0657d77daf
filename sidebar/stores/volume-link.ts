// A viewer link that shows only one volume.
import { asObject, parseJson } from '../../src/core/json';
import type { Work } from '../../src/http/work';
import type { Location } from '../../src/volumes/places/locate';
import { withoutFormat } from '../../src/volumes/store/address';
import { child } from './operations';

/** Opens gs:// and https:// sources without an account. */
const VIEWER = 'https://spelunker.cave-explorer.org/';

/** The layer type of a volume's folder, from its info file; '' if the folder is not a volume. */
export function* layerType(folder: Location): Work<string> {
  const at = child(folder, 'info');
  if ((yield* at.store.stat(at.name)) === null) return '';
  // An info file that is stored compressed may be unreadable here: then assume a segmentation, as most volumes are.
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
  // Every viewer reads this form.
  const oldForm = `precomputed://${withoutFormat(source).replace(/\/$/, '')}`;
  const state = {
    layers: [{ type, source: oldForm, name }],
    selectedLayer: { layer: name, visible: true },
  };
  return `${VIEWER}#!${encodeURIComponent(JSON.stringify(state))}`;
}
