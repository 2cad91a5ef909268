/** What every contender is asked for, in milliseconds: what leaves each container is late by so much. */
export const DELAY = 100;
