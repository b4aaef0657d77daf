/**
 * How far the places reach at which an event has the same effect. An event at one call and the same event at the next
 * give the same play if the event and the call between them commute, and if the checks see no difference either.
 */
import type { ObservedExecution, ScriptMessage } from '@tracer-tools/apps-script';
import { commutes, type ObjectNames, type TracedMessage } from './call-trace';

/** What a play knows of its event. */
export interface StruckState {
  /** The event changed more than the spreadsheet, or took time. */
  isWide: () => boolean;
  /** All of the event is over. */
  isQuiet: () => boolean;
  /** The checks remember something that a later look of the add-on changes. */
  isArmed: () => boolean;
  /** The event reverts the last write. */
  reverts: boolean;
}

/** Follows one call of the add-on from the event on, message by message, beside the same call of the calm run. */
export class EqualPlaces {
  /** Calls after the event's that are as good as its own. */
  count = 0;
  private position: number;
  private isOver = false;
  private isFirst = true;
  /** Messages until the event. */
  private left: number;

  /** The event happens before the `from`th service call, from 1. */
  constructor(
    private readonly calm: readonly TracedMessage[],
    from: number,
    private readonly state: StruckState,
    private readonly names: ObjectNames,
  ) {
    this.position = callPositions(calm)[from - 1] ?? calm.length;
    this.left = this.position;
  }

  follow(message: ScriptMessage, execution: ObservedExecution): void {
    if (this.isOver || this.left-- > 0) return;
    const calm = this.calm[this.position];
    this.isOver = !calm || message.call !== calm.call;
    if (!calm || this.isOver) return;
    if (calm.call !== '' && !this.isFirst) {
      this.isOver = this.isSeen(this.position);
      if (this.isOver) return;
      this.count++;
    }
    if (calm.call !== '') this.isFirst = false;
    const isSame = this.names.replyText(message, execution) === calm.reply && this.state.isQuiet();
    this.isOver = !isSame || (calm.call !== '' && !commutes(calm, this.state.isWide()));
    this.position++;
  }

  /** Whether the checks react to this call, so that an event before it is not one after it. */
  private isSeen(position: number): boolean {
    const { method } = this.calm[position]!;
    if (method === 'setValues' || method === 'setValue') return this.state.reverts;
    if (!this.state.isArmed()) return false;
    return (
      method === 'getNotes' || (method === 'getValues' && this.methodBefore(position) === 'getDataRange')
    );
  }

  private methodBefore(position: number): string {
    return (
      this.calm
        .slice(0, position)
        .filter(({ call }) => call !== '')
        .at(-1)?.method ?? ''
    );
  }
}

/** Calls after the `from`th that are as good for a kill: nothing changes between them, whatever the script learns. */
export function equalKills(calm: readonly TracedMessage[], from: number): number {
  const positions = callPositions(calm);
  let last = from;
  while (last < positions.length) {
    const { changesBook, changesRest } = calm[positions[last - 1]!]!;
    if (changesBook || changesRest) break;
    last++;
  }
  return last - from;
}

export const callPositions = (calm: readonly TracedMessage[]): number[] =>
  calm.flatMap(({ call }, i) => (call === '' ? [] : [i]));
