import { loadTexts } from './app/load-texts';

void loadTexts(document.documentElement)
  .then(() => import('./app/start'))
  .then(({ start }) => start(document));
