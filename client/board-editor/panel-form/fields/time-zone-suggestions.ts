import { browserZone } from '../../../i18n/format/time-zone-choice';
import { supportedValues } from '../../../common/supported-values';

/** The time zones to choose from: all that the browser knows, its own, and UTC. */
export const TIME_ZONE_SUGGESTIONS: readonly string[] = [
  ...new Set(['UTC', browserZone(), ...supportedValues('timeZone')]),
];
