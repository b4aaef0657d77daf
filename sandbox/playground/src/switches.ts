/** The switches of the sandbox bar: edits, faults, clock, kills. */
import type { WorkerHost } from '@tracer-tools/apps-script';
import type { CaveSandbox } from '@tracer-tools/cave';
import type { KillSwitch } from './kill';
import type { SandboxConditions, SandboxSwitch } from './protocol';

const BANC = 'brain_and_nerve_cord';

const WEATHERS: Record<
  SandboxConditions,
  { words: string; faults: Parameters<CaveSandbox['setFaults']>[0] }
> = {
  normal: { words: 'CAVE answers at once again.', faults: { rate: 0, latencyMs: 0 } },
  slow: { words: 'Every answer of CAVE now takes 1.5 s.', faults: { rate: 0, latencyMs: 1500 } },
  failing: {
    words: 'One in three requests to CAVE now fails: throttled, bad gateway, cut short.',
    faults: { rate: 0.33, kinds: ['429', '500', '502', '503', 'cut'], latencyMs: 50, retryAfter: 1 },
  },
  down: { words: 'CAVE is down: every request gets 503.', faults: { rate: 1, kinds: ['503'], latencyMs: 0 } },
};

export class SandboxControls {
  weather: SandboxConditions = 'normal';

  constructor(
    private readonly sandbox: CaveSandbox,
    private readonly host: WorkerHost,
    private readonly kill: KillSwitch,
  ) {}

  /** Applies a switch and returns a sentence for the user. */
  async turn(change: Exclude<SandboxSwitch, { set: 'user' | 'locale' }>): Promise<string> {
    switch (change.set) {
      case 'weather': {
        const { words, faults } = WEATHERS[change.weather];
        this.sandbox.setFaults(faults);
        this.weather = change.weather;
        return words;
      }
      case 'clock':
        return this.advance(change.hours);
      case 'edit':
        return this.edit(change.kind, change.id);
      case 'kill':
        this.kill.arm();
        return 'The script’s next piece of work will be ended in the middle.';
    }
  }

  private async advance(hours: number): Promise<string> {
    const ms = hours * 3600e3;
    this.sandbox.advance(ms);
    const firings = await this.host.triggers.advance(ms);
    const failureCount = firings.filter(({ outcome }) => !outcome.ok).length;
    const runs =
      firings.length === 0
        ? 'no trigger was due'
        : `${firings.length} trigger run${firings.length === 1 ? '' : 's'}`;
    return `The clock went ${hours} h on; ${runs}${failureCount > 0 ? `, ${failureCount} failed` : ''}.`;
  }

  /** Edits the requested neuron if it is current; else its largest current piece; else any neuron. */
  private edit(kind: 'merge' | 'split', id: string): string {
    const root = this.currentOf(id);
    const newRoots = this.sandbox.edit(root === null ? { kind } : { kind, root });
    const words = (ids: string[]) => ids.join(' and ');
    return kind === 'merge'
      ? `Merged ${words(newRoots.before)}: together they are now ${words(newRoots.after)}.`
      : `Split ${words(newRoots.before)}: its pieces are now ${words(newRoots.after)}.`;
  }

  private currentOf(id: string): string | null {
    const { truth } = this.sandbox;
    if (!/^[0-9]{15,20}$/.test(id)) return null;
    try {
      return truth.isLatest(id, BANC) ? id : (truth.candidates(id, BANC)[0]?.id ?? null);
    } catch {
      return null;
    }
  }
}
