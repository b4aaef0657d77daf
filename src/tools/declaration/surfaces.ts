/**
 * Surfaces: where a declared function can be called. Each shell takes the functions of its surface from the registry.
 */
export const SURFACES = {
  formula: 'as a formula in a cell',
  sidebar: 'in the sidebar',
  columnJob: 'as a job over a column',
  commandLine: 'on the command line',
  companion: 'in the companion',
} as const;

/**
 * `formula`: a custom function. `sidebar`: a form in the sidebar's list of functions. `columnJob`: a choice in the Run
 * and Schedule panels. `commandLine`: a command of `tracertools`. `companion`: a route below `/v1/tools` and a job.
 */
export type Surface = keyof typeof SURFACES;

/** For functions that need only their arguments and CAVE. */
export const EVERYWHERE = ['formula', 'sidebar', 'commandLine', 'companion'] as const;
/** For functions that take longer than a formula may: a column on the companion, or the command line. */
export const COLUMN_SURFACES = ['commandLine', 'companion'] as const;
/** For functions that return files, which a cell cannot hold. */
export const FILE_SURFACES = ['sidebar', 'commandLine', 'companion'] as const;
