import { describe, expect, it } from '@jest/globals';
import { JobError } from '../common/errors/job-error.js';
import { parseStatusBody, type StatusReport } from './status-report.js';

const NOW_US = Date.UTC(2026, 0, 1) * 1_000;

const read = (body: string | Uint8Array): StatusReport => parseStatusBody(Buffer.from(body as string), NOW_US);

function rejectionOf(body: string | Uint8Array): JobError {
  try {
    read(body);
  } catch (error) {
    if (error instanceof JobError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

describe('parseStatusBody', () => {
  it.each([
    ['ok', 'ok'],
    ['OK', 'ok'],
    [' Warn\r\n', 'warn'],
    ['"crit"', 'crit'],
    ["'unknown'", 'unknown'],
    ['\ufeffok', 'ok'],
    ['state=warn', 'warn'],
    ['state=OK', 'ok'],
    ['{"state":"crit"}', 'crit'],
  ])('reads the state of %j', (body, state) => {
    expect(read(body)).toMatchObject({ state });
  });

  it('reads a form', () => {
    expect(read('state=warn&message=Disk+91+%25%20full&at=1700000000&expectEvery=5m')).toEqual({
      state: 'warn',
      message: 'Disk 91 % full',
      atUs: 1_700_000_000_000_000,
      expectEveryMs: 300_000,
    });
  });

  it.each(['up', 'down', 'yes', 'critical', 'error', 'okay', 'ok ok', '{"state"', 'state', 'warn: slow'])(
    'rejects the unknown state %j and lists the known ones',
    (body) => {
      expect(rejectionOf(body)).toMatchObject({
        status: 400,
        message: expect.stringContaining('ok, warn, crit, unknown'),
      });
    },
  );

  it.each(['42', '-1.5', '85%', '0'])('reports where to push the number %s', (body) => {
    expect(rejectionOf(body)).toMatchObject({ status: 400, message: expect.stringContaining('/api/v1/metrics/') });
  });

  it.each([
    ['true', ''],
    ['null', ''],
    ['[]', ''],
    ['{"state":"OK"}', 'state'],
    ['{"state":"up"}', 'state'],
    ['state=up', 'state'],
    ['state=', 'state'],
    ['message=slow', 'state'],
    ['state=ok&hue=red', 'hue'],
    ['state=ok&at=soon', 'at'],
    ['{"state":"ok","at":0}', 'at'],
    ['{"state":"ok","at":null}', 'at'],
    ['{"state":"ok","at":"1970-01-20T18:53:07Z"}', 'at'],
  ])('rejects %j with the path %s', (body, path) => {
    const { status, errors } = rejectionOf(body);
    expect([status, errors?.[0]?.path]).toEqual([422, path]);
  });

  it('names the encoding of a body in UTF-16', () => {
    expect(rejectionOf(Buffer.from('ok', 'utf16le')).message).toContain('UTF-16');
    expect(rejectionOf(Uint8Array.of(0x6f, 0xff)).message).toContain('not UTF-8');
  });
});
