/** Changes to a state that leave the rest of it as it was. */
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
        const linked = fields?.get('segments');
        if (fields && Array.isArray(linked)) fields.set('segments', relink(linked, ids));
      }
    }
  }
}

/** Two old ids may have become one: it is listed once, and shown if either was. */
function swapIds(list: readonly Doc[], ids: ReadonlyMap<string, string>): Doc[] {
  const shown = new Map<string, { doc: Doc; hidden: boolean }>();
  for (const item of list) {
    const text = docText(item);
    const hidden = text.startsWith('!');
    const old = hidden ? text.slice(1) : text;
    const id = ids.get(old) ?? old;
    const before = shown.get(id);
    if (before && (!before.hidden || hidden)) continue;
    shown.set(id, { doc: id === old ? item : `${hidden ? '!' : ''}${id}`, hidden });
  }
  return [...shown.values()].map(({ doc }) => doc);
}

function recolor(colors: Fields, ids: ReadonlyMap<string, string>): Fields {
  const renamed: Fields = new Map();
  for (const [old, color] of colors) {
    const id = ids.get(old) ?? old;
    if (!renamed.has(id) || id === old) renamed.set(id, color);
  }
  return renamed;
}

function relink(linked: readonly Doc[], ids: ReadonlyMap<string, string>): Doc[] {
  return linked.map((item) => (Array.isArray(item) ? relink(item, ids) : (ids.get(docText(item)) ?? item)));
}

/** Replaces the address of one of a layer's sources, and keeps the options of that source. */
export function replaceSource(layer: Layer, from: string, to: string): void {
  const swap = (source: Doc | undefined): Doc | undefined => {
    if (typeof source === 'string') return source === from ? to : source;
    if (Array.isArray(source)) return source.map((one) => swap(one) ?? one);
    const fields = fieldsOf(source);
    if (fields && sourceTexts(fields)[0] === from) fields.set('url', to);
    return source;
  };
  const changed = swap(layer.fields.get('source'));
  if (changed !== undefined) layer.fields.set('source', changed);
}
