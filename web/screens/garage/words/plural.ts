/** '1 lap', '2 laps': both languages here count that way. */
export const plural = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`
