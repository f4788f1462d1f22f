/** Where the libraries of the package are built, relative to the repository. */
export const CLIENT_LIBRARY = 'dist/client-library';
export const ANGULAR_LIBRARY = 'dist/angular-library';
