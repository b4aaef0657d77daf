/** The part of an execution that services use. */

import type { Awaitable } from '../platform/awaitable';
import type { Kill } from '../platform/errors';
import type { EntryKind, Mode } from '../platform/options';
import type { ServiceObject } from '../platform/service-object';
import type { Grid, Workbook } from '../sheet/model/types';
import type { Box } from '../sheet/values/types';
import type { Counters } from '../world/counters';
import type { World } from '../world/world';

/** Which function is called, by whom and how. */
export interface Invocation {
  fn: string;
  args: unknown[] | ((context: ServiceContext) => unknown[]);
  user: string;
  entry: EntryKind;
  mode: Mode;
  /** The cell of the formula, for entry `cell`. */
  cell?: { grid: Grid; row: number; column: number };
}

/** Creates objects of the classes that contain their caller: a Range its Sheet, a Sheet its Spreadsheet. */
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
  /** console.log, and the lines of Logger. */
  readonly logs: string[];
  readonly loggerLines: string[];
  /** Why the execution ended, or null while it runs. */
  readonly dead: Kill | null;
  /** Time passes: on the virtual clock, by blocking, or while the host goes on. */
  pause(ms: number): Awaitable<void>;
  /** Counts a read of the sheet, and flushes earlier writes. */
  beforeRead(): void;
  /** Buffers a write until the next flush, read or the end. */
  write(change: () => void): void;
  flush(): void;
}
