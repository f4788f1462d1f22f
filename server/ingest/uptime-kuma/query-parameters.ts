import { isUtf8 } from 'node:buffer';

const ENCODED = /(?:%[0-9a-f]{2})+/gi;

/**
 * Parses the query parameters of a URL leniently, because shell scripts often do not encode them correctly. The last one of repeated
 * parameters is used. Percent signs without two hexadecimal digits are kept, and text that is not UTF-8 is decoded as Latin-1.
 */
export function parseQueryParameters(url: string): ReadonlyMap<string, string> {
  const start = url.indexOf('?');
  const pairs = start < 0 ? [] : url.slice(start + 1).split('&');
  return new Map(
    pairs.map((pair) => {
      const equals = pair.indexOf('=');
      return equals < 0 ? [decode(pair), ''] : [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))];
    }),
  );
}

function decode(text: string): string {
  return text.replaceAll('+', ' ').replaceAll(ENCODED, (encoded) => {
    const bytes = Buffer.from(encoded.replaceAll('%', ''), 'hex');
    return bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');
  });
}
