import { loadViewerTranslations } from './i18n/load-translations';

void loadViewerTranslations(document.documentElement)
  .then(() => import('./app/start'))
  .then(({ start }) => start(document));
