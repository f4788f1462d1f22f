import { browserZone } from '../../ui/format/zone';
import { supportedValues } from '../../ui/supported-values';

/** The time zones to choose from: all that the browser can list, the browser's own and UTC. */
export const TIME_ZONES: readonly string[] = [...new Set(['UTC', browserZone(), ...supportedValues('timeZone')])];
