import type { Mapping } from '../mapping.schema.js';
import { alertmanager, grafana } from './alerts.js';
import { github } from './github.js';
import { gitlab } from './gitlab.js';

/** The mappings that come with Boardcast, by the name of the webhook. A stored mapping of the same name has precedence. */
export const BUILT_IN_MAPPINGS: Readonly<Record<string, Mapping>> = { alertmanager, github, gitlab, grafana };
