import { ci } from './ci-template';
import { sales } from './sales-template';
import { sensors } from './sensors-template';
import { server } from './server-template';
import type { BoardTemplate } from './board-template';
import { webService } from './web-service-template';

/** The templates for new boards. The empty one is first. */
export const TEMPLATES: readonly BoardTemplate[] = [
  {
    id: 'empty',
    name: $localize`Empty`,
    about: $localize`A board without panels.`,
    panels: [],
  },
  webService,
  server,
  ci,
  sensors,
  sales,
];
