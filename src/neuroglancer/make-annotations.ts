/** Creates annotation layers from points, for Neuroglancer and Spelunker. */
import { type DocumentInput, type Fields, makeFields } from './document';

export type AnnotationPoint = readonly number[];

export type Shape =
  | { kind: 'point'; point: AnnotationPoint }
  | { kind: 'line' | 'bbox'; pointA: AnnotationPoint; pointB: AnnotationPoint }
  | { kind: 'ellipsoid'; center: AnnotationPoint; radii: AnnotationPoint }
  | { kind: 'polyline'; points: readonly AnnotationPoint[] };

export interface Annotation {
  shape: Shape;
  description?: string;
  /** Ids of linked segments. */
  linked?: readonly string[];
}

export interface AnnotationLayer {
  name: string;
  annotations: readonly Annotation[];
  color?: string;
  /** Name of the segmentation layer that the linked ids belong to. */
  linkedLayer?: string;
}

export function makeAnnotationLayer(layer: AnnotationLayer): Fields {
  return makeFields({
    type: 'annotation',
    source: 'local://annotations',
    tab: 'annotations',
    annotationColor: layer.color,
    // The viewer stops reading a list at the first annotation without an id.
    annotations: layer.annotations.map((annotation, i) => fieldsFor(annotation, String(i + 1))),
    linkedSegmentationLayer: layer.linkedLayer ? { segments: layer.linkedLayer } : undefined,
    name: layer.name,
  });
}

function fieldsFor({ shape, description, linked }: Annotation, id: string): DocumentInput {
  return {
    ...geometry(shape),
    id,
    description: description || undefined,
    segments: linked && linked.length > 0 ? linked : undefined,
  };
}

function geometry(shape: Shape): { [key: string]: DocumentInput } {
  switch (shape.kind) {
    case 'point':
      return { type: 'point', point: shape.point };
    case 'line':
      return { type: 'line', pointA: shape.pointA, pointB: shape.pointB };
    case 'bbox':
      return { type: 'axis_aligned_bounding_box', pointA: shape.pointA, pointB: shape.pointB };
    case 'ellipsoid':
      return { type: 'ellipsoid', center: shape.center, radii: shape.radii };
    default:
      return { type: 'polyline', points: shape.points };
  }
}
