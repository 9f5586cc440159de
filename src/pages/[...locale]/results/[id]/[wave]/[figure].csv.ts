import type { APIRoute } from "astro";
import { PUBLIC_DIR } from "../../../../../components/environment.ts";
import { localePaths } from "../../../../../components/links.ts";
import { csvOf, figuresOf } from "../../../../../components/results.ts";
import { listReleases } from "../../../../../query/releases.ts";

/** The numbers of each figure as a file, for whoever has no scripts; named by its place on the page. */
export async function getStaticPaths() {
  const newest = [...new Map(listReleases(PUBLIC_DIR).reverse().map((published) => [`${published.manifest.survey} ${published.manifest.wave}`, published])).values()];
  const pages = newest.flatMap((published) => localePaths.map((page) => ({ published, page })));
  const paths = await Promise.all(
    pages.map(async ({ published, page: { params, props } }) => {
      const { survey: id, wave } = published.manifest;
      const { figures } = await figuresOf(published, props.locale);
      return figures.flatMap((figure, i) => (figure.svg === undefined ? [] : [{ params: { ...params, id, wave, figure: String(i + 1) }, props: { text: csvOf(figure) } }]));
    }),
  );
  return paths.flat();
}

export const GET: APIRoute<{ text: string }> = ({ props }) => new Response(props.text, { headers: { "content-type": "text/csv; charset=utf-8" } });
