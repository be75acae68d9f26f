/** The version of this build; package.json says the same (a test compares). */
export const APP_VERSION = '0.1.0';
