// What is drawn: neurons and meshes by id, with three. Knows nothing of the page but its canvas.
import {
  Color,
  ColorManagement,
  type Mesh,
  Object3D,
  OrthographicCamera,
  PerspectiveCamera,
  Scene,
  type ShaderMaterial,
  WebGLRenderer,
} from 'three';
import type { Range } from './colors';
import { boxOf, type Neuron } from './decode';
import type { Triangles } from './ply';
import { surfaceOf } from './surface';
import { type Coloring, somaOf, TubeStyle, tubesOf } from './tubes';
import { ANGLE, type Ball, ballAround, distanceOf, eyeOf, type Vec, type View } from './view';

export interface Look {
  coloring: Coloring;
  log: boolean;
  /** How often its real width a tube is drawn; 0 for thin lines. */
  wider: number;
  dark: boolean;
}

export const BACKGROUND = (dark: boolean): string => (dark ? '#15171A' : '#FFFFFF');

// Colours are given as they shall appear: nothing is converted.
ColorManagement.enabled = false;

interface Shown {
  group: Object3D;
  box: { low: Vec; high: Vec };
}

export class SkeletonScene {
  private readonly renderer: WebGLRenderer;
  private readonly scene = new Scene();
  private readonly style = new TubeStyle();
  private readonly wide = new PerspectiveCamera((ANGLE * 180) / Math.PI);
  private readonly flat = new OrthographicCamera();
  private readonly neurons = new Map<string, Shown>();
  private readonly meshes = new Map<string, Shown>();
  /** nm: near what is drawn, so that float32 has digits left. */
  private origin: Vec | null = null;
  private ball: Ball = { centre: [0, 0, 0], radius: 1 };

  /** Throws where the browser has no WebGL 2. */
  constructor(readonly canvas: HTMLCanvasElement) {
    this.renderer = new WebGLRenderer({ canvas, antialias: true, powerPreference: 'high-performance' });
    this.renderer.autoClear = true;
  }

  resize(width: number, height: number, ratio: number): void {
    this.renderer.setPixelRatio(ratio);
    this.renderer.setSize(width, height, false);
    this.style.uniforms.pixels.value.set(this.canvas.width, this.canvas.height);
  }

  addNeuron(neuron: Neuron, color: string): void {
    const group = new Object3D();
    group.add(tubesOf(neuron, color, this.style));
    const soma = somaOf(neuron, color, this.style, this.renderer.getPixelRatio());
    if (soma) group.add(soma);
    this.put(this.neurons, neuron.id, group, neuron.offset, neuron);
  }

  addMesh(id: string, triangles: Triangles, color: string, dense: number): void {
    const box = boxOf(triangles.positions, [0, 0, 0]);
    const [x, y, z] = this.origin ?? box.low;
    const positions = triangles.positions.map((at, i) => at - [x, y, z][i % 3]!);
    const group = new Object3D();
    group.add(surfaceOf({ positions, faces: triangles.faces }, color, dense));
    this.put(this.meshes, id, group, [x, y, z], box);
  }

  private put(into: Map<string, Shown>, id: string, group: Object3D, offset: Vec, box: Shown['box']): void {
    this.remove(into, id);
    this.origin ??= offset;
    const [x, y, z] = this.origin;
    group.position.set(offset[0] - x, offset[1] - y, offset[2] - z);
    this.scene.add(group);
    into.set(id, { group, box: { low: box.low, high: box.high } });
  }

  private remove(from: Map<string, Shown>, id: string): void {
    const old = from.get(id);
    if (!old) return;
    this.scene.remove(old.group);
    for (const child of old.group.children as Mesh[]) {
      child.geometry.dispose();
      (child.material as ShaderMaterial).dispose();
    }
    from.delete(id);
  }

  removeMesh(id: string): void {
    this.remove(this.meshes, id);
  }

  clear(): void {
    for (const id of [...this.neurons.keys()]) this.remove(this.neurons, id);
    for (const id of [...this.meshes.keys()]) this.remove(this.meshes, id);
    this.origin = null;
  }

  /** A neuron's mesh goes with it. */
  show(id: string, visible: boolean): void {
    for (const map of [this.neurons, this.meshes]) {
      const shown = map.get(id);
      if (shown) shown.group.visible = visible;
    }
  }

  /** The ball around the neurons in sight; around all of them where none is. Null for none. */
  around(): Ball | null {
    const all = [...this.neurons.values()];
    const seen = all.filter(({ group }) => group.visible);
    return ballAround((seen.length > 0 ? seen : all).map(({ box }) => box));
  }

  look({ coloring, log, wider, dark }: Look, range: Range | null): void {
    this.style.set(coloring, range, log, wider, dark);
    this.renderer.setClearColor(new Color(BACKGROUND(dark)));
  }

  /** Draws at once. */
  draw(view: View): void {
    const all = [...this.neurons.values(), ...this.meshes.values()].map(({ box }) => box);
    this.ball = ballAround(all) ?? this.ball;
    this.renderer.render(this.scene, this.camera(view));
  }

  private camera(view: View): PerspectiveCamera | OrthographicCamera {
    const origin = this.origin ?? [0, 0, 0];
    const eye = eyeOf(view);
    const aspect = this.canvas.width / Math.max(1, this.canvas.height);
    const { centre, radius } = this.ball;
    const reach = Math.hypot(...centre.map((x, axis) => x - eye[axis]!)) + radius;
    const camera = view.perspective ? this.wide : this.flat;
    if (camera === this.wide) {
      this.wide.aspect = aspect;
      this.wide.near = Math.max(reach - 2 * radius, distanceOf(view) / 200);
    } else {
      const half = view.height / 2;
      Object.assign(this.flat, { left: -half * aspect, right: half * aspect, top: half, bottom: -half });
      // Nothing is behind the eye in a flat view.
      this.flat.near = -reach;
    }
    camera.far = Math.max(reach, camera.near * 2, 1) * 1.01;
    camera.position.set(eye[0] - origin[0], eye[1] - origin[1], eye[2] - origin[2]);
    camera.quaternion.set(...(view.turn as [number, number, number, number]));
    camera.updateProjectionMatrix();
    return camera;
  }
}
