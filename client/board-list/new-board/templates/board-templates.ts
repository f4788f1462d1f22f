import { ci } from './ci-template';
import { sales } from './sales-template';
import { sensors } from './sensors-template';
import { server } from './server-template';
import type { BoardTemplate } from './board-template';
import { webService } from './web-service-template';

/** What a new board begins with, the empty one first. */
export const TEMPLATES: readonly BoardTemplate[] = [
  {
    id: 'empty',
    name: $localize`Empty`,
    about: $localize`Nothing on it yet: you put the panels there yourself.`,
    panels: [],
  },
  webService,
  server,
  ci,
  sensors,
  sales,
];
