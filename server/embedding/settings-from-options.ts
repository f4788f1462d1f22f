import { inspect } from 'node:util';
import { isObject } from '../../wire/is-object.js';
import { backupProblems, throwIfInvalid, withEnvFile } from '../config/load-settings.js';
import { dataDirOf } from '../config/data-dir.js';
import { readVariables, shorten } from '../config/read-variables.js';
import {
  DEFAULT_SETTINGS,
  SETTING_DEFINITIONS,
  SETTING_NAMES,
  type SettingDefinition,
  type SettingName,
} from '../config/setting-definitions.js';
import { createSettings, type Settings, type SettingValues } from '../config/settings.js';
import type { DashboardOptions } from './dashboard-options.js';

const DEFAULT_PREFIX = '/boardcast';

/** Settings of the standalone server. The application decides where it listens, and imports modules itself. */
const NOT_OPTIONS: readonly SettingName[] = ['port', 'host', 'extensions'];

const SETTING_OPTIONS = SETTING_NAMES.filter((name) => !NOT_OPTIONS.includes(name));

const PART_NAMES = Object.keys(DEFAULT_SETTINGS.parts);

interface OptionDefinition {
  /** Returns undefined if the value is invalid. */
  readonly read: (value: unknown) => unknown;
  /** What the value must be, as a message to follow the option's name. */
  readonly rule: string;
  readonly secret?: boolean | undefined;
}

/** All options by their names. */
const OPTIONS: ReadonlyMap<string, OptionDefinition> = new Map<string, OptionDefinition>([
  ...SETTING_OPTIONS.map((name) => {
    const { kind, secret }: SettingDefinition<unknown> = SETTING_DEFINITIONS[name];
    return [name, { read: kind.fromOption, rule: kind.optionRule, secret }] as const;
  }),
  ['parts', { read: readParts, rule: `must be an object with true or false for any of ${PART_NAMES.join(', ')}` }],
  ['authorize', { read: only((value) => typeof value === 'function'), rule: 'must be a function' }],
  ['routeMetadata', { read: only(isObject), rule: 'must be an object' }],
  ['fromEnvironment', { read: only((value) => typeof value === 'boolean'), rule: 'must be true or false' }],
]);

/**
 * Returns the settings that the options of `DashboardModule.forRoot` mean. The environment is read only with `fromEnvironment`.
 * @throws StartupError that names every invalid option
 */
export function settingsFromOptions(options: DashboardOptions): Settings {
  if (!isObject(options) || hasHiddenValues(options)) {
    throwIfInvalid(
      ['The options of DashboardModule.forRoot must be an object with the options as its properties.'],
      'option',
    );
  }
  const settings: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, value] of Object.entries(options).filter(([, each]) => each !== undefined)) {
    const option = OPTIONS.get(name);
    const valid = option?.read(value);
    if (valid === undefined) problems.push(problemOf(name, value, option));
    else if (name in DEFAULT_SETTINGS) settings[name] = valid;
  }
  const environment = options.fromEnvironment === true ? readEnvironment(settings) : undefined;
  const given: Partial<SettingValues> = { ...environment?.values, ...settings };
  throwIfInvalid(
    [...problems, ...conflicts(options), ...(environment?.problems ?? []), ...backupProblems(given)],
    environment ? 'setting' : 'option',
  );
  return createSettings({
    ...DEFAULT_SETTINGS,
    prefix: DEFAULT_PREFIX,
    ...given,
    dataDir: dataDirOf(given),
    parts: { ...DEFAULT_SETTINGS.parts, ...given.parts },
  });
}

/** Whether an object may hold its values elsewhere than in properties, like a `Map` or a class with getters. */
function hasHiddenValues(options: object): boolean {
  const isPlain = [Object.prototype, null].includes(Object.getPrototypeOf(options) as object | null);
  return !isPlain && Object.keys(options).length === 0;
}

/** Reads the variables of the settings that no option gives. The base path of an application is not that of Boardcast in it. */
function readEnvironment(given: object): ReturnType<typeof readVariables> {
  const names = SETTING_OPTIONS.filter((name) => name !== 'prefix' && !Object.hasOwn(given, name));
  return readVariables(withEnvFile(process.env), names);
}

function problemOf(name: string, value: unknown, option: OptionDefinition | undefined): string {
  if (!option) return `There is no option '${shorten(name)}'.`;
  if (option.secret) return `${name} ${option.rule}.`;
  return `${name} is ${shorten(inspect(value, { depth: 1, breakLength: Infinity }))}, but ${option.rule}.`;
}

function conflicts({ authorize, access, parts }: DashboardOptions): string[] {
  return [
    ...(authorize !== undefined && access !== undefined
      ? ['access has no effect together with authorize: remove one of them.']
      : []),
    ...(parts?.api === false && parts.client !== false
      ? ['parts.api is false, but the pages need the API: also set parts.client to false.']
      : []),
  ];
}

function readParts(value: unknown): unknown {
  if (!isObject(value)) return undefined;
  const given = Object.entries(value).filter(([, isOn]) => isOn !== undefined);
  const isValid = given.every(([name, isOn]) => PART_NAMES.includes(name) && typeof isOn === 'boolean');
  return isValid ? Object.fromEntries(given) : undefined;
}

function only(isValid: (value: unknown) => boolean): (value: unknown) => unknown {
  return (value) => (isValid(value) ? value : undefined);
}
