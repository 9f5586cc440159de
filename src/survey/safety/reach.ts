import { type Finding, type Place, type Rule, textsIn } from "./walk.ts";

/** Rules on reach: a form asks nobody but the collector, leaves nothing on the phone but the draft, and goes nowhere by itself. */

const PICTURE = "write the picture into the file (data:image/…) or put it into public/ and give its path, like “pictures/shop.png”";

/** What SurveyJS would do besides asking; `false` and empty are harmless. */
const SERVICES: Readonly<Record<string, readonly [string, string]>> = {
  navigateToUrl: ["the form would leave for another page by itself, perhaps before the answers are sent", "remove it; write a link into an html question"],
  navigateToUrlOnCondition: ["the form would leave for another page by itself, perhaps before the answers are sent", "remove it; write a link into an html question"],
  cookieName: ["the form would mark the phone with a cookie", "remove it"],
  surveyId: ["the form would be loaded from SurveyJS's own service", "remove it"],
  surveyPostId: ["the answers would be sent to SurveyJS's own service", "remove it"],
  surveyShowDataSaving: ["the form would report a sending that is not ours", "remove it"],
  clientId: ["the person would be named to SurveyJS's own service", "remove it"],
  sendResultOnPageNext: ["answers would be sent before the person submits them", "remove it: answers stay on the phone until “submit”"],
  partialSendEnabled: ["answers would be sent before the person submits them", "remove it: answers stay on the phone until “submit”"],
  showBrandInfo: ["the form would show a picture and links of another site", "remove it"],
};

const ADDRESSES = new Set(["imageLink", "logo", "backgroundImage", "src"]);
const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === false || value === "" || (Array.isArray(value) && value.length === 0);
const inList = ({ parent }: Place): boolean => parent !== undefined && Array.isArray(parent.value);

/** A picture that the form can show without asking another site, or carrying an answer into an address. */
export const isOwnPicture = (address: string): boolean => {
  // Browsers skip white space and control characters in addresses.
  const plain = address.replace(/[\s\u0000-\u001f]/g, "");
  if (/^data:image\/(png|jpeg|jpg|gif|webp|avif|bmp|svg\+xml)[;,]/i.test(plain)) return true;
  return !/^[a-z][a-z0-9+.-]*:|^[/\\]{2}|\\|[{}]/i.test(plain);
};

export const wrongService: Rule = (place) => {
  const { key, value, path, isData } = place;
  if (isData || inList(place) || isEmpty(value)) return undefined;
  if (key === "choicesByUrl") return fetched(path, value);
  const service = Object.hasOwn(SERVICES, key) ? SERVICES[key] : undefined;
  if (service) return { path, what: service[0], fix: service[1] };
  return undefined;
};

/** Some editors write an empty `choicesByUrl` everywhere. */
function fetched(path: string, value: unknown): Finding | undefined {
  if (typeof value === "object" && value !== null && Object.values(value).every(isEmpty)) return undefined;
  const [url = "an address"] = textsIn(value);
  return { path, what: `the question fetches its choices from ${url.slice(0, 100)}: an answer page asks nobody but the collector`, fix: "write the choices into the file" };
}

export const wrongAddress: Rule = (place) => {
  const { key, value, path, isData } = place;
  if (isData || inList(place) || !ADDRESSES.has(key)) return undefined;
  const address = textsIn(value).find((text) => !isOwnPicture(text));
  if (address === undefined) return undefined;
  const what = /[{}]/.test(address) ? "an answer would become part of an address" : `“${address.slice(0, 80)}” lies on another site, which would learn who opens the form`;
  return { path, what, fix: PICTURE };
};

/** Files that are not part of the answer would have to be sent elsewhere. */
export const wrongStorage: Rule = ({ key, value, path, isData }) =>
  !isData && key === "storeDataAsText" && value === false
    ? { path, what: "the file would be stored by another service, of which there is none", fix: "remove storeDataAsText: files travel with the answer" }
    : undefined;
