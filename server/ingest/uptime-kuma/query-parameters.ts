import { isUtf8 } from 'node:buffer';

const ENCODED = /(?:%[0-9a-f]{2})+/gi;

/**
 * The parameters of an address as shell scripts write it; of a repeated one the last counts. Percent signs that encode nothing
 * stand for themselves, and what was encoded in Latin-1 instead of UTF-8 is read as such.
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
