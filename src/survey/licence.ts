/** Under which the data of a release may be used; the first is the default. SPDX identifiers. */
export const LICENCES = ["CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0"] as const;
export type LicenceId = (typeof LICENCES)[number];

export interface Licence {
  readonly id: LicenceId;
  readonly title: string;
  readonly url: string;
}

const KNOWN: Readonly<Record<LicenceId, Omit<Licence, "id">>> = {
  "CC-BY-4.0": { title: "Creative Commons Attribution 4.0 International", url: "https://creativecommons.org/licenses/by/4.0/" },
  "CC-BY-SA-4.0": { title: "Creative Commons Attribution-ShareAlike 4.0 International", url: "https://creativecommons.org/licenses/by-sa/4.0/" },
  "CC0-1.0": { title: "Creative Commons CC0 1.0 Universal", url: "https://creativecommons.org/publicdomain/zero/1.0/" },
};

/** What a release that says nothing is under. */
export const licenceOf = ({ licence = LICENCES[0] }: { readonly licence?: LicenceId }): Licence => ({ id: licence, ...KNOWN[licence] });
