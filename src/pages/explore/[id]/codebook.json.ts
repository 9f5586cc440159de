import type { APIRoute } from "astro";
import type { Codebook } from "../../../survey/codebook.ts";
import { answeredCodebooks } from "../../[...locale]/explore/_surveys.ts";

/** The codebook by which the explorer reads a person's own export. */
export function getStaticPaths() {
  return answeredCodebooks().map((codebook) => ({ params: { id: codebook.survey }, props: { codebook } }));
}

export const GET: APIRoute<{ codebook: Codebook }> = ({ props }) => new Response(JSON.stringify(props.codebook), { headers: { "content-type": "application/json" } });
