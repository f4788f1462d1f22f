import type { Routes } from '@angular/router';
import { BoardPage } from './board-page';
import type { EditPage } from './edit/edit-page';
import { lastBoard } from './last-board';
import { ListPage } from './list-page';
import { isTv } from './tv/is-tv';
import { UnknownPage } from './unknown-page';

export const routes: Routes = [
  { path: '', pathMatch: 'full', redirectTo: () => `/boards/${lastBoard()}` },
  { path: 'boards', component: ListPage },
  {
    path: 'boards/:slug',
    canMatch: [isTv],
    loadComponent: async () => (await import('./tv/tv-page')).TvPage,
  },
  { path: 'boards/:slug', component: BoardPage },
  {
    path: 'boards/:slug/edit',
    loadComponent: async () => (await import('./edit/edit-page')).EditPage,
    canDeactivate: [(page: EditPage): Promise<boolean> => page.mayLeave()],
  },
  { path: '**', component: UnknownPage },
];
