import { errorMessage } from '../../common/errors/error-message.js';
import { StartupError } from '../../common/errors/startup-error.js';
import { primaryCode, ResultCode, resultCode } from './sqlite-error.js';

/** Returns why the file cannot be opened and what to do. */
export function describeFileOpenFailure(error: unknown, file: string): string {
  if (error instanceof StartupError) return error.message;
  switch (primaryCode(resultCode(error))) {
    case ResultCode.NotADatabase:
    case ResultCode.Corrupt:
      return `${file} is not a database, or a damaged one. Move it away or restore a copy, or use another data folder (DATA_DIR, option dataDir).`;
    case ResultCode.ReadOnly:
      return `${file} cannot be written to. Give this user the permission to write it and its folder, or use another data folder (DATA_DIR, option dataDir).`;
    case ResultCode.CannotOpen:
      return `${file} cannot be opened. Give this user the permission to read and write it and its folder, or use another data folder (DATA_DIR, option dataDir).`;
    case ResultCode.Full:
      return `The disk of ${file} is full. Free some space, or use a data folder on another disk (DATA_DIR, option dataDir).`;
    case ResultCode.IoError:
      return `The disk of ${file} fails (${String(error)}). Check it, or use a data folder on another disk (DATA_DIR, option dataDir).`;
    default:
      return `${file} cannot be used: ${errorMessage(error)}`;
  }
}
