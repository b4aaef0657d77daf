/** Stores the records, ids and answers of columns in the shared state. */
import { TtError } from '../../core/errors';
import { parseJson } from '../../core/json';
import type { ToolRequest, WireRow } from '../../tools/companion/wire';
import { changeObject, type SharedStore } from '../state/store';
import type { Range } from './ranges';
import {
  type AnswersOfRange,
  answersFolder,
  answersName,
  type ColumnRecord,
  columnQuestionName,
  columnRecordName,
  IDS_PER_OBJECT,
  idsName,
  packColumn,
  readAnswersName,
  startAt,
  unpackColumn,
} from './record';

/** A question without its ids. */
export type ColumnQuestion = Omit<ToolRequest, 'ids'>;

/** Objects read or written at the same time. */
const AT_ONCE = 24;

export class ColumnStore {
  constructor(
    readonly state: SharedStore,
    readonly now: () => number,
  ) {}

  async find(id: string): Promise<{ record: ColumnRecord; generation: string } | null> {
    const found = await this.state.get(columnRecordName(id));
    return found && { record: unpackColumn(found.bytes), generation: found.generation };
  }

  /**
   * Stores the question and the ids, then the record. Throws `Conflict` if the record's generation is not
   * `ifGeneration`.
   */
  async create(
    record: ColumnRecord,
    question: ColumnQuestion,
    ids: readonly string[],
    ifGeneration: string,
  ): Promise<void> {
    await this.state.put(columnQuestionName(record), Buffer.from(JSON.stringify(question)));
    const objects = Array.from({ length: Math.ceil(ids.length / IDS_PER_OBJECT) }, (_value, i) => i);
    await each(objects, async (i) => {
      const some = ids.slice(i * IDS_PER_OBJECT, (i + 1) * IDS_PER_OBJECT);
      await this.state.put(idsName(record, i), Buffer.from(JSON.stringify(some)));
    });
    await this.state.put(columnRecordName(record.id), packColumn(record), ifGeneration);
  }

  /** `alter` returns null to leave the record unchanged. */
  async change(id: string, alter: (record: ColumnRecord) => Partial<ColumnRecord> | null): Promise<void> {
    await changeObject(this.state, columnRecordName(id), (bytes) => {
      const record = bytes && unpackColumn(bytes);
      const next = record && alter(record);
      return next ? packColumn({ ...record, ...next }) : null;
    });
  }

  async question(record: ColumnRecord): Promise<ColumnQuestion> {
    return (await this.json(columnQuestionName(record))) as ColumnQuestion;
  }

  /** Ids at the positions of a range. */
  async ids(record: ColumnRecord, { from, to }: Range): Promise<string[]> {
    const first = Math.floor(from / IDS_PER_OBJECT);
    const objects = Array.from({ length: Math.ceil(to / IDS_PER_OBJECT) - first }, (_value, i) => first + i);
    const found = await each(objects, async (i) => (await this.json(idsName(record, i))) as string[]);
    return found.flat().slice(from - first * IDS_PER_OBJECT, to - first * IDS_PER_OBJECT);
  }

  /** The ranges with answers, of the whole column or of `range`, ordered by `from`. */
  async answered(record: ColumnRecord, range?: Range): Promise<AnswersOfRange[]> {
    const bounds = range ? [startAt(range.from), startAt(range.to)] : [];
    const names = await this.state.list(answersFolder(record), ...bounds);
    return names.flatMap((name) => readAnswersName(name) ?? []);
  }

  async putAnswers(record: ColumnRecord, range: AnswersOfRange, rows: readonly WireRow[]): Promise<void> {
    await this.state.put(answersName(record, range), Buffer.from(JSON.stringify(rows)));
  }

  /** One row per id of the range, in order. */
  async answers(record: ColumnRecord, range: AnswersOfRange): Promise<WireRow[]> {
    return (await this.json(answersName(record, range))) as WireRow[];
  }

  private async json(name: string): Promise<unknown> {
    const found = await this.state.get(name);
    if (!found) throw new TtError('PENDING', 'the column was forgotten. Run it again');
    return parseJson(Buffer.from(found.bytes).toString('utf8'));
  }
}

/** Results in the order of `items`; at most `atOnce` calls run at the same time. */
export async function each<In, Out>(
  items: readonly In[],
  work: (item: In) => Promise<Out>,
  atOnce = AT_ONCE,
): Promise<Out[]> {
  const results: Out[] = new Array(items.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const i = next++;
      results[i] = await work(items[i]!);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}
