import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { PACKAGE_ROOT } from '../config/package-root.js';
import type { Extension } from './extension.js';
import { failingExtensions } from './failing-extensions.js';

const extension = (name: string, url: string): Extension => ({ name, url, module: { module: Object } });

const weather = extension('weather', 'file:///srv/weather/weather.module.js');
const tides = extension('tides', 'file:///srv/tides/tides.module.js');
const inServer = extension('own', `${pathToFileURL(PACKAGE_ROOT).href}/own.mjs`);

function errorFrom(...urls: string[]): Error {
  const error = new Error('failed');
  error.stack = ['Error: failed', ...urls.map((url) => `    at new Station (${url}:3:11)`)].join('\n');
  return error;
}

const server = `${pathToFileURL(PACKAGE_ROOT).href}/node_modules/@nestjs/core/injector/injector.js`;

describe('failingExtensions', () => {
  it('finds the extension whose file is in the stack', () => {
    expect(failingExtensions(errorFrom(tides.url, server), [weather, tides])).toEqual([tides]);
    expect(failingExtensions(errorFrom(inServer.url, server), [weather, inServer])).toEqual([inServer]);
  });

  it('finds the extension in whose folder a file of the stack is', () => {
    const error = errorFrom('file:///srv/weather/lib/station.js', server);
    expect(failingExtensions(error, [weather, tides, inServer])).toEqual([weather]);
  });

  it('returns all extensions if the stack has no file of any, or is missing', () => {
    const all = [weather, tides, inServer];
    expect(failingExtensions(errorFrom(server), all)).toEqual(all);
    expect(failingExtensions('failed', all)).toEqual(all);
  });
});
