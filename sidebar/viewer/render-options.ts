// Options for drawing skeletons.

export type Coloring = 'thickness' | 'neuron' | 'compartment';

export interface RenderOptions {
  coloring: Coloring;
  log: boolean;
  /** Factor on a tube's real width; 0 for thin lines. */
  widthFactor: number;
  dark: boolean;
}
