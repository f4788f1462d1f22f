import { describe, expect, it } from '@jest/globals';
import { parseUrl } from './parse-url';

describe('parseUrl', () => {
  it('parses absolute and relative URLs, and returns undefined for invalid ones', () => {
    expect(parseUrl('https://a.example/b')?.href).toBe('https://a.example/b');
    expect(parseUrl('../c', 'https://a.example/b/d')?.href).toBe('https://a.example/c');
    expect(parseUrl('/c')).toBeUndefined();
    expect(parseUrl('http://')).toBeUndefined();
  });
});
