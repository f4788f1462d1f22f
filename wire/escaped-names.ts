/** Original names of escaped keys. This file has no imports, so that clients can use it without zod. */

const ESCAPED = /_x([0-9A-F]{4,6})_/g;

/**
 * Returns the original name of a key. Characters that keys cannot contain are escaped as `_xHHHH_`, with the code point in
 * hexadecimal (as in ISO/IEC 9075-14 and .NET's XmlConvert.DecodeName).
 */
export function originalName(key: string): string {
  if (!key.includes('_x')) return key;
  return key.replace(ESCAPED, (escape: string, hex: string) => {
    const code = Number.parseInt(hex, 16);
    return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? escape : String.fromCodePoint(code);
  });
}
