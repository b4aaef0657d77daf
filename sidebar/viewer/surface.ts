// A mesh as a pale, transparent surface; the skeletons inside stay visible.
import { BufferAttribute, BufferGeometry, DoubleSide, GLSL3, Mesh, ShaderMaterial, Vector3 } from 'three';
import { rgb } from './colors';
import type { Triangles } from './ply';

const VERTEX = /* glsl */ `
  out vec3 seen;
  void main() {
    vec4 at = modelViewMatrix * vec4(position, 1.0);
    seen = at.xyz;
    gl_Position = projectionMatrix * at;
  }
`;

// The camera is the light source; surfaces seen at an angle are denser, like glass.
const FRAGMENT = /* glsl */ `
  in vec3 seen;
  uniform vec3 own;
  uniform float dense;
  out vec4 color;
  void main() {
    vec3 normal = normalize(cross(dFdx(seen), dFdy(seen)));
    float slant = 1.0 - abs(normal.z);
    color = vec4(own, dense * (0.35 + 0.65 * slant));
  }
`;

/** `positions` are already relative to the scene's origin. */
export function surfaceOf({ positions, faces }: Triangles, color: string, dense: number): Mesh {
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(positions, 3));
  geometry.setIndex(new BufferAttribute(faces, 1));
  const { r, g, b } = rgb(color);
  const material = new ShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    uniforms: { own: { value: new Vector3(r, g, b).divideScalar(255) }, dense: { value: dense } },
    transparent: true,
    depthWrite: false,
    side: DoubleSide,
  });
  const mesh = new Mesh(geometry, material);
  mesh.frustumCulled = false;
  return mesh;
}
