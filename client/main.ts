import { loadTexts } from './i18n/load-translations';

void loadTexts(document.documentElement)
  .then(() => import('./app/start'))
  .then(({ start }) => start(document));
