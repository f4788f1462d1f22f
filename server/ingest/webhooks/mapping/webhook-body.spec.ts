import { describe, expect, it } from '@jest/globals';
import { readWebhookBody } from './webhook-body.js';

const FORM = 'application/x-www-form-urlencoded';
const VALUE = { text: 'one & two = 3 + 4 %', sign: 'ü 🎉' };
const encoded = encodeURIComponent(JSON.stringify(VALUE));
const read = (body: string | Uint8Array, type = FORM): unknown =>
  readWebhookBody(typeof body === 'string' ? Buffer.from(body) : body, type);

describe('the body of a webhook', () => {
  it.each([
    ['a form as GitHub sends it', `payload=${encoded}`],
    ['a form with + for blanks', `payload=${encoded.replaceAll('%20', '+')}`],
    ['a form with other members', `token=x&payload=${encoded}&team=T1`],
    ['a form whose name is percent-encoded', `pay%6Coad=${encoded}`],
    ['a form with empty members', `&&payload=${encoded}&`],
    ['a form that begins with a byte order mark', `\uFEFFpayload=${encoded}`],
    ['a form whose JSON begins with a byte order mark', `payload=%EF%BB%BF${encoded}`],
    ['JSON that is called a form', JSON.stringify(VALUE)],
    ['JSON with a byte order mark that is called a form', `\uFEFF ${JSON.stringify(VALUE)}`],
  ])('is read from %s', (_what, body) => {
    expect(read(body)).toEqual(VALUE);
  });

  it.each([
    ['[1]', [1]],
    ['"a=b"', 'a=b'],
    ['42', 42],
    ['null', null],
  ])('is read as JSON if %s is sent as a form', (body, value) => {
    expect(read(body)).toEqual(value);
  });

  it('is read as JSON with any other content type', () => {
    expect(read(JSON.stringify(VALUE), 'text/plain')).toEqual(VALUE);
    expect(read(JSON.stringify(VALUE), '')).toEqual(VALUE);
  });

  it.each([
    ['', 400, /empty/],
    ['payload=', 400, /'payload' of the form is empty/],
    ['payload=%20', 400, /'payload' of the form is empty/],
    [`payload=${encoded}&payload=${encoded}`, 400, /more than once/],
    ['payload=%7', 400, /percent-encoded/],
    ['payload=%FF', 400, /percent-encoded/],
    ['payload=nojson', 400, /not JSON/],
    ['payload', 400, /not JSON/],
    ['text=hello&token=x', 400, /nor a form with 'payload'/],
    [Buffer.from('payload=%7B%7D&x=\xE4', 'latin1'), 400, /UTF-8/],
  ])('rejects %j with a message', (body, status, expectedMessage) => {
    expect(() => read(body)).toThrow(
      expect.objectContaining({ status, message: expect.stringMatching(expectedMessage) }),
    );
  });

  it('rejects multipart with a message', () => {
    expect(() => read('--x', 'multipart/form-data')).toThrow(
      expect.objectContaining({ status: 415, message: expect.stringMatching(/multipart\/form-data/) }),
    );
  });

  it('rejects a form with very many members quickly', () => {
    expect(() => read(`=${'&'.repeat(4_000_000)}`)).toThrow(/more than 1000 members/);
  });
});
