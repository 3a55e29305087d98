/** The value is canonical as it is spelled: copy it. */
export const PLAIN = 0;
/** A string whose escapes are all spelled canonically: copy it, but decode it before comparing it with others. */
export const ESCAPED = 1;
/** A string or number that the canonical form spells differently. */
export const RESPELLED = 2;
/** No single value but an object or array. */
export const CONTAINER = 3;
