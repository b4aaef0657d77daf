/** Changes parts of a state and leaves the rest unchanged. */
import { type Doc, docText, type Fields, fieldsOf, listOf } from './document';
import { isSegmentation, type Layer, layersOf, sourceTexts } from './state';

/** Replaces old ids by new ones in segments, their colours, and the links of annotations. */
export function replaceIds(state: Fields, ids: ReadonlyMap<string, string>): void {
  if (ids.size === 0) return;
  for (const layer of layersOf(state)) {
    if (isSegmentation(layer)) {
      for (const key of ['segments', 'hiddenSegments']) {
        const list = layer.fields.get(key);
        if (Array.isArray(list)) layer.fields.set(key, swapIds(list, ids));
      }
      const colors = fieldsOf(layer.fields.get('segmentColors'));
      if (colors) layer.fields.set('segmentColors', recolor(colors, ids));
    } else if (layer.type === 'annotation') {
      for (const annotation of listOf(layer.fields.get('annotations'))) {
        const fields = fieldsOf(annotation);
        const linkedIds = fields?.get('segments');
        if (fields && Array.isArray(linkedIds)) fields.set('segments', relink(linkedIds, ids));
      }
    }
  }
}

/** Two old ids may have the same new id: it is listed once, and it is visible if either was. */
function swapIds(list: readonly Doc[], ids: ReadonlyMap<string, string>): Doc[] {
  const entries = new Map<string, { doc: Doc; hidden: boolean }>();
  for (const item of list) {
    const text = docText(item);
    const isHidden = text.startsWith('!');
    const old = isHidden ? text.slice(1) : text;
    const id = ids.get(old) ?? old;
    const before = entries.get(id);
    if (before && (!before.hidden || isHidden)) continue;
    entries.set(id, { doc: id === old ? item : `${isHidden ? '!' : ''}${id}`, hidden: isHidden });
  }
  return [...entries.values()].map(({ doc }) => doc);
}

function recolor(colors: Fields, ids: ReadonlyMap<string, string>): Fields {
  const newFields: Fields = new Map();
  for (const [old, color] of colors) {
    const id = ids.get(old) ?? old;
    if (!newFields.has(id) || id === old) newFields.set(id, color);
  }
  return newFields;
}

function relink(links: readonly Doc[], ids: ReadonlyMap<string, string>): Doc[] {
  return links.map((item) => (Array.isArray(item) ? relink(item, ids) : (ids.get(docText(item)) ?? item)));
}

/** Replaces the address of one source of a layer; the options of the source are kept. */
export function replaceSource(layer: Layer, from: string, to: string): void {
  const swap = (source: Doc | undefined): Doc | undefined => {
    if (typeof source === 'string') return source === from ? to : source;
    if (Array.isArray(source)) return source.map((one) => swap(one) ?? one);
    const fields = fieldsOf(source);
    if (fields && sourceTexts(fields)[0] === from) fields.set('url', to);
    return source;
  };
  const newSource = swap(layer.fields.get('source'));
  if (newSource !== undefined) layer.fields.set('source', newSource);
}
