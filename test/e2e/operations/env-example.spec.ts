import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  DEFAULT_SETTINGS,
  SETTING_DEFINITIONS,
  SETTING_NAMES,
  type SettingDefinition,
} from '../../../server/config/setting-definitions.js';

const TEXT = readFileSync(resolve(import.meta.dirname, '../../../.env.example'), 'utf8');

/** The variables with their values: lines like `#PORT=3000`. Other comments have a space after `#`. */
const EXAMPLES = [...TEXT.matchAll(/^#(\w+)=(.*)$/gm)].map(([, variable = '', value = '']) => ({ variable, value }));

const SETTINGS = SETTING_NAMES.flatMap((name) => {
  const { variable, kind }: SettingDefinition<unknown> = SETTING_DEFINITIONS[name];
  const fallback: unknown = name === 'dataDir' ? resolve('data') : DEFAULT_SETTINGS[name];
  return variable === undefined ? [] : [{ variable, kind, fallback }];
});

describe('.env.example', () => {
  it('has each variable once, and no others', () => {
    const names = EXAMPLES.map(({ variable }) => variable);
    expect(names.sort()).toEqual(SETTINGS.map(({ variable }) => variable).sort());
  });

  it('changes nothing when it is copied', () => {
    expect(TEXT.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
  });

  it.each(SETTINGS)('has the default of $variable', ({ variable, kind, fallback }) => {
    const value = EXAMPLES.find((example) => example.variable === variable)?.value ?? '';
    const isUnset = fallback === undefined || (Array.isArray(fallback) && fallback.length === 0);
    expect(value === '' ? undefined : kind.fromText(value)).toEqual(isUnset ? undefined : fallback);
  });
});
