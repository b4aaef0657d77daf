/** Draco meshes for tests, made with the library's encoder. */
import draco3d from 'draco3d';

/** Positions as whole numbers, or as floats quantized to 16 bits over 0 to 65,535. */
export async function encodeDraco(
  positions: readonly number[],
  faces: readonly number[],
  as: 'int' | 'float' = 'int',
): Promise<Uint8Array> {
  const module = await draco3d.createEncoderModule({});
  const encoder = new module.Encoder();
  const builder = new module.MeshBuilder();
  const mesh = new module.Mesh();
  builder.AddFacesToMesh(mesh, faces.length / 3, Uint32Array.from(faces));
  const position = module.POSITION as unknown as number;
  if (as === 'int')
    builder.AddInt32Attribute(mesh, position, positions.length / 3, 3, Int32Array.from(positions));
  else {
    builder.AddFloatAttribute(mesh, position, positions.length / 3, 3, Float32Array.from(positions));
    encoder.SetAttributeExplicitQuantization(module.POSITION, 16, 3, [0, 0, 0], 2 ** 16 - 1);
  }
  const out = new module.DracoInt8Array();
  const size = encoder.EncodeMeshToDracoBuffer(mesh, out);
  const bytes = Uint8Array.from({ length: size }, (_none, i) => out.GetValue(i));
  for (const object of [out, mesh, builder, encoder]) module.destroy(object);
  return bytes;
}
