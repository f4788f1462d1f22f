import { ci } from './ci';
import { sales } from './sales';
import { sensors } from './sensors';
import { server } from './server';
import type { BoardTemplate } from './template';
import { webService } from './web-service';

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
