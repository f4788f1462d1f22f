import { DEFAULT_SETTINGS } from '../../../server/config/setting-definitions.js';
import { createSettings, type Settings, type SettingValues } from '../../../server/config/settings.js';

/** Returns the default settings of a server, overridden by those of the test. */
export function testSettings(own: Partial<SettingValues> = {}): Settings {
  return createSettings({ ...DEFAULT_SETTINGS, port: 0, logLevel: 'silent', version: '0.0.0-test', ...own });
}
