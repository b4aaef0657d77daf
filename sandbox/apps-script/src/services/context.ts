/** The part of an execution that services use. */

import type { Awaitable } from '../platform/awaitable';
import type { Kill } from '../platform/errors';
import type { EntryKind, Mode } from '../platform/options';
import type { ServiceObject } from '../platform/service-object';
import type { Grid, Workbook } from '../sheet/model/types';
import type { Box } from '../sheet/values/types';
import type { Counters } from '../world/counters';
import type { World } from '../world/world';

/** The called function, its caller and the kind of call. */
export interface Invocation {
  fn: string;
  args: unknown[] | ((context: ServiceContext) => unknown[]);
  user: string;
  entry: EntryKind;
  mode: Mode;
  /** The cell of the formula, for entry `cell`. */
  cell?: { grid: Grid; row: number; column: number };
}

/** Creates objects of classes that refer to their container: a Range to its Sheet, a Sheet to its Spreadsheet. */
export interface ObjectFactory {
  spreadsheet(workbook: Workbook): ServiceObject;
  sheet(grid: Grid): ServiceObject;
  textFinder(grid: Grid, box: Box, text: string): ServiceObject;
  protect(grid: Grid, box: Box): ServiceObject;
  range(grid: Grid, box: Box): ServiceObject & { box: Box };
  /** A range of one whole row or column. */
  wholeLine(grid: Grid, axis: 'rows' | 'columns', line: number): ServiceObject;
  filter(grid: Grid): ServiceObject;
}

export interface ServiceContext {
  readonly id: string;
  readonly user: string;
  readonly world: World;
  readonly invocation: Invocation;
  readonly objects: ObjectFactory;
  readonly counters: Counters;
  /** Lines of console.log and of Logger. */
  readonly logs: string[];
  readonly loggerLines: string[];
  /** The reason why the execution ended, or null while it runs. */
  readonly dead: Kill | null;
  /** Lets time pass: advances the virtual clock, blocks, or waits while the host continues. */
  pause(ms: number): Awaitable<void>;
  /** Counts a read of the sheet, and applies buffered writes. */
  beforeRead(): void;
  /** Buffers a write until the next flush or read, or the end. */
  write(change: () => void): void;
  flush(): void;
}
