// How skeletons are drawn, as chosen beside the picture.

export type Coloring = 'thickness' | 'neuron' | 'compartment';

export interface RenderOptions {
  coloring: Coloring;
  log: boolean;
  /** How often its real width a tube is drawn; 0 for thin lines. */
  widthFactor: number;
  dark: boolean;
}
