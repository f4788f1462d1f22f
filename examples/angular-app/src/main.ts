import { bootstrapApplication } from '@angular/platform-browser';
import { provideBoardcast } from 'boardcast/angular';
import { App } from './app';

/** The page can be opened as `?server=http://localhost:3000/`. */
const url = new URLSearchParams(location.search).get('server') ?? 'http://localhost:3000/';

bootstrapApplication(App, { providers: [provideBoardcast({ url })] }).catch((error: unknown) => {
  console.error(error);
});
