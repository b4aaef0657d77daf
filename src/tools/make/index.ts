/** The make_ family. */
import { annoLayer } from './anno-layer';
import { bucketVolumeFromObj, localVolumeFromObj } from './bucket-volume-from-obj';
import { colorListTool } from './color-list';
import { editsLink } from './edits-link';
import { meshFromPoints } from './mesh-from-points';
import { ngLink } from './ng-link';
import { objsFromStateFile } from './objs-from-state-file';
import { pointCloudFromStateFile } from './point-cloud-from-state-file';
import { segPictures } from './seg-pictures';
import { volumeMeshFromStateFile } from './volume-mesh-from-state-file';
import { volumePackagingTool } from './volume-packaging';

export const MAKE = [
  ngLink,
  annoLayer,
  colorListTool,
  editsLink,
  meshFromPoints,
  objsFromStateFile,
  pointCloudFromStateFile,
  volumeMeshFromStateFile,
  bucketVolumeFromObj,
  localVolumeFromObj,
  volumePackagingTool,
  segPictures,
] as const;
