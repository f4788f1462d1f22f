import { type Environment, givenSecret, givenText } from './given-text.js';
import { SETTING_DEFINITIONS, type SettingDefinition, type SettingName } from './setting-definitions.js';
import type { SettingValues } from './settings.js';

/** Settings that were given, and a sentence for each that is invalid. */
export interface GivenSettings {
  readonly values: Partial<SettingValues>;
  readonly problems: readonly string[];
}

/** Reads settings from environment variables. An empty variable counts as not set. The value of a secret may be in a file. */
export function readVariables(environment: Environment, names: readonly SettingName[]): GivenSettings {
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const name of names) {
    const { variable, kind, secret }: SettingDefinition<unknown> = SETTING_DEFINITIONS[name];
    if (variable === undefined) continue;
    const given = secret ? givenSecret(environment, variable) : givenText(environment, variable);
    if (given === undefined) continue;
    if ('problem' in given) {
      problems.push(given.problem);
      continue;
    }
    const value = kind.fromText(given.text);
    if (value !== undefined) values[name] = value;
    else
      problems.push(
        secret ? `${given.name} ${kind.textRule}.` : `${given.name} is '${shorten(given.text)}', but ${kind.textRule}.`,
      );
  }
  return { values, problems };
}

/** Shortens a text for an error message. */
export function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
