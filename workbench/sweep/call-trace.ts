/**
 * What a script and its host say to each other in one call of the add-on, so that two plays can be compared message by
 * message. An event and a service call commute if the reply is the same after the event as without it, and the call
 * changes nothing that the event changes: the event before the call then has the same effect as the event after it.
 */
import type { ObservedExecution, ScriptMessage } from '@tracer-tools/apps-script';
import { stateText } from './snapshot';

/** A service call of the calm run, or a look at the clock (`service` is ''). */
export interface TracedMessage {
  service: string;
  method: string;
  call: string;
  reply: string;
  /** Whether the call changed the spreadsheet or the writes that wait, and whether it changed anything else. */
  changesBook: boolean;
  changesRest: boolean;
  /** Writes that waited before the call. */
  pendingWrites: number;
}

/** The spreadsheet, and everything else that outlives a call of the add-on. */
export interface WorldRoots {
  book: object;
  rest: object[];
}

/** Methods that only look. The others may change something after an event, even if they change nothing in a calm run. */
const LOOKS = /^(get|has|is|can|find|open|offset$|create\w*Finder$|with)/;
/** Services that know nothing of the spreadsheet. */
const BESIDE =
  /^(Properties|PropertiesService|Lock|LockService|Cache|CacheService|Session|User|Utilities|UrlFetchApp|HTTPResponse|RichTextValue)$/;

/** Records the messages of one execution, with what each changes. The caller tells it of each service call. */
export class TraceRecorder {
  readonly messages: TracedMessage[] = [];
  private book: string;
  private rest: string;
  private pending = 0;
  private next = { service: '', method: '' };

  constructor(
    private readonly roots: () => WorldRoots,
    private readonly objects: ObjectNames,
  ) {
    [this.book, this.rest] = this.texts();
  }

  before(service: string, method: string): void {
    this.next = { service, method };
  }

  after(message: ScriptMessage, execution: ObservedExecution): void {
    const [book, rest] = message.call === '' ? [this.book, this.rest] : this.texts();
    const { pendingWrites } = execution;
    this.messages.push({
      ...(message.call === '' ? { service: '', method: '' } : this.next),
      call: message.call,
      reply: this.objects.replyText(message, execution),
      changesBook: book !== this.book || pendingWrites !== this.pending,
      changesRest: rest !== this.rest,
      pendingWrites: this.pending,
    });
    [this.book, this.rest, this.pending] = [book, rest, pendingWrites];
  }

  private texts(): [string, string] {
    const { book, rest } = this.roots();
    return [stateText([book]), stateText(rest)];
  }
}

/** Whether an event that changes the spreadsheet alone, or (`isWide`) anything, may as well happen after this call. */
export const commutes = (
  { service, method, changesBook, changesRest }: TracedMessage,
  isWide: boolean,
): boolean => !changesBook && ((!changesRest && LOOKS.test(method)) || (!isWide && BESIDE.test(service)));

/** Texts of replies. Two objects with the same text hold the same; objects of the world keep a number for good. */
export class ObjectNames {
  private readonly numbers = new WeakMap<object, number>();
  private count = 0;

  /** The reply, and what the objects in it hold: a range of five rows is not one of six. */
  replyText({ reply, value }: ScriptMessage, execution: ObservedExecution): string {
    return reply.includes('"r"') ? `${reply} ${this.textOf(value, execution)}` : reply;
  }

  private textOf(value: unknown, execution: object, above: readonly object[] = []): string {
    if (value === execution) return 'execution';
    if (typeof value === 'function') return 'function';
    if (typeof value !== 'object' || value === null) return `${typeof value} ${String(value)}`;
    if (above.includes(value)) return 'above';
    const inner = (each: unknown) => this.textOf(each, execution, [...above, value]);
    if (Array.isArray(value)) return `[${value.map(inner).join()}]`;
    const isOpen = 'kind' in value || Object.getPrototypeOf(value) === Object.prototype;
    if (!isOpen) return `#${this.numberOf(value)}`;
    const fields = Object.entries(value).map(([key, field]) => `${key}:${inner(field)}`);
    return `{${fields.join()}}`;
  }

  private numberOf(object: object): number {
    const number = this.numbers.get(object) ?? ++this.count;
    this.numbers.set(object, number);
    return number;
  }
}
