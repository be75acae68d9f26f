/** How many steps making a vault takes, the confirmation included. */
export const STEPS = 4;
