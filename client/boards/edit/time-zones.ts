import { browserZone } from '../../ui/format/zone';

/** What there is to choose from: all zones that the browser can list. Chromium before 99 and Safari before 15.4 list none. */
export const TIME_ZONES: readonly string[] = [...new Set(['UTC', browserZone(), ...listed()])];

function listed(): readonly string[] {
  const { supportedValuesOf } = Intl as { supportedValuesOf?: (key: 'timeZone') => string[] };
  return supportedValuesOf?.('timeZone') ?? [];
}
