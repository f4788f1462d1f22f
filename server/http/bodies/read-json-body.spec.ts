import { describe, expect, it } from '@jest/globals';
import { readJsonBody } from './read-json-body.js';

describe('readJsonBody', () => {
  it('reads JSON, with or without a byte order mark', () => {
    expect(readJsonBody(Buffer.from('{"a":[1,"ö"]}'))).toEqual({ a: [1, 'ö'] });
    expect(readJsonBody(Buffer.from('\uFEFF{"a":1}'))).toEqual({ a: 1 });
  });

  it('reads names with escapes correctly, whatever was parsed before', () => {
    expect(readJsonBody(Buffer.from(String.raw`{"gr\\u":1}`))).toEqual({ 'gr\\u': 1 });
    expect(readJsonBody(Buffer.from(String.raw`{"gr\u00f6":1}`))).toEqual({ grö: 1 });
  });

  it.each([
    ['an empty body', '', /empty/],
    ['blanks', ' \r\n', /empty/],
    ['truncated JSON', '{"a":', /not valid JSON: /],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22]), /not UTF-8/],
    ['UTF-16', Buffer.from('\uFEFF{}', 'utf16le'), /UTF-16/],
    ['the name of the prototype', '{"a":[{"__proto__":{}}]}', /named "__proto__"/],
    [
      'the name of the prototype, however deep',
      `${'['.repeat(50_000)}{"__proto__":1}${']'.repeat(50_000)}`,
      /named "__proto__"/,
    ],
    ['the name of the prototype with an escape', String.raw`{"\u005f_proto_\u005f":1}`, /named "__proto__"/],
  ])('rejects %s', (_what, body, expectedMessage) => {
    const read = (): unknown => readJsonBody(Buffer.from(body));
    expect(read).toThrow(expect.objectContaining({ status: 400 }));
    expect(read).toThrow(expectedMessage);
  });
});
