import { inject } from '@angular/core';
import { type CanMatchFn, Router } from '@angular/router';

/** Matches URLs of the TV mode: `/boards/shop?tv`. */
export const isTv: CanMatchFn = () => {
  const router = inject(Router);
  const url = router.currentNavigation()?.extractedUrl;
  return url?.queryParamMap.has('tv') ?? false;
};
