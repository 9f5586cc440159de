import { datasetFacts, mediaType } from "../../query/dataset.ts";
import { type Codebook, naColumn } from "../../survey/codebook.ts";
import type { Contents } from "../contents.ts";
import type { Hashed } from "./archive.ts";

/** Names of MLCommons' format: http://mlcommons.org/croissant/1.0 */
const CONTEXT = {
  "@language": "en", "@vocab": "https://schema.org/", citeAs: "cr:citeAs", column: "cr:column", conformsTo: "dct:conformsTo", cr: "http://mlcommons.org/croissant/", rai: "http://mlcommons.org/croissant/RAI/",
  data: { "@id": "cr:data", "@type": "@json" }, dataType: { "@id": "cr:dataType", "@type": "@vocab" }, dct: "http://purl.org/dc/terms/", examples: { "@id": "cr:examples", "@type": "@json" },
  extract: "cr:extract", field: "cr:field", fileProperty: "cr:fileProperty", fileObject: "cr:fileObject", fileSet: "cr:fileSet", format: "cr:format", includes: "cr:includes", isLiveDataset: "cr:isLiveDataset",
  jsonPath: "cr:jsonPath", key: "cr:key", md5: "cr:md5", parentField: "cr:parentField", path: "cr:path", recordSet: "cr:recordSet", references: "cr:references", regex: "cr:regex", repeated: "cr:repeated",
  replace: "cr:replace", sc: "https://schema.org/", separator: "cr:separator", source: "cr:source", subField: "cr:subField", transform: "cr:transform",
  samplingRate: "cr:samplingRate", equivalentProperty: "cr:equivalentProperty",
} as const;

/** The description of a data set by which programs for machine learning load it. @param codes the table of one row a response, if it is published */
export function croissant({ facts, codebook, day }: Contents, files: readonly Hashed[], codes: string | undefined): object {
  return {
    "@context": CONTEXT,
    "@type": "sc:Dataset",
    conformsTo: "http://mlcommons.org/croissant/1.0",
    ...datasetFacts(facts, codebook, { day }),
    citeAs: `${facts.title.en}, ${facts.waveTitle.en}, version r${facts.revision}. qingting survey data.`,
    distribution: files.map(({ name, bytes, sha256 }) => ({ "@type": "cr:FileObject", "@id": name, name, contentUrl: name, contentSize: `${bytes} B`, encodingFormat: mediaType(name), sha256 })),
    ...(codes === undefined ? {} : { recordSet: [{ "@type": "cr:RecordSet", "@id": "responses", name: "responses", description: "One record a response; codes as in the codebook.", field: fieldsOf(codebook, codes) }] }),
  };
}

function fieldsOf({ variables }: Codebook, codes: string): object[] {
  const field = (name: string, description: string, dataType: string): object => ({
    "@type": "cr:Field", "@id": `responses/${name}`, name: `responses/${name}`, description, dataType, source: { fileObject: { "@id": codes }, extract: { column: name } },
  });
  return variables.flatMap((variable) => [
    ...variable.columns.map(({ name, type, code }) => field(name, code === undefined ? variable.label.en : `${variable.label.en}: ${variable.values.find((value) => value.code === code)?.label.en ?? code}`, code !== undefined ? "sc:Integer" : type === "DOUBLE" ? "sc:Float" : "sc:Text")),
    field(naColumn(variable), `Why there is no answer: ${variable.label.en}`, "sc:Text"),
  ]);
}
