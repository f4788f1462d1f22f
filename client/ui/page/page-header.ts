import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Logo } from './logo';
import { ThemeMenu } from '../theme/theme-menu';

/** The header of every page: breadcrumb, and at the right the projected content of the page. */
@Component({
  selector: 'bc-page-header',
  imports: [RouterLink, Logo, ThemeMenu],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <header>
      <a class="home" routerLink="/boards" i18n-aria-label aria-label="All boards"><bc-logo /></a>
      <nav class="crumbs" i18n-aria-label aria-label="Breadcrumb">
        <a class="all" routerLink="/boards" i18n>Boards</a>
        <span class="slash" aria-hidden="true">/</span>
        <h1 [title]="heading()">{{ heading() }}</h1>
      </nav>
      <div class="tools">
        <ng-content />
        <bc-theme-menu />
      </div>
    </header>
  `,
  styleUrl: './page-header.scss',
})
export class PageHeader {
  readonly heading = input.required<string>();
}
