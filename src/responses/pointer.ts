/** One step of a JSON pointer (RFC 6901). A key that somebody has made up may be long: `most` characters of it are told. */
export const stepTo = (key: string, most = Infinity): string => `/${key.slice(0, most).replaceAll("~", "~0").replaceAll("/", "~1")}`;
