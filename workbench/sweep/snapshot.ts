/** The state of a set of objects at one moment: restores it in place, or compares it as a text. */

type Visit = (object: object) => void;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Visits the objects that are reachable from these, in order of discovery. Functions and dates hold no state here. */
function reach(roots: readonly object[], visit: Visit): void {
  const met = new Set<object>(roots);
  const open = [...roots];
  const add = (value: unknown) => {
    if (!isObject(value) || met.has(value) || value instanceof Date) return;
    met.add(value);
    open.push(value);
  };
  for (const object of open) {
    visit(object);
    if (object instanceof Map) {
      for (const [key, value] of object) {
        add(key);
        add(value);
      }
    } else if (object instanceof Set) for (const value of object) add(value);
    for (const value of Object.values(object)) add(value);
  }
}

/** Returns a function that restores the state. Objects keep their identity. */
export function snapshotOf(roots: readonly object[]): () => void {
  const undos: (() => void)[] = [];
  reach(roots, (object) => {
    if (object instanceof Map) {
      const entries = [...object];
      undos.push(() => {
        object.clear();
        for (const [key, value] of entries) object.set(key, value);
      });
    } else if (object instanceof Set) {
      const values = [...object];
      undos.push(() => {
        object.clear();
        for (const value of values) object.add(value);
      });
    } else if (Array.isArray(object)) {
      const values = [...object];
      undos.push(() => {
        object.length = values.length;
        for (let i = 0; i < values.length; i++) object[i] = values[i];
      });
      return;
    }
    const fields = Object.entries(object);
    if (fields.length > 0) undos.push(() => putFields(object as Record<string, unknown>, fields));
  });
  return () => {
    for (const undo of undos) undo();
  };
}

function putFields(object: Record<string, unknown>, fields: readonly [string, unknown][]): void {
  const keys = Object.keys(object);
  if (keys.length > fields.length) {
    const kept = new Set(fields.map(([key]) => key));
    for (const key of keys) if (!kept.has(key)) delete object[key];
  }
  for (const [key, value] of fields) if (object[key] !== value) object[key] = value;
}

/** Two texts are equal if the same values are at the same places and the same objects are shared. */
export function stateText(roots: readonly object[]): string {
  const numbers = new Map<object, number>();
  const parts: string[] = [];
  const textOf = (value: unknown): string => {
    if (value instanceof Date) return `d${value.getTime()}`;
    if (typeof value === 'function') return 'f';
    if (!isObject(value)) return `${typeof value}${String(value)}`;
    const known = numbers.get(value) ?? numbers.size;
    numbers.set(value, known);
    return `#${known}`;
  };
  for (const root of roots) textOf(root);
  reach(roots, (object) => {
    const line = [textOf(object)];
    if (object instanceof Map) for (const [key, value] of object) line.push(textOf(key), textOf(value));
    else if (object instanceof Set) for (const value of object) line.push(textOf(value));
    for (const [key, value] of Object.entries(object)) line.push(key, textOf(value));
    parts.push(line.join('\u0001'));
  });
  return parts.join('\n');
}
