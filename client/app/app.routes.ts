import type { Routes } from '@angular/router';
import { BoardPage } from '../board-page/board-page';
import type { EditPage } from '../board-editor/edit-page';
import { lastBoard } from '../board-page/last-board';
import { BoardListPage } from '../board-list/board-list-page';
import { isTv } from '../tv/is-tv';
import { NotFoundPage } from './not-found-page';

export const routes: Routes = [
  { path: '', pathMatch: 'full', redirectTo: () => `/boards/${lastBoard()}` },
  { path: 'boards', component: BoardListPage },
  {
    path: 'boards/:slug',
    canMatch: [isTv],
    loadComponent: async () => (await import('../tv/tv-page')).TvPage,
  },
  { path: 'boards/:slug', component: BoardPage },
  {
    path: 'boards/:slug/edit',
    loadComponent: async () => (await import('../board-editor/edit-page')).EditPage,
    canDeactivate: [(page: EditPage): Promise<boolean> => page.mayLeave()],
  },
  { path: '**', component: NotFoundPage },
];
