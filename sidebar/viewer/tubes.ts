// Skeleton edges as round tubes: each is one quad that faces the camera, cut to the outline of a cone with round ends.
// No instancing: on a CPU renderer an instance costs as much as a hundred vertices.
import {
  BufferAttribute,
  BufferGeometry,
  DataTexture,
  DoubleSide,
  GLSL3,
  LinearFilter,
  Mesh,
  ShaderMaterial,
  Vector2,
  Vector3,
} from 'three';
import { BACKGROUND, COMPARTMENTS, mapOf, type Rgb, rgb, type ValueRange } from './colors';
import type { Neuron } from './decode';
import type { Coloring } from './render-options';

const VERTEX = /* glsl */ `
  in vec3 end;
  in vec2 radii;
  in vec2 kinds;
  uniform vec2 pixels;
  uniform float least;
  uniform float wider;
  uniform float rim;
  out vec2 place;
  flat out float long_;
  flat out vec2 reach;
  flat out vec2 thick;
  flat out vec2 kind;

  void main() {
    float far = float((gl_VertexID >> 1) & 1);
    float side = float(gl_VertexID & 1) * 2.0 - 1.0;
    vec4 a = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
    vec4 b = projectionMatrix * modelViewMatrix * vec4(end, 1.0);
    if (min(a.w, b.w) <= 0.0) {
      gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
      return;
    }
    vec2 from = 0.5 * pixels * a.xy / a.w;
    vec2 to = 0.5 * pixels * b.xy / b.w;
    float size = 0.5 * pixels.y * projectionMatrix[1][1] * wider;
    reach = max(radii * size / vec2(a.w, b.w), least);
    thick = radii;
    kind = min(kinds, 3.0);
    long_ = length(to - from);
    vec2 along = long_ > 1e-4 ? (to - from) / long_ : vec2(1.0, 0.0);
    float most = max(reach.x, reach.y) + rim + 1.0;
    place = vec2(mix(-most, long_ + most, far), most * side);
    vec2 at = from + along * place.x + vec2(-along.y, along.x) * place.y;
    float depth = mix(a.z / a.w, b.z / b.w, far);
    gl_Position = vec4(2.0 * at / pixels, depth, 1.0);
  }
`;

const FRAGMENT = /* glsl */ `
  in vec2 place;
  flat in float long_;
  flat in vec2 reach;
  flat in vec2 thick;
  flat in vec2 kind;
  uniform int mode;
  uniform vec3 own;
  uniform vec3 ink;
  uniform vec3 back;
  uniform float fade;
  uniform float cut;
  uniform float rim;
  uniform vec2 range;
  uniform bool ratios;
  uniform sampler2D map;
  uniform vec3 parts[4];
  out vec4 color;

  void main() {
    float share = long_ > 1e-4 ? clamp(place.x / long_, 0.0, 1.0) : 0.0;
    float radius = mix(reach.x, reach.y, share);
    float away = length(vec2(place.x - share * long_, place.y));
    float alpha = clamp(radius + rim - away + 0.5, 0.0, 1.0);
    if (alpha <= cut) discard;
    vec3 paint = own;
    if (mode == 0) {
      float nm = mix(thick.x, thick.y, share);
      float t = ratios ? log(max(nm, range.x) / range.x) / log(range.y / range.x) : (nm - range.x) / (range.y - range.x);
      float steps = float(textureSize(map, 0).x);
      paint = texture(map, vec2((0.5 + clamp(t, 0.0, 1.0) * (steps - 1.0)) / steps, 0.5)).rgb;
    } else if (mode == 2) {
      paint = parts[int((share < 0.5 ? kind.x : kind.y) + 0.5)];
    }
    float up = sqrt(max(0.0, 1.0 - (away / radius) * (away / radius)));
    paint *= mix(1.0, mix(0.5, 1.0, up), smoothstep(1.5, 4.0, radius));
    if (rim > 0.0) paint = mix(paint, ink, clamp(away - radius + 0.5, 0.0, 1.0));
    color = vec4(mix(paint, back, fade), alpha);
  }
`;

const MODES: Record<Coloring, number> = { thickness: 0, neuron: 1, compartment: 2 };

/** Uniforms that all tubes share; set once for all neurons. */
export class TubeStyle {
  private map = new DataTexture(new Uint8Array(4), 1, 1);
  readonly uniforms = {
    pixels: { value: new Vector2(1, 1) },
    wider: { value: 1 },
    mode: { value: 0 },
    range: { value: new Vector2(1, 10) },
    ratios: { value: true },
    map: { value: this.map },
    ink: { value: new Vector3() },
    back: { value: new Vector3() },
    /** Without smooth edges, pixels that are covered by less than half are discarded. */
    cut: { value: 0 },
    parts: { value: COMPARTMENTS.map(({ color }) => vector(rgb(color))) },
  };

  set(coloring: Coloring, range: ValueRange | null, log: boolean, wider: number, dark: boolean): void {
    const { mode, range: ends, ratios, wider: width, map, ink, back } = this.uniforms;
    mode.value = MODES[coloring];
    if (range) ends.value.set(range.low, range.high);
    ratios.value = log;
    width.value = wider;
    ink.value.setScalar(dark ? 1 : 0.1);
    back.value.copy(vector(rgb(BACKGROUND(dark))));
    const hexes = mapOf(dark);
    const data = Uint8Array.from(hexes.flatMap((hex) => [rgb(hex).r, rgb(hex).g, rgb(hex).b, 255]));
    this.map.dispose();
    this.map = new DataTexture(data, hexes.length, 1);
    this.map.magFilter = this.map.minFilter = LinearFilter;
    this.map.needsUpdate = true;
    map.value = this.map;
  }
}

const vector = ({ r, g, b }: Rgb): Vector3 => new Vector3(r, g, b).divideScalar(255);

/** Half the width of the thinnest line, in device pixels. */
const LEAST = 0.9;

/** Edges between pairs of a neuron's vertices; positions stay relative to its offset. */
export function edgesOf(
  { positions, radii, compartments }: Pick<Neuron, 'positions' | 'radii' | 'compartments'>,
  pairs: Uint32Array,
): BufferGeometry {
  const corners = 2 * pairs.length;
  const [starts, ends] = [new Float32Array(3 * corners), new Float32Array(3 * corners)];
  const [thick, kind] = [new Float32Array(2 * corners), new Uint8Array(2 * corners)];
  for (let i = 0; i < corners; i++) {
    const edge = i >> 2;
    const [a, b] = [pairs[2 * edge]!, pairs[2 * edge + 1]!];
    for (let axis = 0; axis < 3; axis++) {
      starts[3 * i + axis] = positions[3 * a + axis]!;
      ends[3 * i + axis] = positions[3 * b + axis]!;
    }
    thick[2 * i] = radii[a]!;
    thick[2 * i + 1] = radii[b]!;
    kind[2 * i] = compartments[a]!;
    kind[2 * i + 1] = compartments[b]!;
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(starts, 3));
  geometry.setAttribute('end', new BufferAttribute(ends, 3));
  geometry.setAttribute('radii', new BufferAttribute(thick, 2));
  geometry.setAttribute('kinds', new BufferAttribute(kind, 2));
  geometry.setIndex(new BufferAttribute(cornersOf(pairs.length / 2), 1));
  return geometry;
}

/** Two triangles per edge; the shader distinguishes the four corners by vertex number. */
function cornersOf(pieces: number): Uint32Array {
  const index = new Uint32Array(6 * pieces);
  for (let i = 0; i < pieces; i++)
    index.set([4 * i, 4 * i + 1, 4 * i + 2, 4 * i + 2, 4 * i + 1, 4 * i + 3], 6 * i);
  return index;
}

export const tubesOf = (edges: BufferGeometry, color: string, style: TubeStyle): Mesh =>
  meshOf(edges, material(color, style, LEAST, 0));

/** A disc for the soma in the neuron's own colour, with a rim and a minimum size in pixels. Null if unknown. */
export function somaOf(neuron: Neuron, color: string, style: TubeStyle, ratio: number): Mesh | null {
  const { soma, offset } = neuron;
  if (soma === null) return null;
  const discMaterial = material(color, style, 5 * ratio, 1.5 * ratio);
  discMaterial.uniforms.mode = { value: MODES.neuron };
  const point = {
    positions: Float32Array.from(soma.at, (x, axis) => x - offset[axis]!),
    radii: Float32Array.of(soma.radius),
    compartments: Uint8Array.of(1),
  };
  return meshOf(edgesOf(point, new Uint32Array([0, 0])), discMaterial);
}

function material(color: string, style: TubeStyle, least: number, rim: number): ShaderMaterial {
  return new ShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    uniforms: {
      ...style.uniforms,
      own: { value: vector(rgb(color)) },
      least: { value: least },
      rim: { value: rim },
      fade: { value: 0 },
    },
    alphaToCoverage: true,
    side: DoubleSide,
  });
}

function meshOf(geometry: BufferGeometry, shader: ShaderMaterial): Mesh {
  const mesh = new Mesh(geometry, shader);
  // The shader computes the outline: to three the mesh is one small square, which it might cull.
  mesh.frustumCulled = false;
  return mesh;
}
