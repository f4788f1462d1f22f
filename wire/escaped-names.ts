/** Names of other systems within keys. No imports: what the client takes from here must not bring zod along. */

const ESCAPED = /_x([0-9A-F]{4,6})_/g;

/**
 * The name that a key was made of: characters that a key cannot hold are escaped in it as `_xHHHH_`, their code points in
 * hexadecimal (as in ISO/IEC 9075-14 and .NET's XmlConvert.DecodeName). The key itself where nothing is escaped.
 */
export function originalName(key: string): string {
  if (!key.includes('_x')) return key;
  return key.replace(ESCAPED, (escape: string, hex: string) => {
    const code = Number.parseInt(hex, 16);
    return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? escape : String.fromCodePoint(code);
  });
}
