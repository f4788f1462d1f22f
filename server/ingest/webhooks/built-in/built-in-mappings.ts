import type { Mapping } from '../mapping.schema.js';
import { alertmanager, grafana } from './alerts.js';
import { github } from './github.js';
import { gitlab } from './gitlab.js';

/** Mappings that are there from the start, by the name of the webhook. A stored one of the same name goes before. */
export const BUILT_IN_MAPPINGS: Readonly<Record<string, Mapping>> = { alertmanager, github, gitlab, grafana };
