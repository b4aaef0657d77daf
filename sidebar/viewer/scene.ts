// The 3D scene: neurons and meshes by id, drawn with three. Of the page it uses only the canvas.
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
import { BACKGROUND, type ValueRange } from './colors';
import { boxOf, type Neuron } from './decode';
import { DrawnNeuron } from './neuron';
import type { Triangles } from './ply';
import type { RenderOptions } from './render-options';
import { surfaceOf } from './surface';
import { TubeStyle } from './tubes';
import {
  ANGLE,
  type Ball,
  type BoundingBox,
  ballAround,
  type CameraView,
  distanceOf,
  eyeOf,
  type Vec,
} from './view';

// Colours are used as given, without conversion.
ColorManagement.enabled = false;

/** Points closer than this are merged, in pixels; more while the view moves on a slow machine. */
const FINE = 0.75;
const ROUGH = 3;

interface Surface {
  group: Object3D;
  box: BoundingBox;
}

export class SkeletonScene {
  private readonly renderer: WebGLRenderer;
  private readonly scene = new Scene();
  private readonly style = new TubeStyle();
  private readonly wide = new PerspectiveCamera((ANGLE * 180) / Math.PI);
  private readonly flat = new OrthographicCamera();
  private readonly neurons = new Map<string, DrawnNeuron>();
  private readonly meshes = new Map<string, Surface>();
  /** A point near the drawn objects, in nm: positions relative to it keep float32 precision. */
  private origin: Vec | null = null;
  private ball: Ball = { centre: [0, 0, 0], radius: 1 };

  /** Throws if the browser has no WebGL 2. */
  constructor(readonly canvas: HTMLCanvasElement) {
    const antialias = !byProcessor();
    this.renderer = new WebGLRenderer({ canvas, antialias, powerPreference: 'high-performance' });
    this.style.uniforms.cut.value = antialias ? 0 : 0.5;
  }

  resize(width: number, height: number, ratio: number): void {
    this.renderer.setPixelRatio(ratio);
    this.renderer.setSize(width, height, false);
    this.style.uniforms.pixels.value.set(this.canvas.width, this.canvas.height);
  }

  addNeuron(neuron: Neuron, color: string): void {
    this.neurons.get(neuron.id)?.dispose();
    const neuronView = new DrawnNeuron(neuron, color, this.style, this.renderer.getPixelRatio());
    this.place(neuronView.group, neuron.offset);
    this.neurons.set(neuron.id, neuronView);
  }

  addMesh(id: string, triangles: Triangles, color: string, dense: number): void {
    this.removeMesh(id);
    const box = boxOf(triangles.positions, [0, 0, 0]);
    const offset = this.origin ?? box.low;
    const positions = triangles.positions.map((at, i) => at - offset[i % 3]!);
    const group = new Object3D();
    group.add(surfaceOf({ positions, faces: triangles.faces }, color, dense));
    this.place(group, offset);
    this.meshes.set(id, { group, box });
  }

  private place(group: Object3D, offset: Vec): void {
    this.origin ??= offset;
    const [x, y, z] = this.origin;
    group.position.set(offset[0] - x, offset[1] - y, offset[2] - z);
    this.scene.add(group);
  }

  removeMesh(id: string): void {
    const old = this.meshes.get(id);
    if (!old) return;
    this.scene.remove(old.group);
    for (const child of old.group.children as Mesh[]) {
      child.geometry.dispose();
      (child.material as ShaderMaterial).dispose();
    }
    this.meshes.delete(id);
  }

  clear(): void {
    for (const neuron of this.neurons.values()) {
      this.scene.remove(neuron.group);
      neuron.dispose();
    }
    this.neurons.clear();
    for (const id of [...this.meshes.keys()]) this.removeMesh(id);
    this.origin = null;
  }

  /** Highlights one neuron and fades the others; null shows all again. */
  single(id: string | null): void {
    for (const [other, neuron] of this.neurons) neuron.fade(id === null || other === id ? 0 : 0.8);
  }

  /** Shows or hides a neuron with its mesh. */
  show(id: string, visible: boolean): void {
    for (const map of [this.neurons, this.meshes]) {
      const item = map.get(id);
      if (item) item.group.visible = visible;
    }
  }

  /** Bounding boxes of the visible neurons, or of all neurons if none is visible. */
  boxes(): BoundingBox[] {
    const all = [...this.neurons.values()];
    const visible = all.filter(({ group }) => group.visible);
    return (visible.length > 0 ? visible : all).map(({ box }) => box);
  }

  look({ coloring, log, widthFactor: wider, dark }: RenderOptions, range: ValueRange | null): void {
    this.style.set(coloring, range, log, wider, dark);
    this.renderer.setClearColor(new Color(BACKGROUND(dark)));
  }

  /** Draws at once; `rough`: fast, with less detail. */
  draw(view: CameraView, rough = false): void {
    const pixel = view.height / Math.max(1, this.canvas.height);
    for (const neuron of this.neurons.values()) {
      // In perspective, the nearest parts are about twice as large as those at the target.
      neuron.detail(pixel * (rough ? ROUGH : FINE) * (view.perspective ? 0.5 : 1));
    }
    const all = [...this.neurons.values(), ...this.meshes.values()].map(({ box }) => box);
    this.ball = ballAround(all) ?? this.ball;
    this.renderer.render(this.scene, this.camera(view));
  }

  private camera(view: CameraView): PerspectiveCamera | OrthographicCamera {
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
      // An orthographic view has nothing behind the camera.
      this.flat.near = -reach;
    }
    camera.far = Math.max(reach, camera.near * 2, 1) * 1.01;
    camera.position.set(eye[0] - origin[0], eye[1] - origin[1], eye[2] - origin[2]);
    camera.quaternion.set(...(view.turn as [number, number, number, number]));
    camera.updateProjectionMatrix();
    return camera;
  }
}

/** Whether WebGL runs on the CPU: without a GPU, smooth edges halve the speed. */
function byProcessor(): boolean {
  const gl = document.createElement('canvas').getContext('webgl2');
  const debugInfo = gl?.getExtension('WEBGL_debug_renderer_info');
  const name = gl && debugInfo ? String(gl.getParameter(debugInfo.UNMASKED_RENDERER_WEBGL)) : '';
  gl?.getExtension('WEBGL_lose_context')?.loseContext();
  return /swiftshader|llvmpipe|softpipe|basic render/i.test(name);
}
