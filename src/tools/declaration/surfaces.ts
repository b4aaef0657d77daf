/** Surfaces: where a declared function can be called. Each shell takes its functions from the registry by its surface. */
export const SURFACES = {
  formula: 'as a formula in a cell',
  sidebar: 'in the sidebar',
  columnJob: 'as a job over a column',
  commandLine: 'on the command line',
  companion: 'in the companion',
} as const;

/**
 * `formula` a custom function; `sidebar` a form in the sidebar's list of functions; `columnJob` a choice of the Run and
 * Schedule panels; `commandLine` a command of `tracertools`; `companion` a route below `/v1/tools` and a job.
 */
export type Surface = keyof typeof SURFACES;

/** Whoever runs it, it needs nothing but its arguments and CAVE. */
export const EVERYWHERE = ['formula', 'sidebar', 'commandLine', 'companion'] as const;
/** As a column at the companion, or from the command line: no formula waits so long. */
export const COLUMN_SURFACES = ['commandLine', 'companion'] as const;
/** Files are handed over: a cell holds none. */
export const FILE_SURFACES = ['sidebar', 'commandLine', 'companion'] as const;
