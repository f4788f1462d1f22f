import { inject } from '@angular/core';
import { type CanMatchFn, Router } from '@angular/router';

/** Whether the address asks for a board as a wall shows it: `/boards/shop?tv`. */
export const isTv: CanMatchFn = () => {
  const router = inject(Router);
  const url = router.currentNavigation()?.extractedUrl;
  return url?.queryParamMap.has('tv') ?? false;
};
