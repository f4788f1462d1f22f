import { SETTING_DEFINITIONS, type SettingDefinition, type SettingName } from './setting-definitions.js';
import type { SettingValues } from './settings.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Settings that were given, and a sentence for each that is invalid. */
export interface GivenSettings {
  readonly values: Partial<SettingValues>;
  readonly problems: readonly string[];
}

/** Reads settings from environment variables. An empty variable counts as not set. */
export function readVariables(environment: Environment, names: readonly SettingName[]): GivenSettings {
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const name of names) {
    const { variable, kind, secret }: SettingDefinition<unknown> = SETTING_DEFINITIONS[name];
    const text = variable === undefined ? undefined : environment[variable];
    if (variable === undefined || text === undefined || text === '') continue;
    const value = kind.fromText(text);
    if (value !== undefined) values[name] = value;
    else
      problems.push(
        secret ? `${variable} ${kind.textRule}.` : `${variable} is '${shorten(text)}', but ${kind.textRule}.`,
      );
  }
  return { values, problems };
}

/** Shortens a text for an error message. */
export function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
