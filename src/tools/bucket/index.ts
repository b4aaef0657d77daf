/** The bucket_ family: files and folders on buckets. */
import { convertColonsTool } from './convert-colons';
import { copyFolder } from './copy-folder';
import { deleteFile, deleteFolder } from './delete';
import { downloadFile, downloadFolder } from './download';
import { listTool } from './list';
import { moveFile, renameFile } from './move-file';
import { uploadFile, uploadFolder } from './upload';

export const BUCKET = [
  listTool,
  copyFolder,
  moveFile,
  renameFile,
  deleteFile,
  deleteFolder,
  downloadFile,
  downloadFolder,
  uploadFile,
  uploadFolder,
  convertColonsTool,
] as const;
