// Compresses the client's text files once, at build time, so that the server only has to send them.
import { globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** A smaller file fits into one packet with or without compression. */
const MIN_BYTES = 1_024;

const TEXT = '**/*.{css,html,js,json,svg,txt}';

const compressors = {
  '.br': (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  '.gz': (bytes) => promisify(gzip)(bytes, { level: 9 }),
};

/** Writes `x.js.br` and `x.js.gz` beside each `x.js` of the folder. */
export async function precompress(folder) {
  const files = globSync(TEXT, { cwd: folder }).map((file) => join(folder, file));
  await Promise.all(
    files
      .filter((file) => statSync(file).size > MIN_BYTES)
      .flatMap((file) =>
        Object.entries(compressors).map(async ([extension, compress]) => {
          writeFileSync(file + extension, await compress(readFileSync(file)));
        }),
      ),
  );
}
