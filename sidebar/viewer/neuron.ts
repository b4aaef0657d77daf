// One neuron in the scene: its tubes at the visible level of detail, and its soma.
import { type BufferGeometry, Object3D, type ShaderMaterial } from 'three';
import { coarseEdges } from './coarse';
import type { Neuron } from './decode';
import { edgesOf, somaOf, type TubeStyle, tubesOf } from './tubes';
import type { BoundingBox } from './view';

/** Neurons with fewer edges are always drawn in full. */
const FEW = 3000;

export class DrawnNeuron {
  readonly group = new Object3D();
  readonly box: BoundingBox;
  private readonly tubes;
  private readonly soma;
  private readonly full: BufferGeometry;
  /** By cube size in nm; made on first use. */
  private readonly levels = new Map<number, BufferGeometry>();

  constructor(
    private readonly neuron: Neuron,
    color: string,
    style: TubeStyle,
    ratio: number,
  ) {
    this.box = { low: neuron.low, high: neuron.high };
    this.full = edgesOf(neuron, neuron.pairs);
    this.tubes = tubesOf(this.full, color, style);
    this.soma = somaOf(neuron, color, style, ratio);
    this.group.add(this.tubes);
    if (this.soma) this.group.add(this.soma);
  }

  /** Merges details smaller than `nm`. */
  detail(nm: number): void {
    this.tubes.geometry = this.level(nm);
  }

  private level(nm: number): BufferGeometry {
    const edges = this.neuron.pairs.length / 2;
    if (edges <= FEW || !(nm >= 1)) return this.full;
    const cell = 2 ** Math.floor(Math.log2(nm));
    let geometry = this.levels.get(cell);
    if (geometry === undefined) {
      const pairs = coarseEdges(this.neuron, cell);
      geometry = pairs.length / 2 > 0.8 * edges ? this.full : edgesOf(this.neuron, pairs);
      this.levels.set(cell, geometry);
    }
    return geometry;
  }

  /** 0: own colour; 1: colour of the background. */
  fade(share: number): void {
    for (const mesh of [this.tubes, this.soma]) {
      if (mesh) (mesh.material as ShaderMaterial).uniforms.fade!.value = share;
    }
  }

  dispose(): void {
    for (const geometry of [this.full, ...this.levels.values()]) geometry.dispose();
    this.soma?.geometry.dispose();
    for (const mesh of [this.tubes, this.soma]) (mesh?.material as ShaderMaterial | undefined)?.dispose();
  }
}
