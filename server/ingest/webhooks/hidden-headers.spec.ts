import { describe, expect, it } from '@jest/globals';
import { shownHeaders } from './hidden-headers.js';

describe('headers that a mapping sees', () => {
  it.each([
    'authorization',
    'proxy-authorization',
    'proxy-connection',
    'cookie',
    'set-cookie',
    'x-gitlab-token',
    'x-api-key',
    'apikey',
    'x-hub-signature',
    'x-hub-signature-256',
    'x-slack-signature',
    'x-amz-security-token',
    'x-webhook-secret',
    'x-password',
    'x-auth-request-user',
    'x-csrf-token',
    'x-session-id',
    'cf-access-jwt-assertion',
    'stripe-signature',
    'x-hmac-sha256',
    'x-pin',
    'x-otp',
    'x-sid',
    'connect.sid',
    'x-sig',
    'x-sig-256',
    'sig256',
    'x_sig_v2',
    'x-pass',
    'x-passcode',
    'x-passphrase',
    'x-code',
    'x-access-code',
    'x-pw',
    'x-mac',
    'x-sign',
    'x-forwarded-client-cert',
  ])('do not include %s', (name) => {
    expect(shownHeaders({ [name]: 'SECRET', 'x-github-event': 'push' })).toEqual({ 'x-github-event': 'push' });
  });

  it('include the event type and the sender', () => {
    const headers = {
      'x-github-event': 'push',
      'x-github-delivery': '1',
      'x-gitlab-event': 'Push Hook',
      'x-gitlab-event-uuid': '2',
      'idempotency-key': '3',
      'user-agent': 'GitHub-Hookshot',
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'x-request-id': '4',
      'sec-fetch-mode': 'cors',
      'x-gitlab-instance': 'https://gitlab.example.com',
      'x-design': '5',
      'x-shipping': '6',
      'x-inside': '7',
      'x-codec': '8',
      'x-machine': '9',
      'x-passenger': '10',
    };
    expect(shownHeaders(headers)).toEqual(headers);
  });
});
