/** The version in package.json, set when the page is built. */
declare const __PADDOCK_VERSION__: string
